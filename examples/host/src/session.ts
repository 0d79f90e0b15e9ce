/** Who is signed in: passwords, session cookies, and what the operator may see. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { rowOf, rowsOf, type Database } from './db.ts';
import type { Viewer, VisibleTenant, VisibleWorkspace } from './access.ts';

export const COOKIE = 'op_host_session';
const HOURS = 12;

const derive = promisify(scrypt) as (password: string, salt: string, length: number) => Promise<Buffer>;

/** `salt:hash`, both in hex. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString('hex');
  return `${salt}:${(await derive(password, salt, 32)).toString('hex')}`;
}

async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [salt, hash] = stored.split(':');
  return timingSafeEqual(await derive(password, salt!, 32), Buffer.from(hash!, 'hex'));
}

// Checked for an unknown login, so that it takes as long as a wrong password.
const nobody = `${'0'.repeat(32)}:${'0'.repeat(64)}`;
const digest = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A new session's token, or null when login and password do not match. */
export async function signIn(db: Database, login: string, password: string): Promise<string | null> {
  const operator = await rowOf<{ id: number; password_hash: string }>(db, 'SELECT id, password_hash FROM operators WHERE login = $1', [login]);
  const matches = await passwordMatches(password, operator?.password_hash ?? nobody);
  if (!operator || !matches) return null;
  const token = randomBytes(32).toString('base64url');
  await db.executeSql('DELETE FROM sessions WHERE expires_at < now()');
  await db.executeSql(`INSERT INTO sessions (token_hash, operator_id, expires_at) VALUES ($1, $2, now() + interval '${HOURS} hours')`, [digest(token), operator.id]);
  return token;
}

export const signOut = (db: Database, token: string): Promise<unknown> => db.executeSql('DELETE FROM sessions WHERE token_hash = $1', [digest(token)]);

/** Remembers the tenant whose dashboard was opened last. */
export const rememberTenant = (db: Database, token: string, tenantId: number): Promise<unknown> =>
  db.executeSql('UPDATE sessions SET tenant_id = $2 WHERE token_hash = $1 AND tenant_id IS DISTINCT FROM $2', [digest(token), tenantId]);

export async function viewerOf(db: Database, token: string): Promise<Viewer | null> {
  const operator = await rowOf<{ id: number; name: string; login: string; session_key: string; tenant_id: number | null }>(
    db,
    `SELECT operator.id, operator.name, operator.login, operator.session_key, session.tenant_id
     FROM sessions session JOIN operators operator ON operator.id = session.operator_id
     WHERE session.token_hash = $1 AND session.expires_at > now()`,
    [digest(token)],
  );
  if (!operator) return null;
  const workspaces = await rowsOf<VisibleWorkspace>(
    db,
    `SELECT workspace.id, workspace.name, membership.capabilities AS own_capabilities
     FROM workspaces workspace
     LEFT JOIN memberships membership ON membership.workspace_id = workspace.id AND membership.operator_id = $1 AND membership.tenant_id IS NULL
     WHERE EXISTS (SELECT 1 FROM memberships WHERE operator_id = $1 AND workspace_id = workspace.id)
     ORDER BY workspace.name`,
    [operator.id],
  );
  const tenants = await rowsOf<VisibleTenant>(
    db,
    `SELECT tenant.id, tenant.name, tenant.workspace_id,
       ARRAY(SELECT DISTINCT unnest(m.capabilities) FROM memberships m
             WHERE m.operator_id = $1 AND m.workspace_id = tenant.workspace_id AND (m.tenant_id IS NULL OR m.tenant_id = tenant.id)) AS capabilities
     FROM tenants tenant
     WHERE EXISTS (SELECT 1 FROM memberships m
                   WHERE m.operator_id = $1 AND m.workspace_id = tenant.workspace_id AND (m.tenant_id IS NULL OR m.tenant_id = tenant.id))
     ORDER BY tenant.name`,
    [operator.id],
  );
  return { id: operator.id, name: operator.name, login: operator.login, token, sessionKey: operator.session_key, workspaces, tenants, lastTenantId: operator.tenant_id };
}
