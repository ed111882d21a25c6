import type { Instant } from '../../../shared/domain/ids.ts';
import { defineWrite, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { putRow } from '../put-row.ts';
import { readReach } from './stripe-reach.ts';

interface Told {
  readonly balanceType: string;
  readonly currency: string;
  readonly exponent: number;
  readonly amountMinor: number;
}

/**
 * Holds Stripe's own balance, by type and currency, against its rows: opening + activity = closing. The opening is nothing where every row
 * since the beginning of the account was listed, else the first balance Stripe told. `wholePoll` false: rows may be missing, so nothing
 * is said.
 */
export const proveBalance = defineWrite(
  'completeness.proveBalance',
  (db, args: { readonly account: string; readonly wholePoll: boolean; readonly at: Instant }): void => {
    const { account, at } = args;
    const span = statement<{ first: Instant | null; last: Instant | null }>(
      db,
      'SELECT min(taken_at) AS first, max(taken_at) AS last FROM stripe_balance WHERE account = ?',
    ).get(account);
    const last = span?.last ?? null;
    if (last === null) return;
    const isWhole = readReach(db, account).get('balance_transaction') === '';
    const first = isWhole ? null : (span?.first ?? null);
    const closing = toldAt(db, account, last);
    const opening = first === null ? new Map<string, Told>() : toldAt(db, account, first);
    const moved = movedBetween(db, account, first, last);
    statement(db, 'DELETE FROM stripe_balance_proof WHERE account = ?').run(account);
    for (const key of new Set([...closing.keys(), ...opening.keys(), ...moved.keys()])) {
      const told = closing.get(key) ?? moved.get(key) ?? opening.get(key);
      if (told === undefined) continue;
      const row = {
        opening_minor: opening.get(key)?.amountMinor ?? 0,
        activity_minor: moved.get(key)?.amountMinor ?? 0,
        closing_minor: closing.get(key)?.amountMinor ?? 0,
      };
      const isTied = row.opening_minor + row.activity_minor === row.closing_minor;
      const why = notEvaluated(args.wholePoll, first === last, closing.has(key) || isToldOf(told, closing));
      putRow(
        db,
        'stripe_balance_proof',
        { account, balance_type: told.balanceType, currency: told.currency },
        {
          ...row,
          exponent: told.exponent,
          from_at: first ?? '',
          to_at: last,
          state: why !== null ? 'notEvaluated' : isTied ? 'tied' : 'open',
          why,
          checked_at: at,
        },
      );
    }
  },
  { bulk: true },
);

function notEvaluated(wholePoll: boolean, isOnlyOne: boolean, isTold: boolean): string | null {
  if (!wholePoll) return 'Stripe was not read to the end; it is held against its rows after the next whole read.';
  if (isOnlyOne) return 'Stripe has told one balance so far; the second one is held against the rows between them.';
  return isTold ? null : 'Stripe does not tell this balance to this key.';
}

/** A type of which Stripe tells some currency tells all that have anything in them: one it leaves out is nothing. */
function isToldOf({ balanceType }: Told, closing: ReadonlyMap<string, Told>): boolean {
  return [...closing.values()].some((told) => told.balanceType === balanceType);
}

/** Money held back as `connect_reserved` has left the other parts by rows of its own (`connect_reserved_funds`): all rows come to those two. */
function toldAt(db: ReadableLedger, account: string, at: Instant): ReadonlyMap<string, Told> {
  return keyed(
    statement<Told>(
      db,
      `SELECT balance_type AS balanceType, currency, exponent, sum(amount_minor) AS amountMinor FROM stripe_balance
       WHERE account = ? AND taken_at = ? AND part <> 'reserved' GROUP BY balance_type, currency`,
    ).all(account, at),
  );
}

/** Rows after the opening up to the closing. Stripe gives whole seconds: a row of the second a balance was taken in is before it. */
function movedBetween(
  db: ReadableLedger,
  account: string,
  after: Instant | null,
  upTo: Instant,
): ReadonlyMap<string, Told> {
  return keyed(
    statement<Told>(
      db,
      `SELECT balance_type AS balanceType, currency, exponent, sum(net_minor) AS amountMinor FROM stripe_balance_transaction
       WHERE account = ? AND created_at > ? AND created_at <= ? GROUP BY balance_type, currency`,
    ).all(account, after ?? '', upTo),
  );
}

function keyed(rows: readonly Told[]): ReadonlyMap<string, Told> {
  return new Map(rows.map((row) => [`${row.balanceType} ${row.currency}`, row]));
}
