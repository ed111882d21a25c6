import type { StripeEvent } from '../../connectors/stripe/types.ts';
import type { StripeHint } from '../../ledger/stripe-hint-store.ts';
import { isCustomerType, isListedType } from './steps.ts';

/** What has to be read because of an event; null where this program does not read the family, or nothing names what to ask for. */
export function hintOfEvent(account: string, event: StripeEvent): StripeHint | null {
  const { objectType, objectId, customer } = event;
  if (isListedType(objectType)) return objectId === null ? null : { account, objectType, objectId };
  if (isCustomerType(objectType)) return customer === null ? null : { account, objectType, objectId: customer };
  return null;
}
