import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { twoSendersRow } from './two-senders-row.ts';

const TRIALS = 50;

describe('two-senders', () => {
  it('two senders, two processes and a restored old ledger double nothing; without the claim check they do', async () => {
    const { tally, isBroken, said } = await shortRun(twoSendersRow({ controlEvery: 10 }), TRIALS);
    expect(isBroken, said).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.control.of).toBe(TRIALS / 10);
  }, 600_000);
});
