import { JOURNAL_CLASSES, type JournalClass } from '../../../shared/contract/profile-bookings.ts';

/**
 * What a balance transaction moves, by its reporting category. `null`: its amount is a customer's money (a charge and what takes it back), which
 * is posted as that; only its fee is booked by class. Whatever is not named here is another adjustment, and a category that the program
 * does not know stays in suspense. Source: Stripe, "Reporting categories and types".
 */
const OF_CATEGORY: Readonly<Record<string, JournalClass | null>> = {
  charge: null,
  charge_failure: null,
  dispute: null,
  dispute_reversal: null,
  partial_capture_reversal: null,
  refund: null,
  refund_failure: null,
  fee: 'fees',
  network_cost: 'fees',
  tax: 'taxOnFees',
  connect_reserved_funds: 'reserves',
  payout_minimum_balance_hold: 'reserves',
  payout_minimum_balance_release: 'reserves',
  risk_reserved_funds: 'reserves',
  topup: 'topUps',
  topup_reversal: 'topUps',
  payout: 'payouts',
  payout_reversal: 'payouts',
};
/** Stripe's own fee for a conversion is of category `fee`; its type tells it from the others. */
const CONVERSION_TYPE = 'stripe_fx_fee';

const quoted = (text: string) => `'${text}'`;

/** SQL over the columns of `b`, a balance transaction: the class of its amount; null: it is a customer's money. */
export const AMOUNT_CLASS_SQL = `CASE WHEN b.transaction_type = ${quoted(CONVERSION_TYPE)} THEN 'conversion' ${[
  null,
  ...JOURNAL_CLASSES,
]
  .flatMap((journalClass) => {
    const categories = Object.keys(OF_CATEGORY).filter((category) => OF_CATEGORY[category] === journalClass);
    if (categories.length === 0) return [];
    const then = journalClass === null ? 'NULL' : quoted(journalClass);
    return [`WHEN b.reporting_category IN (${categories.map(quoted).join(', ')}) THEN ${then}`];
  })
  .join(' ')} ELSE 'otherAdjustments' END`;
