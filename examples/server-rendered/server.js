/**
 * Renders pages with the payloads of their elements: they paint at once, and only refresh what is still in progress. No build, and
 * no script besides the kit. The payloads are fetched from the backend, which also gets all other requests; a real app has them itself.
 */
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';

const BACKEND = process.env.BACKEND ?? 'http://127.0.0.1:4310';
const KIT = new URL('node_modules/op-run-elements/dist/cdn/op-run-elements.js', import.meta.url);

/** A payload as a child of its element. `<` is escaped, so that no text can end the script block. */
const inline = (payload) => (payload === null ? '' : `<script type="application/json">${JSON.stringify(payload).replaceAll('<', '\\u003c')}</script>`);

const layout = (content, overlay) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <link rel="icon" href="data:," />
    <title>Alpine Clinics</title>
    <script type="module" src="/op-run-elements.js"></script>
  </head>
  <body>
    <main>${content}</main>
    <op-progress-overlay tenant-id="1">${inline(overlay)}</op-progress-overlay>
  </body>
</html>`;

const tenantPage = (activity, overlay) =>
  layout(
    `
      <h1>Alpine Clinics</h1>
      <form method="post" action="/admin/t/1/operations">
        <input type="hidden" name="type" value="inventory_sync" />
        <label>Folder <input name="folder" value="docs" /></label>
        <label>Milliseconds per file <input name="pace" value="500" /></label>
        <button>Start inventory sync</button>
      </form>
      <op-tenant-activity tenant-id="1">${inline(activity)}</op-tenant-activity>
    `,
    overlay,
  );

const runPage = (runId, run, overlay) =>
  layout(
    `
      <p><a href="/">Alpine Clinics</a></p>
      <op-run-detail-banner run-id="${runId}">${inline(run)}</op-run-detail-banner>
    `,
    overlay,
  );

const server = createServer(async (asked, answer) => {
  const { url: path, method, headers } = asked;
  if (path === '/op-run-elements.js') return send(answer, 'text/javascript', await readFile(KIT));

  /** Fetches a payload with the cookie of the request. Null when there is none: the element then fetches by itself, and shows why. */
  const payload = async (path) => {
    const found = await fetch(BACKEND + path, { redirect: 'manual', headers: { accept: 'application/json', cookie: headers.cookie ?? '' } }).catch(() => null);
    return found?.ok ? found.json() : null;
  };
  const overlay = () => payload('/admin/t/1/operations/progress');
  if (path === '/') return send(answer, 'text/html', tenantPage(await payload('/admin/t/1/dashboard'), await overlay()));

  // As in the contract, the same URL answers a browser with the run's page, and the elements with its payload.
  const runId = /^\/admin\/operations\/(\d+)$/.exec(path)?.[1];
  if (runId && method === 'GET' && headers.accept?.includes('text/html')) return send(answer, 'text/html', runPage(runId, await payload(path), await overlay()));

  const passed = request(BACKEND, { path, method, headers }, (answered) => answered.pipe(answer.writeHead(answered.statusCode, answered.headers)));
  passed.on('error', () => answer.destroy());
  asked.pipe(passed);
});
server.listen(process.env.PORT ?? 5173, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

const send = (answer, type, body) => answer.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache, private', vary: 'Accept, Cookie' }).end(body);
