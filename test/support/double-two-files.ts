import type {
  TwoFileDetail,
  TwoFileFacet,
  TwoFileMap,
  TwoFilePreview,
  TwoFileRow,
  TwoFileState,
} from '../../shared/contract/two-files.ts';

const COLUMNS = [
  { name: 'id', samples: ['1', '2'] },
  { name: 'posted', samples: ['2026-10-01'] },
  { name: 'value', samples: ['100.00'] },
  { name: 'payer', samples: ['Ember Foods'] },
];
const PROPOSED = { id: 'id', date: 'posted', amount: 'value', party: 'payer' };

function sideOf(id: string, amount: string, party: string): NonNullable<TwoFileRow['left']> {
  return { id, date: '2026-10-01', amount, party, reference: '' };
}
function rowOf(key: number, decision: TwoFileRow['decision'], standing: TwoFileRow['standing']): TwoFileRow {
  const amount = `${key}00.00`;
  return {
    key,
    version: 1,
    left: decision === 'right_only' ? null : sideOf(`L${key}`, amount, 'Ember Foods'),
    right: decision === 'left_only' ? null : sideOf(`R${key}`, amount, 'EMBER FOODS LTD'),
    amount,
    decision,
    score: 0.91,
    rule: 'amount-name',
    standing,
  };
}

/** What the double engine knows of two files: whichever are handed over, five lines come of them. */
export function makeDoubleTwoFiles() {
  let state: TwoFileState | null = null;
  let rows: TwoFileRow[] = [
    rowOf(1, 'auto', 'none'),
    rowOf(2, 'proposed', 'open'),
    rowOf(3, 'ambiguous', 'open'),
    rowOf(4, 'left_only', 'none'),
    rowOf(5, 'right_only', 'none'),
  ];
  let latest: number | null = null;
  let usedBefore: TwoFileMap | null = null;
  const inFacet = (facet: TwoFileFacet) =>
    rows.filter(
      ({ decision, standing }) => facet === 'all' || (facet === 'open' ? standing === 'open' : decision === facet),
    );
  const said = (key: number, standing: TwoFileRow['standing']) => {
    rows = rows.map((row) => (row.key === key ? { ...row, version: row.version + 1, standing } : row));
    return { text: standing === 'open' ? 'The decision is taken back.' : `It is ${standing}.`, row: rows[key - 1] };
  };
  const resultOf = (map: TwoFileMap): NonNullable<TwoFileState['result']> => ({
    run: 1,
    map,
    counts: {
      open: inFacet('open').length,
      auto: 1,
      proposed: 1,
      ambiguous: 1,
      left_only: 1,
      right_only: 1,
      offset: 0,
      all: rows.length,
    },
    amountTolerance: '0.00',
    dateWindowDays: [0, 3],
    signs: 'same',
    notes: [],
    accepted: rows.filter(({ standing }) => standing === 'accepted').length,
    refused: rows.filter(({ standing }) => standing === 'refused').length,
  });
  const preview: TwoFilePreview['left'] = {
    first: [{ line: 2, cells: [{ part: 'amount', written: '100,00', read: '100.00' }] }],
    faults: [],
    further: [],
    notes: [],
  };
  return {
    rows: inFacet,
    handlers: {
      'twoFiles.current': () => ({
        state: state === null || state.result === null ? state : { ...state, result: resultOf(state.result.map) },
      }),
      'twoFiles.preview': ({ map }: { readonly map: TwoFileMap }): TwoFilePreview => ({
        left: preview,
        right: {
          ...preview,
          faults:
            map.right.amount === 'payer'
              ? [2, 4].map((line) => ({ line, column: 'payer', reason: '"Ember" is no amount' }))
              : [],
          further: map.right.amount === 'payer' ? [{ column: 'payer', count: 2 }] : [],
        },
      }),
      'twoFiles.detail': ({ key }: { readonly key: number }): TwoFileDetail => {
        const row = rows[key - 1] ?? rowOf(key, 'left_only', 'none');
        const cells = (side: TwoFileRow['left']) =>
          side === null ? null : Object.entries(side).map(([column, value]) => ({ column, value }));
        const isHers = row.standing === 'accepted' || row.standing === 'refused';
        const whyNot = row.standing === 'none' ? 'Only what is proposed or ambiguous waits for your word.' : null;
        return {
          row,
          left: cells(row.left),
          right: cells(row.right),
          reasons: ['same amount +4.10', 'similar name +2.05'],
          together: [],
          candidates: [],
          nearest:
            row.decision === 'left_only'
              ? [
                  {
                    side: sideOf('R2', '200.00', 'EMBER FOODS LTD'),
                    against: ['It belongs to L2.', 'No word in common.'],
                  },
                ]
              : [],
          can: { whyNotAccept: whyNot, whyNotRefuse: whyNot, whyNotUndo: isHers ? null : 'Nothing was said of it.' },
        };
      },
      'twoFiles.open': () => {
        const file = { rows: 4, columns: COLUMNS };
        state = {
          left: { name: 'bank.csv', ...file },
          right: { name: 'books.csv', ...file },
          proposed: { left: PROPOSED, right: PROPOSED },
          usedBefore,
          jobId: null,
          failure: null,
          result: null,
        };
        return { state };
      },
      'twoFiles.run': ({ map }: { readonly map: TwoFileMap }) => {
        usedBefore = map;
        if (state !== null) state = { ...state, usedBefore, result: resultOf(map) };
        return { jobId: 'job-2' };
      },
      'twoFiles.decide': ({ key, as }: { readonly key: number; readonly as: 'accepted' | 'refused' }) => {
        latest = key;
        return said(key, as);
      },
      'twoFiles.undo': ({ key }: { readonly key?: number }) => said(key ?? latest ?? 1, 'open'),
      'twoFiles.export': () => ({ file: 'exports/two-files-bank-books.csv', lines: rows.length }),
      'twoFiles.close': () => {
        state = null;
        return {};
      },
    },
  };
}
