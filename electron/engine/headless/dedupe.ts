import { parsePartySideMap } from '../two-files/party-map.ts';
import type { HeadlessCommand } from './command.ts';
import { fileOption } from './file-option.ts';
import { linked } from './link.ts';
import { mapOption } from './map-option.ts';

/** Finds the doubles of one CSV file. */
export const dedupeCommand: HeadlessCommand = {
  name: 'dedupe',
  usage: '--in FILE --map JSON|FILE --out FILE',
  summary: 'finds the customers, persons or things that stand twice in a CSV file, each pair with a probability',
  options: { in: { type: 'string' }, map: { type: 'string' }, out: { type: 'string' } },
  maxWords: 0,
  run: async (input) =>
    linked(input, {
      kind: 'dedupe',
      in: fileOption(input, 'dedupe', 'in'),
      map: parsePartySideMap(await mapOption(input, 'dedupe')),
      out: fileOption(input, 'dedupe', 'out'),
    }),
};
