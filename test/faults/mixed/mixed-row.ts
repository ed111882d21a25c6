import type { FaultRow } from '../row.ts';
import { isDamaged, trialRow } from '../trial-row.ts';
import { playBlindly, playHastily } from './mixed-controls.ts';
import { mixedStory } from './mixed-story.ts';
import { playMixed } from './play-mixed.ts';
import { shortest } from './shortest.ts';

/**
 * Everything mixed, in one process without a socket, a file or a clock of its own; the controls take turns. A story that breaks is made
 * shorter, step by step, for as long as it still does.
 */
export function mixedRow(sizes: { readonly controlEvery: number } = { controlEvery: 40 }): FaultRow {
  return trialRow({
    id: 'mixed',
    fullTrials: 200_000,
    control: 'resend without reading back, or settle time in the wrong unit',
    controlEvery: sizes.controlEvery,
    async play(seed, trial) {
      const story = mixedStory(seed, trial);
      const { damage } = await playMixed(story, seed);
      const isBroken = isDamaged(damage);
      const kills = story.steps.filter(({ killAt }) => killAt !== undefined).length;
      const fault =
        kills === 0 ? 'no kills' : kills === 1 ? '1 kill' : kills > 3 ? 'more than 3 kills' : `${kills} kills`;
      if (!isBroken) return { fault, damage };
      return { fault, damage, note: `the shortest story that breaks: ${await shortest(story, seed)}` };
    },
    playControl: (seed, trial) =>
      (trial / sizes.controlEvery) % 2 === 0 ? playBlindly(seed, trial) : playHastily(seed, trial),
  });
}
