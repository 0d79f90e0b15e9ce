/** Stamps requests and payloads, so that the later one wins wherever two meet. */
import type { Clock } from './clock.ts';

const lastOrders = new WeakMap<Clock, number>();
let lastInlineOrder = Number.MIN_SAFE_INTEGER;

/**
 * The moment on the monotonic clock, and no two alike. `inline`: data that came with the page, which is older than anything asked for since.
 */
export function nextOrder(clock: Clock, { inline = false } = {}): number {
  if (inline) return ++lastInlineOrder;
  const order = Math.max((lastOrders.get(clock) ?? -Infinity) + 1e-6, clock.monotonic());
  lastOrders.set(clock, order);
  return order;
}

/** A moment of the monotonic clock on the wall clock, in epoch milliseconds. */
export const onWallClock = (clock: Clock, moment: number): number => clock.now() - (clock.monotonic() - moment);
