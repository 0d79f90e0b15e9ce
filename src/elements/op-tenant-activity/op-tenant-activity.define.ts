import { register } from '../shared/register.ts';
import { OpTenantActivity } from './op-tenant-activity.ts';

register('op-tenant-activity', OpTenantActivity);
