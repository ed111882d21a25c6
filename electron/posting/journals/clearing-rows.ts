import type { ClearingRows } from '../../../shared/contract/clearing.ts';
import { money } from '../../../shared/domain/money.ts';
import type { PostingId } from '../../../shared/domain/ids.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { getPosting } from '../../ledger/posting-store.ts';
import { dueParts, postedParts, type GroupKey } from './due-parts.ts';
import type { JournalScope } from './journal-scope.ts';

const MOST_ROWS = 500;

/** Stripe's rows behind a line: of a document those it stands for, else what no document stands for. */
export const clearingRowsOf = defineRead(
  'journals.rows',
  (
    db: ReadableLedger,
    args: { readonly scope: JournalScope; readonly line: GroupKey; readonly postingId: number | null },
  ): ClearingRows => {
    const rows = args.postingId === null ? dueRows(db, args.scope, args.line) : documentRows(db, args.postingId);
    return { rows: rows.slice(0, MOST_ROWS), more: Math.max(0, rows.length - MOST_ROWS) };
  },
);

function dueRows(db: ReadableLedger, scope: JournalScope, line: GroupKey): ClearingRows['rows'] {
  return dueParts(db, scope, line).map((part) => ({
    balanceTransactionId: part.balanceTransactionId,
    sourceId: part.sourceId,
    part: part.part,
    category: part.reportingCategory,
    amount: money(part.amountMinor, part.exponent, part.currency),
    createdAt: part.createdAt,
  }));
}

/** A document that takes one back stands for the same rows. */
function documentRows(db: ReadableLedger, postingId: number): ClearingRows['rows'] {
  const posting = getPosting(db, postingId as PostingId);
  return postedParts(db, posting.reverses ?? posting.postingId).map((part) => ({
    balanceTransactionId: part.balanceTransactionId,
    sourceId: part.sourceId,
    part: part.part,
    category: part.reportingCategory ?? '',
    amount: money(part.approvedMinor, posting.exponent, posting.currency),
    createdAt: part.createdAt ?? posting.approvedAt,
  }));
}
