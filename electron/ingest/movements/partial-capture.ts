import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { OwnColumns } from './movement-rows.ts';

/**
 * A charge of which only a part was captured. For captures before API version 2025-03-31 Stripe made a refund of the rest, although no money
 * of it was ever taken: the charge's balance transaction is of all that was authorised, and another one of this category, which names that
 * refund, takes the rest back. Later captures have neither. Source: Stripe API changelog, 2025-03-31, "Partially capturing or canceling
 * payments no longer creates a Refund"; "Reporting categories and types".
 */
export const REVERSAL = 'partial_capture_reversal';

/** Whether a balance transaction takes back what was not captured, and names this object as what it is of. */
export function reversesCapture(db: ReadableLedger, account: string, sourceId: string): boolean {
  return (
    statement(
      db,
      'SELECT 1 FROM stripe_balance_transaction WHERE source_id = ? AND account = ? AND reporting_category = ?',
    ).get(sourceId, account, REVERSAL) !== undefined
  );
}

/** The charge a held refund names. */
export function chargeOfRefund(db: ReadableLedger, account: string, refundId: string): string | null {
  const row = statement<{ charge_id: string | null }>(
    db,
    'SELECT charge_id FROM stripe_refund WHERE account = ? AND refund_id = ?',
  ).get(account, refundId);
  return row?.charge_id ?? null;
}

/** What else hangs on a balance transaction or refund that may stand for what was not captured; ask before it goes. */
export function partsOfRelease(
  db: ReadableLedger,
  account: string,
  type: string,
  id: string,
): { readonly refund: string; readonly charge: string } | null {
  if (type !== 'refund' && type !== 'balance_transaction') return null;
  const row = statement<{ source_id: string | null }>(
    db,
    `SELECT source_id FROM stripe_balance_transaction WHERE account = @account AND reporting_category = '${REVERSAL}' AND ${
      type === 'refund' ? 'source_id' : 'balance_transaction_id'
    } = @id`,
  ).get({ account, id });
  const source = row?.source_id ?? null;
  return source === null ? null : { refund: source, charge: chargeOfRefund(db, account, source) ?? source };
}

/**
 * Whether a refund only stands for what was not captured, and its charge says by itself that less was: the refund's balance transaction tells
 * it, or it has none, is over, and is of exactly the rest. A refund that moves money gets a balance transaction of its own.
 */
export function isRelease(db: ReadableLedger, refund: OwnColumns): boolean {
  const { account, object_id: id, balance_transaction_id: named, charge_id: chargeId } = refund;
  if (chargeId === null) return false;
  const rest = uncaptured(db, account, chargeId);
  if (rest === null || rest.minor === 0) return false;
  const money = statement<{ category: string }>(
    db,
    `SELECT reporting_category AS category FROM stripe_balance_transaction WHERE account = @account AND source_id = @id
     UNION ALL SELECT reporting_category FROM stripe_balance_transaction WHERE account = @account AND balance_transaction_id = @named`,
  ).all({ account, id, named });
  if (money.length > 0) return money.every(({ category }) => category === REVERSAL);
  return (
    named === null &&
    refund.source_status === 'succeeded' &&
    refund.currency === rest.currency &&
    -refund.amount_minor === rest.minor
  );
}

/** What of a held charge was authorised and not captured; null while it is not captured at all, not held, or does not tell. */
function uncaptured(
  db: ReadableLedger,
  account: string,
  chargeId: string,
): { readonly minor: number; readonly currency: string } | null {
  return (
    statement<{ minor: number; currency: string }>(
      db,
      `SELECT authorised_minor - amount_minor AS minor, currency FROM stripe_charge
       WHERE account = ? AND charge_id = ? AND captured = 1 AND authorised_minor IS NOT NULL`,
    ).get(account, chargeId) ?? null
  );
}

interface Moved {
  readonly amount_minor: number;
  readonly fee_minor: number;
  readonly currency: string;
}

/**
 * What a charge brought into the balance: what its own balance transaction says less what was taken back as not captured. Of a charge that
 * does not tell what was captured (older ones, and those of reports) the refund of the rest takes it back.
 */
export function moneyOfCharge(
  db: ReadableLedger,
  charge: OwnColumns,
  own: Moved,
): Pick<Moved, 'amount_minor' | 'fee_minor'> {
  if ((uncaptured(db, charge.account, charge.object_id)?.minor ?? 0) === 0) return own;
  const back = statement<{ amount: number | null; fee: number | null }>(
    db,
    `SELECT sum(amount_minor) AS amount, sum(fee_minor) AS fee FROM stripe_balance_transaction
     WHERE account = @account AND reporting_category = '${REVERSAL}' AND currency = @currency AND source_id IN
       (SELECT refund_id FROM stripe_refund WHERE account = @account AND charge_id = @charge UNION ALL SELECT @charge)`,
  ).get({ account: charge.account, charge: charge.object_id, currency: own.currency });
  return { amount_minor: own.amount_minor + (back?.amount ?? 0), fee_minor: own.fee_minor + (back?.fee ?? 0) };
}
