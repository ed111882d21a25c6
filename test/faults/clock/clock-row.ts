import type { FaultRow } from '../row.ts';
import { trialRow } from '../trial-row.ts';
import { clockStory, settleStory } from './clock-story.ts';
import { playClock, playHasty } from './play-clock.ts';

/** A clock a day off, set back and forth while PeopleSoft saves, odd days; the control measures its settle time wrongly. */
export function clockRow(sizes: { readonly controlEvery: number } = { controlEvery: 10 }): FaultRow {
  return trialRow({
    id: 'clock',
    fullTrials: 2_000,
    control: 'settle time measured in the wrong unit',
    controlEvery: sizes.controlEvery,
    async play(seed, trial) {
      const story = clockStory(seed, trial);
      return { fault: story.fault, damage: await playClock(story) };
    },
    playControl: (seed, trial) => playHasty(settleStory(seed, trial)),
  });
}
