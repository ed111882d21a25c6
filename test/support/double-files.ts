import type { FileImport, FilePreview, TableMapping } from '../../shared/contract/files.ts';

const IMPORT: FileImport = {
  importId: 1,
  title: 'Stripe itemised report (activity, payouts, payout reconciliation)',
  fileName: 'september.csv',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  actor: 'anna',
  startedAt: '2026-10-02T09:00:00.000Z',
  state: 'done',
  read: 1_204,
  accepted: 1_203,
  superseded: 0,
  suspense: 0,
  refused: 1,
  refusals: [{ file: 'september.csv', line: 17, reason: 'column net: it is not gross less fee' }],
  undoneBy: null,
  proofs: [],
};

const MAP: TableMapping = {
  columns: { id: 'balance_transaction_id', gross: 'gross', net: 'net', currency: 'currency' },
  numbers: 'point',
  dates: 'iso',
  zone: '',
};

/** What the double engine knows of files: one import that stands, and any file that is handed over. */
export function makeDoubleFiles() {
  let imports: readonly FileImport[] = [IMPORT];
  const preview = ({ map }: { readonly map: TableMapping | null }): FilePreview => ({
    kind: 'stripeItemised',
    title: IMPORT.title,
    cannotGive: 'A report does not tell the card’s fingerprint.',
    writtenAs: 'UTF-8, cells between “;”',
    earlier: null,
    table: {
      headers: ['balance_transaction_id', 'gross', 'net', 'currency'],
      roles: [
        { role: 'id', label: 'balance transaction', required: true },
        { role: 'gross', label: 'gross', required: true },
      ],
      map: map ?? MAP,
      mapName: null,
      asks: map === null ? ['numbers', 'zone'] : map.zone === '' ? ['zone'] : [],
      offeredZone: 'America/New_York',
    },
    rows: 3,
    faults: [{ line: 3, column: 'gross', reason: 'it is not an amount in the number format of this file' }],
    faultCount: 1,
    first: [{ id: 'txn_1', gross: '1234.50', net: '1200.00', currency: 'EUR' }],
    totals: [{ currency: 'EUR', count: 2, net: '-2400.00' }],
  });
  return {
    'file.list': () => ({ imports: [...imports] }),
    'file.preview': preview,
    'file.hand': () => ({ uploadId: 'u1' }),
    'file.import': () => {
      imports = [{ ...IMPORT, importId: 2, fileName: 'october.csv', refusals: [], refused: 0 }, ...imports];
      return { jobId: 'j1' };
    },
    'file.undo': ({ importId }: { readonly importId: number }) => {
      imports = imports.map((row) => (row.importId === importId ? { ...row, state: 'undone', undoneBy: 'anna' } : row));
      return { jobId: 'j2' };
    },
  };
}
