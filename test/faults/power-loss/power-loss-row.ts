import type { FaultRow } from '../row.ts';
import { whyNoStrace } from '../strace.ts';
import { trialRow } from '../trial-row.ts';
import { keptDays, logDay } from './logged-day.ts';
import { playCut, playWholeDay } from './play-cut.ts';

/** Cuts of one day before the next day is logged. */
const CUTS_A_DAY = 50;

/**
 * The power goes at any moment of a real process's day: what was written and not flushed is lost, kept, torn or put in another order,
 * in the ledger, its log, its anchors and everything else in the home. The control does not flush.
 */
export function powerLossRow(sizes: { readonly controlEvery: number } = { controlEvery: 200 }): FaultRow {
  const days = keptDays();
  return trialRow({
    id: 'power-loss',
    fullTrials: 10_000,
    control: 'nothing is flushed',
    controlEvery: sizes.controlEvery,
    whySkipped: whyNoStrace,
    async play(seed, trial) {
      const number = Math.floor(trial / CUTS_A_DAY);
      return playCut(await days.of(seed, number), number, seed, trial);
    },
    async playControl(seed, trial) {
      const number = Math.floor(trial / CUTS_A_DAY);
      const { lost, doubled } = await playWholeDay(await logDay(seed, number, 'off'), number, seed);
      return lost.length + doubled.length > 0 ? 'damaged' : 'unharmed';
    },
    close: async () => days.forget(),
  });
}
