import type { ReportProof } from '../../../shared/contract/completeness-proofs.ts';
import { listFileImports, type FileImportRow } from '../../ledger/file-import-store.ts';
import { defineRead } from '../../ledger/operation.ts';
import { proofsOfImport } from './completeness-waiting.ts';

export interface ImportWithProofs extends FileImportRow {
  readonly proofs: ReportProof[];
}

/** The latest imports, each with what it states of balances held against the rows. */
export const readImportsWithProofs = defineRead(
  'views.fileImports',
  (db, args: { readonly limit: number }): readonly ImportWithProofs[] =>
    listFileImports(db, args.limit).map((row) => ({ ...row, proofs: proofsOfImport(db, row.importId) })),
);
