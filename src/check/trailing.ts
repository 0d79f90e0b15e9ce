/** Counts the bytes after the head of a 304, over a raw socket. HTTP clients and browsers take such bytes for the start of the next answer. */
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Milliseconds to wait for bytes after the head. */
const QUIET = 300;

/** How many bytes follow the head of a 304; null when the answer is not a 304, or there is none. `timeout` in milliseconds. Never rejects. */
export function bytesAfterNotModified(address: string, headers: Headers, timeout: number): Promise<number | null> {
  const { protocol, hostname, port, host, pathname, search } = new URL(address);
  const name = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'https:';
  const to = { host: name, port: Number(port || (secure ? 443 : 80)) };
  const head = [`GET ${pathname}${search} HTTP/1.1`, `host: ${host}`, ...[...headers].map(([key, value]) => `${key}: ${value}`), 'connection: close', '', ''].join('\r\n');
  return new Promise((resolve) => {
    // Characters of a header value are bytes, so the request is written as Latin-1.
    const send = () => socket.write(head, 'latin1');
    const socket = secure ? connectTls({ ...to, servername: /^[\d.]+$|:/.test(name) ? '' : name, ALPNProtocols: ['http/1.1'] }, send) : connectPlain(to, send);
    let received = '';
    let quiet: NodeJS.Timeout | undefined;
    const limit = setTimeout(done, timeout);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      received += text;
      if (received.includes('\r\n\r\n')) quiet ??= setTimeout(done, QUIET);
    });
    socket.on('end', done).on('close', done).on('error', done);

    function done(): void {
      clearTimeout(limit);
      clearTimeout(quiet);
      socket.destroy();
      const end = received.indexOf('\r\n\r\n');
      resolve(/^HTTP\/1\.\d 304 /.test(received) && end !== -1 ? received.length - end - 4 : null);
    }
  });
}
