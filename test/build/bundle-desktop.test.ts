import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleDesktop } from '../../build/bundle-desktop.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieout-bundle-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function source(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe('the desktop bundle', () => {
  it('takes worker threads along and starts them from where it lies, entries of their own or not', async () => {
    const adder = await source(
      'adder.ts',
      "import { parentPort } from 'node:worker_threads';\nparentPort?.postMessage(20 + 22);\n",
    );
    const main = await source(
      'main.ts',
      "import { Worker } from 'node:worker_threads';\n" +
        "const worker = new Worker(new URL('./adder.ts', import.meta.url));\n" +
        "worker.on('message', (sum: number) => console.log('sum', sum));\n",
    );
    const preload = await source('preload.ts', "import { ipcRenderer } from 'electron';\nipcRenderer.send('ready');\n");
    const out = join(folder, 'out');

    for (const entries of [{ main }, { main, 'engine-process': adder }]) {
      await bundleDesktop(out, { main: entries, preload });
      await writeFile(join(out, 'package.json'), '{"type":"module"}');
      expect(execFileSync(process.execPath, [join(out, 'main.js')], { encoding: 'utf8' })).toBe('sum 42\n');
      await rm(join(out, 'main.js'));
    }
    expect(await readdir(out)).toContain('engine-process.js');
  });

  it('makes the preload one CommonJS file that asks for Electron and nothing else', async () => {
    const main = await source('main.ts', 'export const started = true;\n');
    await source('channel.ts', "export const channel: string = 'port';\n");
    const preload = await source(
      'preload.ts',
      "import { ipcRenderer } from 'electron';\nimport { channel } from './channel.ts';\nipcRenderer.send(channel);\n",
    );
    const out = join(folder, 'out');

    await bundleDesktop(out, { main: { main }, preload });

    const text = await readFile(join(out, 'preload.cjs'), 'utf8');
    expect(text.match(/require\([^)]*\)/g)).toEqual([expect.stringMatching(/require\(["'`]electron["'`]\)/)]);
    expect(text).not.toMatch(/^\s*import\s/m);
    expect((await readdir(out)).filter((name) => name.includes('preload'))).toEqual(['preload.cjs']);
  });

  it('names an entry that is not there', async () => {
    const main = await source('main.ts', 'export const started = true;\n');
    const missing = join(folder, 'preload.ts');
    await expect(bundleDesktop(join(folder, 'out'), { main: { main }, preload: missing })).rejects.toThrow(missing);
  });
});
