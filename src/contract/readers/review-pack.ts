/** How a review pack's generation is read. */
import type { PayloadContract } from '../parse.ts';
import type { ReviewPackGeneration } from '../types.ts';
import { GENERATION_STATES } from '../vocabulary.ts';
import { flag, id, oneOf, text, time } from './kinds.ts';
import { object } from './object.ts';

export const reviewPack: PayloadContract<ReviewPackGeneration> = {
  name: 'ReviewPackGeneration',
  read: object<ReviewPackGeneration>(
    { tenant_id: id, keep_active_polling: flag, generation_state: oneOf(GENERATION_STATES) },
    {},
    { message: text, run_id: id, detail_url: text, download_url: text, generated_at: time },
    { becomes: { generation_state: 'unknown' } },
  ),
};
