import { register } from '../shared/register.ts';
import { OpRunRow } from './op-run-row.ts';

register('op-run-row', OpRunRow);
