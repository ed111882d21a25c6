import type { CommandInput } from '../../shared/contract/contract.ts';
import type { CustomerBand } from '../../shared/contract/customer-bands.ts';
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
    readonly 'customer.band': (input: { fromScore: number }) => CustomerBand;
    readonly 'customer.confirmBand': (input: CommandInput<'customer.confirmBand'>) => {
      text: string;
      confirmed: number;
    };
    readonly 'customer.retire': (input: CommandInput<'customer.retire'>) => { text: string; row: CustomerRow };
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
    retired: ({ state }) => state === 'retired',
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
      'customer.band': ({ fromScore }) => bandOf([...rows.values()], fromScore),
      'customer.confirmBand': ({ fromScore }) => {
        const { weakest } = bandOf([...rows.values()], fromScore);
        for (const { customerKey } of weakest) become(customerKey, { state: 'confirmed' });
        return {
          text: `${weakest.length} customers are linked; Ctrl Z takes them all back.`,
          confirmed: weakest.length,
        };
      },
      'customer.retire': ({ customerKey, validUntilDate }) => ({
        text: `It holds until ${validUntilDate}.`,
        row: become(customerKey, { state: 'retired' }),
      }),
      'customer.undo': ({ customerKey }) => ({
        text: 'Taken back.',
        row: become(customerKey, { state: 'proposed' }),
      }),
    },
  };
}

function bandOf(rows: readonly CustomerRow[], fromScore: number): CustomerBand {
  const all = rows
    .filter(({ state, score }) => state === 'proposed' && (score ?? 0) >= fromScore)
    .map(({ key, customerId, name, custId, peopleSoftName, score, margin }) => ({
      customerKey: key,
      customerId,
      name,
      custId: custId ?? '',
      peopleSoftName: peopleSoftName ?? '',
      score: score ?? 0,
      margin,
    }));
  const other = { customerKey: 9, customerId: 'cus_Twin', name: 'Twin Peaks', custId: '1099', peopleSoftName: 'TWIN' };
  return {
    fromScore,
    count: all.length,
    seen: `seen ${all.length}`,
    weakest: all.toReversed(),
    differing: all.length,
    leftOut: [{ why: 'competes', count: 1, rows: [{ ...other, score: 0.96, margin: 0.02 }] }],
    whyNot: null,
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
            fields: [
              { field: 'name', stripe: row.name, peopleSoft: row.peopleSoftName, agreement: 'compared', points: 739 },
              {
                field: 'taxId',
                stripe: 'NO 923 609 016',
                peopleSoft: '923609016',
                agreement: 'equal',
                points: 1204,
              },
              { field: 'phone', stripe: null, peopleSoft: '+47 55 123 456', agreement: 'unknown', points: null },
            ],
            rule: 'Both have the same tax id: under the rules of this site that goes before all candidates without it.',
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
                    validUntilDate: null,
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
            fields: [],
            rule: null,
            points: [],
            link: null,
            whyNot: 'The two share too little to be compared.',
          },
        ];
  return {
    row,
    candidates: [...own, ...other],
    whyNotDecide: null,
    whyNotUndo: isOpen ? 'Nobody has decided about this customer yet.' : null,
    confirmedTogether: null,
  };
}
