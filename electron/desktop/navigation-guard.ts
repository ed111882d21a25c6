import { app, type WebContents } from 'electron';
import { isOwnAddress, PAGE_ADDRESS } from './app-origin.ts';

/**
 * No page of ours ever leads anywhere: navigations, redirects, frames, new windows and web views are refused for every web
 * contents there will be. The one navigation left is loading our own page again. What asks for a new window is offered to
 * `openOutside`, which decides.
 */
export function guardNavigation(openOutside: (address: string) => void): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, openOutside));
}

function guardContents(contents: WebContents, openOutside: (address: string) => void): void {
  contents.on('will-frame-navigate', (details) => {
    if (!(details.isMainFrame && isReload(details.url))) details.preventDefault();
  });
  contents.on('will-redirect', (details) => details.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}

/** The screens differ only behind `#`, which is no navigation; so our page has exactly one address. */
function isReload(address: string): boolean {
  if (!isOwnAddress(address)) return false;
  const url = new URL(address);
  return (
    `${url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin}${url.pathname}${url.search}` ===
    PAGE_ADDRESS
  );
}
