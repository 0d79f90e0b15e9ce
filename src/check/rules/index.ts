/** All rules, in the order in which they run and are reported. docs/contract.md lists the same. */
import { ACCESS_RULES } from './access.ts';
import { AGREEMENT_RULES } from './agreement.ts';
import type { Rule } from './rule.ts';
import { TRANSPORT_RULES } from './transport.ts';
import { TRUTH_RULES } from './truth.ts';

export const RULES: readonly Rule[] = [
  TRANSPORT_RULES.answers,
  TRUTH_RULES.schema,
  TRUTH_RULES.truthTable,
  TRUTH_RULES.terminalNotPolled,
  AGREEMENT_RULES.staleStays,
  TRUTH_RULES.unknownNotPolled,
  TRUTH_RULES.calmCopy,
  AGREEMENT_RULES.agreement,
  AGREEMENT_RULES.filters,
  ACCESS_RULES.signIn,
  ACCESS_RULES.notFound,
  ACCESS_RULES.deniedAsMissing,
  TRANSPORT_RULES.etag,
  TRANSPORT_RULES.time,
  TRANSPORT_RULES.cache,
];
