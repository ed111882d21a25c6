import type { QueryOutput } from '../../shared/contract/contract.ts';
import type { LinkModelRow } from '../../shared/contract/link-models.ts';

const NOTHING = { confirm: false, end: null, why: 'It is not waiting to be confirmed.' };
const base = { hash: null, reason: null, preview: null, enabledBy: null, enabledAt: null, ended: null, basedOn: null };
const ROWS: readonly LinkModelRow[] = [
  {
    ...base,
    version: 2,
    state: 'proposed',
    inUse: false,
    origin: 'refined',
    basedOn: 1,
    hash: 'h2',
    reason: 'Many links are decided now.',
    preview: {
      confirmed: 84,
      rejected: 9,
      proposedBefore: 212,
      proposedAfter: 226,
      moves: [
        { from: 'likely', to: 'sure', count: 31 },
        { from: 'possible', to: 'unlikely', count: 2 },
      ],
      rows: [
        {
          customerId: 'cus_Kowalczyk',
          name: 'Kowalczyk Trading',
          custId: '1042',
          peopleSoftName: 'KOWALCZYK TRADING SP ZOO',
          before: 0.88,
          after: 0.96,
        },
      ],
    },
    madeBy: 'dana',
    madeAt: '2026-11-02T12:00:00.000Z',
    can: { confirm: true, end: 'refuse', why: null },
  },
  {
    ...base,
    version: 1,
    state: 'enabled',
    inUse: true,
    origin: 'learned',
    madeBy: 'matching',
    madeAt: '2026-10-02T12:00:00.000Z',
    can: NOTHING,
  },
];

/** Versions of the scores of customers of which one waits, for the window without an engine. */
export function makeDoubleLinkModels(): {
  readonly 'linkModel.list': () => QueryOutput<'linkModel.list'>;
  readonly 'linkModel.propose': () => { jobId: string };
  readonly 'linkModel.enable': (input: { version: number }) => LinkModelRow;
  readonly 'linkModel.end': (input: { version: number }) => LinkModelRow;
} {
  let rows = [...ROWS];
  const become = (version: number, change: Partial<LinkModelRow>): LinkModelRow => {
    rows = rows.map((row) => (row.version === version ? { ...row, ...change, can: NOTHING } : row));
    return rows.find((row) => row.version === version) ?? (ROWS[0] as LinkModelRow);
  };
  return {
    'linkModel.list': () => ({ versions: rows, can: { propose: true, why: null } }),
    'linkModel.propose': () => ({ jobId: 'job-1' }),
    'linkModel.enable': ({ version }) => {
      rows = rows.map((row) => ({ ...row, inUse: false }));
      return become(version, { state: 'enabled', inUse: true, enabledBy: 'root' });
    },
    'linkModel.end': ({ version }) => become(version, { state: 'retired' }),
  };
}
