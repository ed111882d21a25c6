import { SAMPLE_UNITS } from './company.ts';
import { DAY, NOW } from './calendar.ts';
import { sampleCurrency, type SampleCurrency } from './currencies.ts';
import { opaque, stripeId } from './identifiers.ts';
import { createNames } from './names.ts';
import { drawCountry, type CountryCode } from './parties/countries.ts';
import { drawDamageRates, type DamageRates } from './parties/damage-rates.ts';
import { otherNameOf } from './parties/other-names.ts';
import { drawParty, type PartyRecord, type TrueParty } from './parties/party-record.ts';
import { bookView, stripeView } from './parties/record-views.ts';
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
  readonly link: 'none' | 'externalId' | 'metadata' | 'both';
  /** The PeopleSoft customer id in Stripe's metadata; `storedId` says what it is worth. */
  readonly storedCustId: string | null;
  readonly storedId: 'none' | 'right' | 'stale' | 'wrong';
  /** Start of this customer's Stripe invoice numbers. */
  readonly invoicePrefix: string;
  readonly card: { readonly brand: string; readonly last4: string; readonly fingerprint: string };
}

interface Role {
  readonly name: 'same' | 'spelling' | 'shared' | 'trading' | 'missing';
  readonly link: Customer['link'];
  readonly count: number;
}

/** Every twenty customers hold exactly these roles: 50 % linked, 20 % spelled differently, 10 % sharing a name, 5 % missing. */
const ROLES: readonly Role[] = [
  { name: 'shared', link: 'externalId', count: 1 },
  { name: 'shared', link: 'none', count: 1 },
  { name: 'missing', link: 'none', count: 1 },
  { name: 'trading', link: 'externalId', count: 1 },
  { name: 'spelling', link: 'externalId', count: 1 },
  { name: 'spelling', link: 'metadata', count: 1 },
  { name: 'spelling', link: 'none', count: 2 },
  { name: 'same', link: 'externalId', count: 3 },
  { name: 'same', link: 'metadata', count: 2 },
  { name: 'same', link: 'both', count: 1 },
  { name: 'same', link: 'none', count: 6 },
];
const CARDS = ROLES.flatMap((role) => Array.from({ length: role.count }, () => role));
export const CUSTOMER_BLOCK = CARDS.length;
const FIRST_SHARED = 0;
const SECOND_SHARED = 1;
const MISSING = CARDS.findIndex((role) => role.name === 'missing');
const STRIDES = [1, 3, 7, 9, 11, 13, 17, 19] as const;

const CURRENCY_SHARES: Readonly<Record<'US' | 'DE', readonly (readonly [string, number])[]>> = {
  US: [
    ['USD', 0.78],
    ['CAD', 0.09],
    ['JPY', 0.04],
    ['KWD', 0.03],
    ['ISK', 0.03],
    ['UGX', 0.03],
  ],
  DE: [
    ['EUR', 0.72],
    ['GBP', 0.12],
    ['CHF', 0.1],
    ['HUF', 0.06],
  ],
};
const US_SHARE = 0.7;
const MOST_REMEMBERED = 10_000;
const BRANDS = ['visa', 'visa', 'mastercard', 'amex'] as const;

function drawCurrency(unit: 'US' | 'DE', fraction: number): SampleCurrency {
  let rest = fraction;
  for (const [code, share] of CURRENCY_SHARES[unit]) {
    if (rest < share) return sampleCurrency(code);
    rest -= share;
  }
  return sampleCurrency(unit === 'US' ? 'USD' : 'EUR');
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

/** Numbers of customers that never were, far above those that are. */
export const NEVER_GIVEN = 50_000_000;

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

function cardAt(seed: number, block: number, place: number): number {
  const mixed = mix(seed, 21, block);
  const stride = STRIDES[mixed % STRIDES.length] ?? 1;
  return (place * stride + ((mixed >>> 8) % CUSTOMER_BLOCK)) % CUSTOMER_BLOCK;
}

function placeOf(seed: number, block: number, card: number): number {
  for (let place = 0; place < CUSTOMER_BLOCK; place += 1) if (cardAt(seed, block, place) === card) return place;
  return 0;
}

function makeCustomer(seed: number, index: number, customers: Customers): Customer {
  const block = Math.floor(index / CUSTOMER_BLOCK);
  const card = cardAt(seed, block, index % CUSTOMER_BLOCK);
  const role = CARDS[card] as Role;
  const random = createRandom(seed, mix(23, index));
  // What is true of the party comes from a stream of its own: a new way of damage changes nobody's money.
  const chance = createRandom(seed, mix(42, index));
  const unit = SAMPLE_UNITS[random.chance(US_SHARE) ? 0 : 1];
  const country = drawCountry(unit.unit, chance);
  const isSecond = card === SECOND_SHARED;
  const nameIndex = isSecond ? block * CUSTOMER_BLOCK + placeOf(seed, block, FIRST_SHARED) : index;
  const trueName = customers.name(nameIndex, role.name === 'shared' ? 'US' : country);
  const custId = role.name === 'missing' ? null : customers.custIdOf(index);
  const party = drawParty(trueName, country, createRandom(seed, mix(44, index)));
  const atStripe = stripeView(party, customers.rates, chance);
  const inBooks = bookView(party, customers.rates, chance);
  const names = namesOf(role.name, trueName, index, country, customers, chance);
  return {
    index,
    unit,
    country,
    party: `P${index}`,
    trueName,
    currency: drawCurrency(unit.unit, random.unit()),
    stripeId: stripeId('customer', random),
    stripeName: names.stripe,
    stripeRecord: atStripe.record,
    bookRecord: inBooks.record,
    damages: [...names.damages, ...atStripe.damages, ...inBooks.damages],
    createdAt: NOW - random.between(45 * DAY, 900 * DAY),
    custId,
    bookName: names.book,
    link: role.link,
    ...storedIdOf(role.link, index, custId, customers, chance),
    invoicePrefix: mix(seed, 24, index).toString(16).toUpperCase().padStart(8, '0'),
    card: {
      brand: random.pick(BRANDS),
      last4: String(random.below(10_000)).padStart(4, '0'),
      fingerprint: opaque(random, 16),
    },
  };
}

const ODD_IN_BOOKS_SHARE = 0.3;

function namesOf(
  role: Role['name'],
  name: string,
  index: number,
  country: CountryCode,
  customers: Customers,
  random: Random,
): { readonly stripe: string; readonly book: string; readonly damages: readonly string[] } {
  if (role === 'spelling') {
    const spelled = customers.spell(name, random);
    const isOddInBooks = random.chance(ODD_IN_BOOKS_SHARE);
    const { damages } = spelled;
    return isOddInBooks ? { stripe: name, book: spelled.name, damages } : { stripe: spelled.name, book: name, damages };
  }
  if (role !== 'trading') return { stripe: name, book: name, damages: [] };
  const kind = customers.rates.pickOtherName(random);
  const another = customers.name(index + 2 * customers.count, country);
  return { stripe: otherNameOf(kind, name, another, random), book: name, damages: [kind] };
}

/** What Stripe's metadata says: mostly nothing or the right id, now and then one that never was or somebody else's. */
function storedIdOf(
  link: Customer['link'],
  index: number,
  custId: string | null,
  customers: Customers,
  random: Random,
): Pick<Customer, 'storedCustId' | 'storedId'> {
  if (link === 'metadata' || link === 'both') return { storedCustId: custId, storedId: 'right' };
  if (random.chance(customers.rates.share('storedIdStale')))
    return { storedCustId: customers.custIdOf(NEVER_GIVEN + index), storedId: 'stale' };
  if (link === 'none' && random.chance(customers.rates.share('storedIdWrong')))
    return { storedCustId: strangersId(index, customers), storedId: 'wrong' };
  return { storedCustId: null, storedId: 'none' };
}

/** The id of a neighbour that PeopleSoft has. */
function strangersId(index: number, customers: Customers): string {
  const next = (index + 1) % customers.count;
  const isMissing = customers.missingNear(next) === next;
  return customers.custIdOf(isMissing ? (next + 1) % customers.count : next);
}

const SAME_NAME_SHARE = 0.4;

function makeDouble(customers: Customers, of: Customer, random: Random): Customer {
  const spelled = random.chance(SAME_NAME_SHARE) ? null : customers.spell(of.trueName, random);
  const view = stripeView(customers.party(of), customers.rates, random);
  return {
    ...of,
    stripeId: stripeId('customer', random),
    stripeName: spelled?.name ?? of.trueName,
    stripeRecord: view.record,
    damages: [...(spelled?.damages ?? []), ...view.damages],
    createdAt: of.createdAt + random.between(DAY, 40 * DAY),
    link: 'none',
    storedCustId: null,
    storedId: 'none',
    invoicePrefix: opaque(random, 8).toUpperCase(),
  };
}
