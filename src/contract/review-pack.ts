/**
 * What a backend may say about the generation of a tenant's review pack: ReviewPackGeneration, a logical contract of the kit's own.
 */
import * as z from 'zod/mini';
import type { PayloadContract } from './parse.ts';
import { dateTime, id, optionalText } from './shapes.ts';

export const GENERATION_STATES = ['not_started', 'queued', 'generating', 'ready', 'failed', 'unknown'] as const;

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

export const reviewPack: PayloadContract<ReviewPackGeneration> = {
  name: 'ReviewPackGeneration',
  schema: reviewPackGeneration,
  repairs: [{ at: 'generation_state', with: () => 'unknown' }, ...['message', 'run_id', 'detail_url', 'download_url', 'generated_at'].map((at) => ({ at, with: () => null }))],
};
