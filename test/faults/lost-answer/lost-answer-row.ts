import type { FaultRow } from '../row.ts';
import { trialRow } from '../trial-row.ts';
import { drawStory } from './draw-story.ts';
import { playBlindly, playStory } from './play-story.ts';

/** Answers of PeopleSoft lost in every form, on both sides of its save; the control sends again without looking. */
export function lostAnswerRow(sizes: { readonly controlEvery: number } = { controlEvery: 10 }): FaultRow {
  return trialRow({
    id: 'lost-answer',
    fullTrials: 10_000,
    control: 'resend without reading back',
    controlEvery: sizes.controlEvery,
    controlFloor: 0.9,
    async play(seed, trial) {
      const story = drawStory(seed, trial);
      return { fault: story.fault, damage: await playStory(story) };
    },
    playControl: (seed, trial) => playBlindly(drawStory(seed, trial)),
  });
}
