import { createRandom, shuffled, type Random } from '../../../../electron/sample/company/random.ts';
import type { PartyColumns } from '../../../../electron/matching/parties/party-columns.ts';
import { coined, oneOf, typo } from './damage.ts';
import type { LabelledParties } from './labelled.ts';
import { GIVEN, PLACES, SHORT, STREETS, STREET_TYPES, SURNAMES } from './words.ts';

const FIELDS = [
  'givenName',
  'familyName',
  'number',
  'street',
  'flat',
  'city',
  'postalCode',
  'region',
  'birthDate',
  'number2',
] as const;
type Field = (typeof FIELDS)[number];
export type Person = Record<Field, string>;
export type Suburbs = readonly (readonly [string, string, string])[];

/** A person at one of the places. */
export function person(random: Random, suburbs: Suburbs): Person {
  // Common names are more common than rare ones: the lesser of two draws.
  const skewed = (values: readonly string[]) =>
    values[Math.min(random.below(values.length), random.below(values.length))] ?? '';
  const [city, postalCode, region] = suburbs[random.below(suburbs.length)] ?? ['', '', ''];
  return {
    givenName: skewed(GIVEN).toLowerCase(),
    familyName: (random.chance(0.35) ? coined(random) : skewed(SURNAMES)).toLowerCase(),
    number: String(random.between(1, random.chance(0.8) ? 99 : 400)),
    street: `${oneOf(STREETS, random)} ${oneOf(STREET_TYPES, random)}`.toLowerCase(),
    flat: random.chance(0.4)
      ? `${oneOf(['villa', 'unit', 'rosedale', 'hillview', 'flat', 'glenview'], random)} ${random.between(1, 60)}`
      : '',
    city,
    postalCode,
    region,
    birthDate: `${random.between(1900, 1999)}${String(random.between(1, 12)).padStart(2, '0')}${String(random.between(1, 28)).padStart(2, '0')}`,
    number2: String(random.between(1_000_000, 9_999_999)),
  };
}

/** How careless the office of a seed is. */
interface ErrorRates {
  readonly fields: number;
  readonly missing: number;
  readonly swap: number;
  readonly whole: number;
}

/** The error rates of a seed. */
export function drawRates(random: Random): ErrorRates {
  return {
    fields: random.between(3, 6),
    missing: 0.1 + random.unit() * 0.2,
    swap: random.unit() * 0.05,
    whole: random.unit() * 0.08,
  };
}

/** The places of a seed: town, postal code and region. */
export function drawSuburbs(random: Random): Suburbs {
  return Array.from(
    { length: 150 },
    () =>
      [
        (random.chance(0.4)
          ? oneOf(PLACES, random)
          : `${coined(random)} ${oneOf(['', 'bay', 'north', 'hill'], random)}`
        )
          .toLowerCase()
          .trim(),
        String(random.between(2_000, 7_999)),
        oneOf(['nsw', 'nsw', 'vic', 'vic', 'qld', 'sa', 'wa', 'tas', 'act'], random),
      ] as const,
  );
}

/** Persons as a file holds them; of every third seed without their number. */
export function personColumns(rows: readonly Person[], seed: number): PartyColumns {
  return {
    count: rows.length,
    fields: Object.fromEntries(
      (['givenName', 'familyName', 'street', 'city', 'postalCode', 'region', 'birthDate'] as const).map((field) => [
        field,
        rows.map((row) => row[field]),
      ]),
    ),
    other: (['number', 'flat', 'number2'] as const)
      .slice(0, seed % 3 === 0 ? 2 : 3)
      .map((field) => rows.map((row) => row[field])),
  };
}

/** Errors as in the classic generators of doubles: a few fields, each with typing errors, another value, nothing, or the value of another field. */
export function misrecorded(of: Person, random: Random, rates: ErrorRates, other: Person): Person {
  const result = { ...of };
  for (let times = 1 + random.below(rates.fields); times > 0; times -= 1) {
    const field = FIELDS[random.below(FIELDS.length)] ?? 'street';
    const what = random.unit();
    if (what < rates.missing) result[field] = '';
    else if (what < rates.missing + rates.whole) result[field] = other[field];
    else if (what < rates.missing + rates.whole + 0.1)
      result[field] = result[field]
        .split(' ')
        .map((word) => SHORT[word.charAt(0).toUpperCase() + word.slice(1)] ?? word)
        .join(' ');
    else result[field] = typo(random.chance(0.3) ? typo(result[field], random) : result[field], random);
  }
  if (random.chance(rates.swap)) [result.givenName, result.familyName] = [result.familyName, result.givenName];
  if (random.chance(rates.swap)) [result.street, result.flat] = [result.flat, result.street];
  return result;
}

/** Two files of persons with addresses, families and neighbours among them. */
export function persons(seed: number, size = 0): LabelledParties {
  const random = createRandom(seed, 903);
  const count = size > 0 ? size : 2_000;
  const rates = drawRates(random);
  const gap = random.unit() * 0.12;
  const family = random.unit() * 0.1;
  const matched = random.chance(0.5) ? 1 : 0.4 + random.unit() * 0.5;
  const suburbs = drawSuburbs(random);
  const left: Person[] = [];
  const right: [Person, number][] = [];
  while (left.length < count) {
    const one = person(random, suburbs);
    const household = [one];
    if (random.chance(family)) {
      const { givenName, birthDate, number2 } = person(random, suburbs);
      household.push({ ...one, givenName, birthDate, number2 });
    }
    for (const each of household) {
      const written = { ...each };
      for (const field of FIELDS) if (random.chance(gap * 0.5)) written[field] = '';
      if (random.chance(matched)) right.push([misrecorded(each, random, rates, person(random, suburbs)), left.length]);
      else right.push([person(random, suburbs), -1]);
      left.push(written);
    }
  }
  const other = shuffled(right, random);
  return {
    kind: 'persons',
    left: personColumns(left, seed),
    right: personColumns(
      other.map(([row]) => row),
      seed,
    ),
    truth: other.flatMap(([, of], at) => (of < 0 ? [] : [[of, at] as const])),
  };
}
