import { DAY, HOUR, NOW } from '../calendar.ts';
import { SAMPLE_UNITS } from '../company.ts';
import { laterAt, type Desk } from '../desk.ts';
import { stripeId } from '../identifiers.ts';
import type { Story } from './story.ts';

interface PayoutPlan {
  readonly at: number;
  readonly currency: string;
  readonly amount: number;
  readonly status: 'paid' | 'canceled' | 'in_transit';
  readonly arrivesAt: number;
  readonly method?: 'instant';
  readonly fee?: number;
  readonly automatic?: boolean;
  readonly settlement?: string;
  readonly id?: string;
  readonly links?: { readonly original_payout?: string; readonly reversed_by?: string };
}

/** Writes a payout that nobody scheduled, with its row; the next automatic payout settles that row with the others. */
function writePayout(desk: Desk, plan: PayoutPlan): { readonly id: string } {
  const { currency, at, amount, fee = 0, status } = plan;
  const id = plan.id ?? stripeId('payout', desk.random);
  const row = { currency, source: id, description: 'STRIPE PAYOUT', exchangeRate: null };
  const settled = plan.settlement === undefined ? { isInNextPayout: true } : { settlement: plan.settlement };
  const own = plan.automatic === true ? {} : settled;
  const kind = { type: 'payout', reportingCategory: 'payout' };
  const out = desk.balance.book({ ...row, ...kind, ...own, amount: -amount, fee, at, availableAt: at });
  desk.toStripe(out);
  desk.movements += 1;
  let backId: string | null = null;
  if (status === 'canceled') {
    const canceledAt = laterAt(at, 3);
    const back = { ...row, type: 'payout_cancel', reportingCategory: 'payout_reversal', amount, fee: 0 };
    const backRow = desk.balance.book({ ...back, at: canceledAt, availableAt: canceledAt });
    desk.toStripe(backRow);
    desk.movements += 1;
    backId = backRow.object.id;
  }
  desk.toStripe({
    ...(plan.automatic === true && plan.settlement !== undefined ? { settles: [plan.settlement] } : {}),
    object: {
      id,
      object: 'payout',
      amount,
      arrival_date: plan.arrivesAt,
      automatic: plan.automatic ?? false,
      balance_transaction: out.object.id,
      created: at,
      currency: currency.toLowerCase(),
      failure_balance_transaction: backId,
      failure_code: null,
      failure_message: null,
      method: plan.method ?? 'standard',
      ...plan.links,
      reconciliation_status: plan.automatic === true ? 'completed' : 'not_applicable',
      status,
    },
  });
  return { id };
}

function draw(desk: Desk, date: string) {
  const { settlement: currency } = desk.random.pick(SAMPLE_UNITS);
  const at = Math.min(Date.parse(`${date}T15:00:00Z`) / 1_000 + desk.random.below(HOUR), NOW - 5 * DAY);
  return { currency, at, amount: desk.random.between(5_000, 40_000), arrivesAt: (Math.floor(at / DAY) + 2) * DAY };
}

/** Somebody in the company paid some of the balance out by hand. */
export const payoutManual: Story = {
  name: 'payoutManual',
  most: 1,
  tell: (desk, day) => void writePayout(desk, { ...draw(desk, day.date), status: 'paid' }),
};

/** Paid out within minutes, for a fee that is part of the payout's own row. */
export const payoutInstant: Story = {
  name: 'payoutInstant',
  most: 1,
  tell: (desk, day) => {
    const plan = draw(desk, day.date);
    const fee = Math.round(plan.amount * 0.01);
    writePayout(desk, { ...plan, status: 'paid', arrivesAt: plan.at + 1_800, method: 'instant', fee });
  },
};

/** Canceled before it went to the bank: the money is back in the balance. */
export const payoutCanceled: Story = {
  name: 'payoutCanceled',
  most: 2,
  tell: (desk, day) => void writePayout(desk, { ...draw(desk, day.date), status: 'canceled' }),
};

/** Paid, and then taken back from the bank by a payout that reverses it. */
export const payoutReversed: Story = {
  name: 'payoutReversed',
  most: 2,
  tell: (desk, day) => {
    const plan = draw(desk, day.date);
    const [id, reversal] = [stripeId('payout', desk.random), stripeId('payout', desk.random)];
    writePayout(desk, { ...plan, id, status: 'paid', links: { reversed_by: reversal } });
    const at = plan.at + 3 * DAY;
    const back = { ...plan, id: reversal, amount: -plan.amount, at, arrivesAt: (Math.floor(at / DAY) + 1) * DAY };
    writePayout(desk, { ...back, status: 'paid', links: { original_payout: id } });
  },
};

/** A correction leaves the balance below zero, and Stripe draws that from the bank account by an automatic payout. */
export const payoutNegative: Story = {
  name: 'payoutNegative',
  most: 2,
  tell: (desk, day) => {
    const { currency, at, amount, arrivesAt } = draw(desk, day.date);
    const settlement = `${currency}-${day.date}-drawn-${desk.nextSerial()}`;
    const row = { currency, source: null, description: 'Balance correction', exchangeRate: null, settlement };
    const correction = { type: 'adjustment', reportingCategory: 'other_adjustment', amount: -amount, fee: 0 };
    desk.toStripe(desk.balance.book({ ...row, ...correction, at: at - HOUR, availableAt: at - HOUR }));
    desk.movements += 1;
    desk.balance.settle(settlement);
    writePayout(desk, { currency, at, amount: -amount, arrivesAt, status: 'paid', automatic: true, settlement });
  },
};
