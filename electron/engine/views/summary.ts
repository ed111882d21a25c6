import { ATTENTIONS } from '../../../shared/contract/primitives.ts';
import type { Attention } from '../../../shared/contract/primitives.ts';
import type { Facet } from '../../../shared/contract/views.ts';
import type { Summary } from '../../../shared/contract/workbench.ts';
import { MATCHABLE_KINDS, type MovementState } from '../../../shared/domain/states.ts';
import { customerCountsOf } from '../customers/customer-view.ts';
import { clusterCounts } from '../../ledger/duplicate-cluster-store.ts';
import { movementCounts, type MovementCount } from '../../ledger/movement-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { postingCounts } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { facetCondition } from './facet-filter.ts';

export type SummaryCounts = Omit<Summary, 'audit'>;

/** The counts of the shell and the chips, from the counts the ledger keeps: they cost the same at any size. */
export const unitSummary = defineRead('views.summary', (db: ReadableLedger, args: { unit: string }): SummaryCounts => {
  const rows = movementCounts(db).filter(
    (row) => row.unit === args.unit && (MATCHABLE_KINDS as readonly string[]).includes(row.kind),
  );
  const total = (holds: (row: MovementCount) => boolean): number =>
    rows.reduce((sum, row) => sum + (holds(row) ? row.count : 0), 0);
  const facets = Object.fromEntries(Object.entries(FACET_HOLDS).map(([facet, holds]) => [facet, total(holds)]));
  const attention: Partial<Record<Attention, number>> = {};
  for (const each of ATTENTIONS) attention[each] = total((row) => row.attention === each);
  const postings = postingCounts(db, args.unit);
  return {
    unit: args.unit,
    needsReview: facets.needsReview ?? 0,
    movements: total((row) => row.state !== 'excluded'),
    matchedByRule: (facets.matched ?? 0) - decidedByPeople(db, args.unit),
    notEvaluated: facets.notEvaluated ?? 0,
    facets,
    attention,
    postings: {
      verify: postings.unknown,
      waiting: postings.approved + postings.queued + postings.sending,
      due: postings.approved + postings.queued,
      needsAttention: postings.rejected + postings.postingError + postings.queuedNeedsSignIn,
      confirmed: postings.confirmed,
    },
    duplicates: clusterCounts(db, args.unit),
    customers: customerCountsOf(db),
  };
});

/** Of the matched rows those whose match stands by a person's decision and no rule would have decided alone. */
function decidedByPeople(db: ReadableLedger, unit: string): number {
  return (
    statement<{ count: number | null }>(
      db,
      `SELECT sum(count) AS count FROM (SELECT unit, kind, state, nullif(attention, '') AS attention, count FROM picked_count)
       WHERE unit = ? AND ${facetCondition('matched')}`,
    ).get(unit)?.count ?? 0
  );
}

const inState =
  (...states: MovementState[]) =>
  (row: MovementCount): boolean =>
    states.includes(row.state);
const FACET_HOLDS: Record<Facet, (row: MovementCount) => boolean> = {
  needsReview: (row) => row.attention !== '' && row.attention !== 'notEvaluated',
  severalCandidates: (row) => row.attention === 'severalCandidates',
  amountDiffers: (row) => row.attention === 'amountDiffers',
  noCustomerLink: (row) => row.attention === 'noCustomerLink',
  refundsAndDisputes: (row) => row.attention === 'refundOrDispute',
  lookupFailed: inState('lookupFailed'),
  notEvaluated: inState('notEvaluated'),
  matched: (row) => row.attention === '' && inState('proposed', 'approved', 'posted')(row),
  excluded: inState('excluded'),
  all: () => true,
};
