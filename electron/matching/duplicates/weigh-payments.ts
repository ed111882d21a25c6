import type { Point } from '../points.ts';
import { weighed, type Weighed } from './suspicion.ts';

/** What a payment in PeopleSoft is compared by, once another one of the same amount lies near it. */
export interface PaymentFacts {
  /** The receipt's own number in PeopleSoft; equal ones say that the same document came twice. */
  readonly paymentId: string;
  readonly bank: string;
  /** Days, by its accounting date. */
  readonly day: number;
  /** Stripe objects that its comment names. */
  readonly named: readonly string[];
  /** Items it is applied to, each as customer and item. */
  readonly items: readonly string[];
  /** This ledger sent it, for a movement of its own. */
  readonly isOurs: boolean;
  /** Payments of this amount in this currency that PeopleSoft has at all, itself counted. */
  readonly alike: number;
  /** Its items were large enough for both. */
  readonly hasRoom: boolean;
}

const FEW_DAYS = 3;

/** What speaks for and against two payments of the same amount in the same currency being one receipt booked twice. */
export function weighPayments(one: PaymentFacts, other: PaymentFacts): Weighed {
  return weighed([
    { signal: 'amount', text: 'Same amount in the same currency.', points: 15 },
    one.paymentId === other.paymentId
      ? { signal: 'paymentId', text: 'Same payment id.', points: 40 }
      : one.isOurs && other.isOurs
        ? { signal: 'paymentId', text: 'Each was sent for a movement of its own.', points: -80 }
        : null,
    named(one, other),
    items(one, other),
    one.bank === other.bank
      ? { signal: 'bank', text: 'Same bank account.', points: 5 }
      : { signal: 'bank', text: 'Different bank accounts.', points: -10 },
    days(Math.abs(one.day - other.day)),
    one.alike <= 2 && other.alike <= 2
      ? { signal: 'rare', text: 'No other payment has this amount.', points: 20 }
      : null,
  ]);
}

function named(one: PaymentFacts, other: PaymentFacts): Point | null {
  if (one.named.length === 0 || other.named.length === 0) return null;
  const shared = one.named.find((id) => other.named.includes(id));
  return shared === undefined
    ? { signal: 'charge', text: 'Their comments name different charges.', points: -80 }
    : { signal: 'charge', text: `Both comments name ${shared}.`, points: 40 };
}

function items(one: PaymentFacts, other: PaymentFacts): Point | null {
  if (one.items.length === 0 && other.items.length === 0) return null;
  if (one.items.length === 0 || other.items.length === 0)
    return { signal: 'items', text: 'One is applied, the other lies on account.', points: 10 };
  const shared = one.items.filter((item) => other.items.includes(item));
  if (shared.length === 0) return { signal: 'items', text: 'They are applied to different items.', points: -60 };
  return one.hasRoom && other.hasRoom
    ? { signal: 'items', text: 'Applied to the same item, which was large enough for both.', points: -20 }
    : { signal: 'items', text: 'Applied to the same item of the same customer.', points: 30 };
}

function days(apart: number): Point {
  if (apart === 0) return { signal: 'interval', text: 'Same accounting date.', points: 15 };
  const text = `${apart} day${apart === 1 ? '' : 's'} apart.`;
  return { signal: 'interval', text, points: apart <= FEW_DAYS ? 10 : 0 };
}
