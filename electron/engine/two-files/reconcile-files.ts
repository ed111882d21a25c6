import { diskFile } from '../../ingest/files/file-source.ts';
import type { Allocation, Decision } from '../../matching/reconcile/reconcile.ts';
import { allocationsCsv, linesOf } from './allocation-lines.ts';
import { writeAnswer } from './answer-file.ts';
import type { ReconcileWork } from './file-work.ts';
import { withNamedFile } from './named-file.ts';
import { readColumns } from './reconcile-columns.ts';
import { readValues } from './reconcile-side.ts';
import { reconcileValues, toleranceText } from './reconcile-values.ts';

export interface ReconcileReport {
  readonly counts: Readonly<Record<Decision, number>>;
  readonly chosen: {
    readonly amountTolerance: string;
    readonly dateWindowDays: readonly number[];
    readonly signs: string;
  };
  readonly notes: readonly string[];
}

/** Reconciles two CSV files and writes the answer as a third. Throws `BAD_INPUT` naming what is wrong; other errors of the file system as they are. */
export async function reconcileFiles(work: ReconcileWork, onStep: (text: string) => void): Promise<ReconcileReport> {
  const { map, out } = work;
  onStep('reading');
  const read = async (option: 'left' | 'right') => {
    const file = work[option];
    return readValues(
      await withNamedFile(option, file, () =>
        readColumns({ source: diskFile(file.path, file.shown), option }, map[option]),
      ),
    );
  };
  const left = await read('left');
  const right = await read('right');
  const { allocations, chosen, decimals } = await reconcileValues(left, right, map, { onStep });
  onStep('writing');
  const ids = [left.columns.ids, right.columns.ids] as const;
  await writeAnswer(out, [allocationsCsv(linesOf(allocations, ids), decimals)]);
  return {
    counts: countDecisions(allocations),
    chosen: { ...chosen, amountTolerance: toleranceText(chosen, decimals) },
    notes: [...left.notes, ...right.notes],
  };
}

function countDecisions(allocations: readonly Allocation[]): Record<Decision, number> {
  const counts: Record<Decision, number> = {
    auto: 0,
    proposed: 0,
    ambiguous: 0,
    left_only: 0,
    right_only: 0,
    offset: 0,
  };
  for (const { decision } of allocations) counts[decision] += 1;
  return counts;
}
