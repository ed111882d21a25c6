import { addMoney, equalMoney, formatDecimal } from '../../../shared/domain/money.ts';
import type { PaymentApplication, PaymentDocument, PeopleSoftPayment } from '../../connectors/peoplesoft/types.ts';

import { DEPOSIT_WORDS, type DocumentWords } from '../sending/document-words.ts';

/** What one read of PeopleSoft proves about one payment we sent. */
export type Verdict =
  /** Saved there with every field as approved, applied to the approved items and posted. */
  | { readonly verdict: 'confirmed'; readonly payment: PeopleSoftPayment }
  /** Saved there with every field as approved; its batches have not finished with it. `exception` names what a person should look at. */
  | { readonly verdict: 'accepted'; readonly payment: PeopleSoftPayment; readonly exception: string | null }
  /** There, but not as approved, refused by Receivables Update, applied to other items, or there twice. */
  | { readonly verdict: 'wrong'; readonly payment: PeopleSoftPayment; readonly text: string }
  | { readonly verdict: 'absent' };

export interface SentPayment {
  readonly document: PaymentDocument;
  readonly depositBu: string;
  readonly bankCode: string;
  readonly bankAccountKey: string;
}

/**
 * Judges one payment by what PeopleSoft shows, field by field. Presence counts only when every field agrees; whether absence
 * may be believed is decided elsewhere (`absenceDoubt`). `found` are all payments of the read; references compare without case.
 */
export function judgePayment(sent: SentPayment, found: readonly PeopleSoftPayment[]): Verdict {
  const wanted = sent.document.paymentId.toUpperCase();
  const same = found.filter((payment) => payment.paymentId.toUpperCase() === wanted);
  const payment = same[0];
  if (payment === undefined) return { verdict: 'absent' };
  if (same.length > 1) {
    const where = same.map((each) => `${each.depositId}/${each.paymentSeq}`).join(', ');
    return { verdict: 'wrong', payment, text: `PeopleSoft holds this payment ${same.length} times: deposits ${where}` };
  }
  const differences = fieldDifferences(sent, payment);
  if (differences.length > 0)
    return { verdict: 'wrong', payment, text: `saved differently from what was approved: ${differences.join('; ')}` };
  if (payment.status === 'error')
    return { verdict: 'wrong', payment, text: payment.statusText ?? 'Receivables Update refused it without a message' };
  const applied = applicationDifference(sent.document.items, payment.application);
  if (applied !== null && (payment.status === 'applied' || payment.status === 'posted'))
    return { verdict: 'wrong', payment, text: applied };
  if (payment.status === 'posted') {
    const unseen = unseenOf(sent.document, payment);
    return unseen === null ? { verdict: 'confirmed', payment } : { verdict: 'accepted', payment, exception: unseen };
  }
  const exception =
    payment.status === 'worksheet' ? 'sent to a payment worksheet: a clerk has to finish it in PeopleSoft' : null;
  return { verdict: 'accepted', payment, exception };
}

const UNSEEN_JOURNAL =
  'posted, but the payment query does not show whether as a direct journal: add its columns DIRECT_JOURNAL and ACCTG_TEMPLATE';
const UNSEEN_CUSTOMER =
  'posted, but the payment query does not show on whose account its cash stays: add its column PAYMENT_CUST_ID';

/** What of a posted payment this read cannot tell and so cannot confirm; null: it tells all that was approved. */
function unseenOf(document: PaymentDocument, { journalTemplate, onAccountOf = '' }: PeopleSoftPayment): string | null {
  if (document.accountingTemplate !== undefined && journalTemplate === undefined) return UNSEEN_JOURNAL;
  return staysOnAccount(document) && onAccountOf === '' ? UNSEEN_CUSTOMER : null;
}

/** Whether a part of the payment is on no item: nothing but its customer says then whose money it is. */
function staysOnAccount({ accountingTemplate, amount, items }: PaymentDocument): boolean {
  if (accountingTemplate !== undefined) return false;
  const [first, ...rest] = items.map((each) => each.amount);
  return first === undefined || !equalMoney(rest.reduce(addMoney, first), amount);
}

function customerDifference(document: PaymentDocument, { onAccountOf = '' }: PeopleSoftPayment): string[] {
  if (onAccountOf === '' || onAccountOf === document.custId || !staysOnAccount(document)) return [];
  return [`on the account of customer ${onAccountOf} instead of ${document.custId ?? 'nobody'}`];
}

/** What is journalled directly must be so there, by the approved template; what is a customer's must not. */
function journalDifference(document: PaymentDocument, { journalTemplate: there }: PeopleSoftPayment): string[] {
  const { accountingTemplate: approved } = document;
  if (there === undefined || (there ?? undefined) === approved) return [];
  if (there === null) return ['a customer payment instead of a direct journal'];
  if (approved === undefined) return ['journalled directly instead of applied to items'];
  return [`accounting template ${there || 'blank'} instead of ${approved}`];
}

function fieldDifferences(sent: SentPayment, payment: PeopleSoftPayment): string[] {
  const { document } = sent;
  const differences: string[] = [];
  const compare = (field: string, approved: string, there: string): void => {
    if (approved !== there) differences.push(`${field} ${there || 'blank'} instead of ${approved}`);
  };
  compare('deposit business unit', sent.depositBu, payment.depositBu);
  if (!equalMoney(document.amount, payment.amount))
    differences.push(
      `amount ${formatDecimal(payment.amount)} ${payment.amount.currency} instead of ${formatDecimal(document.amount)} ${document.amount.currency}`,
    );
  compare('accounting date', document.accountingDate, payment.accountingDate);
  compare('bank', `${sent.bankCode}/${sent.bankAccountKey}`, `${payment.bankCode}/${payment.bankAccountKey}`);
  if (payment.comment !== null)
    compare('Stripe id', document.externalId.toUpperCase(), payment.comment.trim().toUpperCase());
  return [...differences, ...customerDifference(document, payment), ...journalDifference(document, payment)];
}

const itemName = (each: PaymentApplication): string =>
  `${each.businessUnit}/${each.custId}/${each.item}/${each.itemLine}`;

/** Null when the payment is applied exactly to the approved items and amounts; several rows for one item count together. */
function applicationDifference(
  approved: readonly PaymentApplication[],
  there: readonly PaymentApplication[],
): string | null {
  const rest = new Map<string, PaymentApplication>();
  for (const each of there) {
    const other = rest.get(itemName(each));
    if (other !== undefined && other.amount.currency !== each.amount.currency)
      return `applied to ${each.item} in ${each.amount.currency} and ${other.amount.currency}`;
    rest.set(itemName(each), other === undefined ? each : { ...each, amount: addMoney(other.amount, each.amount) });
  }
  for (const item of approved) {
    const match = rest.get(itemName(item));
    if (match === undefined) return `applied to other items than approved: ${item.item} is missing`;
    if (!equalMoney(match.amount, item.amount))
      return `applied with ${formatDecimal(match.amount)} to ${item.item} instead of ${formatDecimal(item.amount)}`;
    rest.delete(itemName(item));
  }
  const extra = [...rest.values()][0];
  return extra === undefined ? null : `applied to other items than approved: ${extra.item} was not approved`;
}

export interface AbsenceEvidence {
  readonly nowMs: number;
  /** From when on absence may count: the send has ended and a settle time longer than the server's own time-out has passed. */
  readonly countsFromMs: number;
  /** How long the outcome has been in doubt by a clock that nobody sets, and how long that must be. */
  readonly waitedMs: number;
  readonly mustWaitMs: number;
  /** How old the rows of a read may be (a reporting copy): what was saved that long ago is shown for certain. */
  readonly lagMs: number;
  /** A known earlier posting was seen by the very same call (row security, reporting lag and truncation would have hidden it too). */
  readonly canarySeen: boolean;
  /** Reference found in a staging or error table: it is on its way, not absent. */
  readonly staged: boolean;
  /** PeopleSoft refused the last attempt because the deposit's key exists: then something of it is there. */
  readonly keyTaken: boolean;
  /** What was sent, in words; left out: a deposit of payments. */
  readonly words?: DocumentWords;
}

/** Why an absence proves nothing: `why` stays the same while nothing moves, the sentence may count seconds. */
export interface AbsenceDoubt {
  readonly why: 'staged' | 'tooEarly' | 'noCanary' | 'keyTaken';
  readonly text: string;
}

/** Null when absence is proven and the effect may be sent again; else why it stays unknown. */
export function absenceDoubt(evidence: AbsenceEvidence): AbsenceDoubt | null {
  const { document, part, parts } = evidence.words ?? DEPOSIT_WORDS;
  if (evidence.staged)
    return { why: 'staged', text: 'PeopleSoft holds it in a staging or error table; wait for its load process' };
  const countsFromMs = evidence.countsFromMs + evidence.lagMs;
  if (evidence.nowMs < countsFromMs)
    return {
      why: 'tooEarly',
      text: `too early: PeopleSoft may still be saving it, or not show it yet; absence counts from ${new Date(countsFromMs).toISOString()}`,
    };
  if (evidence.waitedMs < evidence.mustWaitMs)
    return {
      why: 'tooEarly',
      text: `too early: watched for ${Math.floor(evidence.waitedMs / 1_000)} s of the ${Math.ceil(evidence.mustWaitMs / 1_000)} s that PeopleSoft may take to save and show it, whatever the clock says`,
    };
  if (!evidence.canarySeen)
    return {
      why: 'noCanary',
      text: `the same read did not show a known earlier ${part}, so it proves nothing; a person has to look in PeopleSoft`,
    };
  if (evidence.keyTaken)
    return {
      why: 'keyTaken',
      text: `PeopleSoft says that this ${document} exists, but shows none of its ${parts}; a person has to look there`,
    };
  return null;
}
