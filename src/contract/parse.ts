/**
 * The one gate between a backend and the kit. A payload comes out as a value with a list of violations, or as an
 * error that names the path and what was expected; it never comes out half right.
 */
import * as z from 'zod/mini';

/** Where a broken part may be replaced instead of costing the whole payload. `at` is a dotted path, `*` any list index. */
export interface Repair {
  readonly at: string;
  /** May meet its own result, where one part is broken in several places. */
  readonly with: (raw: unknown) => unknown;
}

/** A payload of the contract: its OpenAPI schema name, its schema, and which of its parts may break alone. */
export interface PayloadContract<Value> {
  readonly name: string;
  readonly schema: z.ZodMiniType;
  readonly repairs?: readonly Repair[];
  /** Carries the type of the parsed value; never set. */
  readonly value?: Value;
}

/** One deviation from the contract that the kit survived, with the path (`items[2].active_state`) where it stood. */
export interface ContractViolation {
  readonly path: string;
  readonly rule: 'unknown-key' | 'broken-part' | 'contradiction' | 'copy-replaced' | 'unsafe-url';
  readonly message: string;
}

/** A payload that could not be used at all. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly path: string;
  readonly expected: string;
  /** The payload's schema name in the OpenAPI documents. */
  readonly contract: string;

  constructor(path: string, expected: string, contract: string) {
    super(`${contract}: ${path || 'the payload'} must be ${expected}.`);
    this.path = path;
    this.expected = expected;
    this.contract = contract;
  }
}

export type ParseResult<Value> =
  | { readonly ok: true; readonly value: Value; readonly violations: readonly ContractViolation[] }
  | { readonly ok: false; readonly error: ContractError };

/** Validates `input` (any JSON value) against a payload of the contract. Never throws and never changes `input`. */
export function parsePayload<Value>(contract: PayloadContract<Value>, input: unknown): ParseResult<Value> {
  try {
    const checked = z.safeParse(contract.schema, input);
    return checked.success ? { ok: true, value: checked.data as Value, violations: [] } : repair(contract, input, checked.error.issues);
  } catch {
    return { ok: false, error: new ContractError('', 'readable; it is broken throughout, or nested too deeply', contract.name) };
  }
}

function repair<Value>(contract: PayloadContract<Value>, input: unknown, issues: readonly z.core.$ZodIssue[]): ParseResult<Value> {
  // A host's proxy cannot be cloned structurally, and a payload is JSON anyway.
  const copy = JSON.parse(JSON.stringify({ root: input })) as Node;
  const violations: ContractViolation[] = [];
  // Unknown keys go first, so that what a repair keeps is free of them.
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    for (const key of issue.keys) {
      delete at(copy, issue.path)[key];
      violations.push(violation([...issue.path, key], 'unknown-key', 'is not part of the contract and was dropped'));
    }
  }
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') continue;
    const found = contract.repairs?.find(({ at: pattern }) => covers(pattern, issue.path));
    if (!found) return { ok: false, error: new ContractError(formatPath(issue.path), expectation(issue), contract.name) };
    violations.push(violation(issue.path, 'broken-part', `must be ${expectation(issue)}`));
    const path = ['root', ...issue.path.slice(0, found.at === '' ? 0 : found.at.split('.').length)];
    const key = path.pop()!;
    const holder = path.length ? at(copy, path.slice(1)) : copy;
    holder[key] = found.with(holder[key]);
    if (holder[key] === undefined) delete holder[key];
  }
  return { ok: true, value: copy['root'] as Value, violations };
}

/** The fields of `raw` that are valid on their own, so that a broken record keeps what could be read. */
export function keepValid(shape: Readonly<Record<string, z.core.$ZodType>>, raw: unknown): Record<string, unknown> {
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(Object.entries(raw).filter(([key, value]) => shape[key] && z.safeParse(shape[key], value).success));
}

type Path = readonly PropertyKey[];
type Node = Record<PropertyKey, unknown>;

/** The container at `path` below the root. */
const at = (copy: Node, path: Path): Node => path.reduce<Node>((node, key) => node[key] as Node, copy['root'] as Node);

const violation = (path: Path, rule: ContractViolation['rule'], what: string): ContractViolation => ({
  path: formatPath(path),
  rule,
  message: `${formatPath(path) || 'the payload'} ${what}.`,
});

/** `items[2].run_id`, the way a backend developer would write it. */
const formatPath = (path: Path): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index ? `.${String(key)}` : String(key))).join('');

const covers = (pattern: string, path: Path): boolean =>
  pattern === '' || pattern.split('.').every((part, index) => index < path.length && (part === '*' || part === String(path[index])));

/** zod/mini ships no messages, so the expectation is made from the issue itself. */
function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return withArticle(issue.expected === 'int' ? 'integer' : issue.expected);
    case 'invalid_value':
      return issue.values.length > 1 ? `one of ${issue.values.join(', ')}` : String(issue.values[0]);
    case 'too_small':
      return `at least ${issue.minimum}`;
    case 'invalid_format':
      return `a valid ${issue.format}`;
    default:
      return 'of the documented shape';
  }
}

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
