/**
 * `npm run bench:fleet`: 10,000 browsers, each with one overlay (10 s), and one backend that restarts. How hard do they meet it when it is back?
 * Prints a table in Markdown, the same on every run, and fails when a second after a restart brings three times the usual requests or more.
 *
 * Real: the kit's refresh layer, one store, controller and resource for each browser, so the requests, time-outs, backoff and schedule; `Request` and `Response`.
 * Simulated: the clock, the page, the elements, chance (seeded; always 0 where it says "no" jitter), the network and the backend.
 * The network takes no time and the backend has no limit, so nothing but the kit spreads the requests: the worst case for the backend.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { SCENARIOS } from './fleet/scenarios.ts';
import { BROWSERS, type Figures } from './fleet/simulation.ts';
import type { Job } from './fleet/worker.ts';

/** The peak after a restart stays under so many times the mean before. */
const LIMIT = 3;
/** Runs at the same time; each takes a processor and most of a gigabyte. */
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
