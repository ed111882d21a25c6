import { money } from '../../../shared/domain/money.ts';
import type { DepositPlace } from '../../ledger/deposit-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { readPayload, type ApprovedItem } from '../payments/payment-payload.ts';
import { READY_SQL } from '../payments/ready-to-send.ts';
import type { OwnEffects, RecheckedPosting } from '../sending/recheck.ts';
import { sourceChanges } from '../payments/source-changes.ts';

/** Approved payments that may travel in one deposit, oldest approval first. */
export interface DepositGroup extends DepositPlace {
  /** Whose operator id sends it, where the site lets only the approver's own one; null: the site's integration id. */
  readonly operatorId: string | null;
  readonly postings: readonly RecheckedPosting[];
}

export interface DueArgs {
  readonly unit: string;
  /** false: only what a person sent on its way herself ("approve and post"). */
  readonly bulk: boolean;
  readonly paymentsPerDeposit: number;
  /** true: a deposit holds the payments of one approver's operator id only. */
  readonly byOperator?: boolean;
  /** true: as a bulk round would find it, which makes what is approved due before it sends. */
  readonly withApproved?: boolean;
}
/** Payments only: nothing else travels in a deposit. Equality, not a list of one: only then do the indexes of what is due serve. */
const isDueSql = ({ withApproved }: DueArgs) =>
  withApproved === true
    ? "kind = 'payment' AND state IN ('approved', 'queued')"
    : "kind = 'payment' AND state = 'queued'";

interface PostingRecord {
  readonly posting_id: number;
  readonly payload_json: string;
  readonly payload_hash: string;
  readonly approved_at: string;
  readonly match_id: number | null;
  readonly operator_id: string | null;
}

const COLUMNS = 'posting_id, payload_json, payload_hash, approved_at, match_id, operator_id';

/**
 * The next deposit to send: postings of one deposit business unit, clearing account, presentment currency and accounting date, at
 * most `paymentsPerDeposit`. What a person asked to be sent now goes first, then the oldest accounting date; what waits for a posting
 * that is not confirmed stays out. Null: nothing is due.
 */
export const nextDepositGroup = defineRead(
  'posting.nextDepositGroup',
  (db: ReadableLedger, args: DueArgs): DepositGroup | null => {
    const urgent = statement<PostingRecord>(
      db,
      `SELECT ${COLUMNS} FROM posting p WHERE unit = ? AND kind = 'payment' AND state = 'queued' AND deposit_key IS NULL AND send_now = 1 AND ${READY_SQL} ORDER BY posting_id LIMIT 1`,
    ).get(args.unit);
    const first = urgent ?? (args.bulk ? oldestDue(db, args) : undefined);
    if (first === undefined) return null;
    const payload = readPayload(first.payload_json, first.payload_hash);
    const { depositBu, bankCode, bankAccountKey, accountingDate } = payload;
    const { currency } = payload.document.amount;
    const operatorId = args.byOperator === true ? first.operator_id : null;
    const rows = statement<PostingRecord>(
      db,
      `SELECT ${COLUMNS} FROM posting p
     WHERE unit = @unit AND ${isDueSql(args)} AND deposit_key IS NULL AND accounting_date = @date AND currency = @currency AND send_now >= @urgent
       AND json_extract(payload_json, '$.depositBu') = @depositBu AND json_extract(payload_json, '$.bankCode') = @bankCode
       AND json_extract(payload_json, '$.bankAccountKey') = @bankAccountKey AND (@operatorId IS NULL OR operator_id = @operatorId COLLATE NOCASE) AND ${READY_SQL}
     ORDER BY send_now DESC, posting_id LIMIT @limit`,
    ).all({
      unit: args.unit,
      urgent: args.bulk ? 0 : 1,
      date: accountingDate,
      currency,
      depositBu,
      bankCode,
      bankAccountKey,
      operatorId,
      limit: args.paymentsPerDeposit,
    });
    const postings = rows.map((row) => recheckedPosting(db, row));
    return { unit: args.unit, depositBu, bankCode, bankAccountKey, currency, accountingDate, operatorId, postings };
  },
);

function oldestDue(db: ReadableLedger, args: DueArgs): PostingRecord | undefined {
  return statement<PostingRecord>(
    db,
    `SELECT ${COLUMNS} FROM posting p WHERE unit = ? AND ${isDueSql(args)} AND deposit_key IS NULL AND ${READY_SQL} ORDER BY accounting_date, currency LIMIT 1`,
  ).get(args.unit);
}

/** A posting with its payload, checked against the hash it was approved with. */
export function recheckedPosting(db: ReadableLedger, row: Omit<PostingRecord, 'operator_id'>): RecheckedPosting {
  const payload = readPayload(row.payload_json, row.payload_hash);
  return {
    postingId: row.posting_id,
    payload,
    sourceChanges: sourceChanges(db, row.posting_id, payload),
    own: payload.itemBalances.map((item) => ownReductions(db, item, row)),
  };
}

/**
 * What our other postings did to an item since this one was approved, as a sum that counts what they took: for certain where they were
 * sent since and are confirmed; perhaps, either way, where they are on their way or were sent before. Of the latter PeopleSoft may have
 * booked its part before our approval saw the balance, whenever we noticed. Refunds and reversals give what payments take.
 */
function ownReductions(
  db: ReadableLedger,
  item: ApprovedItem,
  row: Pick<PostingRecord, 'approved_at' | 'match_id'>,
): OwnEffects {
  const taken = 'iif((a.outward = 1) <> (p.reverses IS NOT NULL), -a.item_amount_minor, a.item_amount_minor)';
  const perhaps = `(p.state IN ('sending', 'accepted', 'unknown', 'postingError')
         OR (p.state = 'confirmed' AND p.state_changed_at > @approvedAt AND NOT d.sent_at > @approvedAt))`;
  const sums = statement<{ settled: number | null; taking: number | null; giving: number | null }>(
    db,
    `SELECT sum(CASE WHEN p.state = 'confirmed' AND d.sent_at > @approvedAt THEN ${taken} END) AS settled,
       sum(CASE WHEN ${perhaps} THEN max(${taken}, 0) END) AS taking, sum(CASE WHEN ${perhaps} THEN max(-${taken}, 0) END) AS giving
     FROM ar_item i JOIN allocation a ON a.item_key = i.item_key JOIN posting p ON p.match_id = a.match_id
       LEFT JOIN deposit d ON d.deposit_key = p.deposit_key
     WHERE i.business_unit = @businessUnit AND i.cust_id = @custId AND i.item = @item AND i.item_line = @itemLine AND a.match_id IS NOT @matchId AND a.hold IN ('held', 'settled')`,
  ).get({
    businessUnit: item.businessUnit,
    custId: item.custId,
    item: item.item,
    itemLine: item.itemLine,
    approvedAt: row.approved_at,
    matchId: row.match_id,
  });
  const { exponent, currency } = item.balance;
  const amount = (minor: number | null | undefined) => money(minor ?? 0, exponent, currency);
  return { settled: amount(sums?.settled), taking: amount(sums?.taking), giving: amount(sums?.giving) };
}
