import type { LinkId } from '../../../shared/domain/ids.ts';
import type { CustomerRow } from '../../../shared/contract/customers.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { lastDecisionOfLink } from '../../ledger/decision-store.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { decisionStands, undoDecision } from '../../ledger/undo-decision.ts';
import type { Decider } from '../../posting/decisions/decide.ts';
import { customerRowOf } from './customer-view.ts';

/** Takes back what a person last said of the link of a Stripe customer: it is what it was before. Throws `UNDO_NOTHING` with the reason. */
export const undoCustomer = defineWrite(
  'customers.undo',
  (
    db: WritableLedger,
    { customerKey, setId, ...who }: Decider & { readonly customerKey: number; readonly setId: string },
  ): { text: string } => {
    const row = customerRowOf(db, customerKey, setId);
    const decision = row.linkId === null ? null : lastDecisionOfLink(db, row.linkId as LinkId);
    const why = whyNotUndoCustomer(db, row);
    if (why !== null || decision === null)
      throw new LedgerError('REFUSED', why ?? NOTHING_SAID, 'Decide it as it is now.', { detailCode: 'UNDO_NOTHING' });
    const { actor, at, machine } = who;
    const { kind } = undoDecision(db, { decisionId: decision.decisionId, actor, at });
    const subject = `decision/${decision.decisionId}`;
    appendAudit(db, { at, actor, machine, action: 'decision.undone', subject, detail: { kind, movement: null } });
    return { text: `Taken back: ${row.name ?? row.customerId} waits for a word again.` };
  },
);

const NOTHING_SAID = 'Nobody has decided about this customer yet.';

/** Why nothing said of the link of a Stripe customer can be taken back here, a sentence; null: it can. */
export function whyNotUndoCustomer(db: ReadableLedger, { linkId, state }: CustomerRow): string | null {
  if (linkId === null || state === 'none' || state === 'proposed') return NOTHING_SAID;
  const decision = lastDecisionOfLink(db, linkId as LinkId);
  if (decision === null)
    return state === 'confirmed'
      ? 'This link rests on a stored id, or was confirmed with a payment: change the id where it is kept, or take that approval back.'
      : 'This was not decided here.';
  return decisionStands(db, decision.decisionId)
    ? null
    : 'This cannot be taken back: something was decided or came back after it.';
}
