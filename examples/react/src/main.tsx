import 'op-run-elements/define';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { route } from './router';

// Tells most backends to answer 401 when the session has ended, in place of a login page.
document.addEventListener('op-request', ({ request }) => request.headers.set('X-Requested-With', 'XMLHttpRequest'));

const root = createRoot(document.getElementById('app')!);
route((page) =>
  root.render(
    <StrictMode>
      <App page={page} />
    </StrictMode>,
  ),
);
