import { register } from '../shared/register.ts';
import { OpRunDiagnostics } from './op-run-diagnostics.ts';

register('op-run-diagnostics', OpRunDiagnostics);
