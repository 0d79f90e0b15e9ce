/** Payloads with a list of runs in them: each entry is read by itself, and lifecycle records may stand in place of surface items. */
import { lifecycleList, parsePayload, prefixed, readEntry, readFrame, type ContractViolation, type LifecycleListItem, type PayloadContract, type RunItem } from '../contract/payloads.ts';
import { resolveActiveState, runOf, type DescribableRun } from '../projection/index.ts';
import { DEFAULT_INTERVAL } from './schedule.ts';
import { expecting, hasKey, mapResult, type Entry, type ListKey, type ListReading, type Subject } from './subject.ts';

export type ListPayload = { items: RunItem[] };

interface ListParts<Value> extends Pick<Subject<Value>, 'url' | 'identify'> {
  /** The field that repeats which tenant was asked for. */
  readonly tenantField: string;
  readonly interval?: (value: Value) => number | null;
  /** Makes the payload of the runs of lifecycle records. */
  readonly fromItems: (items: RunItem[], tenantId: number | null) => Value;
}

export function listSubject<Value extends ListPayload>(contract: PayloadContract<Value>, { url, identify, tenantField, fromItems, interval = () => DEFAULT_INTERVAL }: ListParts<Value>): Subject<Value> {
  const list: ListReading<Value> = {
    readEntry: (json, key) => entryOf(json, key === 'data' ? lifecycleList : contract, key),
    shows: ({ run }, { tenantId }) => tenantId === null || !isRecord(run) || (run.tenant_id ?? tenantId) === tenantId,
    assemble(frame, key, entries, address) {
      const { tenantId } = address;
      const shown = entries.filter((entry) => list.shows(entry, address)).map(({ run }) => run);
      const violations = (served: readonly ContractViolation[]) => violationsOf(served, entries, key);
      const read =
        key === 'data'
          ? mapResult(readFrame(lifecycleList, frame), () => fromItems(shown, tenantId))
          : mapResult(expecting(readFrame(contract, frame), tenantField, tenantId, contract.name), (value) => ({ ...value, items: shown }));
      return read.ok ? { ...read, violations: violations(read.violations) } : read;
    },
  };
  return {
    name: contract.name,
    url,
    identify,
    list,
    read(json, address) {
      const key = listKeyOf(json);
      const entries = key && (json as Record<ListKey, unknown>)[key];
      if (!key || !Array.isArray(entries)) return parsePayload(key === 'data' ? (lifecycleList as PayloadContract<never>) : contract, json);
      return list.assemble({ ...(json as object), [key]: [] }, key, entries.map((entry) => list.readEntry(entry, key)), address);
    },
    runs: ({ items }) => items,
    withRuns: (value, runs) => ({ ...value, items: runs as RunItem[] }),
    kind: ({ items }) => (items.some(isRecord) ? 'record' : 'item'),
    interval: (value) => (value.items.some(pollsRun) ? interval(value) : null),
    wakes: ({ tenantId }, enqueued) => enqueued.tenantId === undefined || tenantId === null || enqueued.tenantId === tenantId,
  };
}

/** A payload of its own contract is read by that one, whatever else is in it. */
export const listKeyOf = (json: unknown): ListKey | null => (['items', 'data'] as const).find((key) => hasKey(json, key)) ?? null;

export const pollsRun = ({ active_state }: DescribableRun): boolean => resolveActiveState(active_state).polls;

/** Only the run of a record has both a status of its own and a summary. */
export const isRecord = (run: DescribableRun): boolean => 'status_label' in run && 'top_summary' in run;

function entryOf(json: unknown, contract: PayloadContract<unknown>, key: ListKey): Entry {
  const { value, violations } = readEntry(contract, json);
  return { run: key === 'data' ? Object.freeze(runOf(value as LifecycleListItem, { surface: 'compact' })) : value, violations };
}

const NONE: readonly ContractViolation[] = [];

function violationsOf(served: readonly ContractViolation[], entries: readonly Entry[], key: ListKey): readonly ContractViolation[] {
  const all = [...served];
  for (const [index, { violations }] of entries.entries()) if (violations.length > 0) all.push(...prefixed(violations, `${key}[${index}]`));
  return all.length === 0 ? NONE : all;
}
