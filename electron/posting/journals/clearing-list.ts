import { bookingOf } from '../../../shared/contract/profile-bookings.ts';
import type { ClearingLine, ClearingList } from '../../../shared/contract/clearing.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { PostingState } from '../../../shared/domain/states.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { getPosting, isWithdrawable, type PostingRow } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { whyNotAmount } from '../decisions/approval-limit.ts';
import { cutOffOf } from '../payments/accounting-date.ts';
import { whyNotReverse } from '../reversals/reverse-posting.ts';
import { earlierMonth } from './earlier-month.ts';
import { dueGroups, type PartGroup } from './due-parts.ts';
import type { JournalScope } from './journal-scope.ts';
import { journalBlocked } from './plan-journal.ts';
import { treasurySeen } from './treasury-seen.ts';

/** More lines than a person reads; the rest is counted. */
const MOST_LINES = 2_000;

export interface ClearingListArgs {
  readonly units: readonly UnitProfile[];
  readonly unit: UnitProfile;
  readonly scope: JournalScope;
  readonly today: PlainDate;
  readonly viewer: ClearingViewer;
}

/** Who looks at the list, and why she may not approve or take back anything, whatever its amount; null: that depends on her limit. */
export interface ClearingViewer {
  readonly actor: string;
  readonly whyNotApprove: string | null;
  readonly whyNotTakeBack: string | null;
  /** Why she may not write what is to be booked by GL; null: she may. */
  readonly whyNotExport: string | null;
}

/** The lines of a month: what no document stands for yet, and the documents, in the order of their days. */
export const clearingListOf = defineRead(
  'journals.list',
  (db: ReadableLedger, args: ClearingListArgs): ClearingList => {
    const lines = allLines(db, args);
    return {
      lines: lines.slice(0, MOST_LINES),
      more: Math.max(0, lines.length - MOST_LINES),
      toApprove: lines.filter(({ canApprove }) => canApprove).length,
      toBook: lines.filter(({ how, posting }) => how === 'listed' && posting === null).length,
      notSeen: lines.filter(
        ({ how, seen, posting }) => how === 'readBack' && posting === null && seen?.byWords !== true,
      ).length,
      earlierMonth: earlierMonth(db, args),
      whyNotExport: args.viewer.whyNotExport,
    };
  },
  { bulk: true },
);

/** Every line of the scope, however many. */
export function allLines(db: ReadableLedger, args: ClearingListArgs): readonly ClearingLine[] {
  const taken = new Set<number>();
  const due = dueGroups(db, args.scope).map((group) => dueLine(db, group, args, taken));
  return [...documentsOf(db, args), ...due].toSorted(
    (a, b) =>
      compare(a.date, b.date) ||
      compare(a.journalClass, b.journalClass) ||
      compare(a.currency, b.currency) ||
      compare(a.balanceTransactionId ?? '', b.balanceTransactionId ?? '') ||
      (a.posting?.key ?? Number.MAX_SAFE_INTEGER) - (b.posting?.key ?? Number.MAX_SAFE_INTEGER),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function lineOf(group: PartGroup): Omit<ClearingLine, 'how' | 'words'> {
  const { account, journalClass, date, currency, balanceTransactionId, amountMinor, exponent, count } = group;
  return {
    account,
    journalClass,
    date,
    currency,
    balanceTransactionId,
    amount: { minor: amountMinor, exponent, currency },
    count,
    posting: null,
    seen: null,
    canApprove: false,
    notHers: null,
    acceptedDate: null,
  };
}

function dueLine(
  db: ReadableLedger,
  group: PartGroup,
  { unit, today, viewer }: ClearingListArgs,
  taken: Set<number>,
): ClearingLine {
  const booking = bookingOf(unit.bookings, group.journalClass);
  const line = { ...lineOf(group), how: booking.how };
  if (booking.how === 'listed') return { ...line, words: 'To be booked by GL' };
  if (booking.how === 'readBack') {
    const seen = treasurySeen(db, group, sourceOf(db, group), unit, booking, taken);
    return { ...line, seen, words: seenWords(seen) };
  }
  const blocked = journalBlocked(group, unit, today);
  if (blocked !== null) return { ...line, words: blocked.text };
  const cutOff = cutOffOf(db, { accountingDate: group.date }, unit);
  const words = `To approve: journal by ${booking.accountingTemplate}`;
  const notHers = viewer.whyNotApprove ?? whyNotAmount(db, viewer.actor, group);
  return { ...line, canApprove: true, notHers, acceptedDate: cutOff?.date ?? null, words };
}

function seenWords(seen: ClearingLine['seen']): string {
  if (seen === null) return 'Booked by Treasury: not seen in PeopleSoft yet';
  const where = `${seen.paymentId} in deposit ${seen.deposit} of ${seen.accountingDate}`;
  return seen.byWords
    ? `Booked by Treasury: ${where}`
    : `Not seen: ${where} has the same amount, but does not name this money`;
}

/** The payout of a balance transaction. */
function sourceOf(db: ReadableLedger, { account, balanceTransactionId }: PartGroup): string | null {
  if (balanceTransactionId === null) return null;
  return (
    statement<{ source_id: string | null }>(
      db,
      'SELECT source_id FROM stripe_balance_transaction WHERE account = ? AND balance_transaction_id = ?',
    ).get(account, balanceTransactionId)?.source_id ?? null
  );
}

interface JournalRecord extends Omit<PartGroup, 'amountMinor' | 'exponent'> {
  readonly postingId: number;
}

/** Documents made of the money of these days, those that take one back among them; what was withdrawn or refused is on the list again instead. */
function documentsOf(db: ReadableLedger, args: ClearingListArgs): readonly ClearingLine[] {
  const { unit, days } = args.scope;
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return [];
  const rows = statement<JournalRecord>(
    db,
    `SELECT p.posting_id AS postingId, j.account, j.class AS journalClass, j.booked_date AS date, j.currency,
       j.balance_transaction_id AS balanceTransactionId, j.part_count AS count
     FROM journal j JOIN posting p ON p.posting_id = j.posting_id OR p.reverses = j.posting_id
     WHERE p.unit = ? AND j.booked_date BETWEEN ? AND ? AND p.state NOT IN ('rejected', 'withdrawn') ORDER BY p.posting_id`,
  ).all(unit, first[0], last[0]);
  return rows.map((row) => {
    const posting = getPosting(db, row.postingId as PostingRow['postingId']);
    const { postingId: _id, ...key } = row;
    const { amountMinor, exponent } = posting;
    const takeBack = isWithdrawable(db, posting) ? 'withdraw' : whyNotReverse(db, posting) === null ? 'reverse' : null;
    return {
      ...lineOf({ ...key, amountMinor, exponent }),
      how: 'directJournal',
      posting: {
        key: posting.postingId,
        version: posting.version,
        state: posting.state,
        reference: posting.reference,
        accountingDate: posting.accountingDate,
        approvedBy: posting.approvedRule ?? posting.approvedBy,
        takeBack,
      },
      notHers: whyNotTakeBack(db, posting, takeBack, args.viewer),
      words: documentWords(posting),
    };
  });
}

/** A document that has left is taken back by one of its own, which is an approval. */
function whyNotTakeBack(
  db: ReadableLedger,
  posting: PostingRow,
  takeBack: 'withdraw' | 'reverse' | null,
  viewer: ClearingViewer,
): string | null {
  if (takeBack === null) return null;
  const whyNot = takeBack === 'reverse' ? viewer.whyNotApprove : viewer.whyNotTakeBack;
  return whyNot ?? whyNotAmount(db, viewer.actor, posting);
}

const STATE_WORDS: Readonly<Record<PostingState, string>> = {
  approved: 'Approved: it goes with the next round',
  queued: 'On its way to PeopleSoft',
  queuedNeedsSignIn: 'Waits for its approver to sign in',
  sending: 'Being sent',
  unknown: 'Outcome unknown',
  accepted: 'Saved in PeopleSoft, not posted yet',
  confirmed: 'Posted in PeopleSoft',
  postingError: 'Posting error',
  rejected: 'Refused by PeopleSoft',
  reversed: 'Taken back',
  withdrawn: 'Taken back before it left',
};

function documentWords({ state, stateReason, reverses }: PostingRow): string {
  const words = STATE_WORDS[state];
  const what = reverses === null ? words : `Takes back posting ${reverses}: ${words.toLowerCase()}`;
  return stateReason === null || state === 'reversed' ? what : `${what}: ${stateReason}`;
}
