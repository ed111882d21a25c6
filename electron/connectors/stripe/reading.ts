import type { Instant } from '../../../shared/domain/ids.ts';
import type { Money } from '../../../shared/domain/money.ts';
import { money } from '../../../shared/domain/money.ts';
import type { StripeAmountContext } from '../../../shared/domain/stripe-currency.ts';
import { stripeAmountFault, stripeExponent } from '../../../shared/domain/stripe-currency.ts';
import type { StripeFact } from './types.ts';

/** Thrown while an object is mapped, and caught there: it cannot be read safely, and why. */
export class Refusal extends Error {}

/** What every object begins with. */
export interface Head {
  readonly id: string;
  readonly created: number;
  readonly livemode?: boolean | undefined;
}
/** Reads one family; throws `Refusal` or a `ZodError` where the object cannot be read safely. */
export type Reader = (value: unknown) => { readonly head: Head; readonly fact: StripeFact };

/** An amount under Stripe's rule for whole and rounded minor units; throws `Refusal` where the rule is broken. */
export function amountOf(minor: number, currency: string, context: StripeAmountContext = 'api'): Money {
  const fault = stripeAmountFault(minor, currency, context);
  if (fault !== null) throw new Refusal(fault);
  return partOf(minor, currency);
}

/** A part of an amount (a fee, a tax, a sum): only its currency is checked. Throws `Refusal`. */
export function partOf(minor: number, currency: string): Money {
  const exponent = stripeExponent(currency);
  if (exponent === null) throw new Refusal(`unknown currency ${currency.toUpperCase()}`);
  if (!Number.isSafeInteger(minor)) throw new Refusal(`amount ${minor} is not a whole number of minor units`);
  return money(minor, exponent, currency.toUpperCase());
}

/** Stripe's second as an instant. */
export function instantOf(seconds: number): Instant {
  return new Date(seconds * 1_000).toISOString() as Instant;
}
