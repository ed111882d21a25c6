import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { electronBinary } from '../../build/electron-binary.ts';

const STALL_LIMIT_MS = 50;
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieout-electron-'));
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const downloader = async (script: string): Promise<void> => await writeFile(join(folder, 'install.js'), script);

describe('Electron’s program', () => {
  it('is taken where it already lies, without its downloader', async () => {
    await downloader("throw new Error('must not run')");
    await mkdir(join(folder, 'dist'));
    await writeFile(join(folder, 'dist', 'electron'), '');
    await writeFile(join(folder, 'path.txt'), 'electron');
    expect(await electronBinary(folder)).toEqual({ found: true, path: join(folder, 'dist', 'electron') });
  });

  it('is fetched by its own downloader when it is missing', async () => {
    await downloader(`
      const fs = require('node:fs');
      fs.mkdirSync(__dirname + '/dist');
      fs.writeFileSync(__dirname + '/dist/electron', '');
      fs.writeFileSync(__dirname + '/path.txt', 'electron');
    `);
    expect(await electronBinary(folder)).toEqual({ found: true, path: join(folder, 'dist', 'electron') });
  });

  it('is missing, in words, when the download fails, stalls, ends without a result, or cannot begin', async () => {
    await downloader("console.error('a page of stack trace'); process.exit(1)");
    expect(await electronBinary(folder)).toEqual({ found: false, why: 'its download did not succeed' });
    await downloader('setInterval(() => undefined, 1000)');
    const stalled = { found: false, why: 'its download server does not answer' };
    expect(await electronBinary(folder, STALL_LIMIT_MS)).toEqual(stalled);
    await downloader('');
    expect(await electronBinary(folder)).toEqual({ found: false, why: 'its downloader brought nothing' });
    await rm(join(folder, 'install.js'));
    expect(await electronBinary(folder)).toEqual({ found: false, why: 'its package is not installed' });
  });
});
