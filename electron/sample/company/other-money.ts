import { DAY, localInstant } from './calendar.ts';
import { SAMPLE_UNITS } from './company.ts';
import type { Desk } from './desk.ts';

const FIRST_OF_MONTH = localInstant('2026-10-01', 12 * 3_600, 'America/New_York');
const FEES = ['Billing - Usage Fee', 'Radar for Fraud Teams', 'Card account updater', 'Post payment invoices'] as const;

function instantOfMonth(desk: Desk): number {
  return FIRST_OF_MONTH + desk.random.below(28 * DAY);
}

/** Stripe's own fees that come as rows of their own, apart from any charge. */
export function writeFeeRow(desk: Desk): void {
  const at = instantOfMonth(desk);
  const { settlement } = desk.random.pick(SAMPLE_UNITS);
  const day = new Date(at * 1_000).toISOString().slice(0, 10);
  desk.toStripe(
    desk.balance.book({
      type: 'stripe_fee',
      reportingCategory: 'fee',
      amount: -desk.random.between(40, 2_500),
      fee: 0,
      currency: settlement,
      at,
      availableAt: at,
      source: null,
      description: `${desk.random.pick(FEES)} (${day})`,
      exchangeRate: null,
    }),
  );
  desk.movements += 1;
}

/** A correction by Stripe, in either direction. */
export function writeAdjustment(desk: Desk): void {
  const at = instantOfMonth(desk);
  const { settlement } = desk.random.pick(SAMPLE_UNITS);
  const sign = desk.random.chance(0.5) ? 1 : -1;
  desk.toStripe(
    desk.balance.book({
      type: 'adjustment',
      reportingCategory: 'other_adjustment',
      amount: sign * desk.random.between(5, 900),
      fee: 0,
      currency: settlement,
      at,
      availableAt: at,
      source: null,
      description: 'Balance correction',
      exchangeRate: null,
    }),
  );
  desk.movements += 1;
}
