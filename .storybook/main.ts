import type { StorybookConfig } from '@storybook/web-components-vite';

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../stories/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  // MSW's worker is served from the package: a copy in the repository would go out of date.
  staticDirs: [{ from: '../node_modules/msw/lib/mockServiceWorker.js', to: '/mockServiceWorker.js' }],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // The theme toolbar (preview.ts) sets the colour scheme; a second switch for the canvas alone would contradict it.
  features: { backgrounds: false },
  // A relative base lets the built Storybook be served from any path.
  viteFinal: (vite) => ({ ...vite, base: './' }),
};

export default config;
