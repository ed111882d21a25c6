import type { PayoutCheck, PayoutChecks } from '../../../shared/contract/completeness-proofs.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { ITEMISED_SQL } from '../../ledger/stripe-payout-store.ts';

const CHECKS_SHOWN = 50;
const DIFFERENCES_SHOWN = 20;

/** In which of the counts a payout stands; `p` and its check `c`. */
export const PAYOUT_STANDS_SQL = `CASE WHEN NOT (p.${ITEMISED_SQL}) THEN 'notItemised'
  WHEN c.state IS NULL OR c.state = 'reading' THEN 'waiting' ELSE c.state END`;

/** How the payouts of an account stand, and those of which there is something to say. */
export function payoutsOf(db: ReadableLedger, account: string): PayoutChecks {
  const counts = { tied: 0, open: 0, notEvaluated: 0, waiting: 0, notItemised: 0 };
  const rows = statement<{ stands: keyof typeof counts; count: number }>(
    db,
    `SELECT ${PAYOUT_STANDS_SQL} AS stands, count(*) AS count FROM stripe_payout p LEFT JOIN stripe_payout_check c USING (account, payout_id)
     WHERE p.account = ? GROUP BY 1`,
  ).all(account);
  for (const { stands, count } of rows) counts[stands] = count;
  return { ...counts, checks: checksOf(db, account) };
}

function checksOf(db: ReadableLedger, account: string): PayoutCheck[] {
  const rows = statement<Omit<PayoutCheck, 'differences'>>(
    db,
    `SELECT c.payout_id AS payoutId, c.state, c.why, p.created_at AS createdAt, c.asked_at AS askedAt, p.currency, p.exponent,
       p.amount_minor AS paidMinor, c.listed_count AS listed, c.listed_minor AS listedMinor, c.held_count AS held, c.held_minor AS heldMinor
     FROM stripe_payout_check c JOIN stripe_payout p USING (account, payout_id)
     LEFT JOIN (SELECT account, payout_id, max(healed_at) AS healed_at FROM stripe_payout_difference GROUP BY 1, 2) d USING (account, payout_id)
     WHERE c.account = ? AND (c.state IN ('open', 'notEvaluated') OR (c.state = 'tied' AND d.healed_at IS NOT NULL))
     ORDER BY c.state <> 'open', c.state <> 'notEvaluated', d.healed_at DESC, p.created_at DESC, c.payout_id LIMIT ${CHECKS_SHOWN}`,
  ).all(account);
  return rows.map((row) => ({ ...row, differences: differencesOf(db, account, row.payoutId) }));
}

function differencesOf(db: ReadableLedger, account: string, payoutId: string): PayoutCheck['differences'] {
  return statement<PayoutCheck['differences'][number]>(
    db,
    `SELECT balance_transaction_id AS id, kind, other_payout_id AS otherPayoutId, found_at AS foundAt, healed_at AS healedAt
     FROM stripe_payout_difference WHERE account = ? AND payout_id = ?
     ORDER BY healed_at IS NOT NULL, healed_at DESC, kind, balance_transaction_id LIMIT ${DIFFERENCES_SHOWN}`,
  ).all(account, payoutId);
}
