import { runLedgerThread } from '../../../../electron/engine/threads/ledger-thread-body.ts';
import { operationRegistry } from '../../../../electron/engine/threads/operation-registry.ts';
import { ledgerOperations } from '../../../../electron/ledger/operations.ts';
import { testOperations } from './test-operations.ts';

runLedgerThread(operationRegistry(ledgerOperations, testOperations));
