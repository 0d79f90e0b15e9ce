/** Regular expressions for the lexicons. */

/** Any of the patterns, with `\b` also beside umlauts: before a letter or a group it opens a word, elsewhere it ends one. */
export const anyOf = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(
    patterns
      .map(({ source }) => source)
      .join('|')
      .replace(/\\b(?=[(\p{L}])/gu, '(?<!\\p{L})')
      .replaceAll('\\b', '(?!\\p{L})'),
    'u',
  );
