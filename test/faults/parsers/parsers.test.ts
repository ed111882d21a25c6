import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { parsersRow } from './parsers-row.ts';

const TRIALS = 2_000;

describe('parsers', () => {
  it('a damaged document is refused or understood as the whole one, quickly and in little memory; a lenient reader is fooled', async () => {
    const { tally, isBroken, said } = await shortRun(parsersRow(), TRIALS);
    expect(isBroken, said.slice(0, 8_000)).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.control.of).toBe(TRIALS / 1_000);
  }, 600_000);
});
