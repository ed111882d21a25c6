import { describe, expect, it } from 'vitest';
import { addTallies, emptyTally, isRowBroken, type RowTally } from '../row.ts';
import { shortRun } from '../short-run.ts';
import { killRandomRow } from './kill-random-row.ts';

const TRIALS = 43;

describe('kill-random', () => {
  it('a process killed at random moments of its day goes on to the right books; the blind control doubles', async () => {
    const { tally, isBroken, said } = await shortRun(
      killRandomRow({ demoEvery: 3, demoMovements: 150, controlEvery: TRIALS }),
      TRIALS,
    );
    expect(isBroken, said).toBe(false);
    expect(tally).toMatchObject({ trials: TRIALS, control: { caught: 1, of: 1 } });
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
