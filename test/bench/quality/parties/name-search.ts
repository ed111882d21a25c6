import { createRandom } from '../../../../electron/sample/company/random.ts';
import type { LabelledParties } from './labelled.ts';
import { carelessness, damaged, trueName, written } from './organisations.ts';

/** Queries against a table of names, many of which are not in it: the right answer to those is none. Several queries may mean one name. */
export function nameSearch(seed: number, size = 0): LabelledParties {
  const random = createRandom(seed, 902);
  const care = carelessness(random);
  const table = Array.from({ length: size > 0 ? size : random.between(2_000, 6_000) }, () => trueName(random));
  const queries: string[] = [];
  const truth: [number, number][] = [];
  const absent = 0.2 + random.unit() * 0.3;
  for (let at = 0; at < 600; at += 1) {
    if (random.chance(absent)) {
      queries.push(damaged(trueName(random), care, random));
      continue;
    }
    const meant = random.below(table.length);
    const name = table[meant];
    if (name === undefined) continue;
    queries.push(damaged(name, care, random));
    truth.push([queries.length - 1, meant]);
  }
  const names = table.map(written);
  return {
    kind: 'nameSearch',
    left: { count: queries.length, fields: { name: queries } },
    right: { count: names.length, fields: { name: names } },
    truth,
  };
}
