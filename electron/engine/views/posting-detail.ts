import { inflateRawSync } from 'node:zlib';
import { formatDecimal, money, rescaleMoney } from '../../../shared/domain/money.ts';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import type { PostingId } from '../../../shared/domain/ids.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { getMovement } from '../../ledger/movement-store.ts';
import { getPosting, type PostingRow } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { readPayload, type PaymentPayload } from '../../posting/payment-payload.ts';
import { whyNotReverse } from '../../posting/reverse-posting.ts';
import { itemPostingDetail } from './item-posting-detail.ts';
import { postingRowsOf } from './posting-view.ts';
import { viewerRight, type Viewer } from './viewer-right.ts';

export interface PostingDetailArgs {
  readonly postingId: number;
  readonly maySettle: boolean;
  /** Why her role lets her decide nothing; null: it does. */
  readonly whyNotDecide: string | null;
  readonly viewer: Viewer;
  /** Whether the site wants approvals under a proven operator id. */
  readonly approverSignsIn: boolean;
}

/** Everything about one posting: what was fixed, where it travels, what PeopleSoft will book, and every attempt. */
export const postingDetail = defineRead(
  'views.postingDetail',
  (db: ReadableLedger, args: PostingDetailArgs): PostingDetail => {
    const posting = getPosting(db, args.postingId as PostingId);
    const [row] = postingRowsOf(db, [posting.postingId]);
    if (row === undefined) throw new Error(`posting ${posting.postingId} has no row`);
    const notHers = { decide: args.whyNotDecide, approve: args.whyNotDecide ?? whyNotApprove(db, posting, args) };
    if (posting.kind === 'pendingItem') return itemPostingDetail(db, posting, row, args.maySettle, notHers);
    const payload = readPayload(posting.payloadJson, posting.payloadHash);
    const attempts = posting.depositKey === null ? [] : readAttempts(db, { depositKey: posting.depositKey });
    return {
      posting: row,
      payload: payloadFields(payload),
      payloadHash: posting.payloadHash,
      deposit: posting.depositKey === null ? null : readDeposit(db, posting.depositKey),
      linked: readLinked(db, posting),
      accounting: accountingPreview(payload),
      attempts,
      timeline: readTimeline(db, posting.postingId, posting.matchId, posting.depositKey),
      can: {
        verify: posting.state === 'unknown' || posting.state === 'accepted' || posting.state === 'postingError',
        sendNow: posting.state === 'approved' || posting.state === 'queued',
        replay: posting.state === 'rejected' && posting.reverses === null && posting.matchId !== null,
        reverse: whyNotReverse(db, posting) === null,
        settle: args.maySettle && (posting.state === 'unknown' || posting.state === 'postingError'),
        why: posting.stateReason ?? (posting.state === 'confirmed' ? whyNotReverse(db, posting) : null),
      },
      notHers,
    };
  },
);

/** Why the person who looks may not send it again or take it back alone: either is an approval of its whole amount. */
function whyNotApprove(db: ReadableLedger, posting: PostingRow, { viewer, approverSignsIn }: PostingDetailArgs) {
  const { movementKey } = posting;
  const subject = movementKey === null ? { ...posting, movementKey } : getMovement(db, movementKey);
  const right = viewerRight(db, subject, viewer, { approverSignsIn });
  if (right.kind === 'mustAsk') return `${right.text} Ask a reviewer whose limit is high enough.`;
  return right.kind === 'mayNot' ? right.text : null;
}

function payloadFields(payload: PaymentPayload): PostingDetail['payload'] {
  const { document } = payload;
  const fields: [string, string][] = [
    ['Payment id', document.paymentId],
    ['Amount', `${formatDecimal(document.amount)} ${document.amount.currency}`],
    ['Accounting date', document.accountingDate],
    document.custId === null
      ? ['Accounting template', document.accountingTemplate ?? '']
      : ['Customer', `${payload.setId} ${document.custId}`],
    ['Bank', `${payload.bankCode} ${payload.bankAccountKey}`],
    ['Cash account', payload.cashAccount],
    ['Payment method', document.paymentMethod],
    ['Stripe id', document.externalId],
    ['Approved by', document.approvedBy],
    ...document.items.map((item): [string, string] => [
      `Item ${item.item}`,
      `${formatDecimal(item.amount)} of business unit ${item.businessUnit}`,
    ]),
  ];
  if (payload.reversesReference !== undefined)
    fields.push(['Takes back', payload.reversesReference], ['Because', payload.reversalReason ?? '']);
  return fields.map(([field, value]) => ({ field, value }));
}

/** What this posting is tied to, either way; both documents of a correction stay visible. */
export function readLinked(db: ReadableLedger, posting: PostingRow): PostingDetail['linked'] {
  return statement<PostingDetail['linked'][number]>(
    db,
    `SELECT posting_id AS key, reference, state, words FROM (
       SELECT posting_id, reference, state, 'goes out only after' AS words FROM posting WHERE posting_id = @dependsOn
       UNION ALL SELECT posting_id, reference, state, 'takes back' FROM posting WHERE posting_id = @reverses
       UNION ALL SELECT posting_id, reference, state, 'is taken back by' FROM posting WHERE reverses = @id
       UNION ALL SELECT posting_id, reference, state, 'comes before ' || effect FROM posting WHERE depends_on = @id) ORDER BY posting_id`,
  ).all({ id: posting.postingId, dependsOn: posting.dependsOn, reverses: posting.reverses });
}

/**
 * What PeopleSoft's own processes will book for this payment; the general ledger is never written by us. Money that goes out stands on the
 * other side.
 */
function accountingPreview(payload: PaymentPayload): PostingDetail['accounting'] {
  const { amount } = payload.document;
  const applied = payload.document.items.reduce(
    (sum, item) => sum + rescaleMoney(item.amount, amount.exponent).minor,
    0,
  );
  const entry = (minor: number) => {
    const size = money(Math.abs(minor), amount.exponent, amount.currency);
    return minor < 0 ? { debit: null, credit: size } : { debit: size, credit: null };
  };
  const { bankCode, bankAccountKey, cashAccount } = payload;
  const { custId, accountingTemplate } = payload.document;
  const lines: PostingDetail['accounting'] = [
    { account: cashAccount, text: `Cash, ${bankCode} ${bankAccountKey}`, ...entry(amount.minor) },
  ];
  if (accountingTemplate !== undefined)
    return [
      ...lines,
      { account: 'by template', text: `Accounting template ${accountingTemplate}`, ...entry(-amount.minor) },
    ];
  if (applied !== 0) lines.push({ account: 'AR control', text: `Receivable of ${custId}`, ...entry(-applied) });
  const rest = amount.minor - applied;
  if (rest !== 0) lines.push({ account: 'AR control', text: `Unapplied cash of ${custId}`, ...entry(-rest) });
  return lines;
}

interface DepositRecord {
  readonly deposit_bu: string;
  readonly deposit_id: string;
  readonly state: string;
  readonly bank_code: string;
  readonly bank_account_key: string;
  readonly accounting_date: string;
  readonly cut_number: number;
  readonly generation: number;
  readonly control_minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly control_count: number;
  readonly cut_at: string;
  readonly sent_at: string | null;
  readonly mapping_version: number | null;
}

function readDeposit(db: ReadableLedger, depositKey: number): PostingDetail['deposit'] {
  const row = statement<DepositRecord>(
    db,
    `SELECT deposit_bu, deposit_id, state, bank_code, bank_account_key, accounting_date, cut_number, generation, control_minor, exponent, currency, control_count, cut_at, sent_at, mapping_version
     FROM deposit WHERE deposit_key = ?`,
  ).get(depositKey);
  if (row === undefined) return null;
  return {
    depositBu: row.deposit_bu,
    depositId: row.deposit_id,
    state: row.state,
    bank: `${row.bank_code} ${row.bank_account_key}`,
    accountingDate: row.accounting_date,
    cutNumber: row.cut_number,
    generation: row.generation,
    control: money(row.control_minor, row.exponent, row.currency),
    controlCount: row.control_count,
    cutAt: row.cut_at,
    sentAt: row.sent_at,
    mappingVersion: row.mapping_version,
  };
}

interface AttemptRecord {
  readonly kind: 'send' | 'readBack';
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly outcome: string | null;
  readonly detail_json: string;
  readonly request: Buffer | null;
  readonly answer: Buffer | null;
}

/** Attempts on a deposit, or on an item sent by itself, the latest first. */
export function readAttempts(
  db: ReadableLedger,
  of: { readonly depositKey: number } | { readonly itemPostingId: number },
): PostingDetail['attempts'] {
  const [table, column, key] =
    'depositKey' in of
      ? ['posting_attempt', 'deposit_key', of.depositKey]
      : ['item_attempt', 'posting_id', of.itemPostingId];
  const unpack = (blob: Buffer | null): string | null => (blob === null ? null : inflateRawSync(blob).toString('utf8'));
  return statement<AttemptRecord>(
    db,
    `SELECT kind, started_at, ended_at, outcome, detail_json, request, answer FROM ${table} WHERE ${column} = ? ORDER BY attempt_id DESC LIMIT 50`,
  )
    .all(key)
    .map((row) => ({
      kind: row.kind,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      outcome: row.outcome,
      text: attemptText(row),
      request: unpack(row.request),
      answer: unpack(row.answer),
    }));
}

function attemptText(row: AttemptRecord): string {
  const detail = JSON.parse(row.detail_json) as {
    text?: string;
    texts?: string[];
    settled?: number;
    stillUnknown?: number;
  };
  if (detail.text !== undefined) return detail.text;
  const counts = `${detail.settled ?? 0} found, ${detail.stillUnknown ?? 0} still unknown`;
  return detail.texts === undefined || detail.texts.length === 0 ? counts : `${counts}: ${detail.texts.join('; ')}`;
}

const ACTION_WORDS: Readonly<Record<string, string>> = {
  'match.approved': 'Approved',
  'match.approvedByRule': 'Approved by rule',
  'journal.withdrawn': 'Taken back before it left',
  'deposit.sent': 'Sending to PeopleSoft began',
  'deposit.notSent': 'Not sent',
  'deposit.found': 'Found in PeopleSoft already',
  'deposit.saved': 'Saved in PeopleSoft',
  'deposit.refused': 'Refused by PeopleSoft',
  'deposit.unknown': 'Outcome unknown',
  'deposit.readBack': 'Read back',
  'item.approved': 'Approved',
  'item.withdrawn': 'Taken back before it was sent',
  'item.sent': 'Sending to PeopleSoft began',
  'item.notSent': 'Not sent',
  'item.found': 'Found in PeopleSoft already',
  'item.saved': 'Saved in PeopleSoft',
  'item.refused': 'Refused by PeopleSoft',
  'item.unknown': 'Outcome unknown',
  'item.readBack': 'Read back',
  'posting.returned': 'Returned: changed since approval',
  'posting.settled': 'Settled by hand',
  'posting.reversalApproved': 'To be taken back',
  'posting.reversed': 'Taken back',
};

export function readTimeline(
  db: ReadableLedger,
  postingId: number,
  matchId: number | null,
  depositKey: number | null,
): PostingDetail['timeline'] {
  const subjects = [
    `posting/${postingId}`,
    ...(matchId === null ? [] : [`match/${matchId}`]),
    ...(depositKey === null ? [] : [`deposit/${depositKey}`]),
  ];
  return statement<{ at: string; actor: string; action: string }>(
    db,
    'SELECT at, actor, action FROM audit WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY seq',
  )
    .all(JSON.stringify(subjects))
    .map((row) => ({ at: row.at, state: ACTION_WORDS[row.action] ?? row.action, text: row.actor }));
}
