import type { BookPayment } from '../../../electron/sample/peoplesoft/books.ts';
import type { InvariantViolation } from '../../../electron/ledger/invariants.ts';
import type { PostingSite } from '../../electron/posting/posting-site.ts';
import { noDamage, type Damage } from '../trial-row.ts';
import { truthText, type ApprovedPayment } from './approved-payments.ts';

interface LedgerPosting {
  readonly chargeId: string;
  readonly reference: string;
  readonly generation: number;
  readonly state: string;
  readonly reason: string | null;
}
const SAVED = new Set(['accepted', 'confirmed', 'postingError']);
const NEVER_SAVED = new Set(['rejected', 'withdrawn']);

/** The parts of a site that are judged: its ledger and PeopleSoft's own books. */
export type JudgedSite = Pick<PostingSite, 'db' | 'books' | 'violations'>;

/**
 * Holds ledger and PeopleSoft's books against the truth, at any moment between two steps: no payment twice, none that was not approved
 * or that differs from what was, no state that says more than the books hold, the ledger's own laws, the audit chain.
 */
export function judgeMoment(site: JudgedSite, truth: readonly ApprovedPayment[]): Damage {
  const damage = noDamage();
  const books = site.books();
  const postings = postingsOf(site);
  judgeBooks(
    books,
    truth,
    new Set(postings.flatMap((each) => (each.state === 'confirmed' ? each.reference : []))),
    damage,
  );
  for (const posting of postings) judgePosting(posting, books, damage);
  for (const violation of site.violations() as readonly InvariantViolation[])
    (violation.code === 'AUDIT_CHAIN' ? damage.auditBroken : damage.silentlyWrong).push(JSON.stringify(violation));
  return damage;
}

export interface EndExpectation {
  /**
   * PeopleSoft or Stripe itself did something else than was approved: then an exception on the row is the right end, a confirmation need
   * not come. Given as a function: by charge.
   */
  readonly mayEndInException: boolean | ((chargeId: string) => boolean);
}

/** The same at the end of recovery: every approved payment stands in PeopleSoft exactly once, confirmed, and nothing is unknown. */
export function judgeEnd(site: JudgedSite, truth: readonly ApprovedPayment[], expected: EndExpectation): Damage {
  const damage = judgeMoment(site, truth);
  const books = site.books();
  const latest = new Map(postingsOf(site).map((posting) => [posting.chargeId, posting]));
  const { mayEndInException: may } = expected;
  for (const { chargeId } of truth) {
    const mayEndInException = typeof may === 'function' ? may(chargeId) : may;
    const posting = latest.get(chargeId);
    const state = posting?.state ?? 'without a posting';
    const words = `${chargeId} is ${state} in the end: ${posting?.reason ?? ''}`;
    const isThere = books.some((payment) => payment.externalId === chargeId);
    if (state === 'confirmed') continue;
    if (state === 'unknown') damage.stuckUnknown.push(words);
    else if (!mayEndInException) (isThere ? damage.silentlyWrong : damage.lost).push(words);
    else if (!isThere && !NEVER_SAVED.has(state)) damage.lost.push(words);
  }
  return damage;
}

/** Adds what is new of the second to the first. */
export function addDamage(to: Damage, more: Damage, when: string): void {
  for (const kind of Object.keys(to) as (keyof Damage)[])
    for (const text of more[kind])
      if (!to[kind].some((known) => known.endsWith(text))) to[kind].push(`${when}: ${text}`);
}

function judgeBooks(
  books: readonly BookPayment[],
  truth: readonly ApprovedPayment[],
  confirmed: ReadonlySet<string>,
  damage: Damage,
): void {
  const wanted = new Map(truth.map((payment) => [payment.chargeId, truthText(payment)]));
  const seen = new Set<string>();
  for (const payment of books) {
    const { externalId, depositId, paymentSeq } = payment;
    const text = wanted.get(externalId);
    if (seen.has(externalId)) damage.doubled.push(`${externalId} stands again in ${depositId}/${paymentSeq}`);
    seen.add(externalId);
    if (text === undefined) damage.silentlyWrong.push(`${externalId} was never approved and stands in ${depositId}`);
    else if (sentText(payment) !== text && (confirmed.has(payment.paymentId) || !isMisapplied(payment, text)))
      damage.silentlyWrong.push(`approved ${text}, in the books ${sentText(payment)}`);
  }
}

function judgePosting(posting: LedgerPosting, books: readonly BookPayment[], damage: Damage): void {
  const { chargeId, reference, state } = posting;
  const there = books.filter((payment) => payment.paymentId.toUpperCase() === reference.toUpperCase());
  if (SAVED.has(state) && there.length === 0) damage.lost.push(`${chargeId} is ${state} and not in PeopleSoft`);
  if (NEVER_SAVED.has(state) && there.length > 0)
    damage.silentlyWrong.push(`${chargeId} is ${state} and stands in PeopleSoft`);
  if (state === 'confirmed' && there.some((payment) => payment.status !== 'posted'))
    damage.silentlyWrong.push(`${chargeId} is confirmed and ${there[0]?.status ?? ''} in PeopleSoft`);
}

/** PeopleSoft itself applied the payment to other items: the rest of it is still held against the truth. */
function isMisapplied(payment: BookPayment, truth: string): boolean {
  if (!payment.applications.some((application) => application.applied)) return false;
  return truth.startsWith(`${sentText({ ...payment, applications: [] })} `);
}

function sentText(payment: BookPayment): string {
  const { externalId, custId, amount, currency, accountingDate, bankCode, bankAccountKey } = payment;
  const items = payment.applications.map(
    (each) => `${each.businessUnit}/${each.custId}/${each.item}/${each.itemLine}=${each.amount}`,
  );
  return [
    externalId,
    custId,
    amount,
    currency,
    accountingDate,
    `${bankCode}/${bankAccountKey}`,
    ...items.toSorted(),
  ].join(' ');
}

function postingsOf({ db }: JudgedSite): LedgerPosting[] {
  return db
    .prepare<[], LedgerPosting>(
      `SELECT m.object_id AS chargeId, p.reference, p.generation, p.state, p.state_reason AS reason
       FROM posting p JOIN movement m USING (movement_key) ORDER BY p.effect_key, p.generation`,
    )
    .all();
}
