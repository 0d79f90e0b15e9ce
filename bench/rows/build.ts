/** Builds the harness and each contestant as for production: one module each, in bench/dist. */
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { build, type InlineConfig } from 'vite';
import type { Entry } from './contestants.ts';

export const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

/** SWR imports React; Preact stands in for it. */
const PREACT = { react: 'preact/compat', 'react-dom': 'preact/compat' };

export async function buildPages(contestants: readonly Entry[]): Promise<void> {
  const entries = [{ name: 'harness', file: 'harness.ts' }, ...contestants];
  for (const { name, file } of entries) await build(configOf(name, fileURLToPath(new URL(file, import.meta.url))));
}

const configOf = (name: string, entry: string): InlineConfig => ({
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  plugins: name === 'vue' ? [vue()] : [],
  resolve: { alias: name === 'preact' ? PREACT : {} },
  // A library build does not replace these by itself.
  define: {
    'process.env.NODE_ENV': '"production"',
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    target: 'es2022',
    outDir: DIST,
    emptyOutDir: false,
    reportCompressedSize: false,
    lib: { entry, formats: ['es'], fileName: () => `${name}.js` },
    rolldownOptions: { checks: { moduleLevelDirective: false }, output: { codeSplitting: false, minify: true } },
  },
});
