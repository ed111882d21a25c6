import { ingestOperations } from '../../ingest/ingest-operations.ts';
import { ledgerOperations } from '../../ledger/operations.ts';
import { postingOperations } from '../../posting/operations.ts';
import { customerOperations } from '../customers/operations.ts';
import { doubleOperations } from '../doubles/operations.ts';
import { duplicateOperations } from '../duplicates/operations.ts';
import { matchingOperations } from '../matching/operations.ts';
import { ruleOperations } from '../rules/rule-set-operations.ts';
import { viewOperations } from '../views/operations.ts';
import { operationRegistry } from './operation-registry.ts';

/** Every operation a ledger thread knows: one line a part. Import its array and name it here. */
export const operations = operationRegistry(
  ledgerOperations,
  ingestOperations,
  customerOperations,
  doubleOperations,
  duplicateOperations,
  matchingOperations,
  postingOperations,
  ruleOperations,
  viewOperations,
);
