import { ledgerOperations } from '../../ledger/operations.ts';
import { operationRegistry } from './operation-registry.ts';

/** Every operation a ledger thread knows: one line a part, import its array and name it here. */
export const operations = operationRegistry(ledgerOperations);
