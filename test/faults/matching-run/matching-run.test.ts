import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { matchingRunRow } from './matching-run-row.ts';

const TRIALS = 5;

describe('matching-run', () => {
  it('a process killed at any step of a matching run leaves nothing that the next run does not make good', async () => {
    const { tally, isBroken, said } = await shortRun(matchingRunRow(), TRIALS);
    expect(isBroken, said).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.control).toMatchObject({ caught: 1, of: 1 });
  }, 600_000);
});
