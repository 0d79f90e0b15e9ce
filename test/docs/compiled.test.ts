/** The documents' code compiles in strict mode, in a project that has the package and the declarations of given.ts only. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { ngc, project, svelteCheck, tsc, vueTsc, type Found } from '../types/checker.ts';
import { GIVEN } from './given.ts';
import { tagsOf } from './markup.ts';
import { inLanguage, placeOf, snippets, type Snippet } from './snippets.ts';

interface Compiler {
  readonly name: string;
  readonly takes: (snippet: Snippet) => boolean;
  readonly packages: readonly string[];
  readonly compilerOptions: object;
  readonly tsconfig?: object;
  readonly check: (folder: string) => Promise<Found[]>;
}

/** A file with an error: a compiler that does not report it has not checked anything. */
const WRONG = 'wrong.ts';

const isCode = ({ language }: Snippet): boolean => ['js', 'ts', 'tsx'].includes(language);

/** The first compiler that accepts a snippet's language compiles it. */
const COMPILERS: readonly Compiler[] = [
  {
    name: 'vue-tsc',
    takes: ({ language }) => language === 'vue',
    packages: ['vue'],
    compilerOptions: { jsx: 'preserve', jsxImportSource: 'vue' },
    tsconfig: { vueCompilerOptions: { strictTemplates: true } },
    check: vueTsc,
  },
  {
    name: 'svelte-check',
    takes: ({ language }) => language === 'svelte',
    packages: ['svelte'],
    compilerOptions: { verbatimModuleSyntax: true },
    check: svelteCheck,
  },
  {
    name: 'tsc, for Solid',
    takes: ({ language, text }) => language === 'tsx' && text.includes('op-run-elements/solid'),
    packages: ['solid-js'],
    compilerOptions: { jsx: 'preserve', jsxImportSource: 'solid-js' },
    check: tsc,
  },
  {
    name: 'ngc',
    takes: ({ language, text }) => language === 'ts' && text.includes('@angular/core'),
    packages: ['@angular/core', 'rxjs', 'tslib'],
    compilerOptions: {},
    tsconfig: { angularCompilerOptions: { strictTemplates: true } },
    check: ngc,
  },
  {
    name: 'tsc, for Node',
    takes: (snippet) => isCode(snippet) && /from '(node:|msw\/node|op-run-elements\/server)/.test(snippet.text),
    packages: ['msw', '@lit-labs/ssr', '@types/node'],
    compilerOptions: { allowJs: true, checkJs: true, types: ['node'] },
    check: tsc,
  },
  {
    name: 'tsc',
    takes: isCode,
    packages: ['@types/react', 'msw', 'msw-storybook-addon', '@storybook/web-components-vite', 'playwright-core', 'vite'],
    compilerOptions: { allowJs: true, checkJs: true, jsx: 'react-jsx' },
    check: tsc,
  },
];

/** The scripts in HTML snippets are compiled as well. */
const scripts: Snippet[] = inLanguage('html').flatMap((snippet) =>
  tagsOf(snippet.text, snippet.language)
    .filter(({ name, attributes, content }) => name === 'script' && /^(module|text\/javascript)?$/.test(attributes.get('type') ?? '') && content.trim() !== '')
    .map(({ content, line }) => ({ ...snippet, language: 'js', line: snippet.line + line - 1, text: content })),
);

const all = [...snippets, ...scripts];

for (const { name, packages, compilerOptions, tsconfig, check } of COMPILERS) {
  const own = all.filter((snippet) => COMPILERS.find((compiler) => compiler.takes(snippet))?.name === name);
  if (own.length === 0) continue;
  describe(name, () => {
    const files = new Map(own.map((snippet) => [`${snippet.path.replace(/\W+/g, '-')}-${snippet.line}.${snippet.language}`, snippet]));
    let folder: string;
    let found: Found[];

    before(async () => {
      // `export {}` makes each snippet a module, so that declarations do not collide.
      const texts = [...files].map(([file, { text, language }]) => [`src/${file}`, /^(vue|svelte)$/.test(language) ? text : `${text}\nexport {};\n`]);
      // The kit's event types are always known, even in a snippet without an import: its page has loaded the kit.
      const given = { 'src/given.d.ts': GIVEN, 'src/kit.d.ts': `import type {} from 'op-run-elements';\n`, [`src/${WRONG}`]: 'export const wrong: number = true;\n' };
      // The types of other packages are not checked.
      folder = await project(packages, { skipLibCheck: true, ...compilerOptions }, { ...given, ...(Object.fromEntries(texts) as Record<string, string>) }, tsconfig);
      found = await check(folder);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    for (const [file, snippet] of files) {
      test(placeOf(snippet), () => {
        const errors = found.filter((error) => error.file === file).map(({ line, message }) => `${snippet.path}:${snippet.line + line - 1} ${message}`);
        assert.deepEqual(errors, []);
      });
    }
    test('nothing else is wrong, but what must be found', () => {
      assert.deepEqual(found.filter(({ file }) => !files.has(file)).map(({ file, line }) => `${file}:${line}`), [`${WRONG}:1`]);
    });
  });
}
