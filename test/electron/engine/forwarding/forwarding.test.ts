import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { statSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forwardedCommands, showRunning } from '../../../../electron/engine/forwarding/forwarded-commands.ts';
import { listenForForwarding } from '../../../../electron/engine/forwarding/forwarding-server.ts';
import { makePipeAddress } from '../../../../electron/engine/forwarding/pipe-address.ts';
import type { HeadlessCommands } from '../../../../electron/engine/engine-types.ts';
import { systemActor } from '../../../../electron/engine/system-actor.ts';
import type { EngineInfo } from '../../../../electron/ledger/home-lock.ts';
import { LedgerError } from '../../../../electron/ledger/ledger-error.ts';
import { standInCommands } from '../stand-in-engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const actor = systemActor({});

async function listen(commands: Partial<HeadlessCommands> = {}) {
  const server = await listenForForwarding({
    folder: temporaryFolder(),
    headless: standInCommands(commands),
    actor,
    show: () => ({ url: 'http://127.0.0.1:1/?token=x', shown: false }),
  });
  onTestFinished(() => server.close());
  const info: EngineInfo = {
    pid: 1,
    generation: 1,
    startedAt: '2026-11-02T14:00:00.000Z' as EngineInfo['startedAt'],
    address: server.address,
    token: server.token,
    url: null,
  };
  return { server, info };
}

describe('a command of another process', () => {
  it('is done by the running engine, under the user of that engine, with its progress', async () => {
    const asked: unknown[] = [];
    const { info } = await listen({
      sync: async ({ onProgress, signal: _signal, ...request }) => {
        asked.push(request);
        onProgress?.(1, 3, 'reading charges');
        return { systems: { stripe: { read: 3, new: 3, changed: 0, refused: 0, complete: true } } };
      },
    });
    const progress: unknown[] = [];
    const report = await forwardedCommands(info).sync({
      actor: { ...actor, id: 'somebody else' },
      systems: ['stripe'],
      onProgress: (...line) => progress.push(line),
    });
    expect(report.systems.stripe?.read).toBe(3);
    expect(asked).toEqual([{ actor, systems: ['stripe'] }]);
    expect(progress).toEqual([[1, 3, 'reading charges']]);
  });

  it('throws what the engine threw, with its name, code and next step, and nothing of a bug', async () => {
    const { info } = await listen({
      match: () => Promise.reject(new LedgerError('LEDGER_FULL', 'The disk is full.', 'Make room.')),
      counts: () => Promise.reject(new Error('secret rk_live_123 in a bug')),
    });
    const commands = forwardedCommands(info);
    await expect(commands.match({ actor, dryRun: false })).rejects.toMatchObject({
      name: 'LedgerError',
      code: 'LEDGER_FULL',
      message: 'The disk is full.',
      nextStep: 'Make room.',
    });
    await expect(commands.counts()).rejects.toThrow(/Something went wrong inside the running Tieout/);
  });

  it('is cancelled in the engine when it is cancelled here', async () => {
    const started = Promise.withResolvers<void>();
    const cancelled = Promise.withResolvers<void>();
    const { info } = await listen({
      post: ({ signal }) => {
        signal?.addEventListener('abort', () => cancelled.resolve());
        started.resolve();
        return new Promise(() => undefined);
      },
    });
    const control = new AbortController();
    const request = { actor, now: false, reason: null, limit: null, signal: control.signal };
    const post = forwardedCommands(info).post(request);
    await started.promise;
    control.abort(new DOMException('stop', 'AbortError'));
    await expect(post).rejects.toMatchObject({ name: 'AbortError' });
    await cancelled.promise;
  });

  it('learns where the window is', async () => {
    const { info } = await listen();
    expect(await showRunning(info)).toEqual({ url: 'http://127.0.0.1:1/?token=x', shown: false });
  });

  it('says that the home is in use when the engine cannot be reached', async () => {
    const { info, server } = await listen();
    await server.close();
    await expect(forwardedCommands(info).check()).rejects.toMatchObject({ code: 'LEDGER_IN_USE' });
    await expect(forwardedCommands({ ...info, address: null }).check()).rejects.toMatchObject({
      code: 'LEDGER_IN_USE',
    });
  });
});

describe('an engine that was stopped, or hangs', () => {
  it('is waited for no longer than its first word may take, in words', async () => {
    const { path } = makePipeAddress(temporaryFolder());
    const sockets = new Set<Socket>();
    const mute = createServer((socket) => sockets.add(socket)).listen(path);
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      mute.close();
    });
    await once(mute, 'listening');
    const { info } = await listen();
    const match = forwardedCommands({ ...info, address: path }, 50).match({ actor, dryRun: false });
    await expect(match).rejects.toThrow(
      /\(process 1\).*has not answered for 0.05 s; it may have been stopped, or hang/,
    );
    await expect(match).rejects.toMatchObject({ code: 'LEDGER_IN_USE' });
  });

  it('is told from one that works long without a word of progress', async () => {
    const patienceMs = 1_000;
    const { info } = await listen({
      match: async () => {
        await wait(patienceMs * 1.3);
        return standInCommands().match({ actor, dryRun: false });
      },
    });
    const done = await forwardedCommands(info, patienceMs).match({ actor, dryRun: false });
    expect(done.matchable).toBe(0);
  });
});

describe('the pipe', () => {
  it.for([
    ['a wrong token', '{"token":"x","call":{"name":"check"}}\n'],
    ['no JSON', 'GET / HTTP/1.1\r\n\r\n'],
    ['an unknown call', '{"token":"TOKEN","call":{"name":"constructor"}}\n'],
    ['a call with a field too many', '{"token":"TOKEN","call":{"name":"check","actor":"me"}}\n'],
  ] as const)('ends without a word for %s', async ([, text]) => {
    const { server } = await listen();
    const socket = connect(server.address);
    let answered = '';
    socket.on('data', (data: Buffer) => (answered += data.toString()));
    socket.on('error', () => undefined);
    socket.write(text.replace('TOKEN', server.token));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(answered).toBe('');
  });

  it('ends for a line larger than any of ours', async () => {
    const { server } = await listen();
    const socket = connect(server.address);
    socket.on('error', () => undefined);
    socket.write('x'.repeat(5 * 1024 * 1024));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(socket.destroyed).toBe(true);
  });

  it('lies in the home, or in a private folder when that path is too long for a socket', () => {
    const home = temporaryFolder();
    expect(makePipeAddress(home, 'linux').path).toBe(`${home}/engine.sock`);
    const long = makePipeAddress(`${home}/${'x'.repeat(120)}`, 'linux');
    onTestFinished(() => long.clean());
    expect(long.path.length).toBeLessThan(104);
    expect(statSync(long.path.replace('/engine.sock', '')).mode & 0o077).toBe(0);
    expect(makePipeAddress(home, 'win32').path).toMatch(/^\\\\\.\\pipe\\tieout-[0-9a-f]{32}$/);
  });
});
