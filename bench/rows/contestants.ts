/** Who takes part, in the order of the tables. Each is a folder of `contestants/` with one entry. */
export interface Entry {
  readonly name: string;
  readonly title: string;
  /** What it is compared with as "only reading": the reader of its kind of body. Null for a reader. */
  readonly reader: 'reader' | 'reader-html' | null;
  readonly file: string;
}

const entry = (name: string, title: string, reader: Entry['reader'] = 'reader', file = 'main.ts'): Entry => ({ name, title, reader, file: `contestants/${name}/${file}` });

export const CONTESTANTS: readonly Entry[] = [
  entry('reader', 'only reading', null),
  entry('reader-html', 'only reading HTML', null),
  entry('react', 'React 19 + TanStack Query', 'reader', 'main.tsx'),
  entry('lit', 'Lit + TanStack lit-query'),
  entry('preact', 'Preact + SWR', 'reader', 'main.tsx'),
  entry('vue', 'Vue 3'),
  entry('htmx', 'htmx 4, innerMorph', 'reader-html'),
  entry('vanilla', 'vanilla floor'),
  entry('kit', 'this kit'),
];
