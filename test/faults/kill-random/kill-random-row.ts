import { emptyTally, type FaultRow, type RowRequest, type RowTally } from '../row.ts';
import type { Damage } from '../trial-row.ts';
import { killDemo } from './killed-demo.ts';
import { killBlindly, killHome, type Pace } from './killed-home.ts';

export interface KillSizes {
  /** Kills of one home before it may finish; each restart is the next kill's victim. */
  readonly killsPerHome: number;
  /** Every so many homes the control is played too; the first always. */
  readonly controlEvery: number;
  /** Every so many homes is a whole demo instead, with the engine's threads; the last of each such row of homes. */
  readonly demoEvery: number;
  readonly demoMovements: number;
}
const SIZES: KillSizes = { killsPerHome: 20, controlEvery: 10, demoEvery: 25, demoMovements: 300 };
const KILLS_OF_DEMO = 3;
const CONTROL = 'resend without reading back';
/** What a slow machine needs; the first home says better. */
const FIRST_PACE: Pace = { roundMs: 300, startMs: 200 };

/** SIGKILL of a real process at random moments of its working day; each home goes on to the right books. */
export function killRandomRow(sizes: Partial<KillSizes> = {}): FaultRow {
  const { killsPerHome, controlEvery, demoEvery, demoMovements } = { ...SIZES, ...sizes };
  return {
    id: 'kill-random',
    fullTrials: 10_000,
    async run(request) {
      const { seed, trials, onProgress, onTally } = request;
      const pace = { ...FIRST_PACE };
      let playedTo = 0;
      for (let home = 0; playedTo < trials.length; home += 1) {
        request.signal?.throwIfAborted();
        const left = trials.slice(playedTo);
        const isDemo = home % demoEvery === demoEvery - 1;
        const { damage, killedWhile } = isDemo
          ? await killDemo(seed, left.slice(0, KILLS_OF_DEMO), demoMovements, onProgress)
          : await killHome(seed, left.slice(0, killsPerHome), pace);
        const killed = left.slice(0, killedWhile.length);
        report(request, killed, damage);
        playedTo += killed.length;
        onTally(tallyOf(damage, killedWhile), playedTo);
        if (home % controlEvery !== 0) continue;
        const control = await killBlindly(seed, killed[0] ?? 0);
        if (control !== 'damaged') onProgress(`the control "${CONTROL}" did no damage`);
        onTally(
          { ...emptyTally(CONTROL), control: { name: CONTROL, caught: control === 'damaged' ? 1 : 0, of: 1 } },
          playedTo,
        );
      }
    },
  };
}

function report({ seed, onProgress }: RowRequest, killed: readonly number[], damage: Damage): void {
  onProgress(`seed ${seed}, trials ${killed[0] ?? 0} to ${killed.at(-1) ?? 0}`);
  for (const [kind, texts] of Object.entries(damage) as [string, readonly string[]][])
    for (const text of texts) onProgress(`seed ${seed}, trials ${killed.join(', ')}: ${kind}: ${text}`);
}

function tallyOf(damage: Damage, killedWhile: readonly string[]): RowTally {
  const hit = (texts: readonly string[]): number => (texts.length > 0 ? 1 : 0);
  const byFault: Record<string, number> = {};
  for (const phase of killedWhile) byFault[phase] = (byFault[phase] ?? 0) + 1;
  return {
    ...emptyTally(CONTROL),
    trials: killedWhile.length,
    doubled: hit(damage.doubled),
    lost: hit(damage.lost),
    stuckUnknown: hit(damage.stuckUnknown),
    silentlyWrong: hit(damage.silentlyWrong),
    auditBroken: hit(damage.auditBroken),
    byFault,
  };
}
