/**
 * `node scripts/metadata.ts`, the last step of the build: generates the files for editors, template type checkers and language
 * models from custom-elements.json, into dist/.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { angularFiles } from './metadata/angular.ts';
import { cssCustomData, htmlCustomData, webTypes } from './metadata/editors.ts';
import { llmsText } from './metadata/llms.ts';
import { read, readElements, ROOT } from './metadata/manifest.ts';
import { templateTypes } from './metadata/templates.ts';
import { readTokens } from './metadata/tokens.ts';

const elements = readElements();
const tokens = readTokens();
const kit = JSON.parse(read('package.json')) as { name: string; version: string; description: string };

const files: Record<string, string> = {
  'vscode.html-custom-data.json': json(htmlCustomData(elements)),
  'vscode.css-custom-data.json': json(cssCustomData(elements, tokens)),
  'web-types.json': json(webTypes(elements, tokens, kit)),
  'llms.txt': llmsText(elements, tokens, kit),
};
for (const [name, text] of Object.entries(templateTypes(elements))) {
  files[`types/${name}`] = text;
  // An empty module, so that `import 'op-run-elements/react'` also works at run time.
  files[`types/${name.replace('.d.ts', '.js')}`] = 'export {};\n';
}
for (const [name, text] of Object.entries(angularFiles(elements))) files[`types/${name}`] = text;

mkdirSync(new URL('dist/types/', ROOT), { recursive: true });
for (const [name, text] of Object.entries(files)) writeFileSync(new URL(`dist/${name}`, ROOT), text);

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
