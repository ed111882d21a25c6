/**
 * Stripe's own minor-unit rule, which differs from ISO 4217: zero-decimal list, three decimals with a last digit of 0, two
 * decimals for ISK and UGX (whole units only), whole-unit payouts for HUF and TWD. Source: facts page A2, reviewed data.
 */
const ZERO_DECIMAL = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const THREE_DECIMAL = new Set('BHD JOD KWD OMR TND'.split(' '));
const WHOLE_UNITS_SENT_WITH_TWO = new Set(['ISK', 'UGX']);
const WHOLE_UNIT_PAYOUTS = new Set(['HUF', 'TWD']);
const TWO_DECIMAL = new Set(
  (
    'USD AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC ' +
    'CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD KES KGS KHR ' +
    'KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK ' +
    'PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY TTD TWD TZS UAH UGX UYU ' +
    'UZS WST XCD XCG YER ZAR ZMW'
  ).split(' '),
);

export type StripeAmountContext = 'api' | 'payout';

/** Number of decimals in Stripe's integer amounts of `currency` (any case); `null` for a currency Stripe's rule does not name: refuse it. */
export function stripeExponent(currency: string): number | null {
  const code = currency.toUpperCase();
  if (ZERO_DECIMAL.has(code)) return 0;
  if (THREE_DECIMAL.has(code)) return 3;
  return TWO_DECIMAL.has(code) ? 2 : null;
}

/** Why Stripe could not have sent `minor` of `currency`, or `null` when the amount obeys the rule. */
export function stripeAmountFault(
  minor: number,
  currency: string,
  context: StripeAmountContext = 'api',
): string | null {
  const code = currency.toUpperCase();
  if (stripeExponent(code) === null) return `unknown currency ${code}`;
  if (!Number.isSafeInteger(minor)) return `amount ${minor} ${code} is not a whole number of minor units`;
  if (THREE_DECIMAL.has(code) && minor % 10 !== 0) return `${code} amounts end in 0, got ${minor}`;
  if (WHOLE_UNITS_SENT_WITH_TWO.has(code) && minor % 100 !== 0)
    return `${code} amounts are whole units sent with two decimals, got ${minor}`;
  if (context === 'payout' && WHOLE_UNIT_PAYOUTS.has(code) && minor % 100 !== 0)
    return `${code} payouts are whole units, got ${minor}`;
  return null;
}
