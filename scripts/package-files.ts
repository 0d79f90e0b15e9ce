/** Writes tokens.css and the integrity of the one-file build into dist/. A step of `npm run build`. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A token with its default: one value, or two when it depends on a condition such as `density`. */
export interface Token {
  readonly name: string;
  readonly values: readonly string[];
}

/** The tokens of all style sheets of the elements, in the order of their first use. */
export function tokens(): Token[] {
  const found = new Map<string, Set<string>>();
  const files = [...globSync('src/elements/shared/*.styles.ts', { cwd: ROOT }), ...globSync('src/elements/op-*/*.styles.ts', { cwd: ROOT })];
  for (const file of files.sort((one, other) => Number(other.includes('tokens')) - Number(one.includes('tokens')))) {
    for (const { name, value } of fallbacks(readFileSync(`${ROOT}${file}`, 'utf8'))) found.set(name, (found.get(name) ?? new Set()).add(value));
  }
  return [...found].map(([name, values]) => ({ name, values: [...values] }));
}

/** Finds each `var(--op-x, value)`. The value may contain brackets, so a regular expression does not do. */
function* fallbacks(css: string): Generator<{ name: string; value: string }> {
  for (const match of css.matchAll(/var\((--op-[a-z-]+),\s*/g)) {
    const start = match.index + match[0].length;
    let end = start;
    for (let depth = 1; depth > 0; end += 1) depth += css[end] === '(' ? 1 : css[end] === ')' ? -1 : 0;
    // A private `--_x` in a value is an alias of the token `--op-color-x`.
    yield { name: match[1]!, value: css.slice(start, end - 1).trim().replace(/--_([a-z]+)/g, '--op-color-$1') };
  }
}

/** tokens.css. A token with two defaults is only a comment there: setting it would remove the condition. */
const tokenSheet = (): string => `/* The tokens of op-run-elements with their values. Set yours on any ancestor of the elements; see docs/theming.md. */
:root {
${tokens()
  .map(({ name, values: [value, ...others] }) => (others.length === 0 ? `  ${name}: ${value};` : `  /* ${name}: ${[value, ...others].join(', or ')}; by density and place */`))
  .join('\n')}
}
`;

/** The hash for the `integrity` attribute of a script tag. */
export const integrityOf = (body: Buffer): string => `sha384-${createHash('sha384').update(body).digest('base64')}`;

if (import.meta.main) {
  writeFileSync(`${ROOT}dist/tokens.css`, tokenSheet());
  const name = 'op-run-elements.js';
  writeFileSync(`${ROOT}dist/cdn/integrity.json`, `${JSON.stringify({ [name]: integrityOf(readFileSync(`${ROOT}dist/cdn/${name}`)) }, null, 2)}\n`);
}
