import { ipcRenderer } from 'electron';

/** The page's own world as this one sees it; the main side's types know no browser. */
interface Page {
  readonly location: { readonly origin: string };
  addEventListener(type: 'DOMContentLoaded', listener: () => void): void;
  postMessage(message: string, targetOrigin: string, transfer: readonly object[]): void;
}
const page = globalThis as unknown as Page;

// Forwards the port that main hands over, and asks for it once the page listens. There is no other logic here.
ipcRenderer.on('tieout-port', (event) => page.postMessage('tieout-port', page.location.origin, event.ports));
page.addEventListener('DOMContentLoaded', () => ipcRenderer.send('tieout-port-wanted'));
