import type { PartyColumns } from '../../../../electron/matching/parties/party-columns.ts';
import { createRandom, shuffled, type Random } from '../../../../electron/sample/company/random.ts';
import { carelessness, damaged, sister, trueName, written } from '../parties/organisations.ts';
import { drawRates, drawSuburbs, misrecorded, person, personColumns, type Person } from '../parties/persons.ts';

/** One file, and which party each of its rows is. */
export interface DoubleRows {
  readonly parties: PartyColumns;
  readonly of: readonly number[];
}

/** How often a party stands in the file: most once, few up to six times. */
function copies(random: Random, doubled: number): number {
  if (!random.chance(doubled)) return 1;
  const draw = random.unit();
  return draw < 0.6 ? 2 : draw < 0.85 ? 3 : random.between(4, 6);
}

/** A file of names of organisations, some of them there several times in other words, sisters and near names among them. */
export function doubleOrganisations(seed: number, size = 0): DoubleRows {
  const random = createRandom(seed, 911);
  const care = carelessness(random);
  const count = size > 0 ? size : random.between(600, 2_000);
  const [doubled, sisters] = [0.15 + random.unit() * 0.35, random.unit() * 0.25];
  const rows: (readonly [string, number])[] = [];
  let parties = 0;
  while (parties < count) {
    const name = trueName(random);
    const times = copies(random, doubled);
    for (let time = 0; time < times; time += 1)
      rows.push([time === 0 ? written(name) : damaged(name, care, random), parties]);
    parties += 1;
    if (random.chance(sisters)) rows.push([damaged(sister(name, random), care, random), parties++]);
  }
  const mixed = shuffled(rows, random);
  return {
    parties: { count: mixed.length, fields: { name: mixed.map(([name]) => name) } },
    of: mixed.map(([, of]) => of),
  };
}

/** A file of persons with addresses, some of them there several times, families and neighbours among them. */
export function doublePersons(seed: number, size = 0): DoubleRows {
  const random = createRandom(seed, 912);
  const count = size > 0 ? size : 1_500;
  const rates = drawRates(random);
  const [doubled, family] = [0.15 + random.unit() * 0.35, random.unit() * 0.1];
  const suburbs = drawSuburbs(random);
  const rows: (readonly [Person, number])[] = [];
  let parties = 0;
  while (parties < count) {
    const one = person(random, suburbs);
    const household = [one];
    if (random.chance(family)) {
      const { givenName, birthDate, number2 } = person(random, suburbs);
      household.push({ ...one, givenName, birthDate, number2 });
    }
    for (const each of household) {
      const times = copies(random, doubled);
      for (let time = 0; time < times; time += 1)
        rows.push([time === 0 ? each : misrecorded(each, random, rates, person(random, suburbs)), parties]);
      parties += 1;
    }
  }
  const mixed = shuffled(rows, random);
  return {
    parties: personColumns(
      mixed.map(([row]) => row),
      seed,
    ),
    of: mixed.map(([, of]) => of),
  };
}
