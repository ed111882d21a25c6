import { addDamage, judgeEnd, judgeMoment } from '../posting/judge-site.ts';
import { noDamage, type Damage } from '../trial-row.ts';
import type { CrashStory } from './crash-story.ts';
import { startWorld } from './crash-world.ts';
import type { SenderLife } from './sender-life.ts';

export interface CrashResult {
  readonly killedAt: readonly string[];
  /** Every point passed by a life that was not killed. */
  readonly points: readonly string[];
  readonly damage: Damage;
}

/**
 * A day of a real sender process that is killed at the n-th point, once for each entry of `kills`; each restart is the next kill's
 * victim, and goes on with the day. The last life is not killed. Judged by the books after every death and in the end.
 */
export async function playCrash(story: CrashStory, kills: readonly number[]): Promise<CrashResult> {
  const world = await startWorld(story);
  const damage = noDamage();
  const killedAt: string[] = [];
  const points: string[] = [];
  const left = [...kills];
  let life: SenderLife | null = null;
  try {
    for (const step of story.day) {
      for (;;) {
        life ??= world.life(left.shift() ?? 0);
        const end = await world.take(step, life);
        if (end === null) break;
        if (end.end === 'done') {
          points.push(...end.points);
          break;
        }
        if (end.end === 'refused') throw new Error(`the sender process failed: ${end.code}: ${end.message}`);
        killedAt.push(end.at);
        life = null;
        await world.judge(
          (site) => addDamage(damage, judgeMoment(site, story.payments), `killed at ${end.at}`),
          damage,
        );
      }
    }
    await life?.end();
    await world.finish();
    await world.judge((site) => addDamage(damage, judgeEnd(site, story.payments, NO_EXCEPTIONS), 'in the end'), damage);
    return { killedAt, points, damage };
  } finally {
    await life?.end();
    await world.site.close();
  }
}
const NO_EXCEPTIONS = { mayEndInException: false };
