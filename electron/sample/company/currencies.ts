import type { Random } from './random.ts';

/**
 * Amounts of the sample company are counted in *quanta*: the smallest amount Stripe lets one charge in that currency.
 * Stripe API reference, "Supported currencies": JPY has no decimals; KWD has three and ends in 0; ISK and UGX are sent with
 * two decimals but only as whole units.
 */
export interface SampleCurrency {
  readonly code: string;
  /** Stripe minor units in one quantum. */
  readonly quantumMinor: number;
  readonly quantaPerUnit: number;
  /** Decimals in which PeopleSoft's currency table keeps it. */
  readonly decimals: number;
  /** Units that buy one unit of the settlement currency's dollar class; only sets how large amounts are. */
  readonly perDollar: number;
}

const CURRENCIES: Readonly<Record<string, SampleCurrency>> = {
  USD: { code: 'USD', quantumMinor: 1, quantaPerUnit: 100, decimals: 2, perDollar: 1 },
  CAD: { code: 'CAD', quantumMinor: 1, quantaPerUnit: 100, decimals: 2, perDollar: 1.38 },
  JPY: { code: 'JPY', quantumMinor: 1, quantaPerUnit: 1, decimals: 0, perDollar: 149 },
  KWD: { code: 'KWD', quantumMinor: 10, quantaPerUnit: 100, decimals: 3, perDollar: 0.31 },
  ISK: { code: 'ISK', quantumMinor: 100, quantaPerUnit: 1, decimals: 0, perDollar: 137 },
  UGX: { code: 'UGX', quantumMinor: 100, quantaPerUnit: 1, decimals: 0, perDollar: 3_680 },
  EUR: { code: 'EUR', quantumMinor: 1, quantaPerUnit: 100, decimals: 2, perDollar: 0.92 },
  GBP: { code: 'GBP', quantumMinor: 1, quantaPerUnit: 100, decimals: 2, perDollar: 0.79 },
  CHF: { code: 'CHF', quantumMinor: 1, quantaPerUnit: 100, decimals: 2, perDollar: 0.88 },
  HUF: { code: 'HUF', quantumMinor: 1, quantaPerUnit: 100, decimals: 2, perDollar: 362 },
};

/** The sample company's rule for a currency; throws RangeError for one it does not trade in. */
export function sampleCurrency(code: string): SampleCurrency {
  const currency = CURRENCIES[code];
  if (!currency) throw new RangeError(`the sample company does not trade in ${code}`);
  return currency;
}

/** Stripe refuses charges of more than eight digits. */
const MOST_MINOR = 99_999_999;

export function stripeMinor(currency: SampleCurrency, quanta: number): number {
  return quanta * currency.quantumMinor;
}

/** Decimal text in the natural decimals of the currency: '12.50', '1000', '0.750'. */
export function amountText(currency: SampleCurrency, quanta: number): string {
  const natural = (Math.abs(quanta) * 10 ** currency.decimals) / currency.quantaPerUnit;
  const digits = String(natural).padStart(currency.decimals + 1, '0');
  const whole = digits.slice(0, digits.length - currency.decimals);
  const sign = quanta < 0 ? '-' : '';
  return currency.decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-currency.decimals)}`;
}

const STEP = 5;
const PRICES = [19, 29, 49, 79, 99, 120, 149, 199, 250, 299, 480, 500, 750, 990, 1_200, 1_500, 2_400, 4_900] as const;

function ofDollars(dollars: number, currency: SampleCurrency): number {
  const quanta = dollars * currency.perDollar * currency.quantaPerUnit;
  const most = Math.floor(MOST_MINOR / currency.quantumMinor / 8);
  return Math.max(STEP * 4, Math.min(STEP * Math.round(quanta / STEP), most - (most % STEP)));
}

/**
 * What an invoice is over: mostly any amount, now and then a list price. Always a multiple of five quanta (prices end in
 * 0 or 5), so that no sum of ordinary invoices can equal an amount drawn with `offGrid`.
 */
export function invoiceQuanta(random: Random, currency: SampleCurrency, listPriceShare = 0.2): number {
  if (random.chance(listPriceShare)) return ofDollars(random.pick(PRICES), currency);
  return ofDollars(20 * Math.exp(random.unit() * Math.log(300)), currency);
}

/** An amount `residue` quanta above a multiple of five: never the sum of ordinary invoices by accident. */
export function offGrid(random: Random, currency: SampleCurrency, residue: 1 | 2 | 3 | 4): number {
  return invoiceQuanta(random, currency, 0) + residue;
}

/**
 * Payouts in HUF and TWD are whole units (Stripe, "Special cases": zero-decimal currencies for payouts). The remainder
 * stays in the balance.
 */
export function payoutMinor(currency: string, balanceMinor: number): number {
  return currency === 'HUF' || currency === 'TWD' ? balanceMinor - (balanceMinor % 100) : balanceMinor;
}
