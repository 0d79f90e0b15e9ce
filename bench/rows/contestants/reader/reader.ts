/** Fetches and reads the body, and does nothing with it. Every contestant has to do that much. */
import { URL_OF_RUNS, type Contestant } from '../../contestant.ts';

let etag: string | null = null;

async function refresh(): Promise<void> {
  const response = await fetch(URL_OF_RUNS, { headers: etag === null ? {} : { 'If-None-Match': etag } });
  if (response.status === 304) return;
  etag = response.headers.get('ETag');
  await response.text();
}

export const reader: Contestant = { mount: () => void refresh(), refresh, rows: () => null, reader: true };
