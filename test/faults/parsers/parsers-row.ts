import type { FaultRow } from '../row.ts';
import { trialRow } from '../trial-row.ts';
import { recordCorpus, type Recorded } from './corpus.ts';
import { playLeniently, playMutant } from './play-mutant.ts';

/** Recorded documents damaged in ways whose right reading is known; the control reads leniently. */
export function parsersRow(sizes: { readonly controlEvery: number } = { controlEvery: 1_000 }): FaultRow {
  let corpus: Promise<readonly Recorded[]> | null = null;
  const recorded = () => (corpus ??= recordCorpus());
  return trialRow({
    id: 'parsers',
    fullTrials: 1_000_000,
    control: 'a lenient reader',
    controlEvery: sizes.controlEvery,
    play: async (seed, trial) => playMutant(await recorded(), seed, trial),
    playControl: async (seed, trial) => playLeniently(await recorded(), seed, trial),
  });
}
