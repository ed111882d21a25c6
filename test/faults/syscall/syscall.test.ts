import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { whyNoStrace } from '../strace.ts';
import { syscallRow } from './syscall-row.ts';

const TRIALS = 12;

describe('syscall', () => {
  it('a process that dies or is told of a broken or full disk at any call goes on to the right books; a blind restart doubles', async ({
    skip,
  }) => {
    const whyNot = whyNoStrace();
    if (whyNot !== null) skip(`it cannot be played here: ${whyNot}`);
    const { tally, isBroken, said } = await shortRun(syscallRow({ controlEvery: TRIALS }), TRIALS);
    expect(isBroken, said).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.control).toMatchObject({ caught: 1, of: 1 });
  }, 600_000);
});
