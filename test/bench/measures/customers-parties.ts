import { createRandom, shuffled } from '../../../electron/sample/company/random.ts';
import { coined, oneOf, typo } from '../quality/parties/damage.ts';
import type { LabelledParties } from '../quality/parties/labelled.ts';
import { carelessness, damaged, trueName, written } from '../quality/parties/organisations.ts';
import { STREETS, STREET_TYPES } from '../quality/parties/words.ts';

const FIELDS = ['name', 'street', 'city', 'postalCode', 'country', 'phone'] as const;

/** Two files of so many organisations each, nine tenths of them in both, written by two careless offices. */
export function customerParties(rows: number, seed: number): LabelledParties {
  const random = createRandom(seed, 905);
  const care = carelessness(random);
  const towns = Array.from({ length: Math.max(20, Math.floor(rows / 50)) }, () => [
    coined(random),
    String(random.between(10_000, 99_999)),
    oneOf(['US', 'US', 'GB', 'DE', 'FR', 'ES', 'IT', 'SE'], random),
  ]);
  const make = () => {
    const name = trueName(random);
    // Twenty thousand names are not enough for a hundred thousand companies.
    const own = random.chance(0.6) ? { words: [coined(random), ...name.words], form: name.form } : name;
    const [city = '', postalCode = '', country = ''] = towns[random.below(towns.length)] ?? [];
    const street = `${random.between(1, 300)} ${random.chance(0.5) ? coined(random) : oneOf(STREETS, random)} ${oneOf(STREET_TYPES, random)}`;
    return { own, cells: [street, city, postalCode, country, String(random.between(200_000_000, 999_999_999))] };
  };
  const left: string[][] = [];
  const right: { cells: string[]; of: number }[] = [];
  for (let row = 0; row < rows; row += 1) {
    const { own, cells } = make();
    left.push([written(own), ...cells]);
    const other = random.chance(0.9) ? { own, cells, of: row } : { ...make(), of: -1 };
    const spoilt = other.cells.map((cell, at) =>
      at !== 3 && random.chance(0.15) ? '' : random.chance(0.08) ? typo(cell, random) : cell,
    );
    right.push({ cells: [damaged(other.own, care, random), ...spoilt], of: other.of });
  }
  const mixed = shuffled(right, random);
  const columns = (cells: readonly (readonly string[])[]) => ({
    count: cells.length,
    fields: Object.fromEntries(FIELDS.map((field, at) => [field, cells.map((row) => row[at] ?? '')])),
  });
  return {
    kind: 'customers',
    left: columns(left),
    right: columns(mixed.map(({ cells }) => cells)),
    truth: mixed.flatMap(({ of }, at) => (of < 0 ? [] : [[of, at] as const])),
  };
}
