/** Serves the page and the kit's one-file build, and forwards everything else to the backend. A real app is one server and needs only the two files. */
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';

const BACKEND = process.env.BACKEND ?? 'http://127.0.0.1:4310';

const FILES = {
  '/': ['text/html', new URL('index.html', import.meta.url)],
  '/op-run-elements.js': ['text/javascript', new URL('node_modules/op-run-elements/dist/cdn/op-run-elements.js', import.meta.url)],
};

const server = createServer(async (asked, answer) => {
  if (!Object.hasOwn(FILES, asked.url)) return forward(asked, answer);
  const [type, file] = FILES[asked.url];
  answer.setHeader('content-type', `${type}; charset=utf-8`).end(await readFile(file));
});
server.listen(process.env.PORT ?? 5173, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

function forward(asked, answer) {
  const { url: path, method, headers } = asked;
  const passed = request(BACKEND, { path, method, headers }, (answered) => answered.pipe(answer.writeHead(answered.statusCode, answered.headers)));
  passed.on('error', () => answer.destroy());
  asked.pipe(passed);
}
