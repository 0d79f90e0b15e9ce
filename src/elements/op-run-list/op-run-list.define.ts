import { register } from '../shared/register.ts';
import { OpRunList } from './op-run-list.ts';

register('op-run-list', OpRunList);
