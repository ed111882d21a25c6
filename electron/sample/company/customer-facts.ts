import { SAMPLE_SET_ID, type BookCustomer, type StripeBookObject, type TruthFact } from './company.ts';
import { stripeMinor } from './currencies.ts';
import type { Customer } from './customers.ts';
import type { PartyAddress } from './parties/party-record.ts';

/** The customer as PeopleSoft keeps it, or null where it does not. */
export function bookCustomer(customer: Customer): BookCustomer | null {
  if (customer.custId === null) return null;
  const holdsStripeId = customer.link === 'externalId' || customer.link === 'both';
  return {
    setId: SAMPLE_SET_ID,
    custId: customer.custId,
    name: customer.bookName,
    active: true,
    externalId: holdsStripeId ? customer.stripeId : null,
    record: customer.bookRecord,
  };
}

/** The customer as Stripe keeps it. */
export function stripeCustomer(customer: Customer, balanceQuanta = 0): StripeBookObject {
  const { storedCustId, stripeRecord } = customer;
  const { address, crmId = null, email, phone, taxId } = stripeRecord;
  return {
    id: customer.stripeId,
    object: 'customer',
    address: stripeAddress(address),
    balance: stripeMinor(customer.currency, balanceQuanta),
    created: customer.createdAt,
    currency: customer.currency.code.toLowerCase(),
    email,
    invoice_prefix: customer.invoicePrefix,
    metadata: {
      ...(crmId === null ? {} : { crm_account: crmId }),
      ...(storedCustId === null ? {} : { peoplesoft_customer: storedCustId }),
    },
    name: customer.stripeName,
    phone,
    ...(taxId === null ? {} : { tax_ids: [{ type: taxId.type, value: taxId.value, country: customer.country }] }),
  };
}

function stripeAddress(address: PartyAddress | null) {
  if (address === null) return null;
  const { city, country, line1, line2, postalCode, region } = address;
  return { city: city || null, country, line1: line1 || null, line2, postal_code: postalCode || null, state: region };
}

/** Who a Stripe customer truly is. */
export function customerTruth(customer: Customer): TruthFact {
  const { custId, damages, link, party, storedId, stripeId: stripeCustomer } = customer;
  const linkKnown = link !== 'none' && (storedId === 'none' || storedId === 'right');
  return { kind: 'customerTruth', stripeCustomer, custId, linkKnown, party, damages, storedId };
}
