/**
 * Enhances the host's pages: starts operations and controls the worker without a page load, wakes the elements, adds the session key to their requests,
 * keeps the list's filter in the URL, and fetches the page's `data-live` parts again when a run has changed its state. Without this script the forms still work.
 */
const ELEMENTS = 'op-progress-overlay, op-tenant-activity, op-review-pack-card, op-run-list, op-run-detail-banner';

/** The two sentences of this script, per language. */
const WORDS = {
  en: { queued: ' was queued.', unreachable: 'The server could not be reached.' },
  de: { queued: ' ist eingereiht.', unreachable: 'Der Server war nicht erreichbar.' },
}[document.documentElement.lang];

// Another operator may have signed in meanwhile, in another tab. With the page's session key the server can answer 401 to requests of the old page.
document.addEventListener('op-request', ({ target, request }) => {
  const key = target.getAttribute('session-key');
  if (key) request.headers.set('session-key', key);
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.matches('[data-enqueue]')) handle(event, enqueue);
  else if (form.matches('[data-worker]')) handle(event, moveWorker);
});

async function handle(event, action) {
  event.preventDefault();
  const form = event.target;
  const fields = new FormData(form, event.submitter);
  const buttons = [...form.querySelectorAll('button:enabled')];
  for (const button of buttons) button.disabled = true;
  try {
    await action(form, fields);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/** The answer's JSON, or `{ message }` with one sentence when there is none. */
async function post(form, fields) {
  try {
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams(fields) });
    if (answer.status === 401) location.reload();
    return await answer.json();
  } catch {
    return { message: WORDS.unreachable };
  }
}

async function enqueue(form, fields) {
  const output = form.querySelector('output');
  output.replaceChildren();
  const { run_id: runId, tenant_id: tenantId, operation_label: label, detail_url: url, message } = await post(form, fields);
  output.classList.toggle('problem', runId === undefined);
  if (runId === undefined) return void output.append(message);
  const link = document.createElement('a');
  link.href = url;
  link.textContent = `${label} #${runId}`;
  output.append(link, WORDS.queued);
  document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId, runId } }));
}

async function moveWorker(form, fields) {
  const { message } = await post(form, fields);
  await refreshParts();
  const panel = document.getElementById('worker');
  if (message) panel.append(Object.assign(document.createElement('p'), { className: 'problem', role: 'alert', textContent: message }));
  // The focused button was replaced: the focus moves to the one that is enabled now.
  panel.querySelector('button:enabled')?.focus();
}

/** Fetches the page and replaces its `data-live` parts, except one that has the focus. */
async function refreshParts() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id);
    if (!next || next.innerHTML === part.innerHTML || (part.matches('select') && part === document.activeElement)) continue;
    const value = part.value;
    const opened = [...part.querySelectorAll('details')].map(({ open }) => open);
    part.replaceChildren(...document.importNode(next, true).childNodes);
    part.querySelectorAll('details').forEach((details, index) => (details.open = opened[index] ?? false));
    if (part.matches('select') && [...part.options].some((option) => option.value === value && value !== '')) part.value = value;
  }
}

let refreshTimer;
for (const element of document.querySelectorAll(ELEMENTS)) {
  element.addEventListener('op-state-change', () => {
    clearTimeout(refreshTimer);
    refreshTimer = setTimeout(refreshParts, 100);
  });
}

// Writes the filter into the URL, for reloads and shared links, and into the host's own links on the page.
document.addEventListener('op-filter-change', ({ detail: { activeTab, problemClass } }) => {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries({ activeTab, problemClass })) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  history.replaceState(history.state, '', url);
  void refreshParts();
});
