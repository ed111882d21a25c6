import { parseReconcileMap } from '../two-files/reconcile-map.ts';
import type { ReconcileWork } from '../two-files/file-work.ts';
import { runFileWork } from '../two-files/run-file-work.ts';
import type { HeadlessCommand } from './command.ts';
import { fileOption } from './file-option.ts';
import { mapOption } from './map-option.ts';

/** Reconciles any two CSV files; needs no home and touches none. */
export const reconcileCommand: HeadlessCommand = {
  name: 'reconcile',
  usage: '--left FILE --right FILE --map JSON|FILE --out FILE',
  summary: 'reconciles two CSV files and writes who belongs to whom, an allocation a line',
  options: { left: { type: 'string' }, right: { type: 'string' }, map: { type: 'string' }, out: { type: 'string' } },
  maxWords: 0,
  async run(input) {
    const startedMs = performance.now();
    const work: ReconcileWork = {
      kind: 'reconcile',
      left: fileOption(input, 'reconcile', 'left'),
      right: fileOption(input, 'reconcile', 'right'),
      map: parseReconcileMap(await mapOption(input, 'reconcile')),
      out: fileOption(input, 'reconcile', 'out'),
    };
    const { counts, chosen, notes } = await runFileWork(work, input.signal, (text) => input.onProgress(0, null, text));
    for (const note of notes) input.note(note);
    const seconds = Math.round(performance.now() - startedMs) / 1_000;
    const [first, last] = chosen.dateWindowDays;
    return {
      exitCode: 0,
      json: { counts, chosen, seconds },
      text: [
        `${counts.auto} allocations automatic, ${counts.proposed} proposed, ${counts.ambiguous} candidates that nothing tells apart.`,
        `${counts.left_only} rows alone on the left, ${counts.right_only} on the right, ${counts.offset} cancelled inside their own file.`,
        `Amounts within ${chosen.amountTolerance}, ${first} to ${last} days, signs ${chosen.signs}; ${seconds} s.`,
      ],
    };
  },
};
