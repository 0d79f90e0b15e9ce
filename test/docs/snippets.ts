/** The documents of the repository, and the fenced snippets in them. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** Fences may be indented, inside a list. */
const FENCE = /^(?<indent> *)```(?<language>\S*)[^\n]*\n(?<body>.*?)^ *```$/gms;

export interface Document {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly text: string;
  /** The text without fenced snippets. */
  readonly prose: string;
  readonly snippets: readonly Snippet[];
}

export interface Snippet {
  readonly path: string;
  /** The number of its first line, counted from 1. */
  readonly line: number;
  /** Empty when the fence has no language. */
  readonly language: string;
  readonly text: string;
}

export const documents: readonly Document[] = ['README.md', ...globSync('docs/**/*.md', { cwd: REPOSITORY }).sort()].map((path) => {
  const text = readFileSync(`${REPOSITORY}${path}`, 'utf8');
  const snippets = snippetsOf(path, text);
  return { path, text, prose: text.replace(FENCE, ''), snippets };
});

export const snippets: readonly Snippet[] = documents.flatMap((document) => document.snippets);

export const inLanguage = (...languages: readonly string[]): Snippet[] => snippets.filter(({ language }) => languages.includes(language));

export const placeOf = ({ path, line }: Snippet): string => `${path}:${line}`;

function snippetsOf(path: string, text: string): Snippet[] {
  return Array.from(text.matchAll(FENCE), ({ index, groups }) => {
    const { indent = '', language = '', body = '' } = groups!;
    const line = text.slice(0, index).split('\n').length + 1;
    return { path, line, language, text: body.replace(new RegExp(`^${indent}`, 'gm'), '') };
  });
}
