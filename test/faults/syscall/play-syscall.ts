import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { resendingBlindly } from '../controls/blind-reader.ts';
import type { LoggedDay } from '../power-loss/logged-day.ts';
import type { DayOrder } from '../posting-day/day-messages.ts';
import { dayStory } from '../posting-day/day-story.ts';
import { goOn, type Remains } from '../posting-day/go-on.ts';
import { readRemains } from '../posting-day/read-remains.ts';
import { runUnderStrace, withFolder } from '../strace.ts';
import type { ControlResult, Damage } from '../trial-row.ts';
import { drawInjection, injectOptions, nthCall, type Injection } from './injection.ts';

/** One system call of a day fails, or the process dies at it; then the program starts again. */
export async function playSyscall(
  logged: LoggedDay,
  day: number,
  seed: number,
  trial: number,
): Promise<{ readonly fault: string; readonly damage: Damage }> {
  const { injection, fault } = drawInjection(logged.ops, seed, trial);
  return { fault, damage: await injected(logged, { seed, day, injection }) };
}

/** Killed at the first write after PeopleSoft has saved a deposit; the restart does not look for what it does not know. */
export async function playBlindRestart(logged: LoggedDay, day: number, seed: number): Promise<ControlResult> {
  const { ops } = logged;
  const answered = ops.findIndex(
    (op) => op.op === 'mark' && op.mark.mark === 'point' && op.mark.name === 'createDeposit answered',
  );
  const at = ops.findIndex((op, index) => index > answered && op.op === 'write' && op.by === 'pwrite64');
  const injection: Injection = { call: 'pwrite64', nth: nthCall(ops, at), what: 'kill', stays: false };
  const { doubled } = await injected(logged, { seed, day, injection, change: resendingBlindly });
  return doubled.length > 0 ? 'damaged' : 'unharmed';
}

interface Injected {
  readonly seed: number;
  readonly day: number;
  readonly injection: Injection;
  readonly change?: Remains['change'];
}

function injected({ key, ops }: LoggedDay, { seed, day, injection, change }: Injected): Promise<Damage> {
  return withFolder('syscall', async (made) => {
    const folder = realpathSync(made);
    const [home, side] = [join(folder, 'home'), join(folder, 'side')];
    mkdirSync(home);
    mkdirSync(side);
    const order: DayOrder = { home, side, keyHex: key.toString('hex'), seed, day, synchronous: 'full' };
    const end = await runUnderStrace(injectOptions(injection, home, ops), 'day', [JSON.stringify(order)]);
    const hasDied = end.signal === 'SIGKILL';
    if (hasDied !== (injection.what === 'kill') || (!hasDied && end.exitCode !== 0))
      throw new Error(
        `the day ended otherwise than ${JSON.stringify(injection)} lets it (exit ${end.exitCode ?? end.signal ?? ''}): ${end.stderr}`,
      );
    return goOn(dayStory(seed, day), seed, { home, key, change, ...readRemains(side) });
  });
}
