/** Starts an operation in the backend. */
export interface Started {
  readonly run_id?: number;
  /** The reason why nothing was started. */
  readonly message?: string;
}

export async function startSync(form: FormData): Promise<Started> {
  const answer = await fetch('/admin/t/1/operations', {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(form)),
  });
  const started = (await answer.json()) as Started;
  // Wakes the overlay and the other elements: they ask at once.
  if (answer.ok) document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 1, runId: started.run_id } }));
  return started;
}
