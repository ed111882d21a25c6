import { formatDecimal, money, rescaleMoney } from '../../../shared/domain/money.ts';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import type { PortalProfile } from '../../../shared/contract/profile-portal.ts';
import type { PostingId } from '../../../shared/domain/ids.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { getMovement } from '../../ledger/movement-store.ts';
import { getPosting, type PostingRow } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { readPayload, type PaymentPayload } from '../../posting/payments/payment-payload.ts';
import { whyNotReverse } from '../../posting/reversals/reverse-posting.ts';
import { itemPostingDetail } from './item-posting-detail.ts';
import { portalLinks, type PortalRow } from './portal-links.ts';
import { readAttempts, readLinked, readTimeline } from './posting-history.ts';
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
  readonly portal: PortalProfile | undefined;
  /** Units that name the entry which closes an item made of a charge. */
  readonly unitsClosingItems: readonly string[];
}

/** Everything about one posting: what was fixed, where it travels, what PeopleSoft will book, and every attempt. */
export const postingDetail = defineRead(
  'views.postingDetail',
  (db: ReadableLedger, args: PostingDetailArgs): PostingDetail => {
    const posting = getPosting(db, args.postingId as PostingId);
    const [row] = postingRowsOf(db, [posting.postingId]);
    if (row === undefined) throw new Error(`posting ${posting.postingId} has no row`);
    const notHers = { decide: args.whyNotDecide, approve: args.whyNotDecide ?? whyNotApprove(db, posting, args) };
    if (posting.kind === 'pendingItem') return itemPostingDetail(db, posting, row, args, notHers);
    const payload = readPayload(posting.payloadJson, posting.payloadHash);
    const attempts = posting.depositKey === null ? [] : readAttempts(db, { depositKey: posting.depositKey });
    const deposit = posting.depositKey === null ? null : readDeposit(db, posting.depositKey);
    return {
      posting: row,
      payload: payloadFields(payload),
      payloadHash: posting.payloadHash,
      portalLinks: portalLinks(args.portal, portalRows(payload, deposit)),
      deposit,
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

function portalRows({ setId, document }: PaymentPayload, deposit: PostingDetail['deposit']): PortalRow[] {
  const { custId, items } = document;
  return [
    ...(deposit === null ? [] : [{ page: 'deposit' as const, ...deposit }]),
    ...(custId === null ? [] : [{ page: 'customer' as const, setId, custId }]),
    ...items.map((each): PortalRow => ({ page: 'item', ...each })),
  ];
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
