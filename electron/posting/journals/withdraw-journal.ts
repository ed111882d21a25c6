import type { PostingId } from '../../../shared/domain/ids.ts';
import { postingIs } from '../../../shared/domain/state-words.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { getPosting, isWithdrawable, setPostingState } from '../../ledger/posting-store.ts';
import { requireTakeBack } from '../decisions/approval-limit.ts';
import type { Decider } from '../decisions/decide.ts';
import { refusal } from '../decisions/refusal.ts';

export interface WithdrawJournalArgs extends Decider {
  readonly postingId: number;
  readonly seenVersion: number;
}

/**
 * A person takes back a direct journal, or the reversal of one, that has not left: its parts are on the list again. What may be in
 * PeopleSoft is refused; that is reversed instead, once it is confirmed.
 */
export const withdrawJournal = defineWrite(
  'journals.withdraw',
  (db: WritableLedger, args: WithdrawJournalArgs): void => {
    const { actor, machine, at } = args;
    const posting = getPosting(db, args.postingId as PostingId);
    if (posting.version !== args.seenVersion)
      throw refusal('STALE_VERSION', 'This posting has changed since you saw it.', 'Look at it again first.');
    if (posting.movementKey !== null || posting.kind !== 'payment')
      throw refusal('BAD_INPUT', 'This is not a journal of the clearing list.', 'Take it back in the workbench.');
    requireTakeBack(db, actor, posting);
    if (!isWithdrawable(db, posting))
      throw refusal(
        'UNDO_ALREADY_SENT',
        `It is ${postingIs(posting.state)} and may already be in PeopleSoft.`,
        'Once it is confirmed, it is taken back by a document of its own.',
      );
    setPostingState(db, { postingId: posting.postingId, to: 'withdrawn', at, reason: `taken back by ${actor}` });
    appendAudit(db, {
      at,
      actor,
      machine,
      action: 'journal.withdrawn',
      subject: `posting/${posting.postingId}`,
      detail: { reference: posting.reference },
    });
  },
);
