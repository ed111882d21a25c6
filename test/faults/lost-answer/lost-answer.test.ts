import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { lostAnswerRow } from './lost-answer-row.ts';

const TRIALS = 80;

describe('lost-answer', () => {
  it('however an answer is lost, each approved payment stands in PeopleSoft once and as approved; the blind control doubles', async () => {
    const { tally, isBroken, said } = await shortRun(lostAnswerRow({ controlEvery: 12 }), TRIALS);
    expect(isBroken, said).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.control.of).toBeGreaterThan(2);
  }, 600_000);
});
