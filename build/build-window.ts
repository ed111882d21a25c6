import { inRoot } from './root.ts';
import type { BuildTarget } from './stale.ts';

/** The window's page, scripts and styles, for the desktop's app:// protocol and the browser host alike. */
export const windowTarget: BuildTarget = {
  name: 'window',
  folder: 'renderer',
  sources: [
    'renderer',
    'shared',
    'build/vite.config.ts',
    'build/build-window.ts',
    'build/csp-safe-html.ts',
    'package-lock.json',
  ],
  build: async (into) => {
    // Loaded here: whoever only asks whether the window is stale should not wait for vite.
    const { build } = await import('vite');
    await build({ configFile: inRoot('build', 'vite.config.ts'), configLoader: 'native', build: { outDir: into } });
  },
};
