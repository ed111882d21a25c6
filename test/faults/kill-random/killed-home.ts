import { setTimeout as wait } from 'node:timers/promises';
import { chanceOf } from '../chance.ts';
import { addDamage, judgeEnd, judgeMoment } from '../posting/judge-site.ts';
import { DOUBTFUL_FORMS } from '../posting/failures.ts';
import { noDamage, type ControlResult, type Damage } from '../trial-row.ts';
import { killStory } from './kill-story.ts';
import { startKillWorld, type KillWorld } from './kill-world.ts';

/** How quick this machine is; each home that finishes says it anew. */
export interface Pace {
  roundMs: number;
  startMs: number;
}
export interface KilledHome {
  readonly damage: Damage;
  /** What each victim was doing. */
  readonly killedWhile: readonly string[];
}

/** Part of the kills that come while the process is still starting. */
const EARLY_PART = 0.1;
/** The others come within so many times round from its beginning. */
const ROUNDS = 1.2;
const FAILURE_CHANCE = 0.3;
const PATIENCE_MS = 60_000;
/** What happens at Stripe comes before so many of the starts. */
const WAVES = 12;
const EXPECTED = { mayEndInException: false };

/** Kills a home once for each trial, each restart being the next one's victim, lets it finish, and judges what is left. */
export async function killHome(seed: number, trials: readonly number[], pace: Pace): Promise<KilledHome> {
  const [home = 0] = trials;
  const world = await startKillWorld(killStory(seed, home, WAVES));
  const damage = noDamage();
  const killedWhile: string[] = [];
  try {
    for (const trial of trials) {
      await world.happen();
      killedWhile.push(await killOnce(world, seed, trial, pace));
      await world.judge(
        (site) =>
          addDamage(
            damage,
            judgeMoment(site, world.truth()),
            `trial ${trial}, killed while ${killedWhile.at(-1) ?? ''}`,
          ),
        damage,
      );
    }
    for (let wave = trials.length; wave < WAVES; wave += 1) await world.happen();
    world.peopleSoft.disarm();
    await finish(world, damage, pace);
    return { damage, killedWhile };
  } finally {
    await world.close();
  }
}

async function killOnce(world: KillWorld, seed: number, trial: number, pace: Pace): Promise<string> {
  const chance = chanceOf(seed, 9_500_000 + trial);
  if (chance.happens(FAILURE_CHANCE))
    world.peopleSoft.arm({
      ...chance.pick(DOUBTFUL_FORMS),
      commit: chance.pick(['never', 'first']),
      skip: chance.below(2),
    });
  const isEarly = chance.happens(EARLY_PART);
  const part = chance.below(1_000_000) / 1_000_000;
  const startedMs = performance.now();
  const life = await world.life();
  if (!isEarly) {
    await life.begun;
    pace.startMs = performance.now() - startedMs;
  }
  await wait(part * (isEarly ? pace.startMs : ROUNDS * pace.roundMs));
  const phase = life.phase();
  await life.kill();
  return phase;
}

async function finish(world: KillWorld, damage: Damage, pace: Pace): Promise<void> {
  const last = await world.life({ until: 'done' });
  const { exitCode, stderr } = await last.end(PATIENCE_MS);
  pace.roundMs = last.firstRoundMs() ?? pace.roundMs;
  if (exitCode !== 0) damage.silentlyWrong.push(`the last run did not finish (${exitCode ?? 'too slow'}): ${stderr}`);
  await world.judge((site) => addDamage(damage, judgeEnd(site, world.lastTruth(), EXPECTED), 'in the end'), damage);
  damage.doubled.push(...world.vouchers());
}

/** Killed after PeopleSoft has saved a deposit and before the answer; the next process does not look for what it does not know. */
export async function killBlindly(seed: number, home: number): Promise<ControlResult> {
  const world = await startKillWorld({ ...killStory(seed, home, 1), depositIds: 'next' });
  try {
    // The batch rests: an item that is paid already would keep even a blind sender from paying it again.
    world.peopleSoft.behaviour.batchPaused = true;
    world.peopleSoft.arm({ form: 'stall', on: 'Create', commit: 'first', seconds: PATIENCE_MS / 1_000 });
    await world.happen();
    const victim = await world.life();
    await until(() => world.books().length > 0);
    await victim.kill();
    world.peopleSoft.disarm();
    const blind = await world.life({ isBlind: true });
    const isDoubled = await until(() => {
      const ids = world.books().map((payment) => payment.externalId);
      return new Set(ids).size < ids.length;
    });
    await blind.kill();
    return isDoubled ? 'damaged' : 'unharmed';
  } finally {
    await world.close();
  }
}

const LOOK_AGAIN_MS = 20;
async function until(isSo: () => boolean): Promise<boolean> {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > giveUpAtMs) return false;
    await wait(LOOK_AGAIN_MS);
  }
  return true;
}
