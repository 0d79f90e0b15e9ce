/** Serves the page, the built contestants and the kit's one file to the browser. The lists do not come from here: see stub.ts. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { DIST } from './build.ts';

/** Where the kit's one file is, by `npm run build` or `npx vite build`. */
export const KIT = fileURLToPath(new URL('../../dist/cdn/op-run-elements.js', import.meta.url));
const STYLES = fileURLToPath(new URL('rows.css', import.meta.url));

const page = (classes: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>bench</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/rows.css">
    <script type="module" src="/harness.js"></script>
  </head>
  <body><main class="${classes}"></main></body>
</html>`;

export interface Serving {
  readonly url: string;
  close(): void;
}

/** `classes` are those of the element in which contestants draw. */
export async function serve(classes: string): Promise<Serving> {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://bench').pathname;
    const file = path === '/rows.css' ? STYLES : path === '/op-run-elements.js' ? KIT : `${DIST}${path.slice(1)}`;
    if (path === '/') return void response.setHeader('Content-Type', 'text/html').end(page(classes));
    if (!/^\/[\w-]+\.(js|css)$/.test(path) || !existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('Content-Type', path.endsWith('.css') ? 'text/css' : 'text/javascript');
    readFile(file).then((content) => response.end(content), () => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}
