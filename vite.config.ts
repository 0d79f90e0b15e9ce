/**
 * The one-file build for pages without a bundler: everything in it, minified, registers all elements.
 * It empties dist/, so it runs before `tsc -p tsconfig.build.json` puts the ES modules there.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** Templates and style sheets keep their source's line breaks, indentation and comments, which mean nothing in them. */
const foldTemplates = (): Plugin => ({
  name: 'fold-templates',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('.styles.ts')) return null;
    return code.replace(/\/\*[^]*?\*\//g, '').replace(/\s*([{};,]|: )\s*/g, (_, mark: string) => mark.trim());
  },
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = file.code.replace(/\n\s+/g, ' ');
  },
});

export default defineConfig({
  plugins: [foldTemplates()],
  // zod would add 7 kB gzip; see the header of its stand-in.
  resolve: { alias: { 'zod/mini': fileURLToPath(new URL('src/cdn/zod-mini.ts', import.meta.url)) } },
  build: {
    target: 'es2022',
    emptyOutDir: true,
    reportCompressedSize: false,
    lib: {
      entry: 'src/define.ts',
      formats: ['es'],
      fileName: () => 'cdn/op-run-elements.js',
    },
    // Library mode keeps whitespace in ES output unless rolldown itself is told to minify.
    rolldownOptions: {
      // Schemas of payloads that no element reads.
      treeshake: { manualPureFunctions: ['strictObject', 'array', 'optional', 'nullable', 'string', 'boolean', 'number', 'int', 'literal', 'extend', 'record'] },
      output: { codeSplitting: false, minify: true },
    },
  },
});
