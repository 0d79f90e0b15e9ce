/** The one-file build's stand-in for zod/mini must judge every payload exactly as zod does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { build, type Rollup } from 'vite';
import * as real from '../../src/contract/index.ts';
import type { ParseResult, PayloadContract } from '../../src/contract/index.ts';
import { records, reviewPacks, runs } from '../../mocks/index.ts';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

async function contractOnStandIn(): Promise<typeof real> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { 'zod/mini': root('src/cdn/zod-mini.ts') } },
    build: { write: false, minify: false, target: 'es2022', lib: { entry: root('src/contract/index.ts'), formats: ['es'] } },
  })) as Rollup.RollupOutput[];
  const { code } = built[0]!.output[0];
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as typeof real;
}

const standIn = await contractOnStandIn();

const item = Object.values(runs)[0]!;
const seeds = {
  progressOverlay: { tenant_id: 7, has_visible_active_runs: true, poll_interval: '10s', items: [item, { ...item, progress: { kind: 'determinate', processed: 3, total: 9 } }] },
  tenantActivity: { tenant_id: 7, items: [item] },
  runCollection: { tenant_filter: null, active_tab: 'active', problem_class: null, items: [item] },
  surfaceItem: { ...item, progress: { kind: 'phase', label: 'Hashing files', step: 1, steps: 4 } },
  runDetail: { run_id: 15, operation_label: 'Inventory sync', active_state: item.active_state, top_summary: null, diagnostics_visible_after_summary: true },
  lifecycleList: { data: [Object.values(records)[0]!] },
  lifecycleDetail: {
    ...Object.values(records)[0]!,
    summary_counts: { files: 4 },
    failure_summary: [{ code: 'lost', message: 'Lost' }],
    reconciliation: { reconciled_at: '2026-01-01T00:00:00+01:00', source: 'failed_callback', evidence: { pid: 4 } },
    diagnostics: { threshold_seconds: 60, evidence: {} },
  },
  reviewPack: { ...reviewPacks.ready, message: 'The pack holds the evidence of 41 policies.' },
};

/** Puts any value, or nothing, at any place of a payload, some of them places that the contract does not know. */
const broken = (seed: unknown) =>
  fc.array(fc.tuple(fc.nat(), fc.boolean(), anyValue), { minLength: 1, maxLength: 3 }).map((changes) => {
    const copy: Record<string, unknown> = { root: structuredClone(seed) };
    for (const [where, extra, value] of changes) {
      const places = placesOf(copy);
      const [holder, key] = places[where % places.length] ?? [copy, 'root'];
      if (extra && !Array.isArray(holder)) holder['extra'] = value;
      else if (value === undefined) delete holder[key];
      else holder[key] = value;
    }
    return copy['root'];
  });

const anyValue = fc.oneof(
  fc.constantFrom(undefined, null, '', 'unknown', '10s', 0, -1, 1, 1.5, 2 ** 53, true, [], {}, 'queued', '2026-13-01T00:00:00Z', '2026-02-01T10:00Z', '2026-02-01T10:00:00.5+00:00', '2026-02-01', '2026-02-30T00:00:00Z', '2025-02-29T00:00:00Z', '2024-02-29T00:00:00Z'),
  fc.jsonValue({ maxDepth: 2 }),
);

function placesOf(holder: unknown): [Record<string, unknown>, string][] {
  if (typeof holder !== 'object' || holder === null) return [];
  return Object.keys(holder).flatMap((key) => {
    const inner = (holder as Record<string, unknown>)[key];
    return [[holder as Record<string, unknown>, key] as [Record<string, unknown>, string], ...placesOf(inner)];
  });
}

const told = (result: ParseResult<unknown>) => (result.ok ? { value: result.value, violations: result.violations } : { error: result.error.message });

/** The contract by payload name, on zod or on its stand-in. */
const contractOf = (contract: typeof real, name: keyof typeof seeds): PayloadContract<unknown> => contract[name];

for (const [name, seed] of Object.entries(seeds) as [keyof typeof seeds, unknown][]) {
  test(`${name} reads the same with zod and with its stand-in`, () => {
    const check = (input: unknown) => {
      const byZod = told(real.parsePayload(contractOf(real, name), input));
      const byStandIn = told(standIn.parsePayload(contractOf(standIn, name), input));
      assert.deepEqual(byStandIn, byZod);
    };
    check(seed);
    fc.assert(fc.property(broken(seed), check), { numRuns: 1500 });
    fc.assert(fc.property(fc.jsonValue(), check), { numRuns: 200 });
  });
}

test('a date and time is one with zod where it is one with its stand-in, at the edges of each part', () => {
  const check = (generated_at: string) => {
    const payload = { ...seeds.reviewPack, generated_at };
    assert.deepEqual(told(standIn.parsePayload(standIn.reviewPack, payload)), told(real.parsePayload(real.reviewPack, payload)), generated_at);
  };
  const two = (max: number) => fc.nat({ max }).map((value) => String(value).padStart(2, '0'));
  const years = fc.constantFrom('0000', '1900', '1999', '2000', '2024', '2026', '2100', '2400', '9999', '24', '-2026', '+12026');
  const zones = fc.oneof(fc.constantFrom('Z', 'z', '', '+0100', '+01', '-00:00', '+23:59', '+24:00', ' Z'), fc.tuple(fc.constantFrom('+', '-'), two(30), two(70)).map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`));
  const fractions = fc.constantFrom('', '.', '.5', '.123456789', ',5');
  const times = fc.tuple(fc.constantFrom('T', 't', ' '), two(26), fc.option(two(62)), fc.option(two(62)), fractions, zones).map(([parted, hours, minutes, seconds, fraction, zone]) => [parted, hours, minutes === null ? '' : `:${minutes}`, seconds === null ? '' : `:${seconds}`, fraction, zone].join(''));
  fc.assert(fc.property(years, two(14), two(33), times, (year, month, day, time) => check(`${year}-${month}-${day}${time}`)), { numRuns: 3000 });
  for (const year of ['1900', '2000', '2023', '2024']) for (let month = 1; month <= 12; month += 1) for (const day of [28, 29, 30, 31]) check(`${year}-${String(month).padStart(2, '0')}-${day}T23:59:59Z`);
});
