/** The view of a lifecycle record behind the diagnostics disclosure: facts in named sections, evidence as readable data. */
import type { ContractViolation, FailureSummaryItem, LifecycleRecord } from '../contract/payloads.ts';
import { resolveActiveState } from './active-state.ts';
import { catalogueFor, DEFAULT_LOCALE, formatDateTime, formatDuration, formatNumber, formatRelative, type Catalogue, type Locale } from './copy/index.ts';
import { projectLifecycle } from './lifecycle.ts';
import { serverTexts } from './server-texts.ts';

/** One fact: a term with a text, or with facts of its own. */
export interface Fact {
  readonly term: string;
  readonly text: string | null;
  /** A point in time: the text tells how long ago it was, this the absolute time. ISO 8601 in `iso`. */
  readonly time: { readonly iso: string; readonly absolute: string } | null;
  /** Whether the text is an identifier of the backend's, to be copied or searched for. */
  readonly code: boolean;
  readonly facts: readonly Fact[];
}

export interface DiagnosticsSection {
  readonly key: keyof Catalogue['diagnostics']['section'];
  readonly heading: string;
  readonly facts: readonly Fact[];
}

export interface DiagnosticsView {
  /** Sections that have something to say. */
  readonly sections: readonly DiagnosticsSection[];
  readonly violations: readonly ContractViolation[];
}

export interface DescribeDiagnosticsOptions {
  readonly locale?: Locale;
  /** When the record was true, in epoch milliseconds: "3 minutes ago" counts from here. */
  readonly now: number;
}

/** More facts or levels than anybody reads are counted instead of drawn, so that no evidence can stall a page. */
const MAX_FACTS = 200;
const MAX_DEPTH = 5;
const MORE = '…';

/** Describes a lifecycle record. Total: any parsed record gives a view without a raw key. */
export function describeDiagnostics(record: LifecycleRecord, { locale = DEFAULT_LOCALE, now }: DescribeDiagnosticsOptions): DiagnosticsView {
  const copy = catalogueFor(locale);
  const { section, term } = copy.diagnostics;
  const violations: ContractViolation[] = [];
  const { state } = resolveActiveState(projectLifecycle(record, { surface: 'detail', locale }));
  const server = serverTexts(state, locale, violations);
  const { reconciliation, diagnostics } = record;
  let room = MAX_FACTS;

  const sections: DiagnosticsSection[] = [
    { key: 'reconciliation', heading: section.reconciliation, facts: reconciliation ? reconciled(reconciliation) : [] },
    { key: 'failures', heading: section.failures, facts: failures() },
    { key: 'lifecycle', heading: section.lifecycle, facts: lifecycle() },
    { key: 'counts', heading: section.counts, facts: dataFacts(record.summary_counts) },
    { key: 'evidence', heading: section.evidence, facts: [...dataFacts(reconciliation?.evidence), ...dataFacts(diagnostics?.evidence)] },
  ];
  return { sections: sections.filter(({ facts }) => facts.length > 0), violations };

  function lifecycle(): Fact[] {
    const { threshold_seconds: threshold } = diagnostics ?? {};
    const { created_at: created, started_at: started, completed_at: completed } = record;
    const from = started ?? created;
    return [
      ...(threshold === undefined ? [] : [fact(term.threshold, formatDuration(threshold, locale))]),
      ...(record.initiator_name === undefined ? [] : [fact(term.initiator, record.initiator_name === null ? copy.diagnostics.system : (server('initiator_name', record.initiator_name, 'name') ?? copy.diagnostics.none))]),
      ...when(term.created, created),
      ...when(term.started, started),
      ...when(term.completed, completed),
      // Of work that has ended: an elapsed time that grows would claim that the work goes on.
      ...(from && completed ? [fact(term.duration, formatDuration((Date.parse(completed) - Date.parse(from)) / 1000, locale))] : []),
    ];
  }

  function reconciled({ source, reconciled_at: at, reason_code: code, reason_message: message }: NonNullable<typeof reconciliation>): Fact[] {
    return [
      ...(source ? [fact(term.source, capitalised(copy.source[source]))] : []),
      ...when(term.reconciled, at),
      ...reasonOf('reconciliation.reason_message', code, message),
    ];
  }

  /** The reason of the reconciliation is told there, and not a second time. */
  function failures(): Fact[] {
    const told = ({ code, message }: FailureSummaryItem) => code === reconciliation?.reason_code && message === reconciliation.reason_message;
    const all = record.failure_summary ?? [];
    const facts = all.slice(0, MAX_FACTS).flatMap((failure, index) => (told(failure) ? [] : reasonOf(`failure_summary[${index}].message`, failure.code, failure.message)));
    return all.length > MAX_FACTS ? [...facts, fact(copy.more(all.length - MAX_FACTS), MORE)] : facts;
  }

  /** A reason may be worded in any way, but not as reassurance. */
  function reasonOf(path: string, code: string | undefined, message: string | undefined): Fact[] {
    const reason = server(path, message, 'name');
    return [...(reason === null ? [] : [fact(term.reason, reason)]), ...(code ? [{ ...fact(term.reasonCode, code), code: true }] : [])];
  }

  function when(name: string, iso: string | null | undefined): Fact[] {
    if (!iso) return [];
    const at = Date.parse(iso);
    return [{ ...fact(name, formatRelative(at, now, locale)), time: { iso, absolute: formatDateTime(at, locale) } }];
  }

  function dataFacts(data: unknown, depth = 0): Fact[] {
    if (typeof data !== 'object' || data === null) return [];
    const entries = Object.entries(data);
    const facts: Fact[] = [];
    for (const [key, value] of entries) {
      if (room === 0) return [...facts, fact(copy.more(entries.length - facts.length), MORE)];
      room -= 1;
      facts.push(dataFact(readable(key) || copy.diagnostics.none, value, depth));
    }
    return facts;
  }

  function dataFact(name: string, value: unknown, depth: number): Fact {
    const { yes, no, none } = copy.diagnostics;
    switch (typeof value) {
      case 'boolean':
        return fact(name, value ? yes : no);
      case 'number':
        return fact(name, formatNumber(value, locale));
      case 'string':
        return DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)) ? when(name, value)[0]! : fact(name, value.trim() === '' ? none : value);
    }
    if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return fact(name, none);
    if (depth === MAX_DEPTH) return fact(name, copy.more(Object.keys(value).length));
    // The entries of a list have no names: they are numbered from one.
    const named = Array.isArray(value) ? Object.fromEntries(value.map((entry, index) => [index + 1, entry as unknown])) : value;
    return { ...fact(name, null), facts: dataFacts(named, depth + 1) };
  }
}

const fact = (term: string, text: string | null): Fact => ({ term, text, time: null, code: false, facts: [] });

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** `last_heartbeatAt` as a reader would write it: `Last heartbeat at`. */
function readable(key: string): string {
  const words = key.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replace(/[_\-.\s]+/g, ' ').trim();
  const lower = words.replace(/(?<!\p{L})\p{Lu}(?=\p{Ll})/gu, (letter) => letter.toLowerCase());
  return capitalised(lower === '' ? key.trim() : lower);
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
