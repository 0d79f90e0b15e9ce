/** What a surface knows about its own data. The refresh layer finds it out; `refresh-view.ts` puts it into words. */

/** Why a refresh failed: no connection, no answer in time, an error answer, or an answer that breaks the contract. */
export type FailureReason = 'network' | 'timeout' | 'server' | 'unreadable';

/** `asOf` is when the data that is shown was true, in epoch milliseconds; null when nothing is shown. */
export interface Knowledge {
  readonly status: 'idle' | 'loading' | 'ready' | 'refreshing' | 'failed' | 'settled' | 'denied' | 'missing';
  readonly asOf: number | null;
  /** In epoch milliseconds. `asOf` is shown with its day when it is not on the day of `now`. */
  readonly now?: number;
  readonly failure?: FailureReason | null;
  readonly denial?: 'session' | 'permission' | null;
  readonly paused?: boolean;
}
