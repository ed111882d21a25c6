import type { CommandInput } from '../../shared/contract/contract.ts';
import type { CustomerDetail, CustomerRow } from '../../shared/contract/customers.ts';
import type { CustomerFacet } from '../../shared/domain/customer-facets.ts';

const base = { version: 1, account: 'acct_1', email: null, state: 'proposed' as const, margin: 0.62, merged: null };
const ROWS: readonly CustomerRow[] = [
  {
    ...base,
    key: 1,
    customerId: 'cus_Halvorsen',
    name: 'Halvorsen & Sons AS',
    email: 'ar@halvorsen.test',
    linkId: 11,
    custId: '1001',
    peopleSoftName: 'HALVORSEN AND SONS',
    score: 0.97,
  },
  {
    ...base,
    key: 2,
    customerId: 'cus_Kowalczyk',
    name: 'Kowalczyk Trading',
    linkId: 12,
    custId: '1042',
    peopleSoftName: 'KOWALCZYK TRADING SP ZOO',
    score: 0.88,
  },
  {
    ...base,
    key: 3,
    customerId: 'cus_Nobody',
    name: 'Quellwasser',
    version: 0,
    state: 'none',
    linkId: null,
    custId: null,
    peopleSoftName: null,
    score: null,
    margin: null,
  },
];

/** Three Stripe customers that are decided on, for the window without an engine. */
export function makeDoubleCustomers(): {
  readonly rows: (facet: CustomerFacet) => readonly CustomerRow[];
  readonly handlers: {
    readonly 'customer.detail': (input: { customerKey: number; custId?: string }) => CustomerDetail;
    readonly 'customer.decide': (input: CommandInput<'customer.decide'>) => { text: string; row: CustomerRow };
    readonly 'customer.undo': (input: { customerKey: number }) => { text: string; row: CustomerRow };
  };
} {
  const rows = new Map(ROWS.map((row) => [row.key, row]));
  const rowOf = (key: number): CustomerRow => rows.get(key) ?? (ROWS[0] as CustomerRow);
  const become = (key: number, change: Partial<CustomerRow>): CustomerRow => {
    const row = { ...rowOf(key), ...change, version: rowOf(key).version + 1 };
    rows.set(key, row);
    return row;
  };
  const holds: Readonly<Record<CustomerFacet, (row: CustomerRow) => boolean>> = {
    toDecide: ({ state }) => state === 'proposed',
    noCandidate: ({ state }) => state === 'none' || state === 'rejected',
    confirmed: ({ state }) => state === 'confirmed',
    rejected: ({ state }) => state === 'rejected',
    all: () => true,
  };
  return {
    rows: (facet) => [...rows.values()].filter(holds[facet]),
    handlers: {
      'customer.detail': ({ customerKey, custId }) => detailOf(rowOf(customerKey), custId ?? null),
      'customer.decide': ({ customerKey, custId, as }) => {
        const row = become(customerKey, { state: as, custId, linkId: rowOf(customerKey).linkId ?? 13 });
        return { text: `${row.name} is ${as === 'confirmed' ? 'linked to' : 'not'} ${custId}.`, row };
      },
      'customer.undo': ({ customerKey }) => ({
        text: 'Taken back.',
        row: become(customerKey, { state: 'proposed' }),
      }),
    },
  };
}

function detailOf(row: CustomerRow, asked: string | null): CustomerDetail {
  const of = { setId: 'SHARE', status: 'active', externalId: null };
  const isOpen = row.state === 'proposed' || row.state === 'none';
  const own: CustomerDetail['candidates'] =
    row.custId === null
      ? []
      : [
          {
            ...of,
            custId: row.custId,
            name: row.peopleSoftName ?? '',
            score: row.score,
            modelVersion: 1,
            points: [
              { signal: 'start', text: 'One of 220 by chance', points: -540 },
              { signal: 'name', text: 'both halvorsen, both sons', points: row.key === 1 ? 888 : 739 },
            ],
            link:
              row.linkId === null || row.state === 'none'
                ? null
                : {
                    linkId: row.linkId,
                    version: row.version,
                    state: row.state,
                    basis: 'score',
                    decidedBy: isOpen ? null : 'dana',
                    decidedAt: isOpen ? null : '2026-11-02T12:00:00.000Z',
                  },
            whyNot: row.state === 'rejected' ? 'dana rejected this pair, and nothing else speaks for it now.' : null,
          },
        ];
  const other: CustomerDetail['candidates'] =
    asked === null || asked === row.custId
      ? []
      : [
          {
            ...of,
            custId: asked,
            name: 'QUELLE AG',
            score: null,
            modelVersion: null,
            points: [],
            link: null,
            whyNot: 'The names share too little for the two to be compared.',
          },
        ];
  return {
    row,
    candidates: [...own, ...other],
    whyNotDecide: null,
    whyNotUndo: isOpen ? 'Nobody has decided about this customer yet.' : null,
  };
}
