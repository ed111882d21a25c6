import { UsageError, type HeadlessCommand } from './command.ts';
import { postResult } from './matched-text.ts';
import { commandHome, requestOf, withCommands } from './with-commands.ts';

/** Puts refused postings on their way again, as new generations. */
export const replayCommand: HeadlessCommand = {
  name: 'replay',
  usage: '--id REFERENCE | --failed',
  summary: 'sends a refused posting again, or all of them',
  options: { id: { type: 'string' }, failed: { type: 'boolean' } },
  maxWords: 0,
  async run(input) {
    const id = input.options.text('id');
    const failed = input.options.flag('failed');
    if ((id === null) === !failed)
      throw new UsageError('replay: exactly one of --id REFERENCE and --failed is needed.');
    const report = await withCommands(input, { folder: commandHome(input) }, (commands) =>
      commands.replay({ ...requestOf(input), id, failed }),
    );
    return postResult(report);
  },
};
