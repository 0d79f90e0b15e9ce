import { register } from '../shared/register.ts';
import { OpReviewPackCard } from './op-review-pack-card.ts';

register('op-review-pack-card', OpReviewPackCard);
