/**
 * The one gate between a backend and the kit. A payload comes out as a value with a list of violations, or as an
 * error that names the path and what was expected; it never comes out half right.
 */
import * as z from 'zod/mini';

/** Where a broken part may be replaced instead of costing the whole payload. `at` is a dotted path, `*` any list index. */
export interface Repair {
  readonly at: string;
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
  const checked = check(contract.schema, input);
  if (checked === null) return { ok: false, error: new ContractError('', 'readable; it breaks the contract in more places than can be listed', contract.name) };
  if (checked.success) return { ok: true, value: checked.data as Value, violations: [] };

  const copy = new CopyOnWrite(input);
  const violations: ContractViolation[] = [];
  const repaired = new Set<string>();
  for (const issue of checked.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      const holder = copy.at(['root', ...issue.path]);
      for (const key of issue.keys) {
        delete holder[key];
        violations.push(violation([...issue.path, key], 'unknown-key', 'is not part of the contract and was dropped'));
      }
    }
  }
  for (const issue of checked.error.issues) {
    if (issue.code === 'unrecognized_keys') continue;
    const repair = contract.repairs?.find(({ at: pattern }) => covers(pattern, issue.path));
    if (!repair) return { ok: false, error: new ContractError(formatPath(issue.path), expectation(issue), contract.name) };
    const path = issue.path.slice(0, repair.at === '' ? 0 : repair.at.split('.').length);
    violations.push(violation(issue.path, 'broken-part', `must be ${expectation(issue)}`));
    if (!repaired.has(path.join('.'))) {
      repaired.add(path.join('.'));
      replace(copy, path, repair.with);
    }
  }
  return { ok: true, value: copy.root as Value, violations };
}

/** The fields of `raw` that are valid on their own, so that a broken record keeps what could be read. */
export function keepValid(shape: Readonly<Record<string, z.core.$ZodType>>, raw: unknown): Record<string, unknown> {
  if (typeof raw !== 'object' || raw === null) return {};
  const entries = Object.entries(raw).filter(([key, value]) => {
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return field !== undefined && z.safeParse(field, value).success;
  });
  return Object.fromEntries(entries);
}

type Path = readonly PropertyKey[];

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

/** zod gathers issues as the arguments of one call, which has its limit: null for a payload that is broken throughout. */
function check(schema: z.ZodMiniType, input: unknown): z.core.util.SafeParseResult<unknown> | null {
  try {
    return z.safeParse(schema, input);
  } catch {
    return null;
  }
}

/** Copies only what is changed: what no repair touches may be deep, huge or a host's proxy, and is left alone. */
class CopyOnWrite {
  root: unknown;
  readonly #copied = new Set<unknown>();

  constructor(input: unknown) {
    this.root = input;
  }

  /** The container at `path`, free to be changed. */
  at(path: Path): Record<PropertyKey, unknown> {
    let node = this as unknown as Record<PropertyKey, unknown>;
    for (const key of path) {
      if (!this.#copied.has(node[key])) {
        const child = node[key] as object;
        node[key] = Array.isArray(child) ? [...(child as unknown[])] : { ...child };
        this.#copied.add(node[key]);
      }
      node = node[key] as Record<PropertyKey, unknown>;
    }
    return node;
  }
}

function replace(copy: CopyOnWrite, path: Path, make: (raw: unknown) => unknown): void {
  const full: Path = ['root', ...path];
  const parent = copy.at(full.slice(0, -1));
  const key = full.at(-1)!;
  const next = make(parent[key]);
  if (next === undefined) delete parent[key];
  else parent[key] = next;
}

/** zod/mini ships no messages, so the expectation is made from the issue itself. */
function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return withArticle(issue.expected === 'int' ? 'integer' : issue.expected);
    case 'invalid_value':
      return issue.values.length > 1 ? `one of ${issue.values.join(', ')}` : String(issue.values[0]);
    case 'invalid_union':
      return `one of ${'options' in issue ? issue.options?.join(', ') : 'the documented shapes'}`;
    case 'too_small':
      return `at least ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'invalid_format':
      return `a valid ${issue.format}`;
    default:
      return 'of the documented shape';
  }
}

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
