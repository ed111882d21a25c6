import { chanceOf } from '../chance.ts';
import { resendingBlindly } from '../controls/blind-reader.ts';
import type { FaultRow } from '../row.ts';
import { trialRow, type ControlResult } from '../trial-row.ts';
import { crashStory } from './crash-story.ts';
import { startWorld } from './crash-world.ts';
import { playCrash } from './play-crash.ts';

/** Kills in the middle of recovery come early: a restart has less to do. */
const RECOVERY_POINTS = 40;
/** A schedule has a little more than a hundred points. */
const FULL_TRIALS = 2_400;

/**
 * A real process killed at every named step of a day, each restart of every third trial killed again; trials go through the points of
 * schedule 0, then of schedule 1 and so on. The control's last life does not look for what it does not know.
 */
export function crashPointsRow(sizes: { readonly controlEvery: number } = { controlEvery: 50 }): FaultRow {
  const pointsOf = new Map<string, Promise<readonly string[]>>();
  const countPoints = (seed: number, schedule: number): Promise<readonly string[]> => {
    const key = `${seed}/${schedule}`;
    const known = pointsOf.get(key) ?? playCrash(crashStory(seed, schedule), []).then(({ points }) => points);
    pointsOf.set(key, known);
    return known;
  };
  const locate = async (seed: number, trial: number): Promise<{ schedule: number; point: number }> => {
    let left = trial;
    for (let schedule = 0; ; schedule += 1) {
      const { length } = await countPoints(seed, schedule);
      if (left < length) return { schedule, point: left + 1 };
      left -= length;
    }
  };
  return trialRow({
    id: 'crash-points',
    fullTrials: FULL_TRIALS,
    control: 'resend without reading back',
    controlEvery: sizes.controlEvery,
    async play(seed, trial) {
      const { schedule, point } = await locate(seed, trial);
      const again = trial % 3 === 0 ? [1 + chanceOf(seed, trial).below(RECOVERY_POINTS)] : [];
      const { killedAt, damage } = await playCrash(crashStory(seed, schedule), [point, ...again]);
      const [fault] = killedAt;
      if (fault === undefined)
        throw new Error(`point ${point} of schedule ${schedule} was not met: its day is not the same twice`);
      return { fault, damage };
    },
    playControl: (seed) => playBlindRestart(seed),
  });
}

/** Killed when PeopleSoft has saved and before that is written down; the restart is blind. */
async function playBlindRestart(seed: number): Promise<ControlResult> {
  const story = { ...crashStory(seed, 0), failure: null };
  const { points } = await playCrash(story, []);
  const world = await startWorld(story);
  try {
    const life = world.life(points.indexOf('createDeposit answered') + 1);
    await world.take({ do: 'round' }, life);
    await life.end();
    // An item that is paid already would keep even a blind sender from paying it again.
    await world.finish(resendingBlindly, 'rest');
    const ids = world.site.books().map((payment) => payment.externalId);
    return new Set(ids).size < ids.length ? 'damaged' : 'unharmed';
  } finally {
    await world.site.close();
  }
}
