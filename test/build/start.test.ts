import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NONCE_PLACEHOLDER } from '../../build/csp-safe-html.ts';
import { inRoot } from '../../build/root.ts';

/** A copy of the build with a window of one line and a host that says what it was given and then serves for ever. */
let copy = '';
beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'tieout-start-'));
  await cp(inRoot('build'), join(copy, 'build'), { recursive: true });
  await symlink(inRoot('node_modules'), join(copy, 'node_modules'), 'junction');
  await mkdir(join(copy, 'renderer'));
  await mkdir(join(copy, 'electron'));
  const files = {
    'package.json': '{"type":"module"}',
    'renderer/index.html':
      '<!doctype html><html lang="en"><head><title>T</title></head><body><script type="module" src="./main.tsx"></script></body></html>',
    'renderer/main.tsx': "document.body.append('window');\n",
    'electron/cli.ts': "throw new Error('must not run');\n",
    'electron/serve.ts':
      "console.log(JSON.stringify(process.argv.slice(2)));\nprocess.once('SIGINT', () => process.exit(0));\nsetInterval(() => undefined, 1000);\n",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(copy, name), text);
});
afterEach(async () => {
  await rm(copy, { recursive: true, force: true });
});

function launch(args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [join(copy, 'build', 'launch.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What a started program printed on standard output, up to its first two lines. */
async function twoLines(program: ChildProcessByStdio<null, Readable, Readable>): Promise<readonly string[]> {
  let text = '';
  for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8');
    if (text.split('\n').length > 2) break;
  }
  return text.trimEnd().split('\n');
}

describe('opening the window', () => {
  it('builds the window, says in one line that it opens in the browser, passes its arguments on and ends by Ctrl C', async () => {
    const program = launch(['start', '--browser', '--home', 'a b']);
    const exited = once(program, 'exit');
    expect(await twoLines(program)).toEqual([
      'Tieout opens in the browser: as asked.',
      JSON.stringify(['--open', '--home', 'a b']),
    ]);
    const page = await readFile(join(copy, 'dist', 'renderer', 'index.html'), 'utf8');
    expect(page).toContain(`<meta name="csp-nonce" content="${NONCE_PLACEHOLDER}">`);
    expect(page).toMatch(/<script type="module"[^>]* src="\/assets\/index-[\w-]+\.js">/);
    program.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
  });

  it.each([
    ['npm start', ['start', '--browser']],
    ['serve', ['tieout', 'serve']],
  ])('by %s starts nothing when the window does not build, and shows why', async (_name, args) => {
    await writeFile(join(copy, 'renderer', 'main.tsx'), "import { nothing } from './nowhere.ts';\nnothing();\n");
    const program = launch(args);
    let said = '';
    program.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    const [code] = (await once(program, 'close')) as [number];
    expect(code).toBe(1);
    expect(said).toContain('./nowhere.ts');
    expect(said).toContain('The window could not be built');
    expect(said).not.toContain('    at ');
  });
});
