/**
 * The one-way dependencies of ARCHITECTURE.md as an ESLint rule. Paths are resolved, so the table also applies to deeper
 * folders, type imports, re-exports and dynamic imports.
 */
import { dirname, relative, resolve, sep } from 'node:path';

/** What each layer may import: layers of this repository (some of them for their types alone), and packages. A layer may always import itself. */
const MAY_IMPORT = {
  'src/contract': { layers: [], types: ['src/contract/schemas'], packages: [] },
  // The schemas are for Node and for hosts that ask for them: no other layer of what a page loads may reach them, or zod.
  'src/contract/schemas': { layers: ['src/contract'], packages: ['zod'] },
  'src/contract/index.ts': { layers: ['src/contract', 'src/contract/schemas'], packages: [] },
  'src/projection': { layers: ['src/contract'], packages: [] },
  'src/refresh': { layers: ['src/contract', 'src/projection'], packages: ['lit'] },
  'src/elements': { layers: ['src/contract', 'src/projection', 'src/refresh'], packages: ['lit'] },
  // Of the refresh only what needs no page: the routes and the reading of Retry-After.
  'src/check': { layers: ['src/contract', 'src/contract/index.ts', 'src/projection', 'src/refresh'], packages: ['node:fs', 'node:net', 'node:timers', 'node:tls', 'node:util'] },
  // src/index.ts and src/define.ts
  src: { layers: ['src/contract', 'src/projection', 'src/refresh', 'src/elements'], packages: [] },
  'src/server': { layers: ['src'], packages: ['lit', '@lit-labs/ssr'] },
  // Through the package's own name, as a host would: only the types of the contract.
  mocks: { layers: [], packages: ['op-run-elements', 'msw'] },
};

/** What of a layer is a layer of its own. */
const WITHIN = /^src\/contract\/(schemas(?=\/)|index\.ts$)/;

const layerOf = (path) => {
  const within = WITHIN.exec(path);
  if (within) return within[0];
  const [top, folder, ...rest] = path.split('/');
  return top === 'src' && folder !== undefined && rest.length > 0 ? `src/${folder}` : top;
};

const packageOf = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

export const oneWay = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      layer: '{{from}} must not import {{to}}: dependencies run one way (ARCHITECTURE.md).',
      package: '{{from}} must not import the package {{to}}.',
    },
  },
  create(context) {
    const toPosix = (path) => relative(context.cwd, path).split(sep).join('/');
    const from = layerOf(toPosix(context.filename));
    const rule = MAY_IMPORT[from];
    if (!rule) return {};

    const check = (source, kind) => {
      const specifier = source?.value;
      if (typeof specifier !== 'string') return;
      if (specifier.startsWith('.')) {
        const to = layerOf(toPosix(resolve(dirname(context.filename), specifier)));
        const allowed = kind === 'type' ? [...rule.layers, ...(rule.types ?? [])] : rule.layers;
        if (to !== from && !allowed.includes(to)) context.report({ node: source, messageId: 'layer', data: { from, to } });
      } else if (!rule.packages.includes(packageOf(specifier))) {
        context.report({ node: source, messageId: 'package', data: { from, to: packageOf(specifier) } });
      }
    };
    return {
      ImportDeclaration: ({ source, importKind }) => check(source, importKind),
      ExportNamedDeclaration: ({ source, exportKind }) => check(source, exportKind),
      ExportAllDeclaration: ({ source, exportKind }) => check(source, exportKind),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source, 'type'),
    };
  },
};
