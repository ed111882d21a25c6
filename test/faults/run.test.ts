import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../build/root.ts';
import { temporaryFolder } from '../electron/engine/temporary-folder.ts';
import { emptyTally, isRowVoid, type RowTally } from './row.ts';
import { noDamage, trialRow } from './trial-row.ts';

/** The fault bed as its npm script starts it. */
function faults(args: readonly string[]) {
  const child = spawn(process.execPath, [inRoot('test', 'faults', 'run.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return { child, ended };
}

async function tallies(trials: readonly number[], playControl: (trial: number) => 'damaged' | 'unharmed' | null) {
  const played: RowTally[] = [];
  const row = trialRow({
    id: 'one',
    fullTrials: 100,
    control: 'switched',
    controlEvery: 10,
    play: async () => ({ fault: 'none', damage: noDamage() }),
    playControl: async (_seed, trial) => playControl(trial),
  });
  const onTally = (tally: RowTally) => void played.push(tally);
  await row.run({ trials, seed: 7, onProgress: () => undefined, onTally, controlAtLeastOnce: true });
  return played.map(({ trials: count, control }) => [count, control.caught, control.of]);
}

describe('the control of a row', () => {
  it('is played once where no trial of this run would play it, with the first story that gives it something to damage', async () => {
    expect(await tallies([1, 3], (trial) => (trial === 3 ? 'damaged' : null))).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 1],
    ]);
    expect(await tallies([0, 1], (trial) => (trial === 5 ? 'unharmed' : null))).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 0, 1],
    ]);
  });

  it('is not played a second time where a trial has, and a row that could not play it is void', async () => {
    expect(await tallies([0, 1], () => 'damaged')).toEqual([
      [1, 1, 1],
      [1, 0, 0],
    ]);
    expect((await tallies([], () => null)).at(-1)).toEqual([0, 0, 0]);
    expect(isRowVoid(emptyTally('switched'))).toBe(true);
  });
});

describe('the command line of the fault bed', { timeout: 60_000 }, () => {
  it.for([
    ['--trials 0', /--trials 0: a whole number from 1/],
    ['--row nothing', /--row nothing: the rows are mixed/],
    ['--rows mixed', /'--rows'/],
    ['--shard 3/2', /--shard 3\/2/],
    ['--seed 1 --seed 2', /--seed is given twice/],
  ] as const)('%s ends with 2, also as JSON', async ([line, words]) => {
    const { code, stdout, stderr } = await faults([...line.split(' '), '--json']).ended;
    expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
    expect(stdout).toMatch(words);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'BAD_INPUT' } });
  });

  it('--help says how to use it and ends with 0', async () => {
    const { code, stdout } = await faults(['--help']).ended;
    expect([code, stdout]).toEqual([0, expect.stringContaining('--shard i/n')]);
  });

  it('stops on Ctrl C after the trial it is in, says how far it came and keeps that', async () => {
    const file = join(temporaryFolder(), 'state.json');
    const run = faults(['--row', 'mixed', '--json', '--state', file]);
    await once(run.child.stderr, 'data'); // whatever it says first, it is at work
    run.child.kill('SIGINT');
    const { code, stdout, stderr } = await run.ended;
    const said = JSON.parse(stdout) as { row: string; trials: number; stopped: string };
    expect([code, said.row]).toEqual([1, 'mixed']);
    expect(said.stopped).toBe(`stopped after ${said.trials} of 200000 trials`);
    expect(stderr).toContain(`They are kept in ${file}`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ 'mixed 1/1': { played: said.trials } });
  });
});
