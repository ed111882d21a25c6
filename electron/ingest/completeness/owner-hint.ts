import type { OwnedStripeType, StripeType } from '../../connectors/stripe/types.ts';

/** Prefixes of the ids of charges and invoices; `po_` is a payout's. Source: Stripe API reference. */
const CHARGE = ['ch_', 'py_'];
const INVOICE = ['in_'];
const OWNERS: Readonly<Record<OwnedStripeType, readonly string[]>> = {
  refund: CHARGE,
  dispute: CHARGE,
  invoice_payment: INVOICE,
  credit_note: INVOICE,
  balance_transaction: ['po_'],
};

/**
 * Whether a hint's id is not an object's own but that of the charge, invoice or payout whose list is to be read (`StripeConnector.listOfOwner`):
 * so it is where only a sum tells that something is missing. Answers the family as that list takes it; null for an object's own id.
 */
export function ownedTypeOf(type: StripeType | string, id: string): OwnedStripeType | null {
  if (!isOwned(type)) return null;
  return OWNERS[type].some((prefix) => id.startsWith(prefix)) ? type : null;
}

function isOwned(type: string): type is OwnedStripeType {
  return Object.hasOwn(OWNERS, type);
}
