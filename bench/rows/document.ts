/** The section of docs/benchmarks.md that `npm run bench:rows -- --write` writes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

const DOCUMENT = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const BEGIN = '<!-- bench:rows -->';
const END = '<!-- /bench:rows -->';

export interface Machine {
  readonly cores: number;
  readonly model: string;
  /** The load average of the last minute, before the bench began. */
  readonly load: number;
}

export const machine = (): Machine => ({ cores: cpus().length, model: cpus()[0]?.model.trim() ?? 'unknown', load: loadavg()[0]! });

/** Replaces what stands between the two marks. */
export function writeSection(tables: string, { cores, model, load, browser, rounds }: Machine & { browser: string; rounds: number }): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, rest = ''] = text.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`${DOCUMENT} has no place between ${BEGIN} and ${END}.`);
  const date = new Date().toISOString().slice(0, 10);
  const told = `Measured on ${date} with Chromium ${browser}, ${cores} cores (${model}), load average ${load.toFixed(1)} before the start, medians of ${rounds} rounds.`;
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${told}\n\n${tables}\n\n${END}${after}`);
}
