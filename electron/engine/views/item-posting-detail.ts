import type { PostingDetail } from '../../../shared/contract/postings.ts';
import type { PostingRow as ShownPosting } from '../../../shared/contract/views.ts';
import { formatDecimal, money, type Money } from '../../../shared/domain/money.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { PostingRow } from '../../ledger/posting-store.ts';
import { itemOf, readItemPayload, type ItemPayload } from '../../posting/items/item-payload.ts';
import { whyNotTakeItemBack } from '../../posting/items/take-item-back.ts';
import { portalLinks, type PortalRow } from './portal-links.ts';
import type { PostingDetailArgs } from './posting-detail.ts';
import { readAttempts, readLinked, readTimeline } from './posting-history.ts';

/** Everything about one item of a Stripe document: what was fixed, what PeopleSoft will book, and every attempt. */
export function itemPostingDetail(
  db: ReadableLedger,
  posting: PostingRow,
  row: ShownPosting,
  { maySettle, portal, unitsClosingItems }: Pick<PostingDetailArgs, 'maySettle' | 'portal' | 'unitsClosingItems'>,
  notHers: PostingDetail['notHers'],
): PostingDetail {
  const payload = readItemPayload(posting.payloadJson, posting.payloadHash);
  const { state } = posting;
  const whyNotBack = whyNotTakeItemBack(db, posting, unitsClosingItems.includes(posting.unit));
  return {
    posting: row,
    payload: fields(payload),
    payloadHash: posting.payloadHash,
    portalLinks: portalLinks(portal, portalRows(payload)),
    deposit: null,
    linked: readLinked(db, posting),
    accounting: accounting(payload),
    attempts: readAttempts(db, { itemPostingId: posting.postingId }),
    timeline: readTimeline(db, posting.postingId, null, null),
    can: {
      verify: state === 'unknown' || state === 'accepted' || state === 'postingError',
      sendNow: state === 'approved' || state === 'queued',
      // What PeopleSoft refused waits among the invoices again.
      replay: false,
      reverse: whyNotBack === null,
      settle: maySettle && (state === 'unknown' || state === 'postingError'),
      why: posting.stateReason ?? (state === 'confirmed' ? whyNotBack : null),
    },
    notHers,
  };
}

function portalRows({ setId, document }: ItemPayload): PortalRow[] {
  const { businessUnit, custId, item, itemLine } = itemOf(document);
  return [
    { page: 'item', businessUnit, custId, item, itemLine },
    { page: 'customer', setId, custId },
  ];
}

const inWords = (amount: Money): string => `${formatDecimal(amount)} ${amount.currency}`;

function fields({ document, setId, source, cutOffFromDate, ...more }: ItemPayload): PostingDetail['payload'] {
  const item = itemOf(document);
  const shown: [string, string | null | undefined][] = [
    ['Group', `${document.groupBu} ${document.groupId}`],
    ['Control total', `${inWords(document.control)}, ${document.controlCount} item`],
    ['Item', item.item],
    ['Amount', inWords(item.amount)],
    ['Accounting date', document.accountingDate],
    ['Own date', cutOffFromDate],
    ['Customer', `${setId} ${item.custId}`],
    ['Entry type', item.entryReason === null ? item.entryType : `${item.entryType}, reason ${item.entryReason}`],
    ['Due', item.dueDate],
    ['Belongs to item', item.relatedItem],
    ['Stripe id', source.objectId],
    ['Approved by', item.approvedBy],
    ...item.lines.map((line): [string, string] => [`Distribution ${line.account}`, inWords(line.amount)]),
    ['Takes back', more.reversesReference],
    ['Because', more.reversalReason],
  ];
  return shown.flatMap(([field, value]) => (value === null || value === undefined ? [] : [{ field, value }]));
}

/** The receivable against the distribution lines, as Receivables Update makes the entries. */
function accounting({ document }: ItemPayload): PostingDetail['accounting'] {
  const item = itemOf(document);
  const entry = (amount: Money) => {
    const size = money(Math.abs(amount.minor), amount.exponent, amount.currency);
    return amount.minor < 0 ? { debit: null, credit: size } : { debit: size, credit: null };
  };
  return [
    { account: 'AR control', text: `Receivable of ${item.custId}`, ...entry(item.amount) },
    ...item.lines.map((line) => ({ account: line.account, text: 'Distribution', ...entry(line.amount) })),
  ];
}
