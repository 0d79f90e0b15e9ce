/** Reads the command line. An error message never repeats a value: a secret may have been passed to the wrong option. */
import { parseArgs } from 'node:util';
import type { CheckOptions } from './check.ts';

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Arguments {
  readonly help: boolean;
  readonly json: boolean;
  /** Path of the file for the JUnit report; null: none. */
  readonly junit: string | null;
  /** Null when `help` is true. */
  readonly check: CheckOptions | null;
}

export const USAGE = `Usage: op-run-elements check <url> --tenant <id> [options]

Checks whether a backend serves the contract of op-run-elements, with nothing but GET requests.

  <url>                     where the routes begin: https://host/, or https://host/path/
  --tenant <id>             whose runs are asked for
  --run <id>                a run to look at; may be repeated. Default: some of the runs that the lists tell
  --workspace <id>          scopes the canonical routes by workspace
  --header 'Name: value'    sent with each request, such as the cookie of a signed-in operator; may be repeated
  --forbidden-run <id>      a run that this operator may not know of
  --forbidden-tenant <id>   a tenant that this operator may not know of
  --timeout <seconds>       until a request is given up (15)
  --json                    the report as JSON
  --junit <file>            writes the report as JUnit XML, too
  --help                    this text

Exit codes: 0 no violation, 1 violations, 2 the check could not run.
`;

const OPTIONS = {
  tenant: { type: 'string' },
  run: { type: 'string', multiple: true },
  workspace: { type: 'string' },
  header: { type: 'string', multiple: true },
  'forbidden-run': { type: 'string' },
  'forbidden-tenant': { type: 'string' },
  timeout: { type: 'string' },
  json: { type: 'boolean', default: false },
  junit: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Throws a UsageError with one sentence when the arguments cannot be used. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  const { help, json, junit = null } = values;
  if (help) return { help, json, junit, check: null };
  const [command, url, ...more] = positionals;
  if (command !== 'check') throw new UsageError('The command is "check": op-run-elements check https://host/ --tenant 7.');
  if (url === undefined) throw new UsageError('Give the URL of the backend: op-run-elements check https://host/ --tenant 7.');
  if (more.length > 0) throw new UsageError("Give one URL; a header with blanks needs quotes: --header 'Cookie: ...'.");
  if (values.tenant === undefined) throw new UsageError('Give the tenant whose runs are asked for: --tenant 7.');
  const timeout = Number(values.timeout ?? 15);
  if (!(timeout > 0 && timeout <= 600)) throw new UsageError('--timeout must be a number of seconds from 0 to 600.');
  if (values.workspace?.trim() === '') throw new UsageError('--workspace must not be empty.');
  return {
    help,
    json,
    junit,
    check: {
      base: baseOf(url),
      tenant: idOf('tenant', values.tenant),
      workspace: values.workspace ?? null,
      runs: (values.run ?? []).map((run) => idOf('run', run)),
      headers: (values.header ?? []).map(headerOf),
      forbiddenRun: values['forbidden-run'] === undefined ? null : idOf('forbidden-run', values['forbidden-run']),
      forbiddenTenant: values['forbidden-tenant'] === undefined ? null : idOf('forbidden-tenant', values['forbidden-tenant']),
      timeout: timeout * 1000,
    },
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const option = /'(?:-\w, )?(-{1,2}[\w-]+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 'one of the options';
    const unknown = error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    throw new UsageError(unknown ? `There is no option ${option}; --help lists them.` : `${option} is not used as it is meant; --help tells how.`);
  }
}

function baseOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new UsageError('The URL must begin with http:// or https://.');
  if (url.username || url.password) throw new UsageError('The URL must not hold a password: send it with --header.');
  url.search = url.hash = '';
  return url.href.replace(/\/?$/, '/');
}

function idOf(option: string, text: string): number {
  const id = Number(text);
  if (!/^\d+$/.test(text) || id < 1 || !Number.isSafeInteger(id)) throw new UsageError(`--${option} must be an id: an integer from 1.`);
  return id;
}

function headerOf(text: string): [string, string] {
  const [, name, value] = /^([^\s:]+):\s*(.*?)\s*$/s.exec(text) ?? [];
  try {
    if (!value) throw new TypeError();
    new Headers([[name!, value]]);
    return [name!, value];
  } catch {
    throw new UsageError("--header must look like 'Name: value'.");
  }
}
