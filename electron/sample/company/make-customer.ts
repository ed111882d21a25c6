import { DAY, NOW } from './calendar.ts';
import { SAMPLE_UNITS } from './company.ts';
import { sampleCurrency, type SampleCurrency } from './currencies.ts';
import { CUSTOMER_BLOCK, FIRST_SHARED, placeOf, roleOf, SECOND_SHARED, type Role } from './customer-roles.ts';
import type { Customer, Customers } from './customers.ts';
import { opaque, stripeId } from './identifiers.ts';
import { drawCountry } from './parties/draw-country.ts';
import type { CountryCode } from './parties/countries.ts';
import { drawKeptBeside } from './parties/kept-beside.ts';
import { otherNameOf } from './parties/other-names.ts';
import { drawParty } from './parties/party-record.ts';
import { bookView, stripeView } from './parties/record-views.ts';
import { createRandom, mix, type Random } from './random.ts';

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
const BRANDS = ['visa', 'visa', 'mastercard', 'amex'] as const;

function drawCurrency(unit: 'US' | 'DE', fraction: number): SampleCurrency {
  let rest = fraction;
  for (const [code, share] of CURRENCY_SHARES[unit]) {
    if (rest < share) return sampleCurrency(code);
    rest -= share;
  }
  return sampleCurrency(unit === 'US' ? 'USD' : 'EUR');
}

/** Numbers of customers that never were, far above those that are. */
const NEVER_GIVEN = 50_000_000;

/** The customer of an index; the same one on every machine. */
export function makeCustomer(seed: number, index: number, customers: Customers): Customer {
  const block = Math.floor(index / CUSTOMER_BLOCK);
  const { card, role } = roleOf(seed, index);
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
  const beside = drawKeptBeside(
    {
      stripeName: names.stripe,
      isOtherName: role.name === 'trading',
      crmId: crmIdOf(seed, index),
      strangersCrmId: crmIdOf(seed, index + 1),
    },
    customers.rates,
    createRandom(seed, mix(46, index)),
  );
  return {
    index,
    unit,
    country,
    party: `P${index}`,
    trueName,
    currency: drawCurrency(unit.unit, random.unit()),
    stripeId: stripeId('customer', random),
    stripeName: names.stripe,
    stripeRecord: { ...atStripe.record, crmId: beside.stripeCrmId },
    bookRecord: { ...inBooks.record, otherName: beside.bookOtherName, crmId: beside.bookCrmId },
    damages: [...names.damages, ...atStripe.damages, ...inBooks.damages, ...beside.damages],
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

/** A number that no other customer has. */
function crmIdOf(seed: number, index: number): string {
  return `A-${String(100_000 + ((index * 7_919 + mix(seed, 47)) % 899_999))}`;
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

/** The same party once more at Stripe, as somebody typed it anew. */
export function makeDouble(customers: Customers, of: Customer, random: Random): Customer {
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
