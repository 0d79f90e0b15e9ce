/**
 * `npm run bench:fleet`: how many requests does a backend get after a restart, from 10,000 browsers with one overlay each (10 s)?
 * Prints a Markdown table, the same on every run. Fails when any second after a restart has three times the usual requests or more.
 *
 * Real: the kit's refresh layer (a store, controller and resource per browser), with its timeouts, backoff and schedule; `Request` and `Response`.
 * Simulated: the clock, the page, the elements, random numbers (seeded; always 0 in rows without jitter), the network and the backend.
 * The network takes no time and the backend has no limit, so only the kit spreads the requests: the worst case for the backend.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { SCENARIOS } from './fleet/scenarios.ts';
import { BROWSERS, type Figures } from './fleet/simulation.ts';
import type { Job } from './fleet/worker.ts';

/** The peak after a restart must be less than this many times the mean before it. */
const LIMIT = 3;
/** How many scenarios run at the same time; each takes a processor and almost a gigabyte. */
const THREADS = Math.min(availableParallelism(), 4);

const jobs: Job[] = SCENARIOS.flatMap((_, scenario) => [false, true].map((jitter) => ({ scenario, jitter })));
const figures: Figures[] = [];
const queue = jobs.entries();
await Promise.all(
  Array.from({ length: THREADS }, async () => {
    for (const [index, job] of queue) figures[index] = await play(job);
  }),
);

console.log('| the backend | jitter | requests/s before | peak after | times the mean | all fresh after | peak a minute later |');
console.log('|---|---|--:|--:|--:|--:|--:|');
jobs.forEach((job, index) => console.log(rowOf(job, figures[index]!)));
console.log(`\n\\* No restart, so the limit of ${LIMIT} does not apply.`);

const broken = jobs.flatMap(({ scenario, jitter }, index) => {
  const { name, outside = false } = SCENARIOS[scenario]!;
  const times = timesTheMean(figures[index]!);
  return jitter && !outside && times >= LIMIT ? [`${times.toFixed(1)} when it ${name}`] : [];
});
if (broken.length > 0) {
  console.error(`After a restart the backend's peak is not under ${LIMIT} times the mean: ${broken.join('; ')}.`);
  process.exitCode = 1;
}
console.error(`${jobs.length} runs of ${grouped(BROWSERS)} browsers took ${Math.round(performance.now() / 1000)} s.`);

function play(job: Job): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('fleet/worker.ts', import.meta.url), { workerData: job });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`"${SCENARIOS[job.scenario]!.name}" ended without figures.`)));
  });
}

function rowOf({ scenario, jitter }: Job, told: Figures): string {
  const { name, outside } = SCENARIOS[scenario]!;
  const cells = [grouped(told.mean), grouped(told.peak), timesTheMean(told).toFixed(1) + (outside ? ' \\*' : ''), `${told.fresh.toFixed(1)} s`, grouped(told.later)];
  return `| ${name} | ${jitter ? 'yes' : 'no'} | ${cells.join(' | ')} |`;
}

function timesTheMean({ peak, mean }: Figures): number {
  return peak / mean;
}

function grouped(count: number): string {
  return Math.round(count).toLocaleString('en');
}
