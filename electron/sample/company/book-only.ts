import { SAMPLE_SET_ID, type BookCustomer, type TruthFact } from './company.ts';
import { CUSTOMER_BLOCK } from './customer-roles.ts';
import type { Customer, Customers } from './customers.ts';
import { countryOf } from './parties/countries.ts';
import { anotherCountry, drawCountry } from './parties/draw-country.ts';
import { familyNameOf } from './parties/other-names.ts';
import { drawParty, type TrueParty } from './parties/party-record.ts';
import { bookView } from './parties/record-views.ts';
import { createRandom, mix, type Random } from './random.ts';

const BOOK_ONLY_SHARE = 0.1;
const DOUBLE_ACTIVE_SHARE = 0.6;
const DOUBLE_SAME_NAME_SHARE = 0.3;
const NEAR_SPELLED_SHARE = 0.25;
const LAST_OF_FIVE = 4;

type BookTruth = Extract<TruthFact, { kind: 'bookCustomerTruth' }>;

/** A PeopleSoft customer without one at Stripe, and who it truly is. */
export interface BookOnly {
  readonly customer: BookCustomer;
  readonly truth: BookTruth;
}

/**
 * The customers that only PeopleSoft has, one for every ten: companies that Stripe has never seen; near names of Stripe customers whose own
 * company PeopleSoft does not have; other companies of one family; and customers that somebody made a second time.
 */
export function* bookOnlyCustomers(seed: number, customers: Customers): Generator<BookOnly> {
  const count = Math.ceil(customers.count * BOOK_ONLY_SHARE);
  for (let n = 0; n < count; n += 1) yield bookOnly(seed, n, customers);
}

function bookOnly(seed: number, n: number, customers: Customers): BookOnly {
  const random = createRandom(seed, mix(43, n));
  const { share } = customers.rates;
  const block = Math.floor(n * (1 / BOOK_ONLY_SHARE / CUSTOMER_BLOCK)) * CUSTOMER_BLOCK;
  const fraction = random.unit();
  const near = share('nearName');
  const family = near + share('family');
  const base = (kept: boolean) =>
    kept ? present(customers, block, random) : customers.at(customers.missingNear(block));
  if (fraction < near) return nearNameOf(n, customers, base(false), random);
  if (fraction < family) return familyOf(n, customers, base(true), random);
  if (fraction < family + share('doubleInBooks')) return doubleOf(n, customers, base(true), random);
  const country = drawCountry(n % 3 === 0 ? 'DE' : 'US', random);
  const name = customers.name(customers.count + n, country);
  return made(n, customers, { name, of: drawParty(name, country, random), active: n % 5 !== LAST_OF_FIVE }, random);
}

function present(customers: Customers, block: number, random: Random): Customer {
  for (;;) {
    const customer = customers.at(block + random.below(CUSTOMER_BLOCK));
    if (customer.custId !== null) return customer;
  }
}

/** The one near name of a party that PeopleSoft does not have: another company. */
function nearNameOf(n: number, customers: Customers, of: Customer, random: Random): BookOnly {
  const country = random.chance(0.5) ? of.country : anotherCountry(of.country, random);
  const form = countryOf(country).forms[0];
  const name = random.chance(NEAR_SPELLED_SHARE)
    ? customers.spell(of.trueName, random).name
    : familyNameOf(of.trueName, form, random);
  const facts = { name, of: drawParty(name, country, random), active: true };
  return made(n, customers, facts, random, { role: 'nearName', near: of.party });
}

/** A sister company: mostly another address and tax id, now and then the mail domain or the address of the other one. */
function familyOf(n: number, customers: Customers, of: Customer, random: Random): BookOnly {
  const country = random.chance(0.5) ? of.country : anotherCountry(of.country, random);
  const name = familyNameOf(of.trueName, countryOf(country).forms[0], random);
  const sister = customers.party(of);
  const own = drawParty(name, country, random);
  const { share } = customers.rates;
  const party: TrueParty = {
    ...own,
    ...(random.chance(share('familySharesDomain')) ? { domain: sister.domain } : {}),
    ...(random.chance(share('familySharesAddress')) ? { address: sister.address } : {}),
  };
  return made(n, customers, { name, of: party, active: true }, random, { role: 'family', near: of.party });
}

function doubleOf(n: number, customers: Customers, of: Customer, random: Random): BookOnly {
  const name = random.chance(DOUBLE_SAME_NAME_SHARE) ? of.bookName : customers.spell(of.trueName, random).name;
  const active = random.chance(DOUBLE_ACTIVE_SHARE);
  const facts = { name, of: customers.party(of), active };
  return made(n, customers, facts, random, { role: 'double', near: null, party: of.party });
}

function made(
  n: number,
  customers: Customers,
  { name, of, active }: { readonly name: string; readonly of: TrueParty; readonly active: boolean },
  random: Random,
  truth: Pick<BookTruth, 'role' | 'near'> & { readonly party?: string } = { role: 'bookOnly', near: null },
): BookOnly {
  const custId = customers.custIdOf(customers.count + n);
  const { record } = bookView(of, customers.rates, random);
  return {
    customer: { setId: SAMPLE_SET_ID, custId, name, active, externalId: null, record },
    truth: { kind: 'bookCustomerTruth', custId, party: `B${n}`, ...truth },
  };
}
