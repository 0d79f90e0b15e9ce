/** The log of a scenario: requests, changes of state and announcements, in order. */

interface Happened {
  /** Seconds since the beginning. */
  readonly at: number;
}

export interface RequestEntry extends Happened {
  readonly kind: 'request';
  /** Path and query. */
  readonly path: string;
  /** The result: an HTTP status or a few words; null while the request is under way. */
  outcome: string | null;
  /** Milliseconds from the request to its result. */
  duration: number | null;
}

export interface TransitionEntry extends Happened {
  readonly kind: 'transition';
  readonly change: string;
  /** The elements that reported it. */
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

  /** Logs a request. Returns the function that adds its result. */
  request(at: number, path: string): (outcome: string, duration: number) => void {
    const entry: RequestEntry = { kind: 'request', at, path, outcome: null, duration: null };
    this.#add(entry);
    return (outcome, duration) => {
      entry.outcome = outcome;
      entry.duration = duration;
      this.#changed();
    };
  }

  /** Logs a change of state. Elements that report the same change at the same second share an entry. */
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

/** The text at the end of an entry: the result of a request, or the elements of a change. */
export function noteOf(entry: Entry): string {
  if (entry.kind === 'transition') return entry.surfaces.join(', ');
  if (entry.kind !== 'request') return '';
  return entry.outcome === null ? 'under way' : `${entry.outcome} · ${durationOf(entry.duration!)}`;
}

/** The log as plain text, one line per entry, for a bug report. */
export const plainText = (entries: readonly Entry[]): string =>
  entries.map((entry) => [minutesOf(entry.at), entry.kind, textOf(entry), noteOf(entry)].filter(Boolean).join('\t')).join('\n');

/** Minutes and seconds: `1:05`. */
export const minutesOf = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, '0')}`;

const durationOf = (milliseconds: number): string => (milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`);
