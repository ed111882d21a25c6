import type { CompletenessFigure, CompletenessRows } from '../../../shared/contract/completeness-rows.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { PAYOUT_STANDS_SQL } from './completeness-payouts.ts';
import { rowsOf } from './completeness-rows-query.ts';

/** What Stripe lists of one payout, each row with how it stands in the ledger. */
export function payoutFigure(db: ReadableLedger, account: string, payoutId: string): CompletenessRows {
  const sql = `SELECT r.balance_transaction_id AS id, 'balance_transaction' AS type, r.created_at AS at, coalesce(r.net_minor, 0) AS minor,
      coalesce(r.exponent, 0) AS exponent, r.currency,
      CASE WHEN b.balance_transaction_id IS NULL THEN 'not held in the ledger'
        WHEN b.net_minor <> r.net_minor OR b.currency <> r.currency THEN 'held with another amount'
        WHEN o.payout_id IS NOT NULL THEN 'held under payout ' || o.payout_id
        ELSE replace(b.reporting_category, '_', ' ') || coalesce(' ' || b.source_id, '') END AS text
    FROM stripe_payout_row r LEFT JOIN stripe_balance_transaction b USING (account, balance_transaction_id)
    LEFT JOIN stripe_payout_row o ON o.account = r.account AND o.balance_transaction_id = r.balance_transaction_id AND o.payout_id <> r.payout_id
      AND o.told_by <> 'reading'
    WHERE r.account = @account AND r.payout_id = @payoutId AND r.told_by = 'stripe' AND r.is_own = 0 GROUP BY r.balance_transaction_id`;
  const note = 'As Stripe lists it; the payout’s own row is left out, so that they come to what was paid.';
  return rowsOf(db, { sql, args: { account, payoutId }, note });
}

const REASONS = `CASE WHEN p.status = 'canceled' THEN 'cancelled: nothing was paid out'
  WHEN p.automatic = 0 THEN 'manual: Stripe gives no rows of it'
  WHEN p.reconciliation_status <> 'completed' THEN 'Stripe has not itemised it yet' ELSE c.why END`;

/** Payouts that stand alike. */
export function payoutsFigure(
  db: ReadableLedger,
  account: string,
  state: Extract<CompletenessFigure, { figure: 'payouts' }>['state'],
): CompletenessRows {
  const sql = `SELECT p.payout_id AS id, 'payout' AS type, p.created_at AS at, p.amount_minor AS minor, p.exponent, p.currency, ${REASONS} AS text
    FROM stripe_payout p LEFT JOIN stripe_payout_check c USING (account, payout_id) WHERE p.account = @account AND ${PAYOUT_STANDS_SQL} = @state`;
  return rowsOf(db, { sql, args: { account, state } });
}
