import type { StripeBookObject } from '../company/company.ts';

/** An object without some of its fields. */
export function withoutFields(object: StripeBookObject, ...fields: readonly string[]): StripeBookObject {
  const kept = Object.entries(object).filter(([name]) => !fields.includes(name));
  return Object.fromEntries(kept) as unknown as StripeBookObject;
}
