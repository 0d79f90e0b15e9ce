/** The page's own script. It creates elements and sets attributes: neither it nor the kit turns a string into markup or script. */
// With this header most backends answer 401 instead of a login page when the session has ended.
document.addEventListener('op-request', ({ request }) => request.headers.set('X-Requested-With', 'XMLHttpRequest'));

// The page's own router shows the run, instead of a page load.
document.addEventListener('op-run-open', (event) => {
  event.preventDefault();
  location.hash = `/runs/${event.detail.runId}`;
});

const [home, opened] = document.querySelectorAll('main');
const form = document.querySelector('form');

function route() {
  const runId = /^#\/runs\/(\d+)$/.exec(location.hash)?.[1];
  home.hidden = runId !== undefined;
  opened.hidden = !home.hidden;
  opened.querySelector('op-run-detail-banner')?.remove();
  if (runId === undefined) return;
  const banner = document.createElement('op-run-detail-banner');
  banner.setAttribute('run-id', runId);
  opened.append(banner);
}
addEventListener('hashchange', route);
route();

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch(form.action, { method: 'POST', headers: { Accept: 'application/json' }, body: new URLSearchParams(new FormData(form)) });
  const { run_id: runId, message } = await answer.json();
  const row = Object.assign(document.createElement('op-run-row'), { runId });
  form.querySelector('output').replaceChildren(answer.ok ? row : message);
  // Wakes the overlay and the other elements: they ask at once.
  if (answer.ok) document.dispatchEvent(new CustomEvent('op-run-enqueued', { detail: { tenantId: 1, runId } }));
});
