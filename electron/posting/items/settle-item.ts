import { postingIs } from '../../../shared/domain/state-words.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { itemAbsenceCountsFrom } from '../../ledger/item-send-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { setPostingState, type PostingRow } from '../../ledger/posting-store.ts';
import { refuseUnlessAbsent } from '../read-back/absence-look.ts';
import { refusal } from '../decisions/refusal.ts';
import { releasePosting } from '../payments/release-posting.ts';
import { refuseTooEarly } from '../read-back/refuse-too-early.ts';
import type { SettleArgs, Settled } from '../read-back/settle.ts';

/**
 * A person's word about an item, as `settlePosting` takes it about a payment: what she did not see of an unknown outcome goes again; a
 * posting error whose group was deleted in PeopleSoft ends, and its document waits anew. Refuses as that does.
 */
export function settleItem(db: WritableLedger, posting: PostingRow, args: SettleArgs): Settled {
  const { postingId, state, reference } = posting;
  if (posting.version !== args.seenVersion)
    throw refusal('STALE_VERSION', 'This posting has changed since you saw it.', 'Look at it again first.');
  if (state !== 'unknown' && state !== 'postingError')
    throw refusal(
      'POSTING_NOT_UNKNOWN',
      `This posting is ${postingIs(state)}; nobody has to settle it.`,
      'Only an unknown outcome or a posting error is settled by hand.',
    );
  const said = args.reason.trim();
  if (said === '')
    throw refusal('POSTING_REASON_NEEDED', 'Settling by hand needs a reason.', 'Say what you saw in PeopleSoft.');
  const reason = `${args.actor} looked in PeopleSoft: ${said}`;
  const settled = settleAs(db, posting, args, reason);
  appendAudit(db, {
    at: args.at,
    actor: args.actor,
    machine: args.machine,
    action: 'item.settled',
    subject: `posting/${postingId}`,
    detail: { reference, was: state, as: args.as, became: settled, reason: said },
  });
  return settled;
}

function settleAs(db: WritableLedger, { postingId, state }: PostingRow, args: SettleArgs, reason: string): Settled {
  const { at, actor } = args;
  if (args.as === 'present') {
    setPostingState(db, { postingId, to: 'accepted', at });
    return 'saved';
  }
  if (state === 'unknown') {
    refuseTooEarly(itemAbsenceCountsFrom(db, postingId), args);
    refuseUnlessAbsent(args.look);
    setPostingState(db, { postingId, to: 'queued', at, reason });
    return 'due';
  }
  refuseUnlessAbsent(args.look);
  releasePosting(db, postingId, { to: 'reversed', at, actor, reason, attention: 'postingProblem' });
  return 'ended';
}
