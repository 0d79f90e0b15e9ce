/** Serves the page under a strict Content-Security-Policy, and forwards everything else to the backend. A real app is one server and needs only the header and the files. */
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';

const BACKEND = process.env.BACKEND ?? 'http://127.0.0.1:4310';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

const FILES = {
  '/': ['text/html', new URL('index.html', import.meta.url)],
  '/app.css': ['text/css', new URL('app.css', import.meta.url)],
  '/app.js': ['text/javascript', new URL('app.js', import.meta.url)],
  '/op-run-elements.js': ['text/javascript', new URL('node_modules/op-run-elements/dist/cdn/op-run-elements.js', import.meta.url)],
};

const server = createServer(async (asked, answer) => {
  if (!Object.hasOwn(FILES, asked.url)) return forward(asked, answer);
  const [type, file] = FILES[asked.url];
  answer.setHeader('content-security-policy', POLICY);
  answer.setHeader('content-type', `${type}; charset=utf-8`).end(await readFile(file));
});
server.listen(process.env.PORT ?? 5173, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

function forward(asked, answer) {
  const { url: path, method, headers } = asked;
  const passed = request(BACKEND, { path, method, headers }, (answered) => answered.pipe(answer.writeHead(answered.statusCode, answered.headers)));
  passed.on('error', () => answer.destroy());
  asked.pipe(passed);
}
