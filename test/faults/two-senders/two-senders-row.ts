import type { FaultRow } from '../row.ts';
import { trialRow } from '../trial-row.ts';
import { playBarging, playUnfenced } from './barging.ts';
import { playRestoredCopy } from './restored-copy.ts';
import { playTwoProcesses } from './two-processes.ts';

/** Of ten trials: five with two senders on one unit, four with a restored old copy, one with two processes on one home. */
const TRIALS_A_TURN = 10;

/** Two senders on one ledger, an old ledger put back, two processes on one home; the control does without the claim check. */
export function twoSendersRow(sizes: { readonly controlEvery: number } = { controlEvery: 20 }): FaultRow {
  return trialRow({
    id: 'two-senders',
    fullTrials: 2_000,
    control: 'no claim check',
    controlEvery: sizes.controlEvery,
    play(seed, trial) {
      const place = trial % TRIALS_A_TURN;
      if (place === 9) return playTwoProcesses(seed, trial);
      return place % 2 === 1 ? playRestoredCopy(seed, trial) : playBarging(seed, trial);
    },
    playControl: playUnfenced,
  });
}
