/**
 * What a surface says about its own knowledge: loading, not updating, paused, session ended, forbidden, not found.
 * Nothing here says anything about a run.
 */
import { catalogueFor, DEFAULT_LOCALE, formatTime, type FailureReason, type Locale } from './copy/index.ts';

/** What the element knows, as told by the refresh layer. `asOf` is in epoch milliseconds, null when nothing is shown. */
export interface Knowledge {
  readonly status: 'idle' | 'loading' | 'ready' | 'refreshing' | 'failed' | 'settled' | 'denied' | 'missing';
  readonly asOf: number | null;
  /** In epoch milliseconds; a time of another day is told with its day. */
  readonly now?: number;
  readonly failure?: FailureReason | null;
  readonly denial?: 'session' | 'permission' | null;
  readonly paused?: boolean;
}

export interface RefreshView {
  readonly text: string;
  /** What a screen reader hears when this begins; null for what needs no announcement. */
  readonly announcement: string | null;
}

/** The notice for what the element knows; null while all is current. */
export function describeRefresh(knowledge: Knowledge, locale: Locale = DEFAULT_LOCALE): RefreshView | null {
  const { refresh } = catalogueFor(locale);
  const { asOf, now } = knowledge;
  // A formatter is dear, and asked for once per run that is shown: while all is current nothing needs it.
  const since = <Text>(words: (time: string) => Text, without: Text): Text => (asOf === null ? without : words(formatTime(asOf, locale, now)));
  switch (knowledge.status) {
    case 'idle':
    case 'loading':
      return { text: refresh.loading, announcement: null };
    case 'failed':
      return { text: since(refresh.notUpdating, refresh.failed[knowledge.failure ?? 'network']), announcement: refresh.announceNotUpdating };
    case 'denied':
      return knowledge.denial === 'session'
        ? { text: since(refresh.sessionEnded, refresh.sessionEnded(null)), announcement: refresh.announceSessionEnded }
        : { text: refresh.forbidden, announcement: refresh.forbidden };
    case 'missing':
      return { text: refresh.missing, announcement: refresh.missing };
    default:
      return knowledge.paused ? since<RefreshView | null>((time) => ({ text: refresh.paused(time), announcement: null }), null) : null;
  }
}
