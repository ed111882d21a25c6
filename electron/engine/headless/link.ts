import { parsePartyMap } from '../two-files/party-map.ts';
import { runFileWork } from '../two-files/run-file-work.ts';
import type { DedupeWork, LinkWork } from '../two-files/file-work.ts';
import type { CommandInput, CommandResult, HeadlessCommand } from './command.ts';
import { fileOption } from './file-option.ts';
import { mapOption } from './map-option.ts';

/** Links the parties of two CSV files. */
export const linkCommand: HeadlessCommand = {
  name: 'link',
  usage: '--left FILE --right FILE --map JSON|FILE --out FILE [--one-to-one]',
  summary: 'finds the same customers, persons or things in two CSV files, each pair with a probability',
  options: {
    left: { type: 'string' },
    right: { type: 'string' },
    map: { type: 'string' },
    out: { type: 'string' },
    'one-to-one': { type: 'boolean' },
  },
  maxWords: 0,
  run: async (input) =>
    linked(input, {
      kind: 'link',
      left: fileOption(input, 'link', 'left'),
      right: fileOption(input, 'link', 'right'),
      map: parsePartyMap(await mapOption(input, 'link')),
      out: fileOption(input, 'link', 'out'),
      oneToOne: input.options.flag('one-to-one'),
    }),
};

/** Runs `link` or `dedupe` to its end. */
export async function linked(input: CommandInput, work: LinkWork | DedupeWork): Promise<CommandResult> {
  const { left, right, pairs, seconds } = await runFileWork(work, input.signal, (text) =>
    input.onProgress(0, null, text),
  );
  const json = work.kind === 'link' ? { left, right, pairs, seconds } : { rows: left, pairs, seconds };
  const rows = work.kind === 'link' ? `${left} x ${right} rows` : `${left} rows`;
  return { exitCode: 0, json, text: [`${rows}: ${pairs} pairs in ${seconds} s, written to ${work.out.shown}.`] };
}
