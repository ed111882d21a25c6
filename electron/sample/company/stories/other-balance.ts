import { DAY, HOUR, NOW } from '../calendar.ts';
import type { BalanceEntry } from '../balance.ts';
import { SAMPLE_UNITS } from '../company.ts';
import type { Desk } from '../desk.ts';
import { stripeId } from '../identifiers.ts';
import type { Story } from './story.ts';

type Row = Pick<BalanceEntry, 'type' | 'reportingCategory' | 'amount' | 'at' | 'source' | 'description'>;

/** Writes rows of one settlement currency, each a movement of its own; returns their ids. */
function writeRows(desk: Desk, currency: string, rows: readonly Row[]): string[] {
  return rows.map((row) => {
    const fact = desk.balance.book({ ...row, currency, availableAt: row.at, fee: 0, exchangeRate: null });
    desk.toStripe(fact);
    desk.movements += 1;
    return fact.object.id;
  });
}

function noonOf(date: string): number {
  return Math.min(Date.parse(`${date}T12:00:00Z`) / 1_000, NOW - 4 * DAY);
}

function drawCurrency(desk: Desk): string {
  return desk.random.pick(SAMPLE_UNITS).settlement;
}

function topup(name: string, most: number, status: 'succeeded' | 'failed' | 'reversed'): Story {
  return {
    name,
    most,
    tell: (desk, day) => {
      const currency = drawCurrency(desk);
      const id = stripeId('topup', desk.random);
      const created = noonOf(day.date);
      const amount = desk.random.between(10_000, 90_000);
      const row = { source: id, description: 'Top-up' };
      const came = { ...row, type: 'topup', reportingCategory: 'topup', amount, at: created + HOUR };
      const back = { ...row, type: 'topup_reversal', reportingCategory: 'topup_reversal', amount: -amount };
      const moves = [came, { ...back, at: created + 2 * DAY }].slice(0, status === 'failed' ? 0 : most);
      const [balanceTransaction = null] = writeRows(desk, currency, moves);
      const failed = status === 'failed';
      desk.toStripe({
        object: {
          id,
          object: 'topup',
          amount,
          balance_transaction: balanceTransaction,
          created,
          currency: currency.toLowerCase(),
          failure_code: failed ? 'insufficient_funds' : null,
          failure_message: failed ? 'The bank account has insufficient funds.' : null,
          status,
        },
      });
    },
  };
}

export const topupSucceeded = topup('topupSucceeded', 1, 'succeeded');
export const topupFailed = topup('topupFailed', 0, 'failed');
export const topupReversed = topup('topupReversed', 2, 'reversed');

/** Stripe holds money back for risk, and gives all of it free again days later. */
export const riskReserve: Story = {
  name: 'riskReserve',
  most: 2,
  tell: (desk, day) => {
    const at = noonOf(day.date);
    const amount = desk.random.between(4_000, 30_000);
    const row = { reportingCategory: 'risk_reserved_funds', source: null };
    writeRows(desk, drawCurrency(desk), [
      { ...row, type: 'reserve_hold', amount: -amount, at, description: 'Reserve held' },
      { ...row, type: 'reserve_release', amount, at: at + 3 * DAY, description: 'Reserve released' },
    ]);
  },
};

/** Money held for connected accounts, of which a part is given free: the rest stays reserved. */
export const connectReserve: Story = {
  name: 'connectReserve',
  most: 2,
  tell: (desk, day) => {
    const at = noonOf(day.date);
    const amount = desk.random.between(4_000, 30_000);
    const row = { reportingCategory: 'connect_reserved_funds', type: 'reserve_transaction', source: null };
    writeRows(desk, drawCurrency(desk), [
      { ...row, amount: -amount, at, description: 'Reserve for connected accounts' },
      { ...row, amount: Math.floor(amount * 0.6), at: at + 3 * DAY, description: 'Reserve for connected accounts' },
    ]);
  },
};

/** Stripe's own fees apart from any charge, one of each category that has them. */
export const feesByCategory: Story = {
  name: 'feesByCategory',
  most: 4,
  tell: (desk, day) => {
    const at = noonOf(day.date);
    const fee = () => -desk.random.between(50, 4_000);
    const row = { at, source: null };
    writeRows(desk, drawCurrency(desk), [
      { ...row, type: 'stripe_fee', reportingCategory: 'fee', amount: fee(), description: 'Billing - Usage Fee' },
      {
        ...row,
        type: 'stripe_fx_fee',
        reportingCategory: 'fee',
        amount: fee(),
        description: 'Currency conversion fee',
      },
      {
        ...row,
        type: 'stripe_fee',
        reportingCategory: 'network_cost',
        amount: fee(),
        description: 'Card network costs',
      },
      { ...row, type: 'tax_fee', reportingCategory: 'tax', amount: fee(), description: 'VAT on Stripe fees' },
    ]);
  },
};
