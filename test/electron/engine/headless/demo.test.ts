import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProgram } from '../../../../build/test-programs.ts';
import { stopSampleCompany } from '../../../../electron/sample/launch.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const MOVEMENTS = '150';
/** Whole programs are started here, on machines that do other work as well. */
const TIMEOUT_MS = 120_000;

function tieout(args: readonly string[]) {
  const child = spawn(process.execPath, [builtProgram('cli'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  /** Resolves when stderr holds the words. */
  const says = (words: string) =>
    new Promise<void>((resolve) => {
      child.stderr.on('data', () => {
        if (stderr.includes(words)) resolve();
      });
    });
  return { child, ended, says };
}

interface DemoJson {
  readonly movements: number;
  readonly matchable: number;
  readonly matched: Readonly<Record<string, number>>;
  readonly truth: { readonly autoCorrect: number; readonly autoWrong: number };
  readonly posted: { readonly confirmed: number; readonly rejected: number; readonly unknown: number };
  readonly simulator: { readonly payments: number; readonly duplicatePayments: number };
  readonly audit: { readonly rows: number; readonly valid: boolean };
}

function demosLeft(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('tieout-demo-'));
}

describe('demo', { timeout: TIMEOUT_MS }, () => {
  it('works the sample month to its end, judged by answer key and simulator, and leaves nothing behind', async () => {
    const before = demosLeft();
    const { code, stdout, stderr } = await tieout(['demo', '--movements', MOVEMENTS, '--json']).ended;
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const result = JSON.parse(stdout) as DemoJson;
    expect(Object.values(result.matched).reduce((sum, count) => sum + count, 0)).toBe(result.matchable);
    expect(result.truth.autoCorrect).toBeGreaterThan(0);
    expect(result.truth.autoWrong).toBe(0);
    expect(result.posted.confirmed).toBeGreaterThan(0);
    expect(result.posted.unknown).toBe(0);
    expect(result.simulator).toEqual({ payments: result.posted.confirmed, duplicatePayments: 0 });
    expect(result.audit.valid).toBe(true);
    expect(demosLeft().filter((name) => !before.includes(name))).toEqual([]);
  });

  it('that was killed half-way goes on to the end on its home, with nothing booked twice', async () => {
    const home = join(temporaryFolder(), 'home');
    onTestFinished(() => stopSampleCompany(join(home, 'sample')));
    const first = tieout(['demo', '--movements', MOVEMENTS, '--home', home]);
    await Promise.race([first.says('payments sent'), first.ended]);
    first.child.kill('SIGKILL');
    await first.ended;
    const { code, stdout } = await tieout(['demo', '--home', home, '--json']).ended;
    const result = JSON.parse(stdout) as DemoJson;
    expect(code).toBe(0);
    expect(result.truth.autoWrong).toBe(0);
    expect(result.simulator).toEqual({ payments: result.posted.confirmed, duplicatePayments: 0 });
  });

  it('stops cleanly on Ctrl C, says so and ends with 1', async () => {
    const home = join(temporaryFolder(), 'home');
    const run = tieout(['demo', '--movements', '1500', '--home', home, '--json']);
    // A line a second tells of whichever system was read last.
    await Promise.race([run.says('Stripe'), run.says('PeopleSoft'), run.ended]);
    run.child.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CANCELLED' } });
    expect(existsSync(join(home, 'engine.json'))).toBe(false);
  });
});

describe('sample serve', { timeout: TIMEOUT_MS }, () => {
  it('prints where the simulators are on its first line, and ends with them and with 0 when stopped', async () => {
    const run = tieout(['sample', 'serve', '--movements', '60']);
    const [line] = (await once(run.child.stdout, 'data')) as [string];
    const { stripe, peoplesoft, folder } = JSON.parse(line) as {
      stripe: { url: string; key: string };
      peoplesoft: Record<string, string>;
      folder: string;
    };
    expect(Object.keys(peoplesoft)).toEqual(['url', 'node', 'user', 'password']);
    const charges = () =>
      fetch(`${stripe.url}/v1/charges?limit=1`, { headers: { authorization: `Bearer ${stripe.key}` } });
    expect((await charges()).status).toBe(200);
    run.child.kill('SIGTERM');
    expect((await run.ended).code).toBe(0);
    await expect(charges()).rejects.toThrow(/fetch failed/);
    expect(existsSync(folder)).toBe(false);
  });
});
