import { defineRead } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** What a check leaves for a person to know. */
export interface CompletenessFindings {
  /** Gaps that are open: objects that are asked for. */
  readonly missing: number;
  /** Objects that others name and Stripe does not know. */
  readonly unknownToStripe: number;
  /** Balances that do not come to the sum of their rows. */
  readonly balancesOpen: number;
}

export const completenessFindings = defineRead(
  'completeness.findings',
  (db, { account }: { readonly account: string }): CompletenessFindings => {
    const gaps = statement<{ missing: number; unknown: number }>(
      db,
      `SELECT count(DISTINCT iif(healed_at IS NULL, object_type || ' ' || object_id, NULL)) AS missing,
         count(DISTINCT iif(healed_by = 'absent', object_type || ' ' || object_id, NULL)) AS unknown FROM stripe_gap WHERE account = ?`,
    ).get(account);
    const proofs = statement<{ open: number }>(
      db,
      "SELECT count(*) AS open FROM stripe_balance_proof WHERE account = ? AND state = 'open'",
    ).get(account);
    return {
      missing: gaps?.missing ?? 0,
      unknownToStripe: gaps?.unknown ?? 0,
      balancesOpen: proofs?.open ?? 0,
    };
  },
);

/** A balance that does not come to its rows. */
export interface OpenBalance {
  /** Stripe's name of the balance, e.g. `payments`. */
  readonly balanceType: string;
  readonly currency: string;
  readonly exponent: number;
  /** What Stripe tells, less what the rows held come to. */
  readonly differenceMinor: number;
}

export const openBalances = defineRead(
  'completeness.openBalances',
  (db, { account }: { readonly account: string }): readonly OpenBalance[] =>
    statement<OpenBalance>(
      db,
      `SELECT balance_type AS balanceType, currency, exponent, closing_minor - opening_minor - activity_minor AS differenceMinor
       FROM stripe_balance_proof WHERE account = ? AND state = 'open' ORDER BY balance_type, currency`,
    ).all(account),
);
