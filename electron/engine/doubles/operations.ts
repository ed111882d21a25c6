import type { AnyOperation } from '../../ledger/operation.ts';
import { applyDoubles } from './apply-doubles.ts';

/** Every ledger operation of this folder, for the registry of the ledger's threads. */
export const doubleOperations: readonly AnyOperation[] = [applyDoubles];
