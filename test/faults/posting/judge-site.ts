import type { BookPayment } from '../../../electron/sample/peoplesoft/books-view.ts';
import { statement } from '../../../electron/ledger/statement.ts';
import type { InvariantViolation } from '../../../electron/ledger/invariants.ts';
import type { PostingSite } from '../../electron/posting/posting-site.ts';
import { noDamage, type Damage } from '../trial-row.ts';
import { goesOut, truthText, type ApprovedPayment } from './approved-payments.ts';

interface LedgerPosting {
  readonly chargeId: string;
  readonly amountMinor: number;
  /** State of the posting that it waits for; null: of none. */
  readonly waitsFor: string | null;
  readonly reference: string;
  readonly generation: number;
  readonly state: string;
  readonly reason: string | null;
}
const SAVED = new Set(['accepted', 'confirmed', 'postingError', 'reversed']);
const DONE = new Set(['confirmed', 'reversed']);
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
  judgeBooks(books, truth, new Set(postings.flatMap((each) => (DONE.has(each.state) ? each.reference : []))), damage);
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
  const postings = postingsOf(site);
  const { mayEndInException: may } = expected;
  for (const [key, wanted] of byKey(truth)) {
    const mine = postings.filter((posting) => keyOfPosting(posting) === key);
    const { chargeId } = wanted[0];
    const mayEndInException = typeof may === 'function' ? may(chargeId) : may;
    if (mine.filter(({ state }) => DONE.has(state)).length >= wanted.length) continue;
    const posting = mine.findLast(({ state }) => !DONE.has(state));
    const state = posting?.state ?? 'without a posting';
    const words = `${key} is ${state} in the end: ${posting?.reason ?? ''}; its row: ${rowText(site, chargeId)}`;
    const isThere = books.filter((payment) => keyOfBooks(payment) === key).length >= wanted.length;
    if (state === 'unknown') damage.stuckUnknown.push(words);
    else if (!mayEndInException) (isThere ? damage.silentlyWrong : damage.lost).push(words);
    else if (!isThere && !NEVER_SAVED.has(state) && !isWaiting(posting)) damage.lost.push(words);
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
  const wanted = byKey(truth);
  const left = new Map([...wanted].map(([key, payments]) => [key, payments.map(truthText)]));
  for (const payment of books) {
    const { externalId, depositId, paymentSeq } = payment;
    const texts = left.get(keyOfBooks(payment));
    if (texts === undefined) {
      damage.silentlyWrong.push(`${sentText(payment)} was never approved and stands in ${depositId}`);
      continue;
    }
    const sent = sentText(payment);
    const text = texts.includes(sent) ? sent : texts[0];
    if (text === undefined) {
      damage.doubled.push(`${externalId} stands again in ${depositId}/${paymentSeq}: ${sent}`);
      continue;
    }
    texts.splice(texts.indexOf(text), 1);
    if (text !== sent && (confirmed.has(payment.paymentId) || !isMisapplied(payment, text)))
      damage.silentlyWrong.push(`approved ${text}, in the books ${sent}`);
  }
}

/** What is approved of a movement into or out of the clearing account: more than once only where it was taken back between. */
function byKey(truth: readonly ApprovedPayment[]): Map<string, readonly [ApprovedPayment, ...ApprovedPayment[]]> {
  const found = new Map<string, readonly [ApprovedPayment, ...ApprovedPayment[]]>();
  for (const payment of truth) {
    const key = `${payment.chargeId} ${goesOut(payment) ? 'out' : 'in'}`;
    const known = found.get(key);
    found.set(key, known === undefined ? [payment] : [...known, payment]);
  }
  return found;
}

function keyOfBooks({ externalId, amount }: BookPayment): string {
  return `${externalId} ${amount.startsWith('-') ? 'out' : 'in'}`;
}

function keyOfPosting({ chargeId, amountMinor }: LedgerPosting): string {
  return `${chargeId} ${amountMinor < 0 ? 'out' : 'in'}`;
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

/** What goes out waits for its charge, whatever has become of that. */
function isWaiting(posting: LedgerPosting | undefined): boolean {
  const { waitsFor = null, state = '' } = posting ?? {};
  return waitsFor !== null && waitsFor !== 'confirmed' && ['approved', 'queued'].includes(state);
}

/** What the row of a movement says, for whoever looks for the cause. */
function rowText({ db }: JudgedSite, chargeId: string): string {
  const row = db
    .prepare<[string], { text: string }>(
      "SELECT state || ', ' || coalesce(attention, '-') || ', ' || coalesce(state_reason, '-') AS text FROM movement WHERE object_id = ?",
    )
    .get(chargeId);
  return row?.text ?? 'none';
}

function postingsOf({ db }: JudgedSite): LedgerPosting[] {
  return statement<LedgerPosting>(
    db,
    `SELECT m.object_id AS chargeId, p.amount_minor AS amountMinor, p.reference, (SELECT d.state FROM posting d WHERE d.posting_id = p.depends_on) AS waitsFor, p.generation, p.state, p.state_reason AS reason
       FROM posting p JOIN movement m USING (movement_key) ORDER BY p.effect_key, p.generation`,
  ).all();
}
