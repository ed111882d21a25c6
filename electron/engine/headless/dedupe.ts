import { parsePartySideMap } from '../two-files/party-map.ts';
import type { HeadlessCommand } from './command.ts';
import { linked, neededPath, neededText } from './link.ts';

/** Finds the doubles of one CSV file. */
export const dedupeCommand: HeadlessCommand = {
  name: 'dedupe',
  usage: '--in FILE --map JSON --out FILE',
  summary: 'finds the customers, persons or things that stand twice in a CSV file, each pair with a probability',
  options: { in: { type: 'string' }, map: { type: 'string' }, out: { type: 'string' } },
  maxWords: 0,
  run: (input) =>
    linked(input, {
      kind: 'dedupe',
      in: neededPath(input, 'dedupe', 'in'),
      map: parsePartySideMap(neededText(input, 'dedupe', 'map')),
      out: neededPath(input, 'dedupe', 'out'),
    }),
};
