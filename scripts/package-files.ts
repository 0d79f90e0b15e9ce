/** What the package holds beside compiled modules: the tokens as CSS, and the integrity of the one-file build. `npm run build` runs it last. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A token, and its values where nobody sets it: one, or another under a condition. */
export interface Token {
  readonly name: string;
  readonly values: readonly string[];
}

/** Of all style sheets of the elements, in the order of their names' first use. */
export function tokens(): Token[] {
  const found = new Map<string, Set<string>>();
  const files = [...globSync('src/elements/shared/*.styles.ts', { cwd: ROOT }), ...globSync('src/elements/op-*/*.styles.ts', { cwd: ROOT })];
  for (const file of files.sort((one, other) => Number(other.includes('tokens')) - Number(one.includes('tokens')))) {
    for (const { name, value } of fallbacks(readFileSync(`${ROOT}${file}`, 'utf8'))) found.set(name, (found.get(name) ?? new Set()).add(value));
  }
  return [...found].map(([name, values]) => ({ name, values: [...values] }));
}

/** Each `var(--op-x, value)`; the value may have brackets of its own. */
function* fallbacks(css: string): Generator<{ name: string; value: string }> {
  for (const match of css.matchAll(/var\((--op-[a-z-]+),\s*/g)) {
    const start = match.index + match[0].length;
    let end = start;
    for (let depth = 1; depth > 0; end += 1) depth += css[end] === '(' ? 1 : css[end] === ')' ? -1 : 0;
    // A private name is an alias of a token.
    yield { name: match[1]!, value: css.slice(start, end - 1).trim().replace(/--_([a-z]+)/g, '--op-color-$1') };
  }
}

/** A token with two values stays a comment: set, it would be the same everywhere. */
const tokenSheet = (): string => `/* The tokens of op-run-elements with their values. Set yours on any ancestor of the elements; see docs/theming.md. */
:root {
${tokens()
  .map(({ name, values: [value, ...others] }) => (others.length === 0 ? `  ${name}: ${value};` : `  /* ${name}: ${[value, ...others].join(', or ')}; by density and place */`))
  .join('\n')}
}
`;

/** For the `integrity` attribute of a script tag. */
export const integrityOf = (body: Buffer): string => `sha384-${createHash('sha384').update(body).digest('base64')}`;

if (import.meta.main) {
  writeFileSync(`${ROOT}dist/tokens.css`, tokenSheet());
  const name = 'op-run-elements.js';
  writeFileSync(`${ROOT}dist/cdn/integrity.json`, `${JSON.stringify({ [name]: integrityOf(readFileSync(`${ROOT}dist/cdn/${name}`)) }, null, 2)}\n`);
}
