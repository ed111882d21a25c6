import { UsageError, type HeadlessCommand } from './command.ts';
import { matchedText } from './matched-text.ts';
import { rulesOption } from './rules-option.ts';
import { commandHome, requestOf, withCommands } from './with-commands.ts';

/** Links customers, matches movements, and approves what a reviewer lets rules approve. */
export const matchCommand: HeadlessCommand = {
  name: 'match',
  usage: '[--dry-run [--rules FILE]]',
  summary: 'matches movements to AR items; with --dry-run changes nothing, with --rules FILE it tries other rules',
  options: { 'dry-run': { type: 'boolean' }, rules: { type: 'string' } },
  maxWords: 0,
  async run(input) {
    const dryRun = input.options.flag('dry-run');
    const rules = await rulesOption(input);
    if (rules !== null && !dryRun)
      throw new UsageError('match: --rules is for --dry-run; a reviewer enables rules in the window.');
    const { matched, matchable, changed } = await withCommands(input, { folder: commandHome(input) }, (commands) =>
      commands.match({ ...requestOf(input), dryRun, ...(rules === null ? {} : { rules }) }),
    );
    const would = dryRun ? `${changed} would change.` : `${changed} changed.`;
    return { exitCode: 0, json: { ...matched, changed }, text: [matchedText(matched, matchable), would] };
  },
};
