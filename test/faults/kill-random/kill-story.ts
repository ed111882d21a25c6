import { chanceOf, type Chance } from '../chance.ts';
import type { ApprovedPayment } from '../posting/approved-payments.ts';

/** What happens at Stripe and PeopleSoft while a home is being killed: some of it before each start. */
export interface KillStory {
  readonly depositIds: 'next' | 'given';
  readonly paymentsPerDeposit: number;
  readonly waves: readonly (readonly StripeEvent[])[];
}
export type StripeEvent =
  | { readonly event: 'charge'; readonly payment: KillPayment }
  /** Its credit memo is in PeopleSoft by then. */
  | { readonly event: 'refund'; readonly payment: KillPayment }
  | { readonly event: 'refundFails'; readonly payment: KillPayment };
/** A payment without its date: that is the day on which it happens. */
export type KillPayment = Omit<ApprovedPayment, 'accountingDate'>;

const CURRENCIES = [
  { currency: 'USD', exponent: 2 },
  { currency: 'USD', exponent: 2 },
  { currency: 'JPY', exponent: 0 },
] as const;
const REFUND_SHARE = 0.35;
const FAILED_SHARE = 0.3;

/** Charges that name their items, refunds of earlier ones with their credit memos, and refunds that fail later: all for rules to decide. */
export function killStory(seed: number, home: number, waves: number): KillStory {
  const chance = chanceOf(seed, 9_000_000 + home);
  const charges: KillPayment[] = [];
  const refunded = new Set<string>();
  const failing: KillPayment[] = [];
  let numbers = 5_000 + chance.below(1_000);
  const next = (): number => (numbers += 3);
  return {
    depositIds: chance.pick(['next', 'given']),
    paymentsPerDeposit: chance.pick([1, 2, 3, 200]),
    waves: Array.from({ length: waves }, (_, wave) => {
      const failed = failing.splice(0).map((payment): StripeEvent => ({ event: 'refundFails', payment }));
      const open = charges.filter(({ chargeId }) => !refunded.has(chargeId));
      const refunds: StripeEvent[] = [];
      if (open.length > 0 && chance.happens(REFUND_SHARE)) {
        const charge = chance.pick(open);
        refunded.add(charge.chargeId);
        const payment = refundOf(charge, next(), chance);
        if (chance.happens(FAILED_SHARE)) failing.push(payment);
        refunds.push({ event: 'refund', payment });
      }
      const fresh = Array.from({ length: wave === 0 ? 3 : chance.below(3) }, () => newCharge(chance, next));
      charges.push(...fresh);
      return [...fresh.map((payment): StripeEvent => ({ event: 'charge', payment })), ...refunds, ...failed];
    }),
  };
}

function newCharge(chance: Chance, next: () => number): KillPayment {
  const items = 1 + chance.below(chance.happens(0.3) ? 2 : 1);
  const shares = Array.from({ length: items }, () => [`INV${next()}`, 100 + chance.below(400_000)] as const);
  return {
    isRefund: false,
    chargeId: `ch_${next()}`,
    custId: chance.pick(['C100', 'C200']),
    ...chance.pick(CURRENCIES),
    shares,
  };
}

/** The whole of a charge or a part of it goes back, on a credit memo of that amount. */
function refundOf(charge: KillPayment, number: number, chance: Chance): KillPayment {
  const wholeMinor = charge.shares.reduce((sum, [, minor]) => sum + minor, 0);
  const minor = chance.happens(0.5) ? wholeMinor : 1 + chance.below(wholeMinor);
  return { ...charge, isRefund: true, of: charge.chargeId, chargeId: `re_${number}`, shares: [[`CM${number}`, minor]] };
}
