/**
 * Stands in for `zod/mini` in the one-file build, where zod itself would add 7 kB gzip: the few of its functions
 * that `src/contract` calls, with the same issues for the same input. `test/cdn` holds the two against each other.
 */
type Path = readonly PropertyKey[];
type Issue = { readonly code: string; readonly path: Path } & Readonly<Record<string, unknown>>;
type Check = (value: unknown, path: Path, issues: Issue[]) => void;

interface Schema {
  readonly run: Check;
  readonly shape?: Readonly<Record<string, Schema>>;
  /** The same schema with further checks of a value that has the right type. */
  check(...checks: Check[]): Schema;
}

const schema = (run: Check, shape?: Schema['shape']): Schema => ({
  run,
  shape,
  check: (...checks) =>
    schema((value, path, issues) => {
      const before = issues.length;
      for (const check of [run, ...checks]) if (issues[before]?.code !== 'invalid_type') check(value, path, issues);
    }),
});

const typed = (expected: string, test: (value: unknown) => boolean): Schema =>
  schema((value, path, issues) => void (test(value) || issues.push({ code: 'invalid_type', expected, path })));

const oneOf = (values: readonly unknown[]): Schema =>
  schema((value, path, issues) => void (values.includes(value) || issues.push({ code: 'invalid_value', values, path })));

const or = (empty: null | undefined, inner: Schema): Schema => schema((value, path, issues) => void (value === empty || inner.run(value, path, issues)));

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const unknown = (): Schema => schema(() => {});
export const string = (): Schema => typed('string', (value) => typeof value === 'string');
export const boolean = (): Schema => typed('boolean', (value) => typeof value === 'boolean');
export const number = (): Schema => typed('number', Number.isFinite);
export const int = (): Schema => number().check(typed('int', Number.isInteger).run, minimum(Number.MIN_SAFE_INTEGER), maximum(Number.MAX_SAFE_INTEGER));
export const literal = (value: unknown): Schema => oneOf([value]);
export const optional = (inner: Schema): Schema => or(undefined, inner);
export const nullable = (inner: Schema): Schema => or(null, inner);
export { oneOf as enum };

export const minimum =
  (minimum: number): Check =>
  (value, path, issues) =>
    void ((value as number) >= minimum || issues.push({ code: 'too_small', minimum, path }));

const maximum =
  (maximum: number): Check =>
  (value, path, issues) =>
    void ((value as number) <= maximum || issues.push({ code: 'too_big', maximum, path }));

export const array = (item: Schema): Schema =>
  typed('array', Array.isArray).check((value, path, issues) => {
    for (const [index, entry] of (value as unknown[]).entries()) item.run(entry, [...path, index], issues);
  });

export const strictObject = (shape: Readonly<Record<string, Schema>>): Schema =>
  schema((value, path, issues) => {
    if (!isObject(value)) return void issues.push({ code: 'invalid_type', expected: 'object', path });
    for (const key of Object.keys(shape)) shape[key]!.run(value[key], [...path, key], issues);
    const keys = Object.keys(value).filter((key) => !Object.hasOwn(shape, key));
    if (keys.length) issues.push({ code: 'unrecognized_keys', keys, path });
  }, shape);

export const extend = (base: Schema, more: Readonly<Record<string, Schema>>): Schema => strictObject({ ...base.shape, ...more });

export const record = (_key: Schema, entry: Schema): Schema =>
  typed('record', isObject).check((value, path, issues) => {
    for (const [key, inner] of Object.entries(value as object)) entry.run(inner, [...path, key], issues);
  });

export const iso = {
  datetime: (_options: { offset: true }): Schema =>
    string().check(
      (value, path, issues) => void (DATE_TIME.test(value as string) || issues.push({ code: 'invalid_format', format: 'datetime', path })),
    ),
};

/** RFC 3339 with real calendar days. */
const DATE_TIME =
  /^(?:(?:\d\d[2468][048]|\d\d[13579][26]|\d\d0[48]|[02468][048]00|[13579][26]00)-02-29|\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

export function safeParse(against: Schema, data: unknown) {
  const issues: Issue[] = [];
  against.run(data, [], issues);
  return issues.length ? { success: false, error: { issues } } : { success: true, data };
}
