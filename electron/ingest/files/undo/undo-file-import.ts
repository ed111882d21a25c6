import type { Instant } from '../../../../shared/domain/ids.ts';
import type { RecordOwner, StripeObject } from '../../../connectors/stripe/types.ts';
import type { Ledger } from '../../../ledger/operation.ts';
import { reopenGaps } from '../../completeness/reopen-gaps.ts';
import { proveReports } from '../../completeness/report-proof.ts';
import type { UnitRule } from '../../movements/unit-rules.ts';
import { reportRowFrom } from '../stripe-report/own-rows.ts';
import {
  applyUndo,
  beginUndo,
  findObstacle,
  finishUndo,
  planUndo,
  refuseResting,
  type KeptText,
  type ReadText,
} from './undo-operations.ts';
import type { ObstacleSlice } from './undo-obstacles.ts';

export interface UndoImport {
  readonly ledger: Ledger;
  readonly owner: RecordOwner;
  readonly units: readonly UnitRule[];
  readonly actor: string;
  readonly machine: string;
  readonly now: () => Instant;
  /** Reads a kept text of any past API version. */
  readonly readKept: (raw: string, owner: RecordOwner) => StripeObject | null;
  readonly knownCategories: readonly string[];
  /** Objects taken back together; default 800. */
  readonly stepsAWrite?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | null, text: string) => void;
}

const STEPS_A_WRITE = 800;
const OBJECTS_A_LOOK = 20_000;
const GAPS_A_WRITE = 200;

/**
 * Takes a whole import back: what only it brought goes, what it had replaced stands again, what others brought too stays; gaps that it
 * had filled are open again. Cut off in the middle it goes on where it stopped when it is asked for again. Rejects with `REFUSED` where something approved or posted rests on it.
 */
export async function undoFileImport(options: UndoImport, importId: number): Promise<{ readonly objects: number }> {
  const { ledger, owner, units, actor, machine, now, signal, stepsAWrite: limit = STEPS_A_WRITE } = options;
  for (let after: number | null = 0; after !== null;) {
    signal?.throwIfAborted();
    const looked: ObstacleSlice = await ledger.read(findObstacle, { importId, after, limit: OBJECTS_A_LOOK });
    refuseResting(looked.resting);
    after = looked.next;
  }
  await ledger.write(beginUndo, { importId, account: owner.account });
  let objects = 0;
  for (;;) {
    signal?.throwIfAborted();
    const plan = await ledger.read(planUndo, { importId, account: owner.account, limit });
    if (plan.length === 0) break;
    const steps = plan.map((step) => ({
      ...step,
      stands: step.stands.map((kept) => readText(options, kept)),
      restated: step.restated.map((kept) => readText(options, kept)),
    }));
    const context = { ...owner, units, at: now() };
    await ledger.write(applyUndo, { importId, context, known: options.knownCategories, steps });
    objects += steps.length;
    options.onProgress?.(objects, null, 'objects taken back');
  }
  for (let after: number | null = 0; after !== null;) {
    signal?.throwIfAborted();
    after = await ledger.write(reopenGaps, { account: owner.account, after, limit: GAPS_A_WRITE, now: now() });
  }
  await ledger.write(finishUndo, { importId, account: owner.account, actor, machine, at: now() });
  const zones = units.map(({ zone }) => zone);
  await ledger.write(proveReports, { account: owner.account, zones, changedFrom: '', at: now() });
  return { objects };
}

function readText({ readKept, owner }: UndoImport, kept: KeptText): ReadText {
  const isReport = reportRowFrom(kept.raw) !== null || kept.raw.startsWith('{"object":"stripe_report_');
  return { ...kept, object: isReport ? null : readKept(kept.raw, owner) };
}
