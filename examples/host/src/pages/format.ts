/** How the host's pages write times, numbers and sizes. */
import type { Words } from '../words/index.ts';
import { html, type Html } from './html.ts';

/** An absolute time, to the second. */
export const time = (at: Date | string | null): Html => {
  if (at === null) return html`–`;
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
};

export const number = (value: number, { lang }: Words): string => new Intl.NumberFormat(lang).format(value);

export function size(bytes: number, { lang }: Words): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let power = 0;
  for (; bytes >= 1000 && power < units.length - 1; power += 1) bytes /= 1000;
  const digits = power && bytes < 100 ? 1 : 0;
  return `${new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(bytes)} ${units[power]}`;
}

/** `no_work_recorded` as a person writes it. */
export const readable = (name: string): string => {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
