import type { SAMPLE_UNITS } from './company.ts';
import type { SampleCurrency } from './currencies.ts';
import { CUSTOMER_BLOCK, MISSING, placeOf, type Role } from './customer-roles.ts';
import { makeCustomer, makeDouble } from './make-customer.ts';
import { createNames } from './names.ts';
import type { CountryCode } from './parties/countries.ts';
import { drawDamageRates, type DamageRates } from './parties/damage-rates.ts';
import { drawParty, type PartyRecord, type TrueParty } from './parties/party-record.ts';
import { createRandom, mix, type Random } from './random.ts';
import { createSpelling, type Spelled } from './spelling.ts';

export type SampleUnit = (typeof SAMPLE_UNITS)[number];

/** One customer of the sample company as both systems know it. */
export interface Customer {
  readonly index: number;
  readonly unit: SampleUnit;
  readonly currency: SampleCurrency;
  readonly stripeId: string;
  readonly stripeName: string;
  /** Who it truly is, whatever the systems call it; two customers of one party are doubles. */
  readonly party: string;
  readonly country: CountryCode;
  readonly stripeRecord: PartyRecord;
  readonly bookRecord: PartyRecord;
  /** In which ways either system's record is not as the party truly is. */
  readonly damages: readonly string[];
  readonly createdAt: number;
  /** Null when PeopleSoft has no such customer. */
  readonly custId: string | null;
  readonly bookName: string;
  readonly trueName: string;
  /** Where a right id of the other system is kept. */
  readonly link: Role['link'];
  /** The PeopleSoft customer id in Stripe's metadata; `storedId` says what it is worth. */
  readonly storedCustId: string | null;
  readonly storedId: 'none' | 'right' | 'stale' | 'wrong';
  /** Start of this customer's Stripe invoice numbers. */
  readonly invoicePrefix: string;
  readonly card: { readonly brand: string; readonly last4: string; readonly fingerprint: string };
}

export interface Customers {
  readonly count: number;
  readonly rates: DamageRates;
  /** The customer of an index from 0 to count - 1; always the same one. */
  at(index: number): Customer;
  /** Index of the one customer in twenty that PeopleSoft does not know, in the block of the given index. */
  missingNear(index: number): number;
  /** The same party as a second customer at Stripe, where somebody made one; null for most. */
  doubleOf(index: number): Customer | null;
  /** A number that no customer has, by its own number. */
  custIdOf(index: number): string;
  name(n: number, country: CountryCode): string;
  spell(name: string, random: Random): Spelled;
  party(customer: Customer): TrueParty;
}

const MOST_REMEMBERED = 10_000;

/**
 * Customers computed from their index and remembered only for a while: a million movements need no more memory than five thousand.
 * `count` is rounded up to whole blocks, so that the promised shares hold exactly.
 */
export function createCustomers(seed: number, wanted: number): Customers {
  const count = Math.max(1, Math.ceil(wanted / CUSTOMER_BLOCK)) * CUSTOMER_BLOCK;
  const rates = drawDamageRates(seed);
  const known = new Map<number, Customer>();
  const customers: Customers = {
    count,
    rates,
    name: createNames(seed),
    spell: createSpelling(rates),
    custIdOf: (index) => `C${String(10_000_000 + ((index * 7_368_787 + mix(seed, 22)) % 89_999_999))}`,
    at: (index) => {
      const found = known.get(index);
      if (found) return found;
      if (known.size >= MOST_REMEMBERED) known.clear();
      const made = makeCustomer(seed, index, customers);
      known.set(index, made);
      return made;
    },
    missingNear: (index) => {
      const block = Math.floor(index / CUSTOMER_BLOCK);
      return block * CUSTOMER_BLOCK + placeOf(seed, block, MISSING);
    },
    doubleOf: (index) => {
      const random = createRandom(seed, mix(45, index));
      return random.chance(rates.share('doubleAtStripe')) ? makeDouble(customers, customers.at(index), random) : null;
    },
    party: ({ index, country, trueName }) => drawParty(trueName, country, createRandom(seed, mix(44, index))),
  };
  return customers;
}
