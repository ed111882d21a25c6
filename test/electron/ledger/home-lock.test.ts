import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homePaths } from '../../../electron/ledger/home.ts';
import type { HomePaths } from '../../../electron/ledger/home.ts';
import { findRunningEngine, lockHome } from '../../../electron/ledger/home-lock.ts';
import type { Instant } from '../../../shared/domain/ids.ts';

const RACES = 12;
const self = { pid: process.pid, at: '2026-11-02T14:00:00.000Z' as Instant };
let paths: HomePaths;
beforeEach(() => {
  paths = homePaths(mkdtempSync(join(tmpdir(), 'tieout-lock-')));
});
afterEach(() => rmSync(paths.folder, { recursive: true, force: true }));

describe('the lock of a home', () => {
  it('lets one engine in, names it to the second, and counts generations', () => {
    expect(findRunningEngine(paths)).toBeNull();
    const first = lockHome(paths, self);
    expect(first).toMatchObject({ generation: 1, stale: null });
    expect(() => lockHome(paths, self)).toThrow(new RegExp(`is in use by another Tieout \\(process ${process.pid},`));
    first.announce({ address: '/tmp/x.sock', token: 'secret', url: null });
    expect(findRunningEngine(paths)).toMatchObject({
      pid: process.pid,
      generation: 1,
      address: '/tmp/x.sock',
      token: 'secret',
    });
    first.release();
    first.release();
    expect(findRunningEngine(paths)).toBeNull();
    const second = lockHome(paths, self);
    expect(second).toMatchObject({ generation: 2, stale: null });
    second.release();
  });

  it('keeps the way in to itself', ({ skip }) => {
    skip(process.platform === 'win32', 'Windows keeps rights on the folder');
    const lock = lockHome(paths, self);
    expect(statSync(paths.engine).mode & 0o777).toBe(0o600);
    lock.release();
  });

  it('is free again the moment its process is killed, and tells what that engine left', async () => {
    const holder = new URL('./lock-holder.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [holder, paths.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    expect(() => lockHome(paths, self)).toThrow(expect.objectContaining({ code: 'LEDGER_IN_USE' }));
    expect(findRunningEngine(paths)).toMatchObject({ pid: child.pid, address: 'here' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(findRunningEngine(paths)).toBeNull();
    const next = lockHome(paths, self);
    expect(next).toMatchObject({ generation: 2, stale: { pid: child.pid, generation: 1 } });
    next.release();
  });

  it('is not refused to a taker by the moment another process looks who runs here', async () => {
    lockHome(paths, self).release();
    const looker = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads');
       const db = new (require('better-sqlite3'))(workerData);
       db.exec('BEGIN IMMEDIATE');
       parentPort.postMessage('looking');
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
       db.exec('ROLLBACK');
       db.close();`,
      { eval: true, workerData: paths.lock },
    );
    const ended = once(looker, 'exit');
    await once(looker, 'message');
    const lock = lockHome(paths, self);
    expect(lock.generation).toBe(2);
    lock.release();
    await ended;
  });

  it('goes to exactly one of two that start at the same moment', async () => {
    const gate = new Int32Array(new SharedArrayBuffer(4));
    const racers = [0, 1].map(() => new Worker(new URL('./lock-racer.ts', import.meta.url), { workerData: gate }));
    for (let round = 1; round <= RACES; round += 1) {
      const folder = join(paths.folder, String(round));
      mkdirSync(folder);
      const said = Promise.all(racers.map((racer) => once(racer, 'message')));
      for (const racer of racers) racer.postMessage({ folder, round });
      expect(new Set((await said).flat()), `race ${round}`).toEqual(new Set(['LEDGER_IN_USE', 'in']));
    }
    await Promise.all(racers.map((racer) => racer.terminate()));
  });

  it('says so when the lock file itself is damaged', () => {
    writeFileSync(paths.lock, 'not a lock '.repeat(1_000));
    expect(() => lockHome(paths, self)).toThrow(expect.objectContaining({ code: 'LEDGER_IO' }));
  });
});
