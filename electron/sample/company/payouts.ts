import { payoutInstant } from './balance.ts';
import { addDays, DAY, NOW, seconds } from './calendar.ts';
import { payoutMinor } from './currencies.ts';
import type { Desk } from './desk.ts';
import { stripeId } from './identifiers.ts';

const FAILED_AFTER_DAYS = 3;

/**
 * Writes the daily automatic payouts of one settlement currency, oldest first. A day whose balance is not positive pays
 * nothing and its rows move to the next one; one payout in the middle comes back after it was paid.
 */
export function writePayouts(desk: Desk, currency: string, dates: readonly string[]): void {
  const failing = failingPayouts(dates) === 1 ? dates[Math.floor(dates.length / 2)] : undefined;
  let carried = 0;
  let settles: string[] = [];
  for (const date of dates) {
    const settlement = `${currency}-${date}`;
    carried += desk.balance.settle(settlement);
    settles.push(settlement);
    const amount = payoutMinor(currency, carried);
    if (amount <= 0) continue;
    writePayout(desk, { currency, date, amount, settles, fails: date === failing && currency === 'USD' });
    carried -= amount;
    settles = [];
  }
}

/** How many payouts of these dates come back after they were paid; each makes one more movement. */
export function failingPayouts(dates: readonly string[]): 0 | 1 {
  return dates.length >= 3 ? 1 : 0;
}

interface PayoutPlan {
  readonly currency: string;
  readonly date: string;
  readonly amount: number;
  readonly settles: readonly string[];
  readonly fails: boolean;
}

function writePayout(desk: Desk, plan: PayoutPlan): void {
  const id = stripeId('payout', desk.random);
  const at = payoutInstant(plan.date);
  const arrivesAt = seconds(`${addDays(plan.date, 2)}T00:00:00Z`);
  const row = { currency: plan.currency, fee: 0, source: id, description: 'STRIPE PAYOUT', exchangeRate: null };
  const out = desk.balance.book({
    ...row,
    type: 'payout',
    reportingCategory: 'payout',
    amount: -plan.amount,
    at,
    availableAt: arrivesAt,
  });
  const failedAt = at + FAILED_AFTER_DAYS * DAY;
  const back = plan.fails
    ? desk.balance.book({
        ...row,
        type: 'payout_failure',
        reportingCategory: 'payout_reversal',
        amount: plan.amount,
        at: failedAt,
        availableAt: failedAt,
      })
    : null;
  desk.toStripe(out);
  if (back) desk.toStripe(back);
  const status = payoutStatus(back !== null, arrivesAt);
  const object = {
    id,
    object: 'payout',
    amount: plan.amount,
    arrival_date: arrivesAt,
    automatic: true,
    balance_transaction: out.object.id,
    created: at,
    currency: plan.currency.toLowerCase(),
    failure_balance_transaction: back?.object.id ?? null,
    failure_code: back ? 'account_closed' : null,
    failure_message: back ? 'The bank account has been closed' : null,
    reconciliation_status: 'completed',
    status,
  };
  desk.toStripe({ settles: plan.settles, object });
  if (status === 'in_transit') desk.toStripe({ object: { ...object, status: 'paid' }, comesAt: arrivesAt });
  desk.movements += back === null ? 1 : 2;
}

function payoutStatus(failed: boolean, arrivesAt: number): string {
  if (failed) return 'failed';
  return arrivesAt <= NOW ? 'paid' : 'in_transit';
}
