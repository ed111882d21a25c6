import { describe, expect, it } from 'vitest';
import { killRandomRow } from './kill-demo.ts';
import { addTallies, emptyTally, isRowBroken, type RowTally } from './row.ts';

const TRIALS = 8;

describe('kill-random', () => {
  it('a demo killed at random moments goes on to the books of an undisturbed one; the blind control doubles', async () => {
    const row = killRandomRow({ movements: 150, killsPerHome: 4, controlEvery: TRIALS });
    const said: string[] = [];
    let tally: RowTally | null = null;
    await row.run({
      trials: Array.from({ length: TRIALS }, (_, trial) => trial),
      seed: 7,
      onProgress: (text) => said.push(text),
      onTally: (more) => (tally = tally === null ? more : addTallies(tally, more)),
    });
    expect(tally, said.join('\n')).toMatchObject({
      trials: TRIALS,
      doubled: 0,
      lost: 0,
      stuckUnknown: 0,
      silentlyWrong: 0,
      auditBroken: 0,
      control: { caught: 1, of: 1 },
    });
  }, 600_000);
});

describe('a row', () => {
  const sound: RowTally = {
    ...emptyTally('c'),
    trials: 3,
    byFault: { a: 1, b: 2 },
    control: { name: 'c', caught: 1, of: 1 },
  };

  it('adds up', () => {
    expect(addTallies(sound, { ...sound, lost: 1, byFault: { b: 1, c: 4 } })).toMatchObject({
      trials: 6,
      lost: 1,
      byFault: { a: 1, b: 3, c: 4 },
      control: { caught: 2, of: 2 },
    });
  });

  it('is broken by any damage, and by a control that shows none', () => {
    expect(isRowBroken(sound)).toBe(false);
    for (const kind of ['doubled', 'lost', 'stuckUnknown', 'silentlyWrong', 'auditBroken'] as const)
      expect(isRowBroken({ ...sound, [kind]: 1 })).toBe(true);
    expect(isRowBroken({ ...sound, control: { name: 'c', caught: 0, of: 1 } })).toBe(true);
  });
});
