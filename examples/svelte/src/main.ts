import 'op-run-elements/define';
import { mount } from 'svelte';
import App from './App.svelte';

// Tells most backends to answer 401 when the session has ended, in place of a login page.
document.addEventListener('op-request', ({ request }) => request.headers.set('X-Requested-With', 'XMLHttpRequest'));

mount(App, { target: document.getElementById('app')! });
