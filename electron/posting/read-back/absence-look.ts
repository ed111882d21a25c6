import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { canaryPayment } from './canary.ts';
import { lookForItem } from '../items/look-for-item.ts';
import { refusal } from '../decisions/refusal.ts';
import type { SenderPorts } from '../sending/sender.ts';
import { stopFor, type Stop } from '../sending/stop.ts';

/** What a read of PeopleSoft shows just before a person's word that a posting is not there is taken. */
export type AbsenceLook =
  | { readonly kind: 'notShown' }
  /** `what` names what is shown and where, as the end of "PeopleSoft shows". */
  | { readonly kind: 'shown'; readonly what: string }
  /** It did not show this one either, which PeopleSoft is known to hold. */
  | { readonly kind: 'blind'; readonly known: string }
  | { readonly kind: 'unread'; readonly stop: Stop };

interface Question {
  readonly kind: 'payment' | 'pendingItem';
  readonly unit: string;
  readonly state: 'unknown' | 'postingError';
  readonly depositKey: number | null;
  readonly depositBu: string | null;
  /** An unknown deposit goes again as a whole: then all of it is asked for. */
  readonly references: readonly string[];
}

/** What PeopleSoft is to be asked before a posting is settled as absent; null: nobody has to settle it. */
export const absenceQuestion = defineRead(
  'posting.absenceQuestion',
  (db: ReadableLedger, args: { readonly postingId: number }): Question | null => {
    const posting = statement<Omit<Question, 'references'>>(
      db,
      `SELECT p.kind, p.unit, p.state, p.deposit_key AS depositKey, d.deposit_bu AS depositBu FROM posting p LEFT JOIN deposit d USING (deposit_key)
       WHERE p.posting_id = ? AND p.state IN ('unknown', 'postingError')`,
    ).get(args.postingId);
    if (posting === undefined) return null;
    const references = statement<{ reference: string }>(
      db,
      "SELECT reference FROM posting WHERE posting_id = @id OR (deposit_key = @depositKey AND state = 'unknown' AND @state = 'unknown') ORDER BY posting_id",
    ).all({ id: args.postingId, depositKey: posting.depositKey, state: posting.state });
    return { ...posting, references: references.map(({ reference }) => reference) };
  },
);

type LookPorts = Pick<SenderPorts, 'ledger' | 'peopleSoft' | 'database' | 'items'>;

/** Asks PeopleSoft for a posting that a person did not find there; null: nobody has to settle it. What keeps it from answering is an answer too. */
export async function lookForAbsent(ports: LookPorts, postingId: number): Promise<AbsenceLook | null> {
  const question = await ports.ledger.read(absenceQuestion, { postingId });
  if (question === null) return null;
  const stop = await ports.database.askLately();
  if (stop !== null) return { kind: 'unread', stop };
  const { unit, state } = question;
  const look =
    question.kind === 'pendingItem'
      ? lookForItem(ports, { postingId, unit, which: state === 'unknown' ? 'doubtful' : 'saved' })
      : lookForPayments(ports, question);
  return look.catch((error: unknown): AbsenceLook => ({ kind: 'unread', stop: stopFor(error) }));
}

async function lookForPayments(
  { ledger, peopleSoft }: LookPorts,
  { depositKey, depositBu, references }: Question,
): Promise<AbsenceLook | null> {
  if (depositKey === null || depositBu === null) return null;
  const canary = await ledger.read(canaryPayment, { depositBu, notDepositKey: depositKey });
  const known = canary?.paymentId ?? null;
  const { payments, staged, errors, canarySeen } = await peopleSoft.findPayments(depositBu, references, known);
  const wanted = new Set(references.map((reference) => reference.toUpperCase()));
  const isWanted = (paymentId: string) => wanted.has(paymentId.toUpperCase());
  const [first] = payments.filter(({ paymentId }) => isWanted(paymentId));
  if (first !== undefined)
    return { kind: 'shown', what: `payment ${first.paymentId} in deposit ${first.depositId}/${first.paymentSeq}` };
  const waiting = [...staged, ...errors.map(({ paymentId }) => paymentId)].find(isWanted);
  if (waiting !== undefined) return { kind: 'shown', what: `payment ${waiting} in a staging or error table` };
  return known === null || canarySeen ? { kind: 'notShown' } : { kind: 'blind', known: `payment ${known}` };
}

/**
 * Refuses a person's word that a posting is not there while PeopleSoft shows it (POSTING_STILL_SHOWN), and while what PeopleSoft does not
 * show proves nothing (POSTING_ABSENCE_UNPROVEN). Where no earlier posting is known that a read would have to show, her word counts.
 */
export function refuseUnlessAbsent(look: AbsenceLook | null): void {
  switch (look?.kind) {
    case 'notShown':
      return;
    case 'shown':
      throw refusal(
        'POSTING_STILL_SHOWN',
        `PeopleSoft shows ${look.what}, so it cannot be settled as not there: it would be posted a second time.`,
        'Put it right in PeopleSoft, or delete it there. Once PeopleSoft shows it no longer, settle it again.',
      );
    case 'blind':
      throw refusal(
        'POSTING_ABSENCE_UNPROVEN',
        `The read just now did not show ${look.known} either, which PeopleSoft is known to hold. So it does not prove that this one is missing.`,
        'Have it checked which business units the query and its operator may see. Then settle it again.',
      );
    case 'unread':
      throw refusal(
        'POSTING_ABSENCE_UNPROVEN',
        `PeopleSoft could not be asked whether it shows it: ${look.stop.message}`,
        look.stop.nextStep,
      );
    case undefined:
      throw refusal('STALE_VERSION', 'This posting has changed since you saw it.', 'Look at it again first.');
  }
}
