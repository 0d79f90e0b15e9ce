import 'op-run-elements/define';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { route } from './router';

// With this header most backends answer 401 instead of a login page when the session has ended.
document.addEventListener('op-request', ({ request }) => request.headers.set('X-Requested-With', 'XMLHttpRequest'));

const root = createRoot(document.getElementById('app')!);
route((page) =>
  root.render(
    <StrictMode>
      <App page={page} />
    </StrictMode>,
  ),
);
