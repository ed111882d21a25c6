import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { clockRow } from './clock-row.ts';

const TRIALS = 60;

describe('clock', () => {
  it('however the clock is set, absence is not believed before PeopleSoft can have finished; a hasty settle time doubles', async () => {
    const { tally, isBroken, said } = await shortRun(clockRow({ controlEvery: 20 }), TRIALS);
    expect(isBroken, said).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.control.of).toBe(TRIALS / 20);
  }, 600_000);
});
