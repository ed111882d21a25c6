import type { BookCustomer, StripeBookObject, TruthFact } from '../../../../electron/sample/company/company.ts';
import { generateCompany } from '../../../../electron/sample/company/generate-company.ts';
import { foldText } from '../../../../electron/matching/text/fold-text.ts';
import type { PartyColumns } from '../../../../electron/matching/parties/party-columns.ts';
import type { LabelledParties } from './labelled.ts';

const MOVEMENTS = 2_500;
/** Of customers with the same name in both systems so many are kept: the others are the hard part. */
const ONE_IN = 4;

/** The customers of a sample company at Stripe and in PeopleSoft, without the ids that either stores of the other. */
export function sampleCompany(seed: number): LabelledParties {
  const stripe = new Map<string, StripeBookObject>();
  const book = new Map<string, BookCustomer>();
  const partyOf = new Map<string, string>();
  for (const fact of generateCompany({ seed, movements: MOVEMENTS })) {
    if (fact.to === 'stripe' && fact.object.object === 'customer') stripe.set(fact.object.id, fact.object);
    else if (fact.to === 'peoplesoft' && fact.fact.kind === 'customer')
      book.set(fact.fact.customer.custId, fact.fact.customer);
    else if (fact.to === 'truth') noteParty(fact.fact, partyOf);
  }
  const books = [...book.values()];
  const rowsOf = new Map<string, number[]>();
  for (const [row, { custId }] of books.entries()) {
    const party = partyOf.get(custId) ?? '';
    rowsOf.set(party, [...(rowsOf.get(party) ?? []), row]);
  }
  const named = (name: unknown) => foldText(String(name));
  const customers = [...stripe.values()].filter(({ id, name }, at) => {
    const rows = rowsOf.get(partyOf.get(id) ?? '') ?? [];
    return !rows.some((row) => named(books[row]?.name) === named(name)) || at % ONE_IN === 0;
  });
  const truth = customers.flatMap(({ id }, left) =>
    (rowsOf.get(partyOf.get(id) ?? '') ?? []).map((row) => [left, row] as const),
  );
  return { kind: 'sampleCompany', left: stripeColumns(customers), right: bookColumns(books), truth };
}

function noteParty(fact: TruthFact, partyOf: Map<string, string>): void {
  if (fact.kind === 'customerTruth') partyOf.set(fact.stripeCustomer, fact.party);
  else if (fact.kind === 'bookCustomerTruth') partyOf.set(fact.custId, fact.party);
}

function stripeColumns(customers: readonly StripeBookObject[]): PartyColumns {
  const rows = customers.map(({ name, email, phone, address, tax_ids: taxIds }) => {
    const place = (address ?? {}) as Readonly<Record<string, string | null>>;
    const [taxId] = (taxIds ?? []) as readonly { readonly value: string }[];
    const { line1, city, postal_code: postalCode, state, country } = place;
    return [name, line1, city, postalCode, state, country, phone, email, taxId?.value];
  });
  return columns(rows);
}

function bookColumns(customers: readonly BookCustomer[]): PartyColumns {
  const rows = customers.map(({ name, record }) => {
    const { line1, city, postalCode, region, country } = record?.address ?? {};
    return [name, line1, city, postalCode, region, country, record?.phone, record?.email, record?.taxId?.value];
  });
  return columns(rows);
}

const FIELDS = ['name', 'street', 'city', 'postalCode', 'region', 'country', 'phone', 'email', 'taxId'] as const;
function columns(rows: readonly (readonly unknown[])[]): PartyColumns {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    count: rows.length,
    fields: Object.fromEntries(FIELDS.map((field, at) => [field, rows.map((row) => text(row[at]))])),
  };
}
