/** Asks and reads, and does nothing with what it has read: what no contestant can do without. */
import { URL_OF_RUNS, type Contestant } from '../../contestant.ts';

let etag: string | null = null;

async function refresh(): Promise<void> {
  const response = await fetch(URL_OF_RUNS, { headers: etag === null ? {} : { 'If-None-Match': etag } });
  if (response.status === 304) return;
  etag = response.headers.get('ETag');
  await response.text();
}

export const reader: Contestant = { mount: () => void refresh(), refresh, rows: () => null, reader: true };
