import type { HeadlessCommand } from './command.ts';
import { matchedText } from './matched-text.ts';
import { commandHome, requestOf, withCommands } from './with-commands.ts';

/** Links customers, matches movements, and approves what a reviewer lets rules approve. */
export const matchCommand: HeadlessCommand = {
  name: 'match',
  usage: '[--dry-run]',
  summary: 'matches movements to AR items; with --dry-run changes nothing',
  options: { 'dry-run': { type: 'boolean' } },
  maxWords: 0,
  async run(input) {
    const dryRun = input.options.flag('dry-run');
    const { matched, matchable, changed } = await withCommands(input, { folder: commandHome(input) }, (commands) =>
      commands.match({ ...requestOf(input), dryRun }),
    );
    const would = dryRun ? `${changed} would change.` : `${changed} changed.`;
    return { exitCode: 0, json: { ...matched, changed }, text: [matchedText(matched, matchable), would] };
  },
};
