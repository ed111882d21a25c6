import type { AnyOperation } from '../../ledger/operation.ts';
import { applyClusters } from './apply-clusters.ts';
import { decideDuplicate, undoDuplicate } from './decide-duplicate.ts';
import { duplicateDetail } from './duplicate-detail.ts';
import { duplicateKeys, duplicateRows } from './duplicate-view.ts';

/** Every ledger operation of this folder, for the registry of the ledger's threads. */
export const duplicateOperations: readonly AnyOperation[] = [
  applyClusters,
  decideDuplicate,
  undoDuplicate,
  duplicateDetail,
  duplicateKeys,
  duplicateRows,
];
