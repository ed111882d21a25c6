import { keptDays } from '../power-loss/logged-day.ts';
import type { FaultRow } from '../row.ts';
import { whyNoStrace } from '../strace.ts';
import { trialRow } from '../trial-row.ts';
import { playBlindRestart, playSyscall } from './play-syscall.ts';

/** A day makes about a thousand calls on its home; after so many trials comes the next day. */
const TRIALS_A_DAY = 100;

/** A real process dies, or is told of a broken or full disk, at the n-th call on its files; the control's restart is blind. */
export function syscallRow(sizes: { readonly controlEvery: number } = { controlEvery: 50 }): FaultRow {
  const days = keptDays();
  return trialRow({
    id: 'syscall',
    fullTrials: 2_000,
    control: 'resend without reading back',
    controlEvery: sizes.controlEvery,
    whySkipped: whyNoStrace,
    async play(seed, trial) {
      const number = Math.floor(trial / TRIALS_A_DAY);
      return playSyscall(await days.of(seed, number), number, seed, trial);
    },
    // On a site that numbers deposits itself.
    playControl: async (seed) => playBlindRestart(await days.of(seed, 0), 0, seed),
    close: async () => days.forget(),
  });
}
