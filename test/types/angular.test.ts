/** Angular: strict templates of components that import the directives of the elements. */
import '@angular/compiler';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ElementRef, Injector, runInInjectionContext } from '@angular/core';
import { describeTemplates, ngc, type Case } from './checker.ts';

const cases: readonly Case[] = [
  { name: 'attributes', line: `<op-run-list tenant-id="7" problem-class="active_stale_attention" limit="5" hide-filters session-key="9f2c61" class="runs" lang="de"></op-run-list>` },
  { name: 'inputs', line: `<op-run-list [tenantId]="tenant" [activeTab]="null" [limit]="5" [compact]="false" paused [payload]="{ items: [] }"></op-run-list>` },
  { name: 'bound attributes', line: `<op-run-list [attr.tenant-id]="tenant" [attr.base-url]="null"></op-run-list>` },
  { name: 'an item, and its row by reference', line: `<op-run-row #row [item]="{}" [asOf]="null" (op-load)="take(row.runId, $event)"></op-run-row>` },
  { name: 'children', line: `<op-run-detail-banner [runId]="15"><op-run-diagnostics [runId]="15" open></op-run-diagnostics></op-run-detail-banner>` },
  { name: 'the other elements', line: `<op-progress-overlay tenant-id="7" [maxItems]="3" /><op-tenant-activity [tenantId]="tenant" /><op-review-pack-card [tenantId]="tenant" pausable />` },
  { name: 'an event, with its detail', line: `<op-run-list (op-run-open)="$event.preventDefault(); open($event.detail.runId, $event.detail.url)"></op-run-list>` },
  { name: 'an input that is none', line: `<op-run-list [tenant]="7"></op-run-list>`, wrong: /Can't bind to 'tenant'/ },
  { name: 'an input of another element', line: `<op-run-row [limit]="3"></op-run-row>`, wrong: /Can't bind to 'limit'/ },
  { name: 'a text for a number', line: `<op-run-list [tenantId]="'seven'"></op-run-list>`, wrong: /'"seven"' is not assignable/ },
  { name: 'an attribute that is no number', line: `<op-run-list limit="five"></op-run-list>`, wrong: /'"five"' is not assignable/ },
  { name: 'a density that is none', line: `<op-run-row density="dense"></op-run-row>`, wrong: /"dense"/ },
  { name: 'a boolean as text', line: `<op-run-row paused="yes"></op-run-row>`, wrong: /'"yes"' is not assignable/ },
  { name: 'a detail that is none', line: `<op-run-list (op-run-open)="take($event.detail.run, null)"></op-run-list>`, wrong: /'run' does not exist/ },
  { name: 'a detail of another type', line: `<op-run-list (op-run-open)="open($event.detail.url, $event.detail.url)"></op-run-list>`, wrong: /'string' is not assignable to parameter of type 'number'/ },
  { name: 'an event that is none', line: `<op-run-list (op-lod)="take($event.detail, null)"></op-run-list>`, wrong: /'detail' does not exist on type 'Event'/ },
  { name: 'a tag that is none', line: `<op-run-lists tenant-id="7"></op-run-lists>`, wrong: /'op-run-lists' is not a known element/ },
];

describeTemplates({
  name: 'Angular',
  extension: '.ts',
  file: (line) => `import { Component } from '@angular/core';
import { OP_RUN_ELEMENTS } from 'op-run-elements/angular';

@Component({
  selector: 'app-page',
  imports: [OP_RUN_ELEMENTS],
  template: \`
${line.replaceAll('`', '\\`')}
\`,
})
export class Page {
  readonly tenant = 7;
  open(runId: number, url: string): void { void [runId, url]; }
  take(one: unknown, other: unknown): void { void [one, other]; }
}
`,
  cases,
  packages: ['@angular/core', '@angular/compiler', 'rxjs', 'tslib'],
  compilerOptions: { skipLibCheck: true },
  tsconfig: { angularCompilerOptions: { strictTemplates: true } },
  check: ngc,
});

describe('an Angular directive', () => {
  test('hands its inputs on to the element, a static attribute read as the element would', async () => {
    const { OpRunListDirective } = await import('op-run-elements/angular');
    const element: Record<string, unknown> = {};
    const injector = Injector.create({ providers: [{ provide: ElementRef, useValue: new ElementRef(element) }] });
    const directive = runInInjectionContext(injector, () => new OpRunListDirective());
    Object.assign(directive, { tenantId: 7, limit: '5', compact: '', hideFilters: false, density: 'compact', activeTab: null, payload: { items: [] } });
    assert.deepEqual(element, { tenantId: 7, limit: 5, compact: true, hideFilters: false, density: 'compact', activeTab: null, payload: { items: [] } });
  });

  test('is linked by the plugin of Angular’s builds: no declaration is left to the browser', async () => {
    const requireAs = createRequire(import.meta.resolve('@angular/compiler-cli'));
    const { transformSync } = requireAs('@babel/core') as { transformSync(code: string, options: object): { code: string } };
    const { createEs2015LinkerPlugin } = await import('@angular/compiler-cli/linker/babel');
    const file = fileURLToPath(import.meta.resolve('op-run-elements/angular'));
    const logger = { level: 1, debug() {}, info() {}, warn: assert.fail, error: assert.fail };
    // The part of a file system that the linker uses when there are no source maps.
    const fileSystem = { resolve, dirname, relative, exists: () => false } as unknown as Parameters<typeof createEs2015LinkerPlugin>[0]['fileSystem'];
    const plugin = createEs2015LinkerPlugin({ fileSystem, logger, linkerJitMode: false, sourceMapping: false });
    const { code } = transformSync(readFileSync(file, 'utf8'), { filename: file, plugins: [plugin], configFile: false, babelrc: false });
    assert.equal(code.match(/ɵɵdefineDirective/g)?.length, 7);
    assert.doesNotMatch(code, /ɵɵngDeclare/);
  });

  test('is linked by Angular’s own compiler: a selector, and its inputs', async () => {
    const { OP_RUN_ELEMENTS } = await import('op-run-elements/angular');
    const linked = OP_RUN_ELEMENTS.map(({ ɵdir }) => ɵdir as { selectors: string[][]; inputs: Record<string, unknown> });
    assert.deepEqual(
      linked.map(({ selectors }) => selectors[0]?.[0]),
      ['op-progress-overlay', 'op-review-pack-card', 'op-run-detail-banner', 'op-run-diagnostics', 'op-run-list', 'op-run-row', 'op-tenant-activity'],
    );
    for (const { inputs } of linked) assert.ok('payload' in inputs && 'baseUrl' in inputs);
  });
});
