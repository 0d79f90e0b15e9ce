/** The server of the bench, inside the page: `fetch` returns the answer that the harness has prepared. It honours `If-None-Match`. */
export interface Answer {
  readonly body: Uint8Array<ArrayBuffer>;
  /** Null: the server sends no ETag, and always the whole body. */
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
  // An answer from a network arrives in a later task.
  await new Promise((resolve) => setTimeout(resolve));
  if (etag !== null && headers.get('If-None-Match') === etag) {
    stub.notModified++;
    return new Response(null, { status: 304, headers: { ETag: etag } });
  }
  return new Response(body, { headers: { 'Content-Type': stub.type, ...(etag !== null && { ETag: etag }) } });
};
