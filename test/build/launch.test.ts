import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inRoot } from '../../build/root.ts';

/** A copy of the launcher alone, with an entry that says what it was given. */
let copy = '';
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'tieout-launch-'));
  for (const folder of ['build', 'electron', 'node_modules/zod']) mkdirSync(join(copy, folder), { recursive: true });
  cpSync(inRoot('build', 'launch.mjs'), join(copy, 'build', 'launch.mjs'));
  writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(copy, 'electron', 'cli.ts'),
    'const words: string[] = process.argv.slice(2);\nconsole.log(JSON.stringify({ words, from: process.env["INIT_CWD"] }));\nprocess.exitCode = 4;\n',
  );
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

function launch(args: readonly string[], nodeVersion?: string) {
  const pretend = nodeVersion === undefined ? [] : ['--import', pretending(nodeVersion)];
  return spawnSync(process.execPath, [...pretend, join(copy, 'build', 'launch.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: '/somewhere' },
  });
}

/** Makes Node say that it is another version, which is all that the launcher goes by. */
function pretending(version: string): string {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  return `data:text/javascript,${encodeURIComponent(versions)}`;
}

describe('the launcher', () => {
  it('runs the entry in its own process: arguments, output and exit code are the entry’s own', () => {
    const run = launch(['tieout', 'demo', '--home', 'a b']);
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toEqual({ words: ['demo', '--home', 'a b'], from: '/somewhere' });
    expect(run.status).toBe(4);
  });

  it.each(['20.20.2', '26.0.0'])('names Node %s as wrong, says what to do, and starts nothing', (version) => {
    const run = launch(['tieout', 'demo'], version);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(
      `Tieout needs Node 24 (its ledger driver crashes on others); this is Node ${version}.`,
    );
    expect(run.stderr).toContain('npm run tieout -- <command>');
    expect(run.status).toBe(2);
  });

  it('asks for npm ci where nothing is installed, also under a wrong Node', () => {
    rmSync(join(copy, 'node_modules'), { recursive: true });
    expect(launch(['tieout']).stderr).toBe('The packages are not installed yet. Run "npm ci" first.\n');
    expect(launch(['tieout'], '20.20.2').stderr).toContain('Run "npm ci" first');
  });

  it('names an entry that does not exist', () => {
    const run = launch(['nonsense']);
    expect(run.stderr).toContain('There is no entry "nonsense"; there are: start');
    expect(run.status).toBe(2);
  });

  it('shows why an entry broke and fails', () => {
    writeFileSync(join(copy, 'electron', 'cli.ts'), "throw new Error('ledger is elsewhere');\n");
    const run = launch(['tieout']);
    expect(run.stderr).toContain('ledger is elsewhere');
    expect(run.status).toBe(1);
  });

  it('is written so that an old Node understands it', () => {
    const text = readFileSync(inRoot('build', 'launch.mjs'), 'utf8');
    expect(text).not.toMatch(/\?\.|\?\?|\|\|=|^await |from 'node:|#[a-z]|\bstatic \{/m);
  });
});
