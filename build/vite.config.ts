import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { cspSafeHtml } from './csp-safe-html.ts';
import { inRoot } from './root.ts';

/** The window: renderer/index.html and what it imports; the caller names the folder to write to. */
export default defineConfig({
  root: inRoot('renderer'),
  base: '/',
  cacheDir: inRoot('.cache', 'vite'),
  publicDir: false,
  logLevel: 'warn',
  plugins: [react(), cspSafeHtml()],
  build: {
    target: 'chrome130',
    // The polyfill is an inline script, which the content security policy forbids and no browser we run in needs.
    modulePreload: { polyfill: false },
    // Fonts and pictures stay files of our own origin.
    assetsInlineLimit: 0,
    sourcemap: true,
    emptyOutDir: false,
    chunkSizeWarningLimit: 3000,
  },
});
