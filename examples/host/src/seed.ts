/** Fills a new database: two workspaces, their tenants, four operators, and runs imported from a retired system. */
import { rowOf, type Database } from './db.ts';
import { hashPassword } from './session.ts';

const ALL = ['operations.view', 'operations.start', 'worker.control'];

const OPERATORS = [
  { login: 'olivia', name: 'Olivia Reyes', memberships: [{ workspace: 1, tenant: null, capabilities: ALL }, { workspace: 2, tenant: null, capabilities: ALL }] },
  { login: 'vera', name: 'Vera Lind', memberships: [{ workspace: 1, tenant: 1, capabilities: ['operations.view'] }] },
  { login: 'milo', name: 'Milo Tan', memberships: [{ workspace: 1, tenant: null, capabilities: [] }] },
  { login: 'wanda', name: 'Wanda Okafor', memberships: [{ workspace: 2, tenant: null, capabilities: ALL }] },
];

/** The password of every seeded operator. This is an example; the README prints it. */
const PASSWORD = 'operator';

export async function seed(db: Database): Promise<void> {
  if (await rowOf(db, 'SELECT 1 AS found FROM workspaces LIMIT 1')) return;
  const operators = await Promise.all(
    OPERATORS.map(async ({ login, name }, index) => ({ id: index + 1, login, name, hash: await hashPassword(PASSWORD) })),
  );
  const memberships = OPERATORS.flatMap((operator, index) => operator.memberships.map((membership) => ({ operator: index + 1, ...membership })));
  // One statement, so that a host that is killed meanwhile leaves an empty database and seeds again.
  await db.executeSql(
    `WITH w AS (INSERT INTO workspaces (id, name) VALUES (1, 'Northwind Operations'), (2, 'Contoso Services') RETURNING id),
     t AS (INSERT INTO tenants (id, workspace_id, name) VALUES (1, 1, 'Alpine Clinics'), (2, 1, 'Brightwater Schools'), (3, 2, 'Cedar Logistics') RETURNING id),
     o AS (
       INSERT INTO operators (id, login, name, password_hash)
       SELECT id, login, name, hash FROM jsonb_to_recordset($1::jsonb) AS x(id int, login text, name text, hash text)
     ),
     m AS (
       INSERT INTO memberships (operator_id, workspace_id, tenant_id, capabilities)
       SELECT operator, workspace, tenant, ARRAY(SELECT jsonb_array_elements_text(capabilities))
       FROM jsonb_to_recordset($2::jsonb) AS x(operator int, workspace int, tenant int, capabilities jsonb)
     )
     INSERT INTO operation_runs (id, workspace_id, tenant_id, type, status, outcome, context, summary_counts, failure_summary, created_at, started_at, completed_at) VALUES
       (1, 1, 1, 'policy_backup', 'completed', 'succeeded', '{"imported_from":"the retired backup system"}', '{"policies":184}', '[]', now() - interval '41 days', now() - interval '41 days', now() - interval '41 days'),
       (2, 1, 2, 'policy_backup', 'running', 'pending', '{"imported_from":"the retired backup system"}', '{}', '[]', now() - interval '40 days', now() - interval '40 days', NULL),
       (3, 1, NULL, 'policy_backup', 'completed', 'partially_succeeded', '{"imported_from":"the retired backup system"}', '{"policies":12,"skipped":1}',
         '[{"code":"skipped","message":"1 policy could not be exported."}]', now() - interval '39 days', now() - interval '39 days', now() - interval '39 days')`,
    [JSON.stringify(operators), JSON.stringify(memberships)],
  );
  await db.executeSql(
    `SELECT setval(pg_get_serial_sequence('workspaces', 'id'), 100), setval(pg_get_serial_sequence('tenants', 'id'), 100),
       setval(pg_get_serial_sequence('operators', 'id'), 100), setval(pg_get_serial_sequence('operation_runs', 'id'), 100)`,
  );
}
