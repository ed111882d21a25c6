import type { InvoiceList } from '../../shared/contract/invoices.ts';

const usd = (minor: number) => ({ minor, exponent: 2, currency: 'USD' });

/** What the double engine shows on the screen of invoices. */
export function invoiceListOf(): InvoiceList {
  const row = {
    kind: 'invoice' as const,
    customer: 'Northwind Traders',
    custId: 'C100',
    tax: usd(2_500),
    date: '2026-10-30',
    bookingDate: '2026-10-30',
    dueDate: '2026-11-29',
    obstacle: null,
    notHers: null,
    sourceUrl: 'https://dashboard.stripe.com/test/invoices/in_1',
    lastEnd: null,
    whyNotByRule: 'above the straight-through limit',
    proposedLink: null,
  };
  return {
    off: null,
    notHers: null,
    rows: [
      { ...row, objectId: 'in_1', number: 'ABC-0001', item: 'ABC-0001', amount: usd(12_500) },
      {
        ...row,
        objectId: 'in_2',
        number: 'ABC-0002',
        item: 'ABC-0002',
        amount: usd(9_900),
        custId: null,
        proposedLink: { linkId: 4, seenVersion: 1, custId: 'C200', basis: 'exactName' },
        obstacle:
          'Its Stripe customer is not linked to a PeopleSoft customer: confirm the link in the workbench first.',
      },
      {
        ...row,
        kind: 'creditNote',
        objectId: 'cn_1',
        number: 'ABC-0003-CN-01',
        item: 'ABC-0003-CN-01',
        amount: usd(-500),
      },
      {
        ...row,
        objectId: 'in_4',
        number: 'ABC-0004',
        item: 'ABC-0004',
        amount: usd(99_900),
        bookingDate: '2026-11-01',
        notHers: '999.00 USD is above your limit of 500.00 USD.',
      },
    ],
    hasMore: false,
    approved: [
      {
        postingKey: 9,
        reference: 'G123456789',
        state: 'approved',
        item: 'ABC-0000',
        amount: usd(5_000),
        approvedBy: 'Anna',
        notHers: null,
      },
    ],
    orders: [
      {
        orderId: 1,
        version: 1,
        kind: 'writeOff',
        custId: 'C100',
        businessUnit: 'US001',
        item: 'ABC-0009',
        amount: usd(7_700),
        text: 'Stripe shows invoice ABC-0009 as uncollectible: decide whether its item is written off (maintenance worksheet) or still collected.',
        openedAt: '2026-11-01T10:00:00.000Z',
        portalLinks: [
          {
            label: 'item ABC-0009',
            url: 'https://erp.example.com/psp/ps/EMPLOYEE/ERP/c/AR_PAGES.ITEM.GBL?Action=U&ITEM=ABC-0009',
          },
        ],
      },
    ],
  };
}
