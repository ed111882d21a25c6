import type { ApprovedItemRow, InvoiceList, InvoiceRow } from '../../../shared/contract/invoices.ts';
import type { PortalProfile } from '../../../shared/contract/profile-portal.ts';
import { money } from '../../../shared/domain/money.ts';
import type { PostingState } from '../../../shared/domain/states.ts';
import { linksOfStripeCustomer } from '../../ledger/crosswalk-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { whyNotAmount } from '../../posting/decisions/approval-limit.ts';
import { whyNotByRule } from '../../posting/items/approve-items-by-rule.ts';
import {
  invoiceItemsOf,
  receivablesToPost,
  type Receivable,
  type ReceivableScope,
} from '../../posting/items/receivable.ts';
import { openWorkOrders, type WorkOrder } from '../../posting/items/work-orders.ts';
import { dashboardUrl } from './dashboard-url.ts';
import { portalLinks } from './portal-links.ts';

const MOST_ROWS = 500;

export interface InvoiceListArgs extends ReceivableScope {
  /** Who looks, and why she may not approve anything, or decide anything at all, whatever its amount; null: that depends on her limit. */
  readonly viewer: {
    readonly actor: string;
    readonly whyNotApprove: string | null;
    readonly whyNotDecide: string | null;
  };
  readonly sample: boolean;
  readonly portal: PortalProfile | undefined;
}

/** The screen of invoices: what waits, oldest first, what is approved and has not left, and open work orders. */
export const readInvoiceList = defineRead(
  'views.invoices',
  (db: ReadableLedger, scope: InvoiceListArgs): InvoiceList => {
    const waiting = receivablesToPost(db, scope, MOST_ROWS + 1);
    return {
      off: whyOff(scope),
      notHers: scope.viewer.whyNotDecide,
      rows: waiting.slice(0, MOST_ROWS).map((each) => rowOf(db, each, scope)),
      hasMore: waiting.length > MOST_ROWS,
      approved: approvedItems(db, scope),
      orders: openWorkOrders(db, scope.unit.unit, MOST_ROWS).map((order) => orderShown(order, scope)),
    };
  },
  // It weighs every document since go-live, so it never stands before a click.
  { bulk: true },
);

function orderShown(order: WorkOrder, { portal, setId }: InvoiceListArgs): InvoiceList['orders'][number] {
  const { orderId, version, kind, custId, businessUnit, item, amount, text, openedAt } = order;
  const links = portalLinks(portal, [
    { page: 'item', businessUnit, custId, item },
    { page: 'customer', setId, custId },
  ]);
  return { orderId, version, kind, custId, businessUnit, item, amount, text, openedAt, portalLinks: links };
}

function whyOff({ unit }: ReceivableScope): string | null {
  if (invoiceItemsOf(unit) === null)
    return 'This unit only matches charges to items that are in PeopleSoft already; its connection profile says so (stripeInvoices).';
  return unit.goLiveDate === null ? 'This unit has no go-live date, so nothing is posted for it.' : null;
}

function rowOf(db: ReadableLedger, receivable: Receivable, args: InvoiceListArgs): InvoiceRow {
  const { unit, setId, viewer } = args;
  const { kind, objectId, number, item, custId, amount, tax, date, bookingDate, dueDate, obstacle, lastEnd } =
    receivable;
  const name = statement<{ name: string }>(db, 'SELECT name FROM ps_customer WHERE set_id = ? AND cust_id = ?').get(
    setId,
    custId ?? '',
  )?.name;
  return {
    kind,
    objectId,
    number,
    item,
    customer: name ?? receivable.customerName,
    custId,
    amount,
    tax,
    date,
    bookingDate,
    dueDate,
    obstacle,
    notHers: viewer.whyNotApprove ?? whyNotAmount(db, viewer.actor, { ...amount, amountMinor: amount.minor }),
    sourceUrl: args.sample ? null : dashboardUrl('invoices', receivable.invoiceId, args.livemode),
    lastEnd,
    whyNotByRule: whyNotByRule(receivable, unit),
    proposedLink: custId === null ? proposedLink(db, receivable, setId) : null,
  };
}

/** The link a person may confirm right here: an invoice may be the first that is ever heard of a customer. */
function proposedLink(
  db: ReadableLedger,
  { account, customerId }: Receivable,
  setId: string,
): InvoiceRow['proposedLink'] {
  const links = customerId === null ? [] : linksOfStripeCustomer(db, account, customerId);
  const open = links.filter((link) => link.state === 'proposed' && link.setId === setId);
  const [link] = open;
  if (link === undefined || open.length > 1) return null;
  const { linkId, version, custId, basis } = link;
  return { linkId, seenVersion: version, custId, basis };
}

interface ApprovedRecord {
  readonly postingKey: number;
  readonly reference: string;
  readonly state: PostingState;
  readonly item: string;
  readonly approvedBy: string;
  readonly minor: number;
  readonly exponent: number;
  readonly currency: string;
}

function approvedItems(db: ReadableLedger, { unit, viewer }: InvoiceListArgs): ApprovedItemRow[] {
  return statement<ApprovedRecord>(
    db,
    `SELECT posting_id AS postingKey, reference, state, json_extract(payload_json, '$.document.items[0].item') AS item, approved_by AS approvedBy,
       amount_minor AS minor, exponent, currency
     FROM posting WHERE unit = ? AND kind = 'pendingItem' AND state IN ('approved', 'queued', 'queuedNeedsSignIn') ORDER BY posting_id DESC LIMIT ${MOST_ROWS}`,
  )
    .all(unit.unit)
    .map(({ minor, exponent, currency, ...row }) => ({
      ...row,
      amount: money(minor, exponent, currency),
      notHers: viewer.whyNotDecide ?? whyNotAmount(db, viewer.actor, { amountMinor: minor, exponent, currency }),
    }));
}
