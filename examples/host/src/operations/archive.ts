/** A gzipped tar archive (POSIX ustar, with pax records for what its header cannot hold): written and read as streams. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const BLOCK = 512;
/** The largest number of eleven octal digits: the size field of a ustar header. */
const MAX_USTAR_BYTES = 8 ** 11 - 1;

export interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** The bytes of a tar archive. Throws when an entry's content is not exactly as long as announced. */
export async function* tar(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  for await (const { path, bytes, content } of entries) {
    const records = [
      ...(Buffer.byteLength(path) > 100 || /[^\x20-\x7e]/.test(path) ? [paxRecord('path', path)] : []),
      ...(bytes > MAX_USTAR_BYTES ? [paxRecord('size', String(bytes))] : []),
    ];
    if (records.length) {
      const extended = Buffer.concat(records);
      yield header('PaxHeaders/entry', extended.length, 'x');
      yield padded(extended);
    }
    yield header(path, Math.min(bytes, MAX_USTAR_BYTES), '0');
    let written = 0;
    for await (const chunk of content) {
      written += chunk.length;
      if (written > bytes) break;
      yield chunk;
    }
    if (written !== bytes) throw new Error(`${path} changed while it was being archived.`);
    yield Buffer.alloc(paddingOf(bytes));
  }
  yield Buffer.alloc(2 * BLOCK);
}

function header(path: string, bytes: number, kind: '0' | 'x'): Buffer {
  const block = Buffer.alloc(BLOCK);
  Buffer.from(path).copy(block, 0, 0, 100);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write(kind, 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** `<length> key=value\n`, where the length includes its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + 1;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function paxRecords(content: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const length = Number.parseInt(content.toString('latin1', at, at + 12), 10);
    if (!(length > 0)) throw new Error('The archive is damaged.');
    const [key, ...value] = content.toString('utf8', content.indexOf(' ', at) + 1, at + length - 1).split('=');
    records.set(key!, value.join('='));
    at += length;
  }
  return records;
}

const paddingOf = (bytes: number): number => (BLOCK - (bytes % BLOCK)) % BLOCK;
const padded = (content: Buffer): Buffer => Buffer.concat([content, Buffer.alloc(paddingOf(content.length))]);

/** The entries of a gzipped archive. Each entry's content must be read to its end. Throws when the archive is cut off or damaged. */
export async function* untar(file: string): AsyncGenerator<Entry> {
  const source = createReadStream(file);
  const unzipped = source.pipe(createGunzip());
  source.on('error', (error) => unzipped.destroy(error));
  const chunks = unzipped[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);

  async function* take(bytes: number): AsyncGenerator<Buffer> {
    while (bytes > 0) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) throw new Error('The archive is cut off.');
        rest = next.value;
      }
      const part = rest.subarray(0, bytes);
      rest = rest.subarray(part.length);
      bytes -= part.length;
      yield part;
    }
  }
  const read = async (bytes: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for await (const part of take(bytes)) parts.push(part);
    return Buffer.concat(parts);
  };

  try {
    for (let extended = new Map<string, string>(); ; ) {
      const block = await read(BLOCK);
      if (block.every((byte) => byte === 0)) break;
      if (block.toString('latin1', 257, 262) !== 'ustar') throw new Error('The archive is damaged.');
      const bytes = Number(extended.get('size') ?? Number.parseInt(block.toString('latin1', 124, 135), 8));
      if (block[156] === 'x'.charCodeAt(0)) {
        extended = paxRecords(await read(bytes));
      } else {
        const path = extended.get('path') ?? block.toString('utf8', 0, 100).replace(/\0.*$/s, '');
        extended = new Map();
        yield { path, bytes, content: take(bytes) };
      }
      await read(paddingOf(bytes));
    }
    // The checksum is at the end of the gzip stream, so the archive is verified only by reading all of it.
    while (!(await chunks.next()).done);
  } finally {
    source.destroy();
    unzipped.destroy();
  }
}
