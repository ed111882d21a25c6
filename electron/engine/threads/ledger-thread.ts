import { runLedgerThread } from './ledger-thread-body.ts';
import { operations } from './operations.ts';

runLedgerThread(operations);
