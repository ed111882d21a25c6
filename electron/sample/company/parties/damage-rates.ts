import { createRandom, mix, type Random } from '../random.ts';

/** How often each name is written in some other way than the other office does, as weights that need not add up to anything. */
const NAME_WEIGHTS = {
  legalFormDropped: 10,
  legalFormLong: 8,
  legalFormComma: 6,
  legalFormOther: 3,
  upperCase: 8,
  transliterated: 10,
  diacriticsLost: 8,
  mojibake: 5,
  wordOrder: 5,
  abbreviated: 8,
  wordDropped: 4,
  joined: 5,
  hyphenated: 4,
  lettersSwapped: 6,
  letterMissing: 6,
  letterWrong: 6,
  letterDoubled: 4,
  article: 3,
  cutOff: 3,
} as const;
export type NameDamage = keyof typeof NAME_WEIGHTS;

/** Names that are not a spelling of the other one at all. */
const OTHER_NAME_WEIGHTS = { tradingName: 6, renamed: 4, merged: 3, department: 4, person: 3, group: 3 } as const;
export type OtherName = keyof typeof OTHER_NAME_WEIGHTS;

/** Shares from 0 to 1. */
const SHARES = {
  /** Of spelled names that are damaged once more. */
  damagedTwice: 0.15,
  stripeAddress: 0.75,
  stripePostalOnly: 0.5,
  bookAddress: 0.94,
  stripePhone: 0.45,
  bookPhone: 0.6,
  bookEmail: 0.65,
  stripeTaxId: 0.4,
  bookTaxId: 0.55,
  streetAbbreviated: 0.3,
  addressOld: 0.06,
  addressPartMissing: 0.12,
  addressTypo: 0.04,
  addressUpperCase: 0.1,
  emailFree: 0.14,
  emailGroup: 0.08,
  emailAgency: 0.05,
  taxIdWithoutPrefix: 0.35,
  taxIdSpaced: 0.2,
  taxIdDigitWrong: 0.015,
  storedIdStale: 0.015,
  storedIdWrong: 0.008,
  doubleAtStripe: 0.02,
  /** Of PeopleSoft's customers that Stripe has never seen. */
  nearName: 0.25,
  family: 0.18,
  doubleInBooks: 0.12,
  familySharesDomain: 0.4,
  familySharesAddress: 0.3,
  /** Of customers that Stripe knows by another name. */
  bookOtherName: 0.4,
  bookNameLineIdle: 0.06,
  stripeCrmId: 0.2,
  bookCrmId: 0.3,
  bookCrmIdWrong: 0.01,
} as const;
export type DamageShare = keyof typeof SHARES;

/** How careless the offices of one company are; another seed has other offices, so that no rule can be tuned to one of them. */
export interface DamageRates {
  readonly share: (of: DamageShare) => number;
  readonly pickName: (random: Random) => NameDamage;
  readonly pickOtherName: (random: Random) => OtherName;
}

const LEAST = 0.35;
const SPREAD = 1.3;
const MOST = 0.97;

/** The rates of a seed: each between about a third and 1.65 times of what is usual, drawn for itself. */
export function drawDamageRates(seed: number): DamageRates {
  const random = createRandom(seed, mix(41));
  const varied = <Kind extends string>(usual: Readonly<Record<Kind, number>>): (readonly [Kind, number])[] =>
    (Object.entries(usual) as [Kind, number][]).map(([kind, rate]) => [kind, rate * (LEAST + SPREAD * random.unit())]);
  const names = varied(NAME_WEIGHTS);
  const others = varied(OTHER_NAME_WEIGHTS);
  const shares = new Map(varied(SHARES));
  return {
    share: (of) => Math.min(MOST, shares.get(of) ?? 0),
    pickName: (chance) => weighted(names, chance),
    pickOtherName: (chance) => weighted(others, chance),
  };
}

function weighted<Kind>(choices: readonly (readonly [Kind, number])[], random: Random): Kind {
  let rest = random.unit() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [kind, weight] of choices) {
    if (rest < weight) return kind;
    rest -= weight;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new RangeError('there is nothing to choose from');
  return last[0];
}
