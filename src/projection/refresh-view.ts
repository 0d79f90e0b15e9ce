/**
 * What a surface says about its own data: loading, not updating, paused, session ended, forbidden, not found.
 * Nothing here says anything about a run.
 */
import { catalogueFor, DEFAULT_LOCALE, formatTime, type Locale } from './copy/index.ts';
import type { Knowledge } from './knowledge.ts';

export interface RefreshView {
  readonly text: string;
  /** What a screen reader hears when this begins; null for what needs no announcement. */
  readonly announcement: string | null;
}

/** The notice for what the surface knows; null while its data is current. */
export function describeRefresh({ status, asOf, now, failure, denial, paused }: Knowledge, locale: Locale = DEFAULT_LOCALE): RefreshView | null {
  const { refresh } = catalogueFor(locale);
  // Formatting a time is expensive, and this function runs for each run that is shown: format only where a time is said.
  const time = () => (asOf === null ? null : formatTime(asOf, locale, now));
  switch (status) {
    case 'idle':
    case 'loading':
      return { text: refresh.loading, announcement: null };
    case 'failed': {
      const since = time();
      return { text: since === null ? refresh.failed[failure ?? 'network'] : refresh.notUpdating(since), announcement: refresh.announceNotUpdating };
    }
    case 'denied':
      return denial === 'session'
        ? { text: refresh.sessionEnded(time()), announcement: refresh.announceSessionEnded }
        : { text: refresh.forbidden, announcement: refresh.forbidden };
    case 'missing':
      return { text: refresh.missing, announcement: refresh.missing };
    default:
      return paused && asOf !== null ? { text: refresh.paused(time()!), announcement: null } : null;
  }
}
