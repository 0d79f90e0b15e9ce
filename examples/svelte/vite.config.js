/** The elements fetch from the page's origin, so the dev server forwards the backend's paths. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const { BACKEND: target = 'http://127.0.0.1:4310', PORT: port = '5173' } = process.env;

// An object, because a string would replace the Host header, which the backend compares with the origin of a POST.
const proxy = { '/admin': { target }, '/api': { target } };
// On 127.0.0.1, because the cookie of the reference host is valid there on every port.
const server = { host: '127.0.0.1', port: Number(port), proxy };

export default defineConfig({ plugins: [svelte()], server, preview: server });
