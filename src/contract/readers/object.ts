/** Objects, field by field: a broken field costs itself, unless the object means nothing without it. */
import { copyOf } from './kinds.ts';
import { named, readAt, type Reader } from './report.ts';

type IsOptional<Value> = undefined extends Value ? true : false;
type IsNullable<Value> = null extends Value ? true : false;
/** The fields of a schema's type that are as optional and as nullable as asked; the compiler holds each table to its schema. */
type Fields<Wire, Optional, Nullable> = {
  readonly [Key in keyof Wire as IsOptional<Wire[Key]> extends Optional ? (IsNullable<Wire[Key]> extends Nullable ? Key : never) : never]-?: Reader<
    Optional extends true ? NonNullable<Wire[Key]> : Wire[Key]
  >;
};

/** A field that is required, and must not be broken. */
export type RequiredFields<Wire> = Fields<Wire, false, boolean>;
/** A field that may be absent. Null is read as absent, and reported. */
export type OptionalFields<Wire> = Fields<Wire, true, false>;
/** A field that may be absent or null. */
export type NullableFields<Wire> = Fields<Wire, true, true>;

export interface Policy<Wire> {
  /** What a broken field becomes. Without an entry here: null where the schema allows it, else absent; a required field costs the object. */
  readonly becomes?: { readonly [Key in keyof Wire]?: unknown };
  /** Once any of these fields is broken, the first of them becomes what `becomes` says. Set for an object that must not vanish: it is read from anything. */
  readonly truth?: readonly (keyof Wire & string)[];
  /** Any broken field costs the object. */
  readonly whole?: boolean;
}

/** In place of a value: the object is lost without this field. */
const LOST = Symbol();

/** Fields are read in the order of the tables. Those that cost the object stand first, so that its first violation tells why it is lost. */
export function object<Wire>(required: RequiredFields<Wire>, optional: OptionalFields<Wire>, nullable: NullableFields<Wire>, policy: Policy<Wire> = {}): Reader<Wire> {
  const { becomes = {}, truth = [], whole }: { becomes?: Record<string, unknown>; truth?: readonly string[]; whole?: boolean } = policy;
  const rows = [required, optional, nullable].flatMap((group: Readonly<Record<string, Reader>>, kind) =>
    Object.keys(group).map((key) => [key, group[key]!, kind, key in becomes ? becomes[key] : kind > 1 ? null : kind && !whole ? undefined : LOST] as const),
  );

  const read: Reader<Wire> = (value, report) => {
    const out = copyOf(value, report, 'an object');
    if (!out) return truth[0] ? read({}, []) : undefined;
    let count = 0;
    let lost;
    let doubtful;
    for (const [key, reader, kind, fallback] of rows) {
      const raw = out[key];
      if (raw === undefined && kind) continue;
      count += 1;
      if (raw === null && kind > 1) continue;
      let kept = readAt(key, reader, raw, report);
      if (kept === undefined) {
        if (raw === null && kind) {
          const { message, ...told } = report.pop()!;
          report.push({ ...told, message: `${message.slice(0, -1)}; leave it out when there is none.` });
        } else kept = fallback;
        lost ||= kept === LOST;
        doubtful ||= truth.includes(key);
      }
      if (kept === undefined) {
        delete out[key];
        count -= 1;
      } else if (kept !== raw) out[key] = kept;
    }
    if (doubtful) out[truth[0]!] = becomes[truth[0]!];
    const keys = Object.keys(out);
    if (keys.length > count)
      for (const key of keys)
        if (!rows.some(([name]) => name === key)) {
          const path = named(key);
          report.push({ path, rule: 'unknown-key', message: `${path} is not part of the contract and was dropped.` });
          delete out[key];
        }
    return lost ? undefined : (Object.freeze(out) as Wire);
  };
  return read;
}
