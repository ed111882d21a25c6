import { createHash } from 'node:crypto';
import type { PartyColumns } from '../../matching/parties/party-columns.ts';
import { canonicalJson } from '../../ledger/canonical-json.ts';

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

type Told = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const part = (value: unknown): Told => (typeof value === 'object' && value !== null ? (value as Told) : {});
const line = (parts: readonly string[]): string => parts.filter((each) => each !== '').join(', ');

/** What Stripe's own object of a customer says beside name and mail. Source of its shape: Stripe API reference, "The Customer object". */
export function stripeFacts(payloadText: string): Omit<CustomerFacts, 'name' | 'email'> {
  const told = part(JSON.parse(payloadText));
  const address = part(told['address']);
  const [street, postalCode] = [text(address['line1']), text(address['postal_code'])];
  const listed: unknown = part(told['tax_ids'])['data'];
  const taxIds = (Array.isArray(listed) ? listed : []).map((each: unknown) => text(part(each)['value']));
  return {
    phone: text(told['phone']),
    street,
    postalCode,
    address: line([
      street,
      text(address['line2']),
      `${postalCode} ${text(address['city'])}`.trim(),
      text(address['state']),
      text(address['country']),
    ]),
    taxIds: taxIds.filter((each) => each !== '').toSorted(),
  };
}

/** What PeopleSoft's row of a customer says beside the name, where the site's query tells it. */
export function peopleSoftFacts(payloadText: string): Omit<CustomerFacts, 'name'> {
  const told = part(part(JSON.parse(payloadText))['particulars']);
  const [street, postalCode] = [text(told['street']), text(told['postalCode'])];
  return {
    email: text(told['email']),
    phone: text(told['phone']),
    street,
    postalCode,
    address: line([
      street,
      text(told['street2']),
      `${postalCode} ${text(told['city'])}`.trim(),
      text(told['region']),
      text(told['country']),
    ]),
    taxIds: [text(told['vatId']), text(told['taxId'])].filter((each) => each !== ''),
  };
}

/** Of a customer of whom nothing more is known. */
export const NO_FACTS: Omit<CustomerFacts, 'name' | 'email'> = {
  phone: '',
  address: '',
  taxIds: [],
  street: '',
  postalCode: '',
};

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
