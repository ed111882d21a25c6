import type { CustomerStripeType, StripeType } from '../../connectors/stripe/types.ts';
import { FAMILY_TABLES } from './witness-rule.ts';

/** Families that Stripe lists by customer only. */
export const CUSTOMER_FAMILIES: readonly CustomerStripeType[] = [
  'customer_balance_transaction',
  'customer_cash_balance_transaction',
];

/** Every family of Stripe that is held. */
export const FAMILIES: readonly StripeType[] = Object.keys(FAMILY_TABLES).filter(isFamily);

/** Whether this program holds objects of that name. */
export function isFamily(type: string): type is StripeType {
  return Object.hasOwn(FAMILY_TABLES, type);
}

/** Whether Stripe has one list of the family, over all customers. */
export function isListedFamily(type: string): boolean {
  return isFamily(type) && !CUSTOMER_FAMILIES.some((family) => family === type);
}
