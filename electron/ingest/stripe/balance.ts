import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeBalancePart } from '../../connectors/stripe/types.ts';
import { defineWrite } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { isConnectorError } from '../stream-failure.ts';
import type { StripePollContext } from './poll.ts';
import { putRow } from '../put-row.ts';
import { dateInZone } from '../movements/unit-rules.ts';

/** Stripe's balance as it was before the lists were read, or why it could not be had. */
export type AskedBalance =
  | { readonly takenAt: Instant; readonly byStripe: boolean; readonly parts: readonly StripeBalancePart[] }
  | { readonly error: Error };

/**
 * Asks for the balance. Asked before the lists: every balance transaction that made it what it is, is then among those the poll reads. Only
 * a wrong sign-in stops the poll here: the objects are whole without the balance. Its time is Stripe's own, as that of the rows it is held
 * against: by this computer's clock, which may be off, rows of the last minutes would be counted in or left out wrongly.
 */
export async function askBalance(context: StripePollContext): Promise<AskedBalance> {
  const askedAt = context.observations.next();
  try {
    const { answeredAt, parts } = await context.connector.balance(context.signal);
    return { takenAt: answeredAt ?? askedAt, byStripe: answeredAt !== null, parts };
  } catch (error) {
    if (!isConnectorError(error) || error.kind === 'credentials') throw error;
    return { error };
  }
}

const DAY_MS = 86_400_000;

/**
 * Keeps a snapshot of the balance. Only the last one of a day lasts, where a day ends in any of `zones`: an opening or closing balance
 * is asked for by a unit's own midnight.
 */
export const storeStripeBalance = defineWrite(
  'ingest.storeStripeBalance',
  (
    db,
    args: {
      readonly account: string;
      readonly takenAt: Instant;
      /** By Stripe's clock: what was kept for a later time was dated by a clock that ran ahead. */
      readonly byStripe: boolean;
      readonly parts: readonly StripeBalancePart[];
      readonly zones: readonly string[];
    },
  ): void => {
    const { account, takenAt } = args;
    if (args.byStripe)
      statement(db, 'DELETE FROM stripe_balance WHERE account = ? AND taken_at > ?').run(account, takenAt);
    const from = new Date(Date.parse(takenAt) - 2 * DAY_MS).toISOString();
    const earlier = statement<{ taken_at: Instant }>(
      db,
      'SELECT DISTINCT taken_at FROM stripe_balance WHERE account = ? AND taken_at >= ? AND taken_at < ?',
    ).all(account, from, takenAt);
    for (const { taken_at: at } of earlier)
      if (args.zones.every((zone) => dateInZone(at, zone) === dateInZone(takenAt, zone)))
        statement(db, 'DELETE FROM stripe_balance WHERE account = ? AND taken_at = ?').run(account, at);
    for (const { balanceType, part, amount } of args.parts)
      putRow(
        db,
        'stripe_balance',
        { account, taken_at: takenAt, balance_type: balanceType, part, currency: amount.currency },
        { exponent: amount.exponent, amount_minor: amount.minor },
      );
  },
);
