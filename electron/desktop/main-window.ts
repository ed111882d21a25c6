import { BrowserWindow } from 'electron';
import { PAGE_ADDRESS } from './app-origin.ts';
import type { WindowSettings } from './window-settings.ts';

export interface MainWindowOptions {
  /** The preload's one file. */
  readonly preload: string;
  readonly settings: WindowSettings;
  /** Called with the window before its page loads. */
  readonly onCreated: (window: BrowserWindow) => void;
}

const SMALLEST = { width: 1_024, height: 640 };
const USUAL = { width: 1_440, height: 900 };

/** Opens the window: a sandboxed page without Node, in a world of its own, shown when it has something to show. */
export async function openMainWindow(options: MainWindowOptions): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    ...(options.settings.bounds() ?? USUAL),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Tieout',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', () => options.settings.keepBounds(window.getNormalBounds()));
  options.onCreated(window);
  await window.loadURL(PAGE_ADDRESS);
  return window;
}

/** Brings a window to the front, however it was put away. */
export function showWindow(window: BrowserWindow | null): void {
  if (window === null || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
