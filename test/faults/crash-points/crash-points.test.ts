import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { crashPointsRow } from './crash-points-row.ts';

/** A part of the points by processes; all of them are tried in process beside the sender's own tests. */
const EVERY = 5;
const TRIALS = 22;

describe('crash-points', () => {
  it('a process killed at a named step goes on to the right books; a blind restart doubles', async () => {
    const sample = Array.from({ length: TRIALS }, (_, place) => place * EVERY);
    const { tally, isBroken, said } = await shortRun(crashPointsRow({ controlEvery: EVERY * TRIALS }), sample);
    expect(isBroken, said).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.control).toMatchObject({ caught: 1, of: 1 });
    expect(Object.keys(tally.byFault).length).toBeGreaterThan(TRIALS / 2);
  }, 600_000);
});
