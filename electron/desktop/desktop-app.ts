import { join } from 'node:path';
import { app, Notification, type BrowserWindow } from 'electron';
import { readFileTable } from '../engine/window-files/file-table.ts';
import { serveWindow } from './app-protocol.ts';
import { askToRestart, sayCannotOpen, showRecoveryKey } from './crash-dialogs.ts';
import { EngineHost, type EngineHostOptions } from './engine-host.ts';
import { knowPortal, openSignIn } from './external-links.ts';
import { openMainWindow, showWindow } from './main-window.ts';
import { handOverPorts } from './port-handover.ts';
import { windowSettings } from './window-settings.ts';

export interface DesktopFiles {
  readonly window: string;
  readonly preload: string;
  readonly engine: string;
}

/** The running desktop: one window, one engine process. */
export class DesktopApp {
  readonly #files: DesktopFiles;
  readonly #open: EngineHostOptions['open'];
  readonly #say: (line: string) => void;
  readonly #engine: EngineHost;
  readonly #ports: ReturnType<typeof handOverPorts>;
  #window: BrowserWindow | null = null;

  constructor(files: DesktopFiles, open: EngineHostOptions['open'], say: (line: string) => void) {
    this.#files = files;
    this.#open = open;
    this.#say = say;
    this.#engine = new EngineHost({
      file: files.engine,
      open,
      openOutside: openSignIn,
      onMessage: (message) => void this.#hear(message),
      onGone: (exitCode) => void this.#engineGone(exitCode),
    });
    this.#ports = handOverPorts(this.#engine);
  }

  /** Starts the engine, then opens the window. Only after the app is ready. */
  async start(): Promise<void> {
    serveWindow(readFileTable(this.#files.window));
    this.#engine.start();
    this.#window = await openMainWindow({
      preload: this.#files.preload,
      settings: windowSettings(join(this.#open.home, 'window')),
      onCreated: (window) => this.#ports.know(window.webContents),
    });
  }

  show(): void {
    showWindow(this.#window);
  }

  /** Quits in order: the window is gone by then, the engine settles and closes the books. */
  quitInOrder(): void {
    let isClosed = false;
    app.on('will-quit', (event) => {
      if (isClosed) return;
      event.preventDefault();
      void this.#engine.close().finally(() => {
        isClosed = true;
        app.quit();
      });
    });
  }

  async #hear(message: Parameters<EngineHostOptions['onMessage']>[0]): Promise<void> {
    switch (message.kind) {
      case 'say':
        return this.#say(message.line);
      case 'show':
        return this.show();
      case 'notify':
        return new Notification({ title: message.title, body: message.body }).show();
      case 'opened':
        knowPortal(message.portalAddress);
        if (message.recoveryKey !== null) await showRecoveryKey(message.recoveryKey);
        return;
      case 'failed':
        sayCannotOpen(message.message, message.nextStep);
        return this.#exit(message.exitCode);
      case 'fatal':
        this.#say(message.reason);
        return;
      case 'closed':
        return;
    }
  }

  async #engineGone(exitCode: number): Promise<void> {
    if (!(await askToRestart(exitCode))) return this.#exit(1);
    this.#engine.start();
    this.#ports.renew();
  }

  #exit(code: number): void {
    void this.#engine.close().finally(() => app.exit(code));
  }
}
