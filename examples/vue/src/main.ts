import 'op-run-elements/define';
import { createApp } from 'vue';
import App from './App.vue';

// With this header most backends answer 401 instead of a login page when the session has ended.
document.addEventListener('op-request', ({ request }) => request.headers.set('X-Requested-With', 'XMLHttpRequest'));

createApp(App).mount('#app');
