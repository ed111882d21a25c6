import { randomUUID } from 'node:crypto';
import { ipcMain, MessageChannelMain, type IpcMainEvent, type WebContents } from 'electron';
import { APP_ORIGIN, isOwnAddress } from './app-origin.ts';

/** The page asks for its line; main hands it over. No other channel exists between them. */
export const PORT_WANTED = 'tieout-port-wanted';
export const PORT_MESSAGE = 'tieout-port';

export interface PortTaker {
  addWindow(sessionId: string, port: Electron.MessagePortMain): void;
  removeWindow(sessionId: string): void;
}

export interface PortHandover {
  /** From now on this window may have a line. */
  know(contents: WebContents): void;
  /** The engine was started anew: every window that had a line gets a new one. */
  renew(): void;
}

/**
 * Hands out lines to the engine: only to the top frame of a window we opened, showing our own page. Each line is bound to
 * its window; navigation and the window's end take it away.
 */
export function handOverPorts(engine: PortTaker): PortHandover {
  const known = new Map<number, { readonly contents: WebContents; sessionId: string | null }>();
  const give = (contents: WebContents) => {
    const window = known.get(contents.id);
    if (window === undefined || contents.isDestroyed()) return;
    if (window.sessionId !== null) engine.removeWindow(window.sessionId);
    const { port1, port2 } = new MessageChannelMain();
    window.sessionId = randomUUID();
    engine.addWindow(window.sessionId, port1);
    contents.postMessage(PORT_MESSAGE, null, [port2]);
  };
  const take = (id: number) => {
    const window = known.get(id);
    if (window?.sessionId === null || window === undefined) return;
    engine.removeWindow(window.sessionId);
    window.sessionId = null;
  };
  ipcMain.on(PORT_WANTED, (event) => {
    if (known.has(event.sender.id) && isOwnTopFrame(event)) give(event.sender);
  });
  return {
    know(contents) {
      const { id } = contents;
      known.set(id, { contents, sessionId: null });
      contents.on('did-start-navigation', (details) => {
        if (details.isMainFrame && !details.isSameDocument) take(id);
      });
      contents.once('destroyed', () => {
        take(id);
        known.delete(id);
      });
    },
    renew() {
      for (const { contents, sessionId } of known.values()) if (sessionId !== null) give(contents);
    },
  };
}

/** A frame that is gone, that lies inside another, or that shows anything but our page is refused. */
function isOwnTopFrame(event: IpcMainEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN && isOwnAddress(frame.url);
}
