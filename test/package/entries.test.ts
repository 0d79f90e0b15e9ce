/** The packed tarball, installed in a new project and imported by its name through its exports. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { integrityOf } from '../../scripts/package-files.ts';
import { moveIn, type Stranger } from './stranger.ts';

const TAGS = ['op-progress-overlay', 'op-review-pack-card', 'op-run-detail-banner', 'op-run-diagnostics', 'op-run-list', 'op-run-row', 'op-tenant-activity'];

const { devDependencies: versions } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { devDependencies: Record<string, string> };
const dev = (name: string): string => `${name}@${versions[name]}`;

let stranger: Stranger;
let manifest: { version: string; exports: Record<string, string | Record<string, string>>; dependencies: Record<string, string>; sideEffects: string[] };
before(async () => {
  stranger = await moveIn(dev('@typescript/native'), dev('vite'), dev('msw'), dev('@types/node'));
  manifest = JSON.parse(readFileSync(join(stranger.kit, 'package.json'), 'utf8')) as typeof manifest;
});

/** The tags that are defined after some modules were loaded. */
const definedBy = (...modules: string[]): Promise<unknown> =>
  stranger.node(`${modules.map((module) => `await import('${module}');`).join('\n')}
    await import('lit');
    console.log(JSON.stringify(${JSON.stringify(TAGS)}.filter((tag) => customElements.get(tag))));`);

describe('the exports', () => {
  test('name files that the tarball has', () => {
    for (const [name, target] of Object.entries(manifest.exports)) {
      for (const file of typeof target === 'string' ? [target] : Object.values(target)) {
        assert(file.includes('*') ? globSync(file, { cwd: stranger.kit }).length > 0 : existsSync(join(stranger.kit, file)), `${name}: ${file}`);
      }
    }
  });

  test('hold an entry and a defining entry for each element', () => {
    for (const tag of TAGS) assert(manifest.exports[`./elements/${tag}`] && manifest.exports[`./elements/${tag}/define`], tag);
  });

  test('the tarball holds no source, no test, and nothing that names the machine it was packed on', () => {
    for (const file of globSync('**/*', { cwd: stranger.kit, withFileTypes: true }).filter((entry) => entry.isFile())) {
      const path = join(file.parentPath, file.name);
      assert.doesNotMatch(path.slice(stranger.kit.length), /^\/(src|test|stories|examples|bench|scripts)\/|\.(ts(?<!\.d\.ts)|tsbuildinfo|map)$/);
      assert.doesNotMatch(readFileSync(path, 'utf8'), /file:\/\/\/|\/home\/|\/root\//, path);
    }
  });

  test('classes register nothing', async () => {
    assert.deepEqual(await definedBy('op-run-elements', ...TAGS.map((tag) => `op-run-elements/elements/${tag}`)), []);
  });

  test('define registers all, and throws nothing in Node', async () => {
    assert.deepEqual(await definedBy('op-run-elements/define'), TAGS);
  });

  for (const tag of TAGS) {
    test(`elements/${tag}/define registers what it needs, and no more`, async () => {
      assert.deepEqual(await definedBy(`op-run-elements/elements/${tag}/define`), [tag]);
    });
  }

  test('elements know the version of their package', async () => {
    assert.equal(await stranger.node(`import { OpRunRow } from 'op-run-elements'; console.log(JSON.stringify(OpRunRow.version));`), manifest.version);
  });

  test('contract and projection run without Lit, and German is a catalogue', async () => {
    const told = await stranger.node(`
      import { parsePayload, runDetail } from 'op-run-elements/contract';
      import { describeRun } from 'op-run-elements/projection';
      import { de } from 'op-run-elements/locales/de';
      const read = parsePayload(runDetail, { run_id: 15, operation_label: 'Inventory sync', active_state: {
        freshness_state: 'likely_stale', problem_class: 'active_stale_attention', surface_category: 'likely_stale',
        is_currently_active: true, is_reconciled: false, show_in_active_progress: true, keep_active_polling: true } });
      console.log(JSON.stringify([describeRun(read.value, { surface: 'detail' }).label, de.label.stale, 'customElements' in globalThis]));`);
    assert.deepEqual(told, ['Likely stale operation', 'Vermutlich überfällig', false]);
  });

  test('mocks serve the contract to a test of the host', async () => {
    const told = await stranger.node(`
      import { setupServer } from 'msw/node';
      import { mockBackend, overlayOf, runs } from 'op-run-elements/mocks';
      const backend = mockBackend();
      backend.overlay(7).enqueue(overlayOf([runs.staleQueued]));
      const server = setupServer(...backend.handlers);
      server.listen();
      const answer = await fetch('http://admin.example/admin/t/7/operations/progress');
      console.log(JSON.stringify([answer.status, (await answer.json()).items.length, backend.requests.length]));
      server.close();`);
    assert.deepEqual(told, [200, 1, 1]);
  });

  test('tokens.css sets each token once, to what the elements take without it', () => {
    const css = readFileSync(join(stranger.kit, 'dist/tokens.css'), 'utf8');
    const set = Array.from(css.matchAll(/^ {2}(--op-[a-z-]+): (.+);$/gm), ([, name, value]) => [name, value]);
    assert.equal(new Set(set.map(([name]) => name)).size, set.length);
    assert.deepEqual(Object.fromEntries(set)['--op-color-calm'], 'light-dark(#0860c4, #4c9afa)');
    assert.match(css, /\/\* --op-space: 12px, or 8px/);
  });
});

describe('what a bundler makes of it', () => {
  /** The size of the bundle of `source`, in characters. */
  async function bundled(source: string): Promise<string> {
    stranger.write('entry.js', source);
    await stranger.bin('vite/bin/vite.js', 'build', '--logLevel', 'error', '--config', 'vite.config.js');
    return stranger.read('out/entry.js');
  }
  before(() => {
    stranger.write('vite.config.js', `export default { build: { outDir: 'out', target: 'es2022', lib: { entry: 'entry.js', formats: ['es'], fileName: () => 'entry.js' }, rolldownOptions: { external: [/^lit/, /^@lit/, /^zod/] } } };`);
  });

  test('nothing is left of what nobody uses', async () => {
    assert((await bundled(`import { OpRunRow } from 'op-run-elements';\nimport { runs } from 'op-run-elements/mocks';\nconsole.log(1);`)).length < 100);
  });

  test('a defining entry stays, though nobody uses its exports', async () => {
    const text = await bundled(`import 'op-run-elements/elements/op-run-row/define';`);
    assert.match(text, /["'`]op-run-row["'`]/);
    assert.doesNotMatch(text, /["'`]op-run-list["'`]/);
  });

  test('lit and zod are dependencies, and not in the modules', () => {
    assert.deepEqual(Object.keys(manifest.dependencies).sort(), ['lit', 'zod']);
    assert.match(readFileSync(join(stranger.kit, 'dist/elements/shared/op-element.js'), 'utf8'), /from 'lit'/);
  });

  test('side effects are define files and CSS', () => {
    for (const glob of manifest.sideEffects) assert.match(glob, /define\.[jt]s$|\.css$|\/cdn\//);
  });
});

describe('the types', () => {
  const SOURCE = `
    import { OpRunRow } from 'op-run-elements';
    import 'op-run-elements/define';
    import { OpRunList } from 'op-run-elements/elements/op-run-list';
    import { parsePayload, runDetail } from 'op-run-elements/contract';
    import { describeRun, registerLocale, type Catalogue } from 'op-run-elements/projection';
    import { de } from 'op-run-elements/locales/de';
    import { runs } from 'op-run-elements/mocks';
    const row: OpRunRow = document.createElement('op-run-row');
    row.item = runs.freshQueued;
    row.addEventListener('op-run-open', (event) => { const id: number = event.detail.runId; console.log(id); });
    const list: OpRunList = document.querySelector('op-run-list')!;
    list.limit = 5;
    // @ts-expect-error a limit is a number
    list.limit = 'five';
    const swiss: Catalogue = de;
    registerLocale('de-CH', swiss);
    const read = parsePayload(runDetail, {});
    if (read.ok) console.log(describeRun(read.value, { surface: 'detail' }).label);`;
  for (const [module, moduleResolution] of [['NodeNext', 'NodeNext'], ['ESNext', 'Bundler']] as const) {
    test(`hold with moduleResolution ${moduleResolution}, checked to the last declaration`, async () => {
      stranger.write('check.ts', SOURCE);
      stranger.write('tsconfig.json', JSON.stringify({ compilerOptions: { target: 'ES2022', module, moduleResolution, lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [], strict: true, noEmit: true, skipLibCheck: false }, files: ['check.ts'] }));
      await stranger.bin('@typescript/native/bin/tsc', '-p', 'tsconfig.json');
    });
  }
});

describe('the one-file build', () => {
  const file = (name: string): Buffer => readFileSync(join(stranger.kit, 'dist/cdn', name));

  test('stands alone, with every element in it', () => {
    const bundle = file('op-run-elements.js').toString();
    assert.doesNotMatch(bundle, /\bfrom\s*["'`]|\bimport\s*["'`(]/);
    for (const tag of TAGS) assert(bundle.includes(tag), tag);
  });

  test('has the integrity hash that is published with it', () => {
    assert.deepEqual(JSON.parse(file('integrity.json').toString()), { 'op-run-elements.js': integrityOf(file('op-run-elements.js')) });
  });
});
