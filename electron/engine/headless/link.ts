import { parsePartyMap } from '../two-files/party-map.ts';
import { runLink } from '../two-files/link-run.ts';
import type { LinkRequest, LinkResult } from '../two-files/link-request.ts';
import { UsageError, type CommandInput, type CommandResult, type HeadlessCommand } from './command.ts';
import { mapOption } from './map-option.ts';
import { pathOption } from './with-commands.ts';

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
      left: neededPath(input, 'link', 'left'),
      right: neededPath(input, 'link', 'right'),
      map: parsePartyMap(await mapOption(input, 'link')),
      out: neededPath(input, 'link', 'out'),
      oneToOne: input.options.flag('one-to-one'),
    }),
};

/** A path that a command cannot do without. Throws UsageError naming it. */
export function neededPath(input: CommandInput, command: string, name: string): string {
  const path = pathOption(input, name);
  if (path === null) throw new UsageError(`${command}: --${name} FILE is needed.`);
  return path;
}

/** Runs `link` or `dedupe` to its end. */
export async function linked(input: CommandInput, request: LinkRequest): Promise<CommandResult> {
  const result: LinkResult = await runLink(request, input.signal, (text) => input.onProgress(0, null, text));
  const { left, right, pairs, seconds } = result;
  const json = request.kind === 'link' ? { left, right, pairs, seconds } : { rows: left, pairs, seconds };
  const rows = request.kind === 'link' ? `${left} x ${right} rows` : `${left} rows`;
  return { exitCode: 0, json, text: [`${rows}: ${pairs} pairs in ${seconds} s, written to ${request.out}.`] };
}
