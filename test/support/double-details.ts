import type { QueryOutput } from '../../shared/contract/contract.ts';
import type { ConnectionRow } from '../../shared/contract/connections.ts';
import type { PostingDetail } from '../../shared/contract/postings.ts';
import type { ItemRow, MovementRow, PostingRow } from '../../shared/contract/views.ts';
import type { MatchDetail } from '../../shared/contract/workbench.ts';
import { customerOf, usd } from './double-books.ts';

const NOW = '2026-11-02T14:00:00.000Z';

export const SESSION: QueryOutput<'session.current'> = {
  actor: { id: 'arclerk1', name: 'AR clerk', operatorId: 'ARCLERK1', roles: ['preparer', 'reviewer'] },
  signIn: {
    operatorId: 'ARCLERK1',
    isKept: false,
    mayKeep: true,
    whyNotKeep: null,
    hint: null,
    byBrowser: false,
  },
  machine: 'FIN-PC-014',
  host: 'browser',
  company: { name: 'Sample company', sample: true },
  units: [
    { unit: 'US', businessUnits: ['US001'], zone: 'America/New_York', currency: 'USD', goLiveDate: '2026-10-01' },
    { unit: 'DE', businessUnits: ['DE001'], zone: 'Europe/Berlin', currency: 'EUR', goLiveDate: '2026-10-01' },
  ],
  period: '2026-10',
  now: NOW,
  version: '0.1.0',
};

function money(row: MovementRow['amount']): string {
  return `${(row.minor / 10 ** row.exponent).toFixed(row.exponent)} ${row.currency}`;
}

/** Evidence for one movement. */
export function matchDetailOf(movement: MovementRow, items: readonly ItemRow[]): MatchDetail {
  const proposed = items.filter(({ standing }) => standing === 'proposed');
  const isOpen = movement.state === 'proposed' || movement.state === 'ambiguous' || movement.state === 'unmatched';
  const hasMatch = proposed.length > 0;
  const customer = customerOf(movement);
  const applied = proposed.reduce((sum, { proposedAmount }) => sum + (proposedAmount?.minor ?? 0), 0);
  const name = movement.customer ?? '';
  const ampersand = name.indexOf('&');
  return {
    movement: {
      ...movement,
      description: 'Order 48112',
      stateReason: hasMatch ? null : 'No open item agrees in customer and amount.',
      settlement: movement.amount,
      fee: usd(12_152),
      link: null,
      sourceUrl: null,
    },
    portalLinks: hasMatch
      ? [portalLink('customer 1042', 'MAINTAIN_CUSTOMERS.CUSTOMER_GENERAL.GBL', 'CUST_ID=1042')]
      : [],
    match: hasMatch
      ? {
          matchId: movement.key,
          version: 1,
          kind: 'payment',
          state: movement.state === 'posted' ? 'posted' : movement.state === 'approved' ? 'approved' : 'proposed',
          score: movement.score ?? 0.9,
          margin: 0.35,
          rule: 'references sum',
          ruleVersion: 4,
          automatic: false,
          points: [
            { signal: 'references', text: 'Three invoice numbers in metadata', points: 62 },
            { signal: 'sum', text: 'Sum equal to the cent', points: 24 },
            { signal: 'link', text: 'Confirmed customer link', points: 10 },
            { signal: 'age', text: 'Due after the charge', points: -4 },
          ],
          decidedBy: isOpen ? null : 'ARCLERK1',
          decidedAt: isOpen ? null : NOW,
          reason: null,
        }
      : null,
    whyNot: hasMatch
      ? 'Runner-up INV-0048801, 0.61: same amount, but no reference and due after the charge.'
      : 'Two items agree in customer, amount and date alike; neither is named by the charge.',
    runnerUp: hasMatch ? { score: 0.61, items: ['INV-0048801'], text: 'same amount, but no reference' } : null,
    customerLink:
      movement.customer === null
        ? null
        : {
            linkId: 77,
            version: 1,
            state: movement.key % 32 === 11 ? 'proposed' : 'confirmed',
            stripeCustomer: movement.customer,
            setId: 'SHARE',
            custId: customer.custId,
            name: customer.name,
            basis: 'same name',
          },
    diff: hasMatch
      ? [
          {
            field: 'Customer',
            stripe: name,
            peopleSoft: customer.name,
            stripeMarks: ampersand < 0 ? [] : [[ampersand, ampersand + 1]],
            peopleSoftMarks: ampersand < 0 ? [] : [[10, 13]],
            verdict: 'linked',
            tone: 'ok',
            stripeSource: 'customer.name',
            peopleSoftSource: 'TO_CUSTOMERS',
          },
          ...(movement.merged === null ? [] : [diffRow('Own name', movement.merged.ownName ?? '', '—', 'merged')]),
          diffRow(
            'Reference',
            'metadata.invoices = 48112, 48113, 48690',
            proposed.map(({ item }) => item).join(', '),
            'all found',
          ),
          diffRow('Amount', money(movement.amount), proposed.map(({ open }) => money(open)).join(' + '), 'equal'),
          diffRow('Date', `${movement.accountingDate} 14:12 EDT`, `accounting ${movement.accountingDate}`, 'in period'),
          diffRow('Cash account', 'balance of US, USD', 'BANK 1100 · STRPE', 'valid'),
        ]
      : [],
    allocations: proposed.map((item) => ({
      dueDate: item.dueDate,
      held: item.held,
      refundable: item.refundable,
      itemKey: item.key,
      item: item.item,
      itemVersion: item.version,
      amount: item.proposedAmount ?? item.open,
      itemOpen: item.open,
    })),
    remainder: { ...movement.amount, minor: Math.abs(movement.amount.minor) - applied },
    onAccount: { ...movement.amount, minor: 0 },
    journalTemplate: null,
    chargeForms: { onAccount: true, makeItem: true },
    waitsFor: null,
    postingPreview: {
      depositBu: 'US001',
      bank: 'STRPE 0001',
      cashAccount: '1100',
      accountingDate: movement.accountingDate,
      amount: movement.amount,
      reference: 'T4F0K2M9X1QZ7PA',
    },
    postingBlocked: null,
    cutOff: null,
    asked: null,
    asksReviewer: null,
    notHers: null,
    can: {
      decideLost: false,
      approve: isOpen && hasMatch,
      approveAndPost: isOpen && hasMatch,
      reject: isOpen && hasMatch,
      undo: movement.state === 'approved',
      undoWhy:
        movement.state === 'approved'
          ? null
          : 'Nothing on this row can be undone. Ctrl Z takes back your latest decision.',
      why: isOpen ? (hasMatch ? null : 'There is no proposal; select the items it pays.') : 'This movement is decided.',
    },
    duplicate:
      movement.key === 5
        ? {
            clusterId: 1,
            isHeld: true,
            text: 'It may be the same payment as ch_3QfirstAttempt01. No rule posts it until that is answered.',
          }
        : null,
    history: isOpen ? [] : [{ at: NOW, actor: 'ARCLERK1', text: 'approved' }],
  };
}

function diffRow(field: string, stripe: string, peopleSoft: string, verdict: string): MatchDetail['diff'][number] {
  return {
    field,
    stripe,
    peopleSoft,
    stripeMarks: [],
    peopleSoftMarks: [],
    verdict,
    tone: 'ok',
    stripeSource: null,
    peopleSoftSource: null,
  };
}

const REQUEST =
  '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header><wsse:Password>removed</wsse:Password></soapenv:Header><soapenv:Body><Create__CompIntfc__CI_SITE_DEPOSIT><DEPOSIT_BU>US001</DEPOSIT_BU><DEPOSIT_ID>D4F0K2M9X1QZ7PA</DEPOSIT_ID></Create__CompIntfc__CI_SITE_DEPOSIT></soapenv:Body></soapenv:Envelope>';

export const ABOVE_LIMIT = '120.00 USD is above your limit of 100.00 USD. Ask a reviewer whose limit is high enough.';

const portalLink = (label: string, page: string, keys: string) => ({
  label,
  url: `https://erp.example.com/psp/ps/EMPLOYEE/ERP/c/${page}?Action=U&${keys}`,
});

/** Everything about one posting. */
export function postingDetailOf(posting: PostingRow): PostingDetail {
  const isUnknown = posting.state === 'unknown';
  const isSent = posting.deposit !== null;
  return {
    posting,
    payload: [
      { field: 'PAYMENT_ID', value: posting.reference },
      { field: 'PAYMENT_AMT', value: money(posting.amount) },
      { field: 'CUST_ID', value: posting.custId },
      { field: 'ITEM', value: posting.items.join(', ') },
      { field: 'REF_VALUE', value: posting.objectId },
    ],
    portalLinks: isSent
      ? [portalLink(`deposit ${posting.deposit}`, 'AR_PAGES.DEPOSIT.GBL', `DEPOSIT_ID=${posting.deposit}`)]
      : [],
    payloadHash: '7f1d3c0b9a4e5d6c8b7a69f0e1d2c3b4a5968778695a4b3c2d1e0f1a2b3c4d5e',
    deposit: isSent
      ? {
          depositBu: 'US001',
          depositId: posting.deposit ?? '',
          state: posting.state,
          bank: 'STRPE 0001',
          accountingDate: posting.accountingDate,
          cutNumber: 12,
          generation: 1,
          control: usd(1_884_200),
          controlCount: 14,
          cutAt: NOW,
          sentAt: NOW,
          mappingVersion: 2,
        }
      : null,
    linked: [],
    accounting: [
      { account: '1100', text: 'Stripe clearing', debit: posting.amount, credit: null },
      { account: '1200', text: 'Accounts receivable', debit: null, credit: posting.amount },
    ],
    attempts: isSent
      ? [
          {
            kind: 'send',
            startedAt: NOW,
            endedAt: isUnknown ? null : NOW,
            outcome: isUnknown ? 'no answer' : 'saved',
            text: isUnknown ? 'timed out after 120 s' : 'notification 1',
            request: REQUEST,
            answer: isUnknown ? null : '<notification>1</notification>',
          },
        ]
      : [],
    timeline: [
      { at: posting.approvedAt, state: 'approved', text: `by ${posting.approvedBy}` },
      ...(isSent ? [{ at: NOW, state: posting.state, text: posting.stateReason ?? 'as read back' }] : []),
    ],
    can: {
      verify: isUnknown,
      sendNow: posting.state === 'queued',
      replay: posting.state === 'rejected',
      settle: isUnknown,
      reverse: posting.state === 'confirmed',
      why: isUnknown ? null : 'Its outcome is known.',
    },
    notHers: {
      decide: null,
      // Whoever looks at the double may take none of the confirmed ones back.
      approve: posting.state === 'confirmed' ? ABOVE_LIMIT : null,
    },
  };
}

const stream = (name: string, held: number, refused = 0): ConnectionRow['streams'][number] => ({
  stream: name,
  held,
  read: Math.floor(held / 40),
  new: Math.floor(held / 60),
  changed: Math.floor(held / 300),
  refused,
  completeTo: NOW,
  lastRunAt: NOW,
  counted: null,
  state: 'complete',
});

export const CONNECTIONS: readonly ConnectionRow[] = [
  {
    system: 'stripe',
    state: 'ok',
    since: '2026-11-01T08:00:00Z',
    lastGoodAt: NOW,
    nextTryAt: '2026-11-02T14:05:00Z',
    completeTo: NOW,
    line: '2 min ago',
    message: null,
    nextStep: null,
    backlog: 0,
    backlogText: 'nothing left to read',
    address: 'http://127.0.0.1:43117',
    signIn: 'restricted key of acct_1SampleCompany',
    version: 'API 2026-10-15',
    streams: [
      stream('charges', 48_310, 2),
      stream('refunds', 812),
      stream('disputes', 41),
      stream('balance transactions', 51_240),
      stream('payouts', 22),
      stream('customers', 3_204),
    ],
    refusals: [
      {
        type: 'charge',
        id: 'ch_3QKAb8s7dfkjhs7Yd4',
        reason:
          'Unknown currency XQQ. Stripe’s rule names no such currency; ask Stripe support, or exclude the charge.',
        times: 2,
        lastSeenAt: NOW,
      },
    ],
    batch: null,
    quietWindow: null,
  },
  {
    system: 'peoplesoft',
    state: 'paused',
    since: '2026-11-02T12:00:00Z',
    lastGoodAt: '2026-11-02T11:10:00Z',
    nextTryAt: '2026-11-02T23:00:00Z',
    completeTo: '2026-11-02T11:10:00Z',
    line: 'quiet window opens 18:00, 31 postings waiting',
    message: null,
    nextStep: null,
    backlog: 31,
    backlogText: '31 postings waiting',
    address: 'http://127.0.0.1:43118/PSIGW',
    signIn: 'TIEOUT_INT',
    version: 'PeopleTools 8.60.07',
    streams: [stream('customers', 2_940), stream('open items', 4_412), stream('payments', 47_902)],
    refusals: [],
    batch: {
      lastRun: '2026-11-02T11:10:00.000Z',
      nextRun: '2026-11-02T23:00:00.000Z',
      groupsInError: 2,
      readAt: '2026-11-02T11:10:00Z',
      message: null,
      answeredAt: NOW,
    },
    quietWindow: {
      open: false,
      text: 'Quiet window opens 18:00 (America/New_York).',
      nextChangeAt: '2026-11-02T23:00:00Z',
    },
  },
];
