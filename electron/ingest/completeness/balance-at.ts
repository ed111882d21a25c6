import type { Instant } from '../../../shared/domain/ids.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** The balance that a company's own report speaks of; the others (issuing, reserves) have reports of their own. */
export const BALANCE_TYPE = 'payments';
/** What Stripe counts as paid out. Source: Stripe, "Reporting categories". */
const PAYOUTS = "('payout', 'payout_reversal')";

/** What moved, by currency: payouts apart from all the rest. */
export type Amounts = ReadonlyMap<string, { readonly activityMinor: number; readonly payoutsMinor: number }>;

/** What the rows of a stretch come to, its beginning included and its end not. */
export function movedIn(db: ReadableLedger, account: string, from: Instant | '', to: Instant): Amounts {
  const rows = statement<{ currency: string; activityMinor: number; payoutsMinor: number }>(
    db,
    `SELECT currency, sum(iif(reporting_category IN ${PAYOUTS}, 0, net_minor)) AS activityMinor,
       sum(iif(reporting_category IN ${PAYOUTS}, net_minor, 0)) AS payoutsMinor
     FROM stripe_balance_transaction WHERE account = ? AND balance_type = '${BALANCE_TYPE}' AND created_at >= ? AND created_at < ? GROUP BY currency`,
  ).all(account, from, to);
  return new Map(rows.map(({ currency, ...amounts }) => [currency, amounts]));
}

function netOf(amounts: Amounts, currency: string): number {
  const { activityMinor, payoutsMinor } = amounts.get(currency) ?? { activityMinor: 0, payoutsMinor: 0 };
  return activityMinor + payoutsMinor;
}

/**
 * What the rows held say the balance stood at, by currency: all rows before, where they were read from the account's beginning, else the
 * first balance Stripe told and the rows between. Null where nothing tells.
 */
export function balanceAt(
  db: ReadableLedger,
  account: string,
  at: Instant,
  read: string | null,
): ReadonlyMap<string, number> | null {
  if (read === '') {
    const before = movedIn(db, account, '', at);
    return new Map([...before.keys()].map((currency) => [currency, netOf(before, currency)]));
  }
  const told = statement<{ currency: string }>(
    db,
    `SELECT DISTINCT currency FROM stripe_balance WHERE account = ? AND balance_type = '${BALANCE_TYPE}'`,
  ).all(account);
  if (told.length === 0) return null;
  return new Map(told.map(({ currency }) => [currency, snapshotAt(db, account, at, currency)?.minor ?? 0]));
}

/** What the nearest balance that Stripe told says of an instant, by the rows between; the next one after it where there is one. */
export function snapshotAt(
  db: ReadableLedger,
  account: string,
  at: Instant,
  currency: string,
): { readonly minor: number; readonly at: Instant } | null {
  const found = statement<{ takenAt: Instant; minor: number }>(
    db,
    `SELECT taken_at AS takenAt, sum(iif(currency = @currency, amount_minor, 0)) AS minor FROM stripe_balance
     WHERE account = @account AND balance_type = '${BALANCE_TYPE}' AND part <> 'reserved' GROUP BY taken_at
     ORDER BY taken_at < @at, abs(julianday(taken_at) - julianday(@at)) LIMIT 1`,
  ).get({ account, at, currency });
  if (found === undefined) return null;
  const { takenAt, minor } = found;
  if (takenAt < at) return { minor: minor + netOf(movedIn(db, account, after(takenAt), at), currency), at: takenAt };
  return { minor: minor - netOf(movedIn(db, account, at, after(takenAt)), currency), at: takenAt };
}

/** Rows of the very instant a balance was taken at are in it. */
function after(at: Instant): Instant {
  return new Date(Date.parse(at) + 1).toISOString() as Instant;
}
