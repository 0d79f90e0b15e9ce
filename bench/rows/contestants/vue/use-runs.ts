/** A composable that polls, as Vue's documentation writes one for fetching. */
import { onMounted, onUnmounted, shallowRef, type ShallowRef } from 'vue';
import type { OperationRunSurfaceItem } from '../../../../src/contract/index.ts';
import { INTERVAL, URL_OF_RUNS } from '../../contestant.ts';

export interface Runs {
  readonly runs: ShallowRef<readonly OperationRunSurfaceItem[] | null>;
  readonly error: ShallowRef<unknown>;
  refresh(): Promise<void>;
}

export function useRuns(): Runs {
  const runs: Runs['runs'] = shallowRef(null);
  const error: Runs['error'] = shallowRef(null);

  async function refresh(): Promise<void> {
    try {
      const response = await fetch(URL_OF_RUNS, { headers: { Accept: 'application/json' } });
      if (!response.ok) throw new Error(`The server answers ${response.status}.`);
      runs.value = ((await response.json()) as { items: OperationRunSurfaceItem[] }).items;
      error.value = null;
    } catch (thrown) {
      error.value = thrown;
    }
  }

  let timer: ReturnType<typeof setInterval>;
  onMounted(() => {
    void refresh();
    timer = setInterval(() => void refresh(), INTERVAL);
  });
  onUnmounted(() => clearInterval(timer));
  return { runs, error, refresh };
}
