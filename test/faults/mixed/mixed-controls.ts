import type { ControlResult } from '../trial-row.ts';
import { resendingBlindly } from '../controls/blind-reader.ts';
import { SETTLE_SECONDS } from './mixed-times.ts';
import { mixedStory, type MixedStep, type MixedStory } from './mixed-story.ts';
import { playSwitched } from './play-mixed.ts';

/** Milliseconds taken for seconds. */
const WRONG_UNIT = 0.001;
const POST: MixedStep = { do: 'post', bulk: true, now: true, limit: null };

/** What the program does when it works, up to the first payments on their way. */
function sentOnce(story: MixedStory, lost: MixedStep): MixedStep[] {
  return [
    { do: 'readPeopleSoft' },
    { do: 'readStripe' },
    ...Array.from({ length: story.early }, (): MixedStep => ({ do: 'approve', which: 0 })),
    lost,
    POST,
  ];
}

function ofControl(story: MixedStory, steps: readonly MixedStep[]): MixedStory {
  const site = { ...story.site, depositIds: 'next' as const };
  return { ...story, site, steps, rulesDecide: false, quietWindow: null };
}

/** Takes every doubt for absence: of a story that has lost an answer, time, restarts and rounds are played on. */
export async function playBlindly(seed: number, trial: number): Promise<ControlResult> {
  const story = mixedStory(seed, trial);
  const rest = story.steps.filter(({ do: what }) => what === 'wait' || what === 'restart');
  const steps: MixedStep[] = [
    ...sentOnce(story, { do: 'failSend', order: { form: 'dropConnection', commit: 'first' } }),
    ...rest,
    { do: 'wait', seconds: 6_000 },
    POST,
    { do: 'wait', seconds: 6_000 },
    POST,
  ];
  return resultOf(await playSwitched(ofControl(story, steps), seed, { change: resendingBlindly }));
}

/** Measures its settle time in the wrong unit while PeopleSoft is still saving. */
export async function playHastily(seed: number, trial: number): Promise<ControlResult> {
  const story = mixedStory(seed, trial);
  const wait = (seconds: number): MixedStep[] => [{ do: 'wait', seconds }, POST];
  const steps: MixedStep[] = [
    ...sentOnce(story, { do: 'failSend', order: { form: 'dropConnection', commit: 'later', laterSeconds: 200 } }),
    ...wait(5),
    ...wait(5),
    ...wait(400),
  ];
  return resultOf(await playSwitched(ofControl(story, steps), seed, { settleSeconds: SETTLE_SECONDS * WRONG_UNIT }));
}

function resultOf(chargeIds: readonly string[]): ControlResult {
  return new Set(chargeIds).size < chargeIds.length ? 'damaged' : 'unharmed';
}
