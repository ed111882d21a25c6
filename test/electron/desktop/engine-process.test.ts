import { EventEmitter } from 'node:events';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import * as double from '../../support/electron-double.ts';
import { DesktopApp } from '../../../electron/desktop/desktop-app.ts';
import type { FromEngine, ToEngine } from '../../../electron/desktop/engine-messages.ts';
import { osVault } from '../../../electron/desktop/os-vault.ts';
import { runEngineProcess, type EngineProcess } from '../../../electron/desktop/run-engine-process.ts';
import { setAppMenu } from '../../../electron/desktop/app-menu.ts';
import { becomeOnlyDesktop } from '../../../electron/desktop/single-instance.ts';
import { answerVault } from '../../../electron/desktop/vault-answers.ts';
import { createVaultClient } from '../../../electron/desktop/vault-client.ts';
import { windowSettings } from '../../../electron/desktop/window-settings.ts';
import { serveWindowLine } from '../../../electron/desktop/window-line.ts';
import { systemActor } from '../../../electron/engine/system-actor.ts';
import { stopSampleCompany } from '../../../electron/sample/launch.ts';
import { standInEngine } from '../engine/stand-in-engine.ts';
import { temporaryFolder } from '../engine/temporary-folder.ts';

vi.mock('electron', () => import('../../support/electron-double.ts'));

type Line = Parameters<typeof serveWindowLine>[0];
const asLine = (port: double.PortDouble) => port as unknown as Line;
const open = { profileFile: null, keyFile: null, live: false, seed: null, movements: 60, version: '0.0.0' };

/** Takes back what crashGuard adds to this process: a test must not end the test run's process. */
const EVENTS = ['uncaughtException', 'unhandledRejection'];
const before = EVENTS.map((event) => new Set(process.listeners(event as 'exit')));
afterEach(() => {
  for (const [index, event] of EVENTS.entries())
    for (const listener of process.listeners(event as 'exit'))
      if (before[index]?.has(listener) === false) process.off(event, listener);
});

describe('the engine process', () => {
  it('opens the home, serves windows that came before and after, and closes in order', async () => {
    const home = join(temporaryFolder(), 'home');
    onTestFinished(() => stopSampleCompany(join(home, 'sample')));
    const engine = standInEngine();
    const told = new EventEmitter();
    const parent = Object.assign(new EventEmitter(), {
      postMessage: (message: FromEngine) => void told.emit('told', message),
    });
    const toldOf = (kind: FromEngine['kind']) =>
      new Promise<FromEngine>((resolve) => {
        told.on('told', (message: FromEngine) => message.kind === kind && resolve(message));
      });
    const exited = Promise.withResolvers<number>();
    runEngineProcess({
      parent: parent as unknown as EngineProcess['parent'],
      createEngine: async () => engine,
      env: {},
      exit: exited.resolve,
    });
    const tell = (data: ToEngine, ports: readonly double.PortDouble[] = []) => parent.emit('message', { data, ports });
    const opened = toldOf('opened');
    const [early, late] = [new double.PortDouble(), new double.PortDouble()];
    const lateId = randomUUID();
    tell({ kind: 'open', home, ...open });
    tell({ kind: 'window', sessionId: randomUUID() }, [early]);
    expect(early.isStarted).toBe(false);
    expect(await opened).toEqual({ kind: 'opened', recoveryKey: null, portalAddress: null });
    expect(early.isStarted).toBe(true);
    tell({ kind: 'window', sessionId: lateId }, [late]);
    late.emit('message', { data: { id: 5, kind: 'query', name: 'job.list', input: {} } });
    await expect.poll(() => late.posted).toHaveLength(1);
    expect(engine.asked[0]?.session).toMatchObject({ sessionId: lateId, host: 'desktop' });
    tell({ kind: 'windowGone', sessionId: lateId });
    expect([late.isClosed, engine.closedSessions]).toEqual([true, [lateId]]);
    tell({ kind: 'close' });
    expect(await exited.promise).toBe(0);
    expect([early.isClosed, engine.isClosed]).toEqual([true, true]);
    expect(existsSync(join(home, 'engine.json'))).toBe(false);
    expect(() => parent.emit('message', { data: { kind: 'run', command: 'x' }, ports: [] })).toThrow(/invalid/i);
  });
});

describe('a window’s line', () => {
  it('ends for a frame too large or no JSON, without asking the engine', () => {
    const session = { sessionId: 's', actor: systemActor({}), machine: 'm', host: 'desktop' } as const;
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    for (const data of ['x'.repeat(2 * 1024 * 1024), cyclic, 1n, undefined]) {
      const engine = standInEngine();
      const port = new double.PortDouble();
      serveWindowLine(asLine(port), engine, session);
      port.emit('message', { data });
      expect([port.isClosed, engine.asked.length, engine.closedSessions]).toEqual([true, 0, ['s']]);
    }
  });
});

describe('the vault', () => {
  afterEach(() => Object.assign(double.vault, { backend: 'gnome_libsecret', available: true, refuses: false }));
  const connected = () => {
    const client = createVaultClient((ask) => {
      void answerVault(ask as Extract<FromEngine, { kind: 'vaultAsk' }>).then((value) =>
        client.answered(ask.id, value),
      );
    });
    return client.vault;
  };

  it('wraps and unwraps a key for the engine through main', async () => {
    const key = Buffer.from('0123456789abcdef0123456789abcdef');
    const wrapped = await connected().wrap(key);
    expect(wrapped.equals(key)).toBe(false);
    expect((await connected().unwrap(wrapped)).equals(key)).toBe(true);
  });

  it('is refused where it would keep nothing secret, and says so when it cannot', async () => {
    double.vault.backend = 'basic_text';
    expect(await osVault.available()).toBe(process.platform !== 'linux');
    double.vault.backend = 'kwallet6';
    double.vault.available = false;
    await expect(connected().wrap(Buffer.alloc(32))).rejects.toThrow(/could not wrap/);
    expect(await connected().available()).toBe(false);
    double.vault.refuses = true;
    await expect(connected().unwrap(Buffer.from('x'))).rejects.toThrow(/could not unwrap/);
  });
});

describe('the desktop', () => {
  async function start() {
    const home = temporaryFolder();
    const window = join(home, 'renderer');
    mkdirSync(window);
    writeFileSync(join(window, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
    double.app.removeAllListeners();
    double.ipcMain.removeAllListeners();
    const said: string[] = [];
    const files = { window, preload: '/p/preload.cjs', engine: '/p/engine-process.js' };
    const desktop = new DesktopApp(files, { home, ...open }, (line) => said.push(line));
    desktop.quitInOrder();
    await desktop.start();
    const child = double.utilityProcess.forked.at(-1);
    const shown = double.BrowserWindow.all.at(-1);
    if (child === undefined || shown === undefined) throw new Error('nothing was started');
    return { home, desktop, child, window: shown, said };
  }

  it('opens one sandboxed window without Node, on our page, and starts the engine before it', async () => {
    const { window, child, home } = await start();
    expect(window.options['webPreferences']).toEqual({
      preload: '/p/preload.cjs',
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
    });
    expect(window.told).toEqual(['load app://tieout/', 'show']);
    expect(child.posted[0]?.message).toEqual({ kind: 'open', home, ...open });
    expect(child.options['respondToAuthRequestsFromMainProcess']).toBe(true);
    window.emit('close');
    expect(windowSettings(join(home, 'window')).bounds()).toEqual({ x: 1, y: 2, width: 1_200, height: 800 });
  });

  it('hands its window’s line to the engine, and to a new engine when that one ended', async () => {
    const { window, child } = await start();
    const frame = { parent: null, origin: 'app://tieout', url: 'app://tieout/' };
    double.ipcMain.emit('tieout-port-wanted', { sender: window.webContents, senderFrame: frame });
    expect(child.posted.at(-1)).toMatchObject({ message: { kind: 'window' } });
    expect(child.posted.at(-1)?.ports).toHaveLength(1);
    double.dialog.response = 0;
    child.emit('exit', 1);
    await expect.poll(() => double.utilityProcess.forked.at(-1)).not.toBe(child);
    await expect.poll(() => window.webContents.posted).toHaveLength(2);
  });

  it('says why a home cannot be opened, and ends with the exit code of that', async () => {
    const { child } = await start();
    double.app.exitCode = null;
    child.emit('message', { kind: 'failed', message: 'In use.', nextStep: 'Close it.', exitCode: 4 });
    await expect.poll(() => double.app.exitCode).toBe(4);
    expect(double.dialog.errors.at(-1)).toBe('Tieout cannot open this home: In use.\n\nClose it.');
  });

  it('shows a new recovery key once, notices, and its window when another asks', async () => {
    const { child, window, said } = await start();
    child.emit('message', { kind: 'opened', recoveryKey: 'AAAAAA-BBBBBB', portalAddress: null });
    expect(double.dialog.asked.at(-1)?.detail).toContain('AAAAAA-BBBBBB');
    child.emit('message', { kind: 'say', line: 'Came in: 3' });
    child.emit('message', { kind: 'notify', title: 'Posting', body: 'refused' });
    child.emit('message', { kind: 'show' });
    expect(said).toEqual(['Came in: 3']);
    expect(double.notifications.at(-1)).toEqual({ title: 'Posting', body: 'refused' });
    expect(window.told.slice(-3)).toEqual(['restore', 'show', 'focus']);
    expect(() => child.emit('message', { kind: 'run' })).toThrow(/no message of ours/);
  });

  it('quits only after the engine has closed the books', async () => {
    const { child } = await start();
    let isHeld = false;
    double.app.isQuitting = false;
    double.app.emit('will-quit', { preventDefault: () => (isHeld = true) });
    expect(isHeld).toBe(true);
    expect(child.posted.at(-1)?.message).toEqual({ kind: 'close' });
    await expect.poll(() => double.app.isQuitting).toBe(true);
  });

  it('is the only one on its home', () => {
    double.app.hasLock = false;
    expect(becomeOnlyDesktop('/h', () => undefined)).toBe(false);
    double.app.hasLock = true;
    const shown = vi.fn<() => void>();
    expect(becomeOnlyDesktop('/h', shown)).toBe(true);
    double.app.emit('second-instance');
    expect(shown).toHaveBeenCalledOnce();
    expect(double.app.paths.get('userData')).toBe(join('/h', 'window'));
  });

  it('has a menu whose commands have keys, and developer tools only in an unpacked copy', () => {
    const roles = () => double.Menu.template.flatMap(({ submenu }) => submenu.map(({ role }) => role));
    setAppMenu(true);
    expect(roles()).not.toContain('toggleDevTools');
    expect(double.Menu.template[0]?.submenu[0]).toEqual({ role: 'quit', accelerator: 'CommandOrControl+Q' });
    setAppMenu(false);
    expect(roles()).toContain('toggleDevTools');
  });
});
