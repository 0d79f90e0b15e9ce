/** The public tokens: names and default values from the styles, descriptions from docs/theming.md. */
import { tokens as valuesOfTokens } from '../package-files.ts';
import { tableOf, type Described } from './manifest.ts';

export interface Token extends Described {
  /** The default: one value, or two when it depends on a condition such as `density`. */
  readonly values: readonly string[];
}

export function readTokens(): Token[] {
  const meanings = new Map(tableOf('docs/theming.md', 'Tokens').map(([name = '', , meaning = '']) => [name.replaceAll('`', ''), meaning]));
  const tokens = valuesOfTokens();
  const names = new Set(tokens.map(({ name }) => name));
  const strange = [...[...names].filter((name) => !meanings.has(name)), ...[...meanings.keys()].filter((name) => !names.has(name))];
  if (strange.length > 0) throw new Error(`docs/theming.md and the styles disagree about ${strange.join(', ')}.`);
  return tokens.map(({ name, values }) => ({ name, values, description: meanings.get(name)! }));
}

/** `12px`, or `8px`. */
export const valuesText = ({ values }: Token): string => values.map((value) => `\`${value}\``).join(', or ');
