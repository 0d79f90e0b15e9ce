/** The elements ask the origin of their page, so the backend's paths are handed on to it. */
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const { BACKEND: target = 'http://127.0.0.1:4310', PORT: port = '5173' } = process.env;

// An object, not a string: the backend is to see the page's own host, with which it compares the origin of a POST.
const proxy = { '/admin': { target }, '/api': { target } };
// On 127.0.0.1, for whose every port the cookie of the reference host holds.
const server = { host: '127.0.0.1', port: Number(port), proxy };

export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('op-') } } })], server, preview: server });
