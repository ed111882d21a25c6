import { readFile } from 'node:fs/promises';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { GivenMap } from '../two-files/given-map.ts';
import { UsageError, type CommandInput } from './command.ts';
import { pathOption } from './with-commands.ts';

/**
 * What `--map` gives: the JSON object itself, or the file that holds it. Throws UsageError when there is none, `BAD_INPUT` naming the file that
 * cannot be read.
 */
export async function mapOption(input: CommandInput, command: string): Promise<GivenMap> {
  const given = input.options.text('map');
  const path = pathOption(input, 'map');
  if (given === null || path === null) throw new UsageError(`${command}: --map is needed, a JSON object or a file.`);
  if (given.trimStart().startsWith('{')) return { text: given, shown: '--map' };
  try {
    return { text: (await readFile(path, 'utf8')).replace(/^\uFEFF/, ''), shown: `--map ${given}` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TieoutError('BAD_INPUT', `--map ${given}: it is no JSON object and no file that can be read (${why}).`, {
      cause: error,
    });
  }
}
