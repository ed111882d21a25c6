import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inRoot } from '../../build/root.ts';
import { BENCHES } from './benches.ts';

const FIGURES = z.object({
  name: z.string(),
  rows: z.number().int().positive(),
  seconds: z.number().positive(),
  boundSeconds: z.number().nonnegative(),
  boundRowsPerSec: z.number().nonnegative(),
  ratio: z.number().positive(),
  peakMb: z.number().positive(),
  reach: z.record(z.string(), z.number()),
  ok: z.boolean(),
  void: z.string().nullable(),
});
/** Small enough to run in the suite; what they show is that each bench runs, not how fast. */
const ROWS: Readonly<Record<string, number>> = {
  customers: 400,
  exact: 200,
  'import-file': 600,
  incremental: 1_000,
  ingest: 400,
  month: 1_000,
  page: 300,
  post: 60,
  'quality-customers': 1,
  'quality-dedupe': 1,
  'quality-doubles': 1,
  'quality-movements': 1,
  'quality-parties': 1,
  'quality-reconcile': 300,
  'read-items': 3_000,
  reconcile: 500,
  responsive: 500,
  start: 200,
};

async function bench(args: readonly string[]) {
  const child = spawn(process.execPath, [inRoot('build', 'launch.mjs'), 'bench', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, stderr };
}

// Beside one another: they wait for child processes and for a pace most of the time.
describe.concurrent('bench', () => {
  it.each(BENCHES.map((each) => each.name))('%s runs and prints one object, whatever its figure', async (name) => {
    const run = await bench([name, '--rows', String(ROWS[name]), '--runs', '1', '--json']);
    expect([run.status, run.status === 0 ? '' : run.stderr]).toEqual([0, '']);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    expect(FIGURES.parse(JSON.parse(run.stdout)).name).toBe(name);
  });

  it('that does not exist is refused with the names of those that do', async () => {
    const run = await bench(['nothing']);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    for (const { name } of BENCHES) expect(run.stderr).toContain(`  ${name} `);
  });

  it('refuses rows that are no number, naming the option', async () => {
    const run = await bench(['exact', '--rows', 'many']);
    expect([run.status, run.stderr.split('\n')[0]]).toEqual([2, '--rows needs a whole number above zero.']);
  });
});
