import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { fileImportRow } from './file-import-row.ts';

const TRIALS = 12;

describe('file-import', () => {
  it('a process killed while a file is taken in or back, or gaps are healed, leaves nothing half done unsaid', async () => {
    const { tally, isBroken, said } = await shortRun(fileImportRow(), TRIALS);
    expect(isBroken, said).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.control).toMatchObject({ caught: 1, of: 1 });
  }, 600_000);
});
