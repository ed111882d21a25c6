import { createHash } from 'node:crypto';
import type { Particulars } from '../../../shared/domain/customer-particulars.ts';
import { canonicalJson } from '../../ledger/canonical-json.ts';
import type { PartyColumns } from '../../matching/parties/party-columns.ts';

/** What one system says of a customer; an empty text where it says nothing. */
export interface CustomerFacts {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  /** The whole address in one line. */
  readonly address: string;
  /** All of them, as they stand there. */
  readonly taxIds: readonly string[];
  /** Of the address, as they are compared. */
  readonly street: string;
  readonly postalCode: string;
}

const said = (text: string | null): string => text?.trim() ?? '';
const line = (parts: readonly string[]): string => parts.filter((each) => each !== '').join(', ');

/** What a system says of a customer, from its columns. `taxIds`: those it keeps beside the two that have a column. */
export function factsOf(name: string | null, particulars: Particulars, taxIds: readonly string[] = []): CustomerFacts {
  const { email, phone, street, street2, city, postalCode, region, country, vatId, taxId } = particulars;
  const place = `${said(postalCode)} ${said(city)}`.trim();
  return {
    name: said(name),
    email: said(email),
    phone: said(phone),
    street: said(street),
    postalCode: said(postalCode),
    address: line([said(street), said(street2), place, said(region), said(country)]),
    taxIds: [vatId, taxId, ...taxIds]
      .map(said)
      .filter((each) => each !== '')
      .toSorted(),
  };
}

/**
 * What is compared of customers. Several tax ids are no one's number; one is. Cities and countries are left out: customers of one list share them
 * as a matter of course.
 */
export function comparedFacts(customers: readonly CustomerFacts[]): PartyColumns {
  const column = (value: (facts: CustomerFacts) => string): readonly string[] => customers.map(value);
  return {
    count: customers.length,
    fields: {
      name: column(({ name }) => name),
      street: column(({ street }) => street),
      postalCode: column(({ postalCode }) => postalCode),
      phone: column(({ phone }) => phone),
      email: column(({ email }) => email),
      taxId: column(({ taxIds }) => (taxIds.length === 1 ? (taxIds[0] ?? '') : '')),
    },
  };
}

/** What speaks for and against some customers being one, in one hash: it changes when anything does that a person saw of them. */
export function evidenceHash(customers: readonly CustomerFacts[]): string {
  const texts = customers.map(({ name, email, phone, address, taxIds }) =>
    canonicalJson([name, email, phone, address, [...taxIds]]),
  );
  return createHash('sha256').update(texts.toSorted().join('\n')).digest('hex').slice(0, 32);
}
