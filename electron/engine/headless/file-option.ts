import type { NamedFile } from '../two-files/named-file.ts';
import { UsageError, type CommandInput } from './command.ts';
import { pathOption } from './with-commands.ts';

/** A file that a command cannot do without. Throws UsageError naming the option. */
export function fileOption(input: CommandInput, command: string, name: string): NamedFile {
  const shown = input.options.text(name);
  const path = pathOption(input, name);
  if (shown === null || path === null) throw new UsageError(`${command}: --${name} FILE is needed.`);
  return { path, shown };
}
