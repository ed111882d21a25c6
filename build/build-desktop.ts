import type { BuildTarget } from './stale.ts';

const ENTRIES = { main: 'electron/main.ts', 'engine-process': 'electron/engine-process.ts' } as const;
const PRELOAD = 'electron/preload.ts';

/**
 * The desktop's main side: main.js and engine-process.js as ES modules with every worker thread and child process
 * they start by `new URL('./x.ts', import.meta.url)`, and preload.cjs as ONE CommonJS file, the only kind that a
 * sandboxed preload may be.
 */
export const desktopTarget: BuildTarget = {
  name: 'desktop',
  folder: 'desktop',
  sources: [
    'electron',
    'shared',
    'build/build-desktop.ts',
    'build/bundle-desktop.ts',
    'build/bundled-urls.ts',
    'package-lock.json',
  ],
  build: async (into) => {
    // Loaded here: whoever only asks whether the desktop is stale should not wait for rolldown.
    const { bundleDesktop } = await import('./bundle-desktop.ts');
    await bundleDesktop(into, { main: ENTRIES, preload: PRELOAD });
  },
};
