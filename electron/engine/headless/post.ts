import { UsageError, type HeadlessCommand } from './command.ts';
import { postResult } from './matched-text.ts';
import { commandHome, requestOf, withCommands } from './with-commands.ts';

const MAX_REASON = 500;

/** One round of posting: doubts first, then what is due, then confirmations. */
export const postCommand: HeadlessCommand = {
  name: 'post',
  usage: '[--now --reason TEXT] [--limit N]',
  summary: 'sends what is approved and due; --now also outside the quiet window, with a reason',
  options: { now: { type: 'boolean' }, reason: { type: 'string' }, limit: { type: 'string' } },
  maxWords: 0,
  async run(input) {
    const now = input.options.flag('now');
    const reason = input.options.text('reason');
    if (reason !== null && !now) throw new UsageError('--reason belongs to --now.');
    if (now && (reason ?? '').trim() === '')
      throw new UsageError('--now needs a reason, which goes into the audit: --reason TEXT.');
    if (reason !== null && reason.length > MAX_REASON)
      throw new UsageError(`--reason: at most ${MAX_REASON} characters are kept.`);
    const limit = input.options.whole('limit', { min: 1, max: 10_000_000 });
    const report = await withCommands(input, { folder: commandHome(input) }, (commands) =>
      commands.post({ ...requestOf(input), now, reason, limit }),
    );
    return postResult(report);
  },
};
