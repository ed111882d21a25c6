import { createRandom, shuffled } from '../../../../electron/sample/company/random.ts';
import { coined, oneOf, typo } from './damage.ts';
import type { LabelledParties } from './labelled.ts';
import { GIVEN, PLACES, STREETS, STREET_TYPES, SURNAMES } from './words.ts';

/**
 * Two rolls of persons, years apart: many have moved, some have married, names are common, only the year of birth is known, and
 * families stay at one address. A good part of either roll is not in the other.
 */
export function voters(seed: number, size = 0): LabelledParties {
  const random = createRandom(seed, 906);
  const count = size > 0 ? size : 2_000;
  const [moved, married, careless, overlap] = [
    random.unit() * 0.2,
    random.unit() * 0.05,
    0.3 + random.unit() * 0.3,
    0.4 + random.unit() * 0.5,
  ];
  const towns = Array.from(
    { length: 60 },
    () => [oneOf([...PLACES, coined(random)], random), String(random.between(27_000, 28_999))] as const,
  );
  const address = () => {
    const [city, postalCode] = towns[Math.min(random.below(60), random.below(60))] ?? ['', ''];
    return {
      street: `${random.between(1, 4_000)} ${oneOf(STREETS, random)} ${oneOf(STREET_TYPES, random)}`,
      city,
      postalCode,
    };
  };
  const family = () =>
    random.chance(0.3)
      ? coined(random)
      : (SURNAMES[Math.min(random.below(SURNAMES.length), random.below(SURNAMES.length))] ?? '');
  const left: Record<string, string>[] = [];
  const right: { row: Record<string, string>; of: number }[] = [];
  while (left.length < count) {
    const home = { ...address(), familyName: family() };
    for (let member = random.chance(0.4) ? 1 + random.below(3) : 1; member > 0; member -= 1) {
      const person = {
        ...home,
        givenName: oneOf(GIVEN, random),
        middle: random.chance(0.7) ? oneOf(GIVEN, random) : '',
        year: String(random.between(1_930, 2_002)),
        phone: random.chance(0.5) ? String(random.between(2_000_000, 9_999_999)) : '',
      };
      left.push(person);
      if (!random.chance(overlap)) continue;
      const later: Record<string, string> = {
        ...person,
        ...(random.chance(moved) ? { ...address(), phone: '' } : {}),
        ...(random.chance(married) ? { familyName: family() } : {}),
      };
      if (random.chance(0.2)) later['middle'] = (later['middle'] ?? '').slice(0, 1);
      for (const field of Object.keys(later)) {
        if (random.chance(careless * 0.5)) later[field] = typo(later[field] ?? '', random);
        if (field !== 'familyName' && random.chance(careless * 0.3)) later[field] = '';
      }
      right.push({ row: later, of: left.length - 1 });
    }
    if (random.chance(1 - overlap))
      right.push({
        row: {
          ...address(),
          familyName: family(),
          givenName: oneOf(GIVEN, random),
          middle: oneOf(GIVEN, random),
          year: String(random.between(1_930, 2_002)),
          phone: '',
        },
        of: -1,
      });
  }
  const mixed = shuffled(right, random);
  const columns = (rows: readonly Record<string, string>[]) => ({
    count: rows.length,
    fields: Object.fromEntries(
      (['givenName', 'familyName', 'street', 'city', 'postalCode', 'phone'] as const).map((field) => [
        field,
        rows.map((row) => row[field] ?? ''),
      ]),
    ),
    other: ['middle', 'year'].map((field) => rows.map((row) => row[field] ?? '')),
  });
  return {
    kind: 'voters',
    left: columns(left),
    right: columns(mixed.map(({ row }) => row)),
    truth: mixed.flatMap(({ of }, at) => (of < 0 ? [] : [[of, at] as const])),
  };
}
