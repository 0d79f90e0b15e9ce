import type { Preview } from '@storybook/web-components-vite';
import { setCustomElementsManifest } from '@storybook/web-components-vite';
import { setupWorker } from 'msw/browser';
import { mswLoader } from 'msw-storybook-addon/csf3';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import manifest from '../custom-elements.json' with { type: 'json' };
import '../src/define.ts';
import { pageStore, systemEnvironment } from '../src/refresh/index.ts';
import { setDensity } from './density.ts';

setCustomElementsManifest(manifest);

/** The stories of a docs page are frames of one origin with different answers for the same URLs, so tabs must not share answers. */
pageStore.environment = { ...systemEnvironment, tabs: null };

/**
 * MSW's worker unregisters itself when the last page has said goodbye. It may do so after the next page has started to rely
 * on it, whose requests would then go to the network. So pages do not say goodbye, and the worker stays.
 */
addEventListener('pagehide', (event) => {
  if (!event.persisted) event.stopImmediatePropagation();
});

const startWorker = async () => {
  const worker = setupWorker();
  await worker.start({
    // Relative, so that the built Storybook works below any path.
    serviceWorker: { url: './mockServiceWorker.js' },
    onUnhandledFrame: 'bypass',
    quiet: true,
  });
  return worker;
};

const preview: Preview = {
  tags: ['autodocs'],
  loaders: [mswLoader(startWorker)],
  globalTypes: {
    locale: {
      description: 'Language',
      toolbar: { icon: 'globe', items: [{ value: 'en', title: 'English' }, { value: 'de', title: 'Deutsch' }], dynamicTitle: true },
    },
    theme: {
      description: 'Colour scheme',
      toolbar: { icon: 'mirror', items: ['light', 'dark'], dynamicTitle: true },
    },
    direction: {
      description: 'Writing direction',
      toolbar: { icon: 'paragraph', items: [{ value: 'ltr', title: 'Left to right' }, { value: 'rtl', title: 'Right to left' }], dynamicTitle: true },
    },
    density: {
      description: 'Density',
      toolbar: { icon: 'component', items: ['comfortable', 'compact'], dynamicTitle: true },
    },
  },
  initialGlobals: { locale: 'en', theme: 'light', direction: 'ltr', density: 'comfortable' },
  decorators: [
    (story, { globals }) => {
      const { documentElement: page } = document;
      page.lang = String(globals['locale']);
      page.dir = String(globals['direction']);
      page.style.colorScheme = String(globals['theme']);
      setDensity(globals['density']);
      return story();
    },
  ],
  parameters: {
    a11y: { test: 'error' },
    controls: { expanded: true },
    // All stories of a docs page share one worker unless each has a frame of its own.
    docs: { story: { inline: false, height: '360px' } },
  },
};

export default preview;
