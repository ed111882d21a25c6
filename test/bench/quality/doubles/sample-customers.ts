import { generateCompany } from '../../../../electron/sample/company/generate-company.ts';
import { factsOf, type CustomerFacts } from '../../../../electron/engine/doubles/customer-facts.ts';
import { NO_PARTICULARS } from '../../../../shared/domain/customer-particulars.ts';
import type { SystemName } from '../../../../shared/domain/states.ts';

/** Customers of one system with who each truly is. */
export interface TrueCustomers {
  readonly facts: readonly CustomerFacts[];
  readonly parties: readonly string[];
}

/** The customers of a sample company as each system tells of them, tax ids and all, without the ids that either stores of the other. */
export function sampleCustomers(seed: number, movements: number): Readonly<Record<SystemName, TrueCustomers>> {
  const facts = { stripe: new Map<string, CustomerFacts>(), peoplesoft: new Map<string, CustomerFacts>() };
  const partyOf = new Map<string, string>();
  for (const fact of generateCompany({ seed, movements })) {
    if (fact.to === 'stripe' && fact.object.object === 'customer') {
      const { id, name, email, phone, address, tax_ids: data } = fact.object as unknown as StripeCustomer;
      const { line1: street, line2: street2, city, postal_code: postalCode, state: region, country } = address ?? {};
      const told = { street, street2, city, postalCode, region, country, phone, email };
      const taxIds = (data ?? []).map(({ value }) => value);
      facts.stripe.set(id, factsOf(name ?? null, { ...NO_PARTICULARS, ...nulled(told) }, taxIds));
    } else if (fact.to === 'peoplesoft' && fact.fact.kind === 'customer') {
      const { custId, name, record, active } = fact.fact.customer;
      if (!active) continue;
      const { line1: street, city, postalCode, country } = record?.address ?? {};
      const told = { street, city, postalCode, country, phone: record?.phone, email: record?.email };
      const vatId = record?.taxId?.value ?? null;
      facts.peoplesoft.set(custId, factsOf(name, { ...NO_PARTICULARS, ...nulled(told), vatId }));
    } else if (fact.to === 'truth' && fact.fact.kind === 'customerTruth')
      partyOf.set(fact.fact.stripeCustomer, fact.fact.party);
    else if (fact.to === 'truth' && fact.fact.kind === 'bookCustomerTruth')
      partyOf.set(fact.fact.custId, fact.fact.party);
  }
  const known = (of: ReadonlyMap<string, CustomerFacts>): TrueCustomers => ({
    facts: [...of.values()],
    parties: [...of.keys()].map((id) => partyOf.get(id) ?? id),
  });
  return { stripe: known(facts.stripe), peoplesoft: known(facts.peoplesoft) };
}

/** Of Stripe's object of a customer what is compared; source of the names: Stripe API reference, "The Customer object". */
interface StripeCustomer {
  readonly id: string;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly address?: Partial<
    Record<'line1' | 'line2' | 'city' | 'postal_code' | 'state' | 'country', string | null>
  > | null;
  readonly tax_ids?: readonly { readonly value: string }[];
}

function nulled<Key extends string>(
  told: Readonly<Record<Key, string | null | undefined>>,
): Record<Key, string | null> {
  return Object.fromEntries(Object.entries(told).map(([key, value]) => [key, value ?? null])) as Record<
    Key,
    string | null
  >;
}
