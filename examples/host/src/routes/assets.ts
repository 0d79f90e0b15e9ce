/** The static files: the host's own, and the kit's one-file build from the package. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const PUBLIC = join(import.meta.dirname, '../../public');

export function assetRoutes(app: FastifyInstance): void {
  serve(app, 'host.css', 'text/css', join(PUBLIC, 'host.css'));
  serve(app, 'host.js', 'text/javascript', join(PUBLIC, 'host.js'));
  serve(app, 'icon.svg', 'image/svg+xml', join(PUBLIC, 'icon.svg'));
  serve(app, 'op-run-elements.js', 'text/javascript', fileURLToPath(import.meta.resolve('op-run-elements/cdn')));
}

function serve(app: FastifyInstance, name: string, type: string, file: string): void {
  let body: Buffer;
  try {
    body = readFileSync(file);
  } catch {
    throw new Error(`${name} is missing. Run \`npm run build\` in the repository first.`);
  }
  const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
  app.get(`/assets/${name}`, (request, reply) => {
    reply.headers({ etag, 'cache-control': 'no-cache' });
    return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.type(`${type}; charset=utf-8`).send(body);
  });
}
