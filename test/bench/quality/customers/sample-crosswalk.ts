import type { BookCustomer, StripeBookObject, TruthFact } from '../../../../electron/sample/company/company.ts';
import { generateCompany } from '../../../../electron/sample/company/generate-company.ts';
import { exactName } from '../../../../electron/matching/customers/exact-name.ts';
import type { PeopleSoftParty, StripeParty } from '../../../../electron/matching/customers/parties.ts';
import { NO_PARTICULARS } from '../../../../shared/domain/customer-particulars.ts';

/** Customers of both systems as scoring reads them, and who is whom. */
export interface LabelledCustomers {
  readonly stripe: readonly StripeParty[];
  readonly peopleSoft: readonly PeopleSoftParty[];
  /** PeopleSoft customers that are the Stripe customer's party; of a double there are two. By Stripe customer. */
  readonly truth: ReadonlyMap<string, ReadonlySet<string>>;
}

const MOVEMENTS = 5_000;
/** Of customers with the very same name in both systems so many are kept: the others are the hard part. */
const ONE_IN = 5;

/**
 * The customers of a sample company. `asStored`: as they are, with the ids that each system stores of the other. `harder`: none of these ids, and of those
 * who have the very same name in both systems one in five.
 */
export function sampleCrosswalk(seed: number, kind: 'asStored' | 'harder'): LabelledCustomers {
  const stripe: StripeBookObject[] = [];
  const books: BookCustomer[] = [];
  const partyOf = new Map<string, string>();
  for (const fact of generateCompany({ seed, movements: MOVEMENTS })) {
    if (fact.to === 'stripe' && fact.object.object === 'customer') stripe.push(fact.object);
    else if (fact.to === 'peoplesoft' && fact.fact.kind === 'customer') books.push(fact.fact.customer);
    else if (fact.to === 'truth') noteParty(fact.fact, partyOf);
  }
  const isHarder = kind === 'harder';
  const peopleSoft = books.map((book) => peopleSoftParty(book, isHarder));
  const ofParty = Map.groupBy(peopleSoft, ({ custId }) => partyOf.get(custId) ?? '');
  const mates = (id: string) => ofParty.get(partyOf.get(id) ?? '') ?? [];
  const parties = [...new Map(stripe.map((object) => [object.id, stripeParty(object, isHarder)])).values()];
  const kept = parties.filter(({ customerId, name }, at) => {
    const isEasy = mates(customerId).some((party) => exactName(party.name) === exactName(name));
    return !isHarder || !isEasy || at % ONE_IN === 0;
  });
  const truth = new Map(
    kept.map(({ customerId }) => [customerId, new Set(mates(customerId).map(({ custId }) => custId))]),
  );
  return { stripe: kept, peopleSoft, truth };
}

function noteParty(fact: TruthFact, partyOf: Map<string, string>): void {
  if (fact.kind === 'customerTruth') partyOf.set(fact.stripeCustomer, fact.party);
  else if (fact.kind === 'bookCustomerTruth') partyOf.set(fact.custId, fact.party);
}

function stripeParty(object: StripeBookObject, withoutIds: boolean): StripeParty {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const place = (object['address'] ?? {}) as Readonly<Record<string, unknown>>;
  const metadata = object['metadata'] as Readonly<Record<string, string>>;
  const stored = metadata['peoplesoft_customer'];
  const taxIds = (object['tax_ids'] ?? []) as readonly { readonly type: string; readonly value: string }[];
  return {
    account: 'acct_sample',
    customerId: object.id,
    name: text(object['name']),
    storedIds: stored === undefined || withoutIds ? [] : [stored],
    particulars: {
      ...NO_PARTICULARS,
      street: text(place['line1']),
      city: text(place['city']),
      postalCode: text(place['postal_code']),
      region: text(place['state']),
      country: text(place['country']),
      phone: text(object['phone']),
      email: text(object['email']),
      sharedId: metadata['crm_account'] ?? null,
    },
    taxIds: taxIds.map(({ type, value }) => ({ type, value })),
  };
}

function peopleSoftParty(book: BookCustomer, withoutIds: boolean): PeopleSoftParty {
  const { address, email, phone, taxId, otherName, crmId } = book.record ?? {};
  const isTaxOffice = taxId?.type === 'us_ein';
  return {
    setId: book.setId,
    custId: book.custId,
    name: book.name,
    status: book.active ? 'active' : 'inactive',
    externalId: withoutIds ? null : book.externalId,
    present: true,
    particulars: {
      ...NO_PARTICULARS,
      street: address?.line1 ?? null,
      city: address?.city ?? null,
      postalCode: address?.postalCode ?? null,
      region: address?.region ?? null,
      country: address?.country ?? null,
      phone: phone ?? null,
      email: email ?? null,
      vatId: isTaxOffice ? null : (taxId?.value ?? null),
      taxId: isTaxOffice ? (taxId?.value ?? null) : null,
      otherName: otherName ?? null,
      sharedId: crmId ?? null,
    },
  };
}
