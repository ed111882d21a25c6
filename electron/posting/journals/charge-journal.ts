import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { refusal } from '../decisions/refusal.ts';

/** By which accounting template a charge may be journalled directly, or why it may not, in a sentence. */
export type ChargeJournal =
  | { readonly kind: 'template'; readonly accountingTemplate: string }
  | { readonly kind: 'not'; readonly text: string; readonly nextStep: string };

/** Whether the unit lets a charge that no invoice stands behind be journalled directly. An invoice of Stripe's is what the charge pays. */
export function chargeJournal(
  db: ReadableLedger,
  movement: Pick<MovementRow, 'kind' | 'account' | 'objectId' | 'paymentIntentId'>,
  unit: Pick<UnitProfile, 'unit' | 'bookings'>,
): ChargeJournal {
  const template = unit.bookings?.chargesWithoutInvoice?.accountingTemplate;
  if (movement.kind !== 'charge' || template === undefined)
    return {
      kind: 'not',
      text: `Unit ${unit.unit} does not journal ${movement.kind === 'charge' ? 'charges' : `a ${movement.kind}`} directly.`,
      nextStep: 'Choose its items, or put it on account.',
    };
  // The plus sends the planner to charge and intent: by account it would walk every payment of the account.
  const invoice = statement<{ name: string }>(
    db,
    `SELECT coalesce(i.number, p.invoice_id) AS name FROM stripe_invoice_payment p LEFT JOIN stripe_invoice i USING (account, invoice_id)
     WHERE +p.account = @account AND (p.charge_id = @chargeId OR p.payment_intent_id = @intentId) LIMIT 1`,
  ).get({ account: movement.account, chargeId: movement.objectId, intentId: movement.paymentIntentId });
  if (invoice === undefined) return { kind: 'template', accountingTemplate: template };
  return {
    kind: 'not',
    text: `Stripe’s invoice ${invoice.name} stands behind this charge.`,
    nextStep: 'Choose the item of that invoice, or put the charge on account.',
  };
}

/** The accounting template of a charge that is journalled directly as a whole. Refuses where it may not be, or where items are chosen. */
export function wholeChargeTemplate(
  db: ReadableLedger,
  movement: Parameters<typeof chargeJournal>[1],
  allocations: readonly unknown[],
  unit: UnitProfile,
): string {
  const journal = chargeJournal(db, movement, unit);
  if (journal.kind === 'not') throw refusal('BAD_INPUT', journal.text, journal.nextStep);
  if (allocations.length > 0)
    throw refusal('BAD_INPUT', 'A direct journal takes no items.', 'Choose the items, or none.');
  return journal.accountingTemplate;
}
