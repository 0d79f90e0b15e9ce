import { register } from '../shared/register.ts';
import { OpRunDetailBanner } from './op-run-detail-banner.ts';

register('op-run-detail-banner', OpRunDetailBanner);
