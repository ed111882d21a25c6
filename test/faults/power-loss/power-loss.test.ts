import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { whyNoStrace } from '../strace.ts';
import { powerLossRow } from './power-loss-row.ts';

const TRIALS = 100;

describe('power-loss', () => {
  it('whatever a power cut leaves of what was not flushed, nothing acknowledged is gone and the books come right', async ({
    skip,
  }) => {
    const whyNot = whyNoStrace();
    if (whyNot !== null) skip(`it cannot be played here: ${whyNot}`);
    const { tally, isBroken, said } = await shortRun(powerLossRow({ controlEvery: TRIALS }), TRIALS);
    expect(isBroken, said).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.control).toMatchObject({ caught: 1, of: 1 });
  }, 600_000);
});
