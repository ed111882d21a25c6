import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { serveTerminal } from '../../../../electron/engine/browser-host/serve-terminal.ts';
import { findRunningSample } from '../../../../electron/sample/launch.ts';
import type { EngineOptions } from '../../../../electron/engine/engine-types.ts';
import { standInEngine } from '../stand-in-engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}/;

function terminal(root: string) {
  const windowFolder = join(root, 'window');
  mkdirSync(windowFolder, { recursive: true });
  writeFileSync(join(windowFolder, 'index.html'), '<title>Tieout</title>');
  const said: string[] = [];
  const control = new AbortController();
  const keyboard = new PassThrough();
  const seen: EngineOptions[] = [];
  const engine = standInEngine();
  const home = join(root, 'home');
  const args = ['--home', home, '--port', '0', '--movements', '60'];
  const start = (more: readonly string[] = []) =>
    serveTerminal([...args, ...more], {
      env: {},
      cwd: root,
      version: '0.0.0',
      signal: control.signal,
      say: (line) => said.push(line),
      keyboard,
      createEngine: async (options) => {
        seen.push(options);
        return engine;
      },
      windowFolder,
    });
  const addresses = () => said.flatMap((line) => ADDRESS.exec(line) ?? []);
  return { said, control, keyboard, seen, engine, home, start, addresses };
}

describe('npm start in the browser', () => {
  it('says where to look, gives new addresses at Enter and to a second start, and ends in order', async () => {
    const root = temporaryFolder();
    const first = terminal(root);
    const running = first.start();
    await expect.poll(first.addresses, { timeout: 20_000 }).toHaveLength(1);
    expect(first.seen[0]).toMatchObject({ schedule: true, sample: true });
    first.keyboard.write('\n');
    await expect.poll(first.addresses).toHaveLength(2);
    expect(first.seen[0]?.newAddress?.()).toMatch(ADDRESS);

    const second = terminal(root);
    await second.start();
    expect(second.said[0]).toContain('runs on this home already');
    expect(second.addresses()).toHaveLength(1);
    const opened = await fetch(second.addresses()[0] ?? '', { redirect: 'manual' });
    expect(opened.status).toBe(303);

    first.control.abort();
    await running;
    expect(first.engine.isClosed).toBe(true);
    expect(existsSync(join(first.home, 'engine.json'))).toBe(false);
    expect(await findRunningSample(join(first.home, 'sample'))).toBeNull();
  });

  it('names a wrong option, and ends with the reason when its engine cannot go on', async () => {
    const root = temporaryFolder();
    const host = terminal(root);
    await expect(host.start(['--prot', '1'])).rejects.toThrow(/--prot/);
    await expect(host.start(['--seed', 'x'])).rejects.toThrow(/--seed x/);
    await expect(host.start(['--port', '1'])).rejects.toThrow(/--port is given twice/);
    const running = host.start();
    await expect.poll(host.addresses, { timeout: 20_000 }).toHaveLength(1);
    host.seen[0]?.onFatal('the disk is full');
    await expect(running).rejects.toThrow(/cannot go on: the disk is full/);
    expect(host.engine.isClosed).toBe(true);
  });
});
