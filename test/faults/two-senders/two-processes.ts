import { chanceOf } from '../chance.ts';
import { crashStory } from '../crash-points/crash-story.ts';
import { startWorld } from '../crash-points/crash-world.ts';
import { addDamage, judgeEnd } from '../posting/judge-site.ts';
import { noDamage, type Damage } from '../trial-row.ts';

/**
 * Two processes start on one home at once: the lock lets one in, the other ends with a word and posts nothing. When the first has died,
 * the next one gets in.
 */
export async function playTwoProcesses(seed: number, trial: number): Promise<{ fault: string; damage: Damage }> {
  const story = { ...crashStory(seed, trial), failure: null };
  const world = await startWorld(story);
  const damage = noDamage();
  try {
    const lives = [world.life(0), world.life(0)];
    const ends = await Promise.all(lives.map(async (life) => ({ life, refused: await life.ready })));
    const inside = ends.filter(({ refused }) => refused === null);
    if (inside.length !== 1) damage.silentlyWrong.push(`${inside.length} processes hold one home`);
    for (const { refused } of ends)
      if (refused !== null && !(refused.end === 'refused' && refused.code === 'LEDGER_IN_USE'))
        damage.silentlyWrong.push(`the second process ended with ${JSON.stringify(refused)}`);
    for (const { life } of inside) await world.take({ do: 'round' }, life);
    await Promise.all(lives.map((life) => life.end()));
    if (chanceOf(seed, trial).happens(0.5)) {
      const next = world.life(0);
      const end = await world.take({ do: 'round' }, next);
      if (end?.end !== 'done') damage.silentlyWrong.push(`the lock outlived its process: ${JSON.stringify(end)}`);
      await next.end();
    }
    await world.finish();
    await world.judge(
      (site) => addDamage(damage, judgeEnd(site, story.payments, { mayEndInException: false }), 'in the end'),
      damage,
    );
    return { fault: 'two processes on one home', damage };
  } finally {
    await world.site.close();
  }
}
