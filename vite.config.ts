/**
 * The one-file build for pages without a bundler: everything in it, minified, registers all elements.
 * It empties dist/, so it runs before `tsc -p tsconfig.build.json` puts the ES modules there.
 */
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
      output: { codeSplitting: false, minify: true },
    },
  },
});
