/** What happened in a scenario, in the order in which it happened. */

interface Happened {
  /** Seconds since the beginning. */
  readonly at: number;
}

export interface RequestEntry extends Happened {
  readonly kind: 'request';
  /** Path and query. */
  readonly path: string;
  /** What became of it: an HTTP status or a few words; null while it is under way. */
  outcome: string | null;
  /** Milliseconds until then. */
  duration: number | null;
}

export interface TransitionEntry extends Happened {
  readonly kind: 'transition';
  readonly change: string;
  /** The elements that told it. */
  readonly surfaces: string[];
}

export interface TextEntry extends Happened {
  readonly kind: 'announcement' | 'script';
  readonly text: string;
}

export type Entry = RequestEntry | TransitionEntry | TextEntry;
export type EntryKind = Entry['kind'];

export class Log {
  readonly entries: Entry[] = [];
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  text(kind: TextEntry['kind'], at: number, text: string): void {
    this.#add({ kind, at, text });
  }

  /** Returns the function that tells what became of the request. */
  request(at: number, path: string): (outcome: string, duration: number) => void {
    const entry: RequestEntry = { kind: 'request', at, path, outcome: null, duration: null };
    this.#add(entry);
    return (outcome, duration) => {
      entry.outcome = outcome;
      entry.duration = duration;
      this.#changed();
    };
  }

  /** Surfaces that tell the same at the same moment share an entry. */
  transition(at: number, change: string, surface: string): void {
    const told = this.entries.find((entry) => entry.kind === 'transition' && entry.at === at && entry.change === change) as TransitionEntry | undefined;
    if (!told) this.#add({ kind: 'transition', at, change, surfaces: [surface] });
    else if (!told.surfaces.includes(surface)) told.surfaces.push(surface);
    this.#changed();
  }

  #add(entry: Entry): void {
    this.entries.push(entry);
    this.#changed();
  }
}

export function textOf(entry: Entry): string {
  switch (entry.kind) {
    case 'request':
      return `GET ${entry.path}`;
    case 'transition':
      return entry.change;
    case 'announcement':
      return `“${entry.text}”`;
    default:
      return entry.text;
  }
}

/** What stands beside the text: the end of a request, the elements of a transition. */
export function noteOf(entry: Entry): string {
  if (entry.kind === 'transition') return entry.surfaces.join(', ');
  if (entry.kind !== 'request') return '';
  return entry.outcome === null ? 'under way' : `${entry.outcome} · ${durationOf(entry.duration!)}`;
}

/** A line per entry, for a bug report. */
export const plainText = (entries: readonly Entry[]): string =>
  entries.map((entry) => [minutesOf(entry.at), entry.kind, textOf(entry), noteOf(entry)].filter(Boolean).join('\t')).join('\n');

/** `1:05` */
export const minutesOf = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, '0')}`;

const durationOf = (milliseconds: number): string => (milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`);
