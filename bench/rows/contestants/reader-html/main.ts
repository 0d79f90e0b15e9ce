/** Reads the list as HTML, which is longer. */
import type { Contestant } from '../../contestant.ts';
import { reader } from '../reader/reader.ts';

export const contestant: Contestant = { ...reader, html: true };
