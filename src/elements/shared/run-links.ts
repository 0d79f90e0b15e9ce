/** The page that opens a run, and how a host may route to it by itself. */
import { prefixed, type ContractViolation } from '../../contract/payloads.ts';
import type { DescribableRun, RunView } from '../../projection/index.ts';
import { runPageUrl, safeUrl, type Address } from '../../refresh/index.ts';
import type { OpRunOpenDetail } from './events.ts';

/** Null for a run without an id, and where the server's own URL is none that may be opened: that is not replaced by another. */
export function runUrlOf({ run_id, detail_url }: DescribableRun, address: Address): string | null {
  if (run_id === null) return null;
  return detail_url ? safeUrl(detail_url) : runPageUrl(address, run_id);
}

/** What deviates from the contract in a run at `place` of the payload (`items[2]`). */
export function deviationsOf(run: DescribableRun, { violations }: Pick<RunView, 'violations'>, place = ''): ContractViolation[] {
  const all = [...violations, ...unsafeUrl('detail_url', run.detail_url)];
  return place === '' ? all : prefixed(all, place);
}

/** A URL that could do more than navigate is not opened, and reported. */
export const unsafeUrl = (path: string, url: string | null | undefined): ContractViolation[] =>
  url && safeUrl(url) === null ? [{ path, rule: 'unsafe-url', message: `${path} must be an http(s) URL; it is not opened.` }] : [];

/** Tells the host that a run is opened. Anything but a plain click stays the browser's. */
export function openRun(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-run]');
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const { host } = link.getRootNode() as ShadowRoot;
  const detail: OpRunOpenDetail = { runId: Number(link.dataset['run']), url: link.href };
  if (!host.dispatchEvent(new CustomEvent('op-run-open', { detail, bubbles: true, composed: true, cancelable: true }))) event.preventDefault();
}
