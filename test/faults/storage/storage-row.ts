import type { FaultRow } from '../row.ts';
import { trialRow } from '../trial-row.ts';
import { playDamagedFiles, playPlainFlips } from './damage-files.ts';
import { playFullDisk } from './full-disk.ts';
import { makeTemplate, type Template } from './template.ts';

/** One trial in so many fills the disk; the others damage files. */
const FULL_DISK_EVERY = 11;

/** Damaged, lost and stale files, wrong keys, full disks; the control flips bits in a copy that nothing protects. */
export function storageRow(sizes: { readonly controlEvery: number } = { controlEvery: 50 }): FaultRow {
  let made: Template | null = null;
  const template = () => (made ??= makeTemplate());
  return trialRow({
    id: 'storage',
    fullTrials: 20_000,
    control: 'a plain file without checksums',
    controlEvery: sizes.controlEvery,
    play: async (seed, trial) =>
      trial % FULL_DISK_EVERY === FULL_DISK_EVERY - 1
        ? playFullDisk(seed, trial)
        : playDamagedFiles(template(), seed, trial),
    playControl: async (seed, trial) => playPlainFlips(template(), seed, trial),
  });
}
