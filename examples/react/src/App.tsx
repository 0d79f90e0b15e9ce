/** The page of a tenant or of one run, with the overlay that all pages share. */
import type {} from 'op-run-elements/react';
import { useActionState } from 'react';
import { openRun, type Page } from './router';
import { startSync, type Started } from './start';

export const App = ({ page }: { page: Page }) => (
  <>
    {'runId' in page ? <Run runId={page.runId} /> : <Tenant activity={page.activity} />}
    <op-progress-overlay tenant-id={1} onop-run-open={openRun} />
  </>
);

function Tenant({ activity }: { activity: unknown }) {
  const [started, start] = useActionState((_: Started, form: FormData) => startSync(form), {});
  return (
    <main>
      <h1>Alpine Clinics</h1>
      <form action={start}>
        <input type="hidden" name="type" value="inventory_sync" />
        <label>
          Folder <input name="folder" defaultValue="docs" />
        </label>
        <label>
          Milliseconds per file <input name="pace" defaultValue="500" />
        </label>
        <button>Start inventory sync</button>
        <output>{started.run_id ? <op-run-row run-id={started.run_id} onop-run-open={openRun} /> : started.message}</output>
      </form>
      <op-tenant-activity tenant-id={1} payload={activity} onop-run-open={openRun} />
    </main>
  );
}

const Run = ({ runId }: { runId: number }) => (
  <main>
    <p>
      <a href="#/">Alpine Clinics</a>
    </p>
    <op-run-detail-banner run-id={runId} />
  </main>
);
