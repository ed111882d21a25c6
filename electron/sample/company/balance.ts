import { DAY, NOW, seconds } from './calendar.ts';
import type { StripeBookFact } from './company.ts';
import { sampleCurrency, stripeMinor, type SampleCurrency } from './currencies.ts';
import { stripeId } from './identifiers.ts';
import type { Random } from './random.ts';

/** A movement of the Stripe balance, in settlement minor units. */
export interface BalanceEntry {
  readonly type: string;
  readonly reportingCategory: string;
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  readonly at: number;
  readonly availableAt: number;
  readonly source: string | null;
  readonly description: string | null;
  readonly exchangeRate: number | null;
  /** The part of the fee that is tax. */
  readonly feeTax?: number;
  /** A settlement other than the one that pays out what is available by then. */
  readonly settlement?: string;
  /** For the row of a payout that nobody scheduled: it is one of those that the next automatic payout settles. */
  readonly isInNextPayout?: boolean;
}

/** The instant at which a payout day pays out everything available by then. */
export function payoutInstant(date: string): number {
  return seconds(`${date}T04:00:00Z`);
}

/**
 * The company's Stripe balance: makes balance transactions, and keeps per payout day what is to be paid out (a few dozen
 * numbers, however many movements).
 */
export interface Balance {
  book(entry: BalanceEntry): StripeBookFact;
  /** Takes what a settlement holds out of the balance; a later entry may no longer fall into it. */
  settle(settlement: string): number;
  settlementAt(currency: string, availableAt: number): string | null;
}

export function createBalance(payoutDates: readonly string[], random: Random): Balance {
  const sums = new Map<string, number>();
  const payouts = payoutDates.map((date) => ({ date, at: payoutInstant(date) }));
  const settlementAt = (currency: string, availableAt: number): string | null => {
    const payout = payouts.find(({ at }) => at >= availableAt);
    return payout ? `${currency}-${payout.date}` : null;
  };
  const settlementOf = (entry: BalanceEntry): string | null => {
    if (entry.settlement !== undefined) return entry.settlement;
    // The row of a payout itself is no part of what is paid out, but that of a manual one lessens the next automatic payout.
    if (entry.type === 'payout' && entry.isInNextPayout !== true) return null;
    return settlementAt(entry.currency, entry.type === 'payout' ? entry.at : entry.availableAt);
  };
  return {
    settlementAt,
    settle: (settlement) => {
      const sum = sums.get(settlement) ?? 0;
      sums.delete(settlement);
      return sum;
    },
    book: (entry) => {
      const net = entry.amount - entry.fee;
      const settlement = settlementOf(entry);
      if (settlement !== null) sums.set(settlement, (sums.get(settlement) ?? 0) + net);
      const object = {
        id: stripeId('balance_transaction', random),
        object: 'balance_transaction',
        amount: entry.amount,
        available_on: entry.availableAt,
        created: entry.at,
        currency: entry.currency.toLowerCase(),
        description: entry.description,
        exchange_rate: entry.exchangeRate,
        fee: entry.fee,
        fee_details: feeDetails(entry),
        net,
        reporting_category: entry.reportingCategory,
        source: entry.source,
        status: entry.availableAt <= NOW ? 'available' : 'pending',
        type: entry.type,
      };
      return settlement === null ? { object } : { object, settlement };
    },
  };
}

const FEE_WORDS: Readonly<Record<string, string>> = { adjustment: 'Dispute fee', payout: 'Instant payout fee' };

function feeDetails(entry: BalanceEntry) {
  if (entry.fee === 0) return [];
  const currency = entry.currency.toLowerCase();
  const description = FEE_WORDS[entry.type] ?? 'Stripe processing fees';
  const tax = entry.feeTax ?? 0;
  const fee = { amount: entry.fee - tax, application: null, currency, description, type: 'stripe_fee' };
  return tax === 0 ? [fee] : [fee, { ...fee, amount: tax, description: 'VAT', type: 'tax' }];
}

/** When the money of a charge can be paid out: two days later, at midnight UTC (seconds since 1970 have no leap seconds). */
export function availableAfterCharge(at: number): number {
  return (Math.floor(at / DAY) + 2) * DAY;
}

/**
 * Units of the settlement currency per unit of the charge's currency on that day: six digits, moving a little from day to
 * day; null where nothing is converted.
 */
export function exchangeRate(currency: SampleCurrency, settlement: string, at: number): number | null {
  if (currency.code === settlement) return null;
  const base = sampleCurrency(settlement).perDollar / currency.perDollar;
  const drift = 1 + 0.012 * Math.sin(Math.floor(at / DAY) * 0.7);
  return Number((base * drift).toPrecision(6));
}

/** What Stripe takes of a charge, in settlement minor units: a part of it, more where it is converted, and a fixed sum. */
export function processingFee(settlement: string, amount: number, rate: number | null): number {
  const percent = (settlement === 'USD' ? 0.029 : 0.015) + (rate === null ? 0 : 0.015);
  return Math.round(amount * percent) + (settlement === 'USD' ? 30 : 25);
}

/** An amount of the charge's currency in settlement minor units, at a rate between whole currency units. */
export function settle(currency: SampleCurrency, quanta: number, rate: number | null): number {
  return rate === null ? stripeMinor(currency, quanta) : Math.round((quanta / currency.quantaPerUnit) * rate * 100);
}
