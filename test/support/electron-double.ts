import { EventEmitter } from 'node:events';

/**
 * The one stand-in for the `electron` module: what our desktop uses of it, recording what it was told. Import it through
 * `vi.mock('electron', …)`; the real one starts a download outside Electron.
 */
export class PortDouble extends EventEmitter {
  readonly posted: unknown[] = [];
  isStarted = false;
  isClosed = false;
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  start(): void {
    this.isStarted = true;
  }
  close(): void {
    this.isClosed = true;
  }
}

export class WebContentsDouble extends EventEmitter {
  static last = 0;
  readonly id: number = (WebContentsDouble.last += 1);
  readonly posted: { channel: string; message: unknown; ports: readonly PortDouble[] }[] = [];
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  postMessage(channel: string, message: unknown, ports: readonly PortDouble[]): void {
    this.posted.push({ channel, message, ports });
  }
  setWindowOpenHandler(handler: WebContentsDouble['openHandler']): void {
    this.openHandler = handler;
  }
  isDestroyed(): boolean {
    return false;
  }
}

class BrowserWindowDouble extends EventEmitter {
  static readonly all: BrowserWindowDouble[] = [];
  readonly webContents = new WebContentsDouble();
  readonly told: string[] = [];
  readonly options: Readonly<Record<string, unknown>>;
  constructor(options: Readonly<Record<string, unknown>>) {
    super();
    this.options = options;
    BrowserWindowDouble.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.told.push(`load ${url}`);
    this.emit('ready-to-show');
  }
  show(): void {
    this.told.push('show');
  }
  focus(): void {
    this.told.push('focus');
  }
  restore(): void {
    this.told.push('restore');
  }
  isMinimized(): boolean {
    return true;
  }
  isDestroyed(): boolean {
    return false;
  }
  getNormalBounds(): Record<string, number> {
    return { x: 1, y: 2, width: 1_200, height: 800 };
  }
}

export class UtilityProcessDouble extends EventEmitter {
  readonly posted: { message: { kind: string } & Record<string, unknown>; ports: readonly PortDouble[] }[] = [];
  readonly file: string;
  readonly options: Readonly<Record<string, unknown>>;
  constructor(file: string, options: Readonly<Record<string, unknown>>) {
    super();
    this.file = file;
    this.options = options;
  }
  postMessage(message: { kind: string } & Record<string, unknown>, ports: readonly PortDouble[] = []): void {
    this.posted.push({ message, ports });
    if (message.kind === 'close') this.emit('exit', 0);
  }
  kill(): boolean {
    this.emit('exit', 1);
    return true;
  }
}

class AppDouble extends EventEmitter {
  readonly paths = new Map<string, string>();
  readonly isPackaged = false;
  hasLock = true;
  exitCode: number | null = null;
  isQuitting = false;
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  requestSingleInstanceLock(): boolean {
    return this.hasLock;
  }
  quit(): void {
    this.isQuitting = true;
  }
  exit(code: number): void {
    this.exitCode = code;
  }
}

type Handler = (request: Request) => Response;
type Vault = { backend: string; available: boolean; refuses: boolean };

export const app = new AppDouble();
export const ipcMain = new EventEmitter();
export { BrowserWindowDouble as BrowserWindow };
export const MessageChannelMain = class {
  readonly port1 = new PortDouble();
  readonly port2 = new PortDouble();
};
export const protocol = {
  schemes: [] as unknown[],
  handlers: new Map<string, Handler>(),
  registerSchemesAsPrivileged: (schemes: unknown[]) => void protocol.schemes.push(...schemes),
  handle: (scheme: string, handler: Handler) => void protocol.handlers.set(scheme, handler),
};
export const utilityProcess = {
  forked: [] as UtilityProcessDouble[],
  fork(file: string, _args: readonly string[], options: Readonly<Record<string, unknown>>): UtilityProcessDouble {
    const child = new UtilityProcessDouble(file, options);
    utilityProcess.forked.push(child);
    return child;
  },
};
export const vault: Vault = { backend: 'gnome_libsecret', available: true, refuses: false };
export const safeStorage = {
  getSelectedStorageBackend: () => vault.backend,
  isAsyncEncryptionAvailable: async () => vault.available,
  encryptStringAsync: async (text: string) => Buffer.from(`sealed:${text}`),
  async decryptStringAsync(sealed: Buffer) {
    if (vault.refuses) throw new Error('of another user');
    return { result: sealed.toString().replace('sealed:', ''), shouldReEncrypt: false };
  },
};
export const dialog = {
  /** What the person presses next. */
  response: 0,
  asked: [] as { message: string; detail?: string }[],
  errors: [] as string[],
  async showMessageBox(options: { message: string; detail?: string }) {
    dialog.asked.push(options);
    return { response: dialog.response };
  },
  showErrorBox: (title: string, text: string) => void dialog.errors.push(`${title}: ${text}`),
};
export const shell = {
  opened: [] as string[],
  openExternal: async (address: string) => void shell.opened.push(address),
};
const sessionEvents = new EventEmitter();
export const session = {
  defaultSession: Object.assign(sessionEvents, {
    handlers: {} as Record<string, (...args: never[]) => unknown>,
    setPermissionRequestHandler(handler: (...args: never[]) => unknown) {
      session.defaultSession.handlers['request'] = handler;
    },
    setPermissionCheckHandler(handler: (...args: never[]) => unknown) {
      session.defaultSession.handlers['check'] = handler;
    },
    setDevicePermissionHandler(handler: (...args: never[]) => unknown) {
      session.defaultSession.handlers['device'] = handler;
    },
  }),
};
export const net = {
  asked: [] as { url: string; init: Readonly<Record<string, unknown>> }[],
  async fetch(url: string, init: Readonly<Record<string, unknown>>): Promise<Response> {
    net.asked.push({ url, init });
    return new Response('ok');
  },
};
type MenuTemplate = readonly { label: string; submenu: readonly { role?: string; accelerator?: string }[] }[];
export const Menu = {
  template: [] as MenuTemplate,
  buildFromTemplate: (template: MenuTemplate): MenuTemplate => template,
  setApplicationMenu: (menu: MenuTemplate): void => {
    Menu.template = menu;
  },
};
export const notifications: unknown[] = [];
export const Notification = class {
  readonly options: unknown;
  constructor(options: unknown) {
    this.options = options;
  }
  show(): void {
    notifications.push(this.options);
  }
};
