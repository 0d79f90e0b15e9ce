/** Configuration from environment variables. No other module reads them. */
import { mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { readLifecycleOverride, type LifecyclePolicy } from './lifecycle-policy.ts';

export interface Config {
  readonly port: number;
  /** Absolute; holds the embedded database and the archives. */
  readonly dataDir: string;
  /** Absolute and real; inventory syncs stay below it. */
  readonly filesRoot: string;
  /** A real PostgreSQL server, or null for the embedded one. */
  readonly databaseUrl: string | null;
  readonly reconcileSeconds: number;
  readonly lifecycle: Partial<LifecyclePolicy>;
  /** One JSON line per request is appended here; null writes none. */
  readonly requestLog: string | null;
}

const HOST_FOLDER = resolve(import.meta.dirname, '..');

/** Throws an Error with one sentence when a variable cannot be used. Creates the data folder. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const dataDir = resolve(env['OP_HOST_DATA'] || `${HOST_FOLDER}/.data`);
  mkdirSync(dataDir, { recursive: true });
  return {
    port: numberFrom(env, 'PORT', 4310, 0, 65535),
    dataDir: realpathSync(dataDir),
    filesRoot: folderFrom(env, 'OP_HOST_FILES', resolve(HOST_FOLDER, '../..')),
    databaseUrl: env['DATABASE_URL'] || null,
    reconcileSeconds: numberFrom(env, 'OP_HOST_RECONCILE_SECONDS', 5, 0.1, 3600),
    lifecycle: readLifecycleOverride(env['OP_HOST_LIFECYCLE']),
    requestLog: env['OP_HOST_REQUEST_LOG'] || null,
  };
}

function numberFrom(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (!(value >= min && value <= max)) throw new Error(`${name} must be a number from ${min} to ${max}; it is "${text}".`);
  return value;
}

function folderFrom(env: NodeJS.ProcessEnv, name: string, fallback: string): string {
  const folder = env[name] || fallback;
  try {
    return realpathSync(folder);
  } catch {
    throw new Error(`${name} must be an existing folder; "${folder}" is none.`);
  }
}
