import { generateCompany } from '../../../../electron/sample/company/generate-company.ts';
import {
  NO_FACTS,
  peopleSoftFacts,
  stripeFacts,
  type CustomerFacts,
} from '../../../../electron/engine/doubles/customer-facts.ts';
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
      const { id, name, email, tax_ids: data, ...rest } = fact.object;
      const told = stripeFacts(JSON.stringify({ ...rest, tax_ids: { data: data ?? [] } }));
      facts.stripe.set(id, { ...told, name: text(name), email: text(email) });
    } else if (fact.to === 'peoplesoft' && fact.fact.kind === 'customer') {
      const { custId, name, record, active } = fact.fact.customer;
      if (!active) continue;
      const { line1: street, city, postalCode, country } = record?.address ?? {};
      const particulars = { street, city, postalCode, country, phone: record?.phone, email: record?.email };
      const told = peopleSoftFacts(JSON.stringify({ particulars: { ...particulars, vatId: record?.taxId?.value } }));
      facts.peoplesoft.set(custId, { ...NO_FACTS, ...told, name });
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

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
