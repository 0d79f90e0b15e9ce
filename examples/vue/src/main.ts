import 'op-run-elements/define';
import { createApp } from 'vue';
import App from './App.vue';

// Tells most backends to answer 401 when the session has ended, in place of a login page.
document.addEventListener('op-request', ({ request }) => request.headers.set('X-Requested-With', 'XMLHttpRequest'));

createApp(App).mount('#app');
