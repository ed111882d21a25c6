import { isDamaged } from '../trial-row.ts';
import type { MixedStep, MixedStory } from './mixed-story.ts';
import { playMixed } from './play-mixed.ts';

/** The fewest steps of a broken story that still break it, as text: each step that is not needed is left out. */
export async function shortest(story: MixedStory, seed: number): Promise<string> {
  let steps: readonly MixedStep[] = story.steps;
  for (let at = story.steps.length - 1; at >= 0; at -= 1) {
    const fewer = steps.toSpliced(at, 1);
    if (await breaks({ ...story, steps: fewer }, seed)) steps = fewer;
  }
  return steps.map((step) => JSON.stringify(step)).join(' ');
}

async function breaks(story: MixedStory, seed: number): Promise<boolean> {
  try {
    const { damage } = await playMixed(story, seed);
    return isDamaged(damage);
  } catch {
    return false; // another story than the one that is looked for
  }
}
