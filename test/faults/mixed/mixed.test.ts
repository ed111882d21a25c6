import { describe, expect, it } from 'vitest';
import { shortRun } from '../short-run.ts';
import { mixedRow } from './mixed-row.ts';
import { mixedStory } from './mixed-story.ts';
import { playMixed } from './play-mixed.ts';

const TRIALS = 210;
const SAME_STORIES = 6;

describe('mixed', () => {
  it('whatever happens in whatever order, each approved payment stands in PeopleSoft once and as approved; the controls double', async () => {
    const { tally, isBroken, said } = await shortRun(mixedRow({ controlEvery: 30 }), TRIALS);
    expect(isBroken, said).toBe(false);
    expect(tally.trials).toBe(TRIALS);
    expect(tally.control.of).toBe(TRIALS / 30);
  }, 600_000);

  it('the same seed is the same story to the last byte of ledger and books', async () => {
    for (let trial = 0; trial < SAME_STORIES; trial += 1) {
      const first = await playMixed(mixedStory(3, trial), 3);
      const second = await playMixed(mixedStory(3, trial), 3);
      expect(first.trace.length).toBeGreaterThan(10);
      expect(second.trace).toEqual(first.trace);
    }
  }, 60_000);
});
