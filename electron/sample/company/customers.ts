import { SAMPLE_SET_ID, SAMPLE_UNITS, type BookCustomer, type StripeBookObject } from './company.ts';
import { DAY, NOW } from './calendar.ts';
import { sampleCurrency, stripeMinor, type SampleCurrency } from './currencies.ts';
import { opaque, stripeId } from './identifiers.ts';
import { createNames } from './names.ts';
import { createRandom, mix } from './random.ts';
import { respell } from './spelling.ts';

export type SampleUnit = (typeof SAMPLE_UNITS)[number];

/** One customer of the sample company as both systems know it. */
export interface Customer {
  readonly index: number;
  readonly unit: SampleUnit;
  readonly currency: SampleCurrency;
  readonly stripeId: string;
  readonly stripeName: string;
  readonly email: string;
  readonly createdAt: number;
  /** Null when PeopleSoft has no such customer. */
  readonly custId: string | null;
  readonly bookName: string;
  readonly link: 'none' | 'externalId' | 'metadata' | 'both';
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
  /** The customer of an index from 0 to count - 1; always the same one. */
  at(index: number): Customer;
  /** Index of the one customer in twenty that PeopleSoft does not know, in the block of the given index. */
  missingNear(index: number): number;
  /** A PeopleSoft customer that Stripe has never seen. */
  bookOnly(n: number): BookCustomer;
}

/**
 * Customers computed from their index and remembered only for a while: a million movements need no more memory than five thousand.
 * `count` is rounded up to whole blocks, so that the promised shares hold exactly.
 */
export function createCustomers(seed: number, wanted: number): Customers {
  const blocks = Math.max(1, Math.ceil(wanted / CUSTOMER_BLOCK));
  const count = blocks * CUSTOMER_BLOCK;
  const names = createNames(seed);
  const permutation = (block: number) => {
    const mixed = mix(seed, 21, block);
    return { stride: STRIDES[mixed % STRIDES.length] ?? 1, shift: (mixed >>> 8) % CUSTOMER_BLOCK };
  };
  const cardAt = (block: number, place: number) => {
    const { stride, shift } = permutation(block);
    return (place * stride + shift) % CUSTOMER_BLOCK;
  };
  const placeOf = (block: number, card: number) => {
    for (let place = 0; place < CUSTOMER_BLOCK; place += 1) if (cardAt(block, place) === card) return place;
    return 0;
  };
  const custIdOf = (index: number) => `C${String(10_000_000 + ((index * 7_368_787 + mix(seed, 22)) % 89_999_999))}`;

  const known = new Map<number, Customer>();
  const at = (index: number): Customer => {
    const found = known.get(index);
    if (found) return found;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const made = make(index);
    known.set(index, made);
    return made;
  };
  const make = (index: number): Customer => {
    const block = Math.floor(index / CUSTOMER_BLOCK);
    const card = cardAt(block, index % CUSTOMER_BLOCK);
    const role = CARDS[card] as Role;
    const random = createRandom(seed, mix(23, index));
    const unit = SAMPLE_UNITS[random.chance(US_SHARE) ? 0 : 1];
    const nameIndex = card === SECOND_SHARED ? block * CUSTOMER_BLOCK + placeOf(block, FIRST_SHARED) : index;
    const unitOfName = role.name === 'shared' ? 'US' : unit.unit;
    const bookName = names(nameIndex, unitOfName);
    return {
      index,
      unit,
      currency: drawCurrency(unit.unit, random.unit()),
      stripeId: stripeId('customer', random),
      stripeName: stripeNameOf(role.name, bookName, names(index + 2 * count, unit.unit), random),
      email: `accounts.${opaque(random, 6).toLowerCase()}@${bookName.split(' ')[0]?.toLowerCase() ?? 'office'}.example`,
      createdAt: NOW - random.between(45 * DAY, 900 * DAY),
      custId: role.name === 'missing' ? null : custIdOf(index),
      bookName,
      link: role.link,
      invoicePrefix: mix(seed, 24, index).toString(16).toUpperCase().padStart(8, '0'),
      card: {
        brand: random.pick(BRANDS),
        last4: String(random.below(10_000)).padStart(4, '0'),
        fingerprint: opaque(random, 16),
      },
    };
  };
  return {
    count,
    at,
    missingNear: (index) => {
      const block = Math.floor(index / CUSTOMER_BLOCK);
      return block * CUSTOMER_BLOCK + placeOf(block, MISSING);
    },
    bookOnly: (n) => ({
      setId: SAMPLE_SET_ID,
      custId: custIdOf(count + n),
      name: names(count + n, n % 3 === 0 ? 'DE' : 'US'),
      active: n % 5 !== 4,
      externalId: null,
    }),
  };
}

function stripeNameOf(kind: Role['name'], name: string, tradingName: string, random: ReturnType<typeof createRandom>) {
  if (kind === 'spelling') return respell(name, random);
  return kind === 'trading' ? tradingName : name;
}

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
  };
}

/** The customer as Stripe keeps it. */
export function stripeCustomer(customer: Customer, balanceQuanta = 0): StripeBookObject {
  const holdsCustId = customer.link === 'metadata' || customer.link === 'both';
  return {
    id: customer.stripeId,
    object: 'customer',
    balance: stripeMinor(customer.currency, balanceQuanta),
    created: customer.createdAt,
    currency: customer.currency.code.toLowerCase(),
    email: customer.email,
    invoice_prefix: customer.invoicePrefix,
    metadata: holdsCustId && customer.custId !== null ? { peoplesoft_customer: customer.custId } : {},
    name: customer.stripeName,
  };
}
