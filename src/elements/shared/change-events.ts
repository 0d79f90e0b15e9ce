/** What a change of what is known becomes: events for the host, and announcements for a screen reader. */
import { catalogueFor, describeRefresh, describeRun, type Locale } from '../../projection/index.ts';
import type { Change, Snapshot } from '../../refresh/index.ts';
import { announcer } from './announcer.ts';
import type { OpErrorDetail, OpLoadDetail, OpStateChangeDetail } from './events.ts';

/** `silent`: the surface does not even say why it shows nothing. */
export function tellChange<Value>(element: HTMLElement, { before, after, answered, transitions }: Change<Value>, { locale, silent }: { readonly locale: Locale; readonly silent: boolean }): void {
  const reason = reasonOf(after);
  if (reason !== null) {
    const message = after.error?.message ?? describeRefresh(after, locale)!.text;
    if (reason !== reasonOf(before) || after.error?.message !== before.error?.message) fire<OpErrorDetail>(element, 'op-error', { reason, message });
  } else if (answered && after.value !== null && after.value !== before.value) {
    fire<OpLoadDetail>(element, 'op-load', { value: after.value });
  }
  for (const { runId, from, to, run } of transitions) {
    fire<OpStateChangeDetail>(element, 'op-state-change', { runId, from, to });
    announcer.announce(describeRun(run, { surface: 'compact', locale }).announcement);
  }
  // What holds from the first load on is no news.
  if (before.value === null && before.status !== 'failed') return;
  const condition = after.value === null && silent ? null : (describeRefresh(after, locale)?.announcement ?? null);
  announcer.setCondition(element, condition, catalogueFor(locale).refresh.announceUpdating);
}

/** Why nothing current is known; null while it is. */
const reasonOf = ({ status, failure, denial }: Snapshot<unknown>): OpErrorDetail['reason'] | null => failure ?? denial ?? (status === 'missing' ? status : null);

function fire<Detail>(element: HTMLElement, type: string, detail: Detail): void {
  element.dispatchEvent(new CustomEvent(type, { detail }));
}
