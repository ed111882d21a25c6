import { equalMoney, money } from '../../../shared/domain/money.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { PayoutDifference, PayoutName, PayoutVerdict } from '../../ledger/stripe-payout-store.ts';
import { readReach } from './stripe-reach.ts';

interface ListedRow {
  readonly id: string;
  readonly netMinor: number | null;
  readonly exponent: number | null;
  readonly currency: string | null;
  readonly createdAt: string | null;
  readonly heldMinor: number | null;
  readonly heldCurrency: string | null;
  readonly otherPayoutId: string | null;
}
interface PayoutAmount {
  readonly amount: number;
  readonly exponent: number;
  readonly currency: string;
}

/**
 * How a payout stands whose list was read: what Stripe lists is held with the same amounts, under no other payout, and comes to what was
 * paid out. Source: Stripe, "Payout reconciliation": the rows of an automatic payout without its own come to its amount.
 */
export function judgePayout(
  db: ReadableLedger,
  name: PayoutName,
): { readonly verdict: PayoutVerdict; readonly differences: readonly PayoutDifference[] } {
  const reach = readReach(db, name.account).get('balance_transaction') ?? null;
  const rows = listedRows(db, name);
  const before = rows.filter((row) => row.heldMinor === null && isBefore(row, reach));
  const named = rows.filter((row) => !before.includes(row)).flatMap(differenceOf);
  const sum = sumDifference(db, name, rows);
  const differences = sum === null ? named : [...named, sum];
  const held = rows.filter(({ heldMinor }) => heldMinor !== null);
  const verdict: PayoutVerdict = {
    ...stateOf(differences.length, before.length, reach),
    listedCount: rows.length,
    listedMinor: total(rows.map(({ netMinor }) => netMinor)),
    heldCount: held.length,
    heldMinor: total(held.map(({ heldMinor }) => heldMinor)),
    exponent: rows[0]?.exponent ?? 0,
  };
  return { verdict, differences };
}

function stateOf(different: number, before: number, reach: string | null): Pick<PayoutVerdict, 'state' | 'why'> {
  if (different > 0) return { state: 'open', why: null };
  if (before === 0) return { state: 'tied', why: null };
  const rows = before === 1 ? 'row is' : 'rows are';
  return { state: 'notEvaluated', why: `${before} of its ${rows} older than what was read (${reach?.slice(0, 10)})` };
}

function listedRows(db: ReadableLedger, { account, payoutId }: PayoutName): readonly ListedRow[] {
  return statement<ListedRow>(
    db,
    `SELECT r.balance_transaction_id AS id, r.net_minor AS netMinor, r.exponent, r.currency, r.created_at AS createdAt, b.net_minor AS heldMinor,
       b.currency AS heldCurrency, (SELECT min(o.payout_id) FROM stripe_payout_row o WHERE o.account = r.account
         AND o.balance_transaction_id = r.balance_transaction_id AND o.payout_id <> r.payout_id AND o.told_by <> 'reading') AS otherPayoutId
     FROM stripe_payout_row r LEFT JOIN stripe_balance_transaction b USING (account, balance_transaction_id)
     WHERE r.account = ? AND r.payout_id = ? AND r.told_by = 'stripe' AND r.is_own = 0 ORDER BY r.balance_transaction_id`,
  ).all(account, payoutId);
}

/** Where Stripe was not read from the account's beginning, what is older is not held and not missing. */
function isBefore({ createdAt }: ListedRow, reach: string | null): boolean {
  return reach === null || (createdAt !== null && createdAt < reach);
}

function differenceOf(row: ListedRow): readonly PayoutDifference[] {
  const { id, otherPayoutId } = row;
  const found = (kind: PayoutDifference['kind']) => ({ id, kind, otherPayoutId });
  if (row.heldMinor === null) return [found('missing')];
  const isSame = row.netMinor === null || (row.heldMinor === row.netMinor && row.heldCurrency === row.currency);
  return [...(isSame ? [] : [found('amount')]), ...(otherPayoutId === null ? [] : [found('otherPayout')])];
}

/** Null where the rows come to what was paid out, or where one of them could not be read, which is counted where it was refused. */
function sumDifference(db: ReadableLedger, name: PayoutName, rows: readonly ListedRow[]): PayoutDifference | null {
  const payout = payoutAmount(db, name);
  if (payout === undefined || rows.some(({ netMinor }) => netMinor === null)) return null;
  const sumMinor = total(rows.map(({ netMinor }) => netMinor));
  const isOneCurrency = rows.every(({ currency }) => currency === payout.currency);
  const exponent = rows[0]?.exponent ?? payout.exponent;
  const paid = money(payout.amount, payout.exponent, payout.currency);
  if (isOneCurrency && equalMoney(money(sumMinor, exponent, payout.currency), paid)) return null;
  return { id: '', kind: 'sum', otherPayoutId: null };
}

function payoutAmount(db: ReadableLedger, { account, payoutId }: PayoutName): PayoutAmount | undefined {
  return statement<PayoutAmount>(
    db,
    'SELECT amount_minor AS amount, exponent, currency FROM stripe_payout WHERE account = ? AND payout_id = ?',
  ).get(account, payoutId);
}

function total(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
