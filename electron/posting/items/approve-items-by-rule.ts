import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import type { Decider } from '../decisions/decide.ts';
import { withinSavepoint } from '../decisions/within-savepoint.ts';
import { enqueueItem } from './approve-item.ts';
import { receivablesToPost, type Receivable, type ReceivablePlace, type ReceivableScope } from './receivable.ts';

/** Id under which a reviewer lets this program put invoices and credit notes into Receivables on its own. */
export const INVOICE_ITEM_RULE = 'invoice-item';
const VERSION = 1;

export interface ItemRuleArgs extends Decider, Omit<ReceivableScope, 'at'> {
  readonly after: ReceivablePlace | null;
  readonly limit: number;
}

/**
 * Approves invoices and credit notes in the name of the rule, within its limits; everything else waits for a person. What was tried before,
 * is booked on another day than its own, or takes something back is hers too. One chunk, one transaction; answers how many and where to go on.
 */
export const approveItemsByRule = defineWrite(
  'items.approveByRule',
  (db: WritableLedger, args: ItemRuleArgs): { readonly approved: number; readonly next: ReceivablePlace | null } => {
    const settings = args.unit.straightThrough;
    if (settings?.ruleIds.includes(INVOICE_ITEM_RULE) !== true) return { approved: 0, next: null };
    const waiting = receivablesToPost(db, args, args.limit, args.after);
    const rule = `${INVOICE_ITEM_RULE} v${VERSION}`;
    let approved = 0;
    for (const receivable of waiting) {
      if (whyNotByRule(receivable, args.unit) !== null) continue;
      const enqueue = { ...args, operatorId: null, approvedBy: settings.approvedBy, approvedRule: rule, post: false };
      if (withinSavepoint(db, () => void enqueueItem(db, receivable, enqueue)) === null) approved += 1;
    }
    if (approved > 0)
      appendAudit(db, {
        at: args.at,
        actor: settings.approvedBy,
        machine: args.machine,
        action: 'item.approvedByRule',
        subject: `unit/${args.unit.unit}`,
        detail: { count: approved, rule, startedBy: args.actor },
      });
    return { approved, next: waiting.length < args.limit ? null : (waiting.at(-1)?.place ?? null) };
  },
);

/** Why a person approves this document herself, a sentence; null: the rule does. */
export function whyNotByRule(receivable: Receivable, { straightThrough }: UnitProfile): string | null {
  const { kind, amount, obstacle, lastEnd, date, bookingDate } = receivable;
  if (straightThrough?.ruleIds.includes(INVOICE_ITEM_RULE) !== true)
    return `rule ${INVOICE_ITEM_RULE} is not switched on`;
  if (obstacle !== null) return obstacle;
  if (kind === 'void') return 'what was posted is taken back by a person';
  if (lastEnd !== null) return 'it was tried before';
  if (bookingDate !== date) return `it is booked on ${bookingDate}, as its own period is closed`;
  const limit = straightThrough.limitMinor[amount.currency];
  if (limit === undefined) return `no straight-through limit is set for ${amount.currency}`;
  return Math.abs(amount.minor) > limit ? 'above the straight-through limit' : null;
}
