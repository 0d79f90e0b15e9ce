import 'op-run-elements/define';
import { mount } from 'svelte';
import App from './App.svelte';

// With this header most backends answer 401 instead of a login page when the session has ended.
document.addEventListener('op-request', ({ request }) => request.headers.set('X-Requested-With', 'XMLHttpRequest'));

mount(App, { target: document.getElementById('app')! });
