/** The contestants, in the order of the tables. Each has a folder in `contestants/`. */
export interface Entry {
  readonly name: string;
  readonly title: string;
  /** The contestant that only reads the same kind of body; its cost is subtracted. Null for a reader itself. */
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
