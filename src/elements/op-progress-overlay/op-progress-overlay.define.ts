import { register } from '../shared/register.ts';
import { OpProgressOverlay } from './op-progress-overlay.ts';

register('op-progress-overlay', OpProgressOverlay);
