import type { HeadlessCommand } from './command.ts';
import { commandHome, withCommands } from './with-commands.ts';

/** Walks the whole audit trail and compares its head with the anchors kept outside the ledger. */
export const auditVerifyCommand: HeadlessCommand = {
  name: 'audit verify',
  usage: '',
  summary: 'verifies the chain of the audit trail and its anchor',
  options: {},
  maxWords: 0,
  async run(input) {
    const { rows, valid, head, anchored, firstBad } = await withCommands(
      input,
      { folder: commandHome(input) },
      (commands) => commands.verifyAudit({ signal: input.signal }),
    );
    const verdict = valid ? `The chain of ${rows} audit rows is whole.` : `Audit row ${firstBad ?? '?'} does not fit.`;
    const anchor = anchored ? 'Its head is anchored.' : 'Its head is not among the anchors kept outside the ledger.';
    return {
      exitCode: valid && anchored ? 0 : 1,
      json: { rows, valid, head, anchored, firstBad },
      text: [verdict, anchor],
    };
  },
};
