/** Serves a folder over HTTP below a sub-path, to test that its pages do not depend on being at the root. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const BELOW = '/some/where/';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface StaticServer {
  /** The URL of the folder, with a slash at its end. */
  readonly url: string;
  close(): void;
}

/** Serves `folder`, and the additional files of `more` (path to content). */
export async function serve(folder: string, more: Readonly<Record<string, string>> = {}): Promise<StaticServer> {
  const server = createServer((request, response) => {
    // The URL parser has already resolved `..`.
    const path = decodeURIComponent(new URL(request.url!, 'http://localhost').pathname);
    const name = path.startsWith(BELOW) ? path.slice(BELOW.length) || 'index.html' : '';
    const file = more[name] ?? join(folder, name);
    readFile(file).then(
      (content) => response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'max-age=3600' }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${BELOW}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
