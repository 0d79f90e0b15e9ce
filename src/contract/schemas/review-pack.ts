/**
 * What a backend may say about the generation of a tenant's review pack: ReviewPackGeneration, a logical contract of the kit's own.
 */
import * as z from 'zod/mini';
import { GENERATION_STATES } from '../vocabulary.ts';
import { dateTime, id, optionalText } from './shapes.ts';

export const reviewPackGeneration = z.strictObject({
  tenant_id: id,
  generation_state: z.enum(GENERATION_STATES),
  keep_active_polling: z.boolean(),
  message: optionalText,
  /** The operation run that generates the pack. */
  run_id: z.optional(z.nullable(id)),
  detail_url: optionalText,
  download_url: optionalText,
  generated_at: z.optional(z.nullable(dateTime)),
});

export type ReviewPackGeneration = z.infer<typeof reviewPackGeneration>;
