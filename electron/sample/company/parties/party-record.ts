import { opaque } from '../identifiers.ts';
import type { Random } from '../random.ts';
import { withoutAccents } from '../spelling.ts';
import { countryOf, filledPattern, type CountryCode } from './countries.ts';
import { splitForm } from './legal-forms.ts';

export interface PartyAddress {
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string;
  /** ISO 3166 alpha-2. */
  readonly country: CountryCode;
}

/** What one system keeps of a party besides its name; what it does not keep is null. */
export interface PartyRecord {
  readonly address: PartyAddress | null;
  readonly email: string | null;
  /** In whatever notation somebody typed. */
  readonly phone: string | null;
  readonly taxId: { readonly type: string; readonly value: string } | null;
  /** A second line of the name; absent: none. */
  readonly otherName?: string | null;
  /** Number in the company's CRM, which either system may keep; absent: none. */
  readonly crmId?: string | null;
}

/** A party as it truly is. */
export interface TrueParty {
  readonly country: CountryCode;
  readonly address: PartyAddress;
  /** Where it was before it moved. */
  readonly oldAddress: PartyAddress;
  readonly domain: string;
  /** Digits of the national number in groups, without trunk zero or country. */
  readonly phone: string;
  readonly taxId: { readonly type: string; readonly value: string };
}

/** Draws a party; `name` gives its domain. */
export function drawParty(name: string, country: CountryCode, random: Random): TrueParty {
  const { phone, tax } = countryOf(country);
  return {
    country,
    address: drawAddress(country, random),
    oldAddress: drawAddress(country, random),
    domain: `${slug(splitForm(name).stem)}.example`,
    phone: filledPattern(phone, random),
    taxId: { type: tax.type, value: filledPattern(tax.pattern, random) },
  };
}

const SECOND_LINES = ['Floor 3', 'Suite 200', 'Building B', 'c/o Office Center'] as const;
const SECOND_LINE_SHARE = 0.2;

function drawAddress(country: CountryCode, random: Random): PartyAddress {
  const { cities, numberFirst, streets } = countryOf(country);
  const [city, region, postal] = random.pick(cities);
  const street = random.pick(streets);
  const number = random.between(1, 240);
  return {
    line1: numberFirst ? `${number} ${street}` : `${street} ${number}`,
    line2: random.chance(SECOND_LINE_SHARE) ? random.pick(SECOND_LINES) : null,
    city,
    region,
    postalCode: filledPattern(postal, random),
    country,
  };
}

/** A name as the host name of its own web site. */
export function slug(name: string): string {
  return withoutAccents(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** A mailbox nobody else has. */
export function mailbox(word: string, domain: string, random: Random): string {
  return `${word}.${opaque(random, 6).toLowerCase()}@${domain}`;
}
