import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { storageRow } from './storage-row.ts';

const TRIALS = 200;

describe('storage', () => {
  it('damaged files, wrong keys and full disks are refused or repaired, never silently wrong; a plain file is', async () => {
    const { tally, isBroken, said } = await shortRun(storageRow(), TRIALS);
    expect(isBroken, said).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.byFault['disk full']).toBeGreaterThan(3);
    expect(tally.control.of).toBe(TRIALS / 50);
  }, 600_000);
});
