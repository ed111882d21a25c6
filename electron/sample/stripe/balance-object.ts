import type { BalanceSum } from './balance-sums.ts';

interface Part {
  readonly amount: number;
  readonly currency: string;
  readonly source_types: { readonly card: number };
}

/**
 * The balance at an instant (seconds): what is available by then, what is still pending, and what reserves for connected accounts hold;
 * available and pending together are exactly the sum of all balance transactions of a currency, as those of a reserve are among them. Each
 * balance but that of payments appears where it was ever used. Shape: Stripe API reference 2026-10-28, "The Balance object".
 */
export function balanceObject(sums: readonly BalanceSum[], now: number): Readonly<Record<string, unknown>> {
  const of = (balanceType: string) => sums.filter((sum) => sum.balanceType === balanceType);
  const payments = of('payments');
  const prefunding = of('refund_and_dispute_prefunding');
  const issuing = of('issuing');
  const reserved = parts(payments, ({ reserved: amount }) => -amount).filter(({ amount }) => amount !== 0);
  return {
    object: 'balance',
    available: available(payments, now),
    ...(reserved.length === 0 ? {} : { connect_reserved: reserved }),
    ...(issuing.length === 0 ? {} : { issuing: { available: available(issuing, now) } }),
    livemode: false,
    pending: pending(payments, now),
    ...(prefunding.length === 0
      ? {}
      : {
          refund_and_dispute_prefunding: { available: available(prefunding, now), pending: pending(prefunding, now) },
        }),
  };
}

function available(sums: readonly BalanceSum[], now: number): readonly Part[] {
  return parts(sums, ({ availableAt, net }) => (availableAt <= now ? net : 0));
}

function pending(sums: readonly BalanceSum[], now: number): readonly Part[] {
  return parts(sums, ({ availableAt, net }) => (availableAt > now ? net : 0));
}

/** One part a currency, in the order of their codes; also where it is 0. */
function parts(sums: readonly BalanceSum[], read: (sum: BalanceSum) => number): readonly Part[] {
  const currencies = [...new Set(sums.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const amount = sums.filter((sum) => sum.currency === currency).reduce((total, sum) => total + read(sum), 0);
    return { amount, currency, source_types: { card: amount } };
  });
}
