/** Shapes that several payloads share. */
import * as z from 'zod/mini';

/** Ids of tenants and runs. */
export const id = z.int().check(z.minimum(1));
export const optionalText = z.optional(z.nullable(z.string()));
/** RFC 3339. */
export const dateTime = z.iso.datetime({ offset: true });
