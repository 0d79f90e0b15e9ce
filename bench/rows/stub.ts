/** The server of the bench, in the page: `fetch` gives the answer that the harness has laid out. It honours `If-None-Match`. */
export interface Answer {
  readonly body: Uint8Array<ArrayBuffer>;
  /** Null: the server sends none, and always the whole body. */
  readonly etag: string | null;
}

export const stub = {
  answer: { body: new Uint8Array(), etag: null } as Answer,
  type: 'application/json',
  /** Requests so far, and how many of them were answered by a 304. */
  requests: 0,
  notModified: 0,
};

window.fetch = async (input, init) => {
  const headers = input instanceof Request && !init?.headers ? input.headers : new Headers(init?.headers);
  stub.requests++;
  const { body, etag } = stub.answer;
  // As from a network, the answer comes in a task of its own.
  await new Promise((resolve) => setTimeout(resolve));
  if (etag !== null && headers.get('If-None-Match') === etag) {
    stub.notModified++;
    return new Response(null, { status: 304, headers: { ETag: etag } });
  }
  return new Response(body, { headers: { 'Content-Type': stub.type, ...(etag !== null && { ETag: etag }) } });
};
