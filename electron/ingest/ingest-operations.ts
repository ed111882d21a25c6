import type { AnyOperation } from '../ledger/operation.ts';
import { beginFileImport, finishFileImport, importOfContent, storeRecords } from './files/store-records.ts';
import { applyUndo, beginUndo, findObstacle, finishUndo, planUndo } from './files/undo/undo-operations.ts';
import { keepFileMap, readFileMaps } from './files/file-lists.ts';
import { storeReportRows } from './files/stripe-report/store-report-rows.ts';
import {
  applyPeopleSoftRun,
  clearStage,
  resolveForeignRefusals,
  stagePeopleSoftPage,
} from './peoplesoft/operations.ts';
import { proveBalance } from './completeness/balance-proof.ts';
import { completenessFindings, openBalances } from './completeness/completeness-findings.ts';
import {
  closeArrivedGaps,
  completenessChecked,
  completenessRange,
  findInChanges,
  followFindings,
  settleWatches,
  stripeAccounts,
} from './completeness/completeness-operations.ts';
import { countHeld } from './completeness/held-by-month.ts';
import {
  countOpenPayouts,
  duePayout,
  refusePayout,
  settlePayouts,
  storePayoutList,
} from './completeness/payout-operations.ts';
import { askAgain } from './completeness/ask-again.ts';
import { askDueAgain } from './completeness/ask-due-again.ts';
import { countEdges } from './completeness/held-edges.ts';
import { proveReports } from './completeness/report-proof.ts';
import { listedSince } from './completeness/listed-since.ts';
import { reopenGaps } from './completeness/reopen-gaps.ts';
import { recordBatchStatus } from './peoplesoft/read-batch-status.ts';
import { beginRun, breakOffRun, observedUpTo, recordPollOutcome, countUnreadable } from './poll-operations.ts';
import { nextKeptPayloads, storeReread } from './stripe/kept-payloads.ts';
import { storeStripeBalance } from './stripe/balance.ts';
import { beginWholeRead, eventState, hearCustomerEvents, storeStripeEvents } from './stripe/event-operations.ts';
import { dropObservedHints, hintsLeft, hintsToRead, storeHinted } from './stripe/hint-operations.ts';
import {
  awaitedCharges,
  recordFailedLookup,
  rederiveMovements,
  storeStripePages,
  stripeCursor,
} from './stripe/operations.ts';

/** Every ledger operation of this folder, for the registry of the ledger's threads. */
export const ingestOperations: readonly AnyOperation[] = [
  storeStripePages,
  stripeCursor,
  awaitedCharges,
  recordFailedLookup,
  rederiveMovements,
  eventState,
  storeStripeEvents,
  hearCustomerEvents,
  beginWholeRead,
  hintsToRead,
  hintsLeft,
  dropObservedHints,
  storeHinted,
  storeStripeBalance,
  nextKeptPayloads,
  storeReread,
  stagePeopleSoftPage,
  applyPeopleSoftRun,
  resolveForeignRefusals,
  clearStage,
  observedUpTo,
  beginRun,
  breakOffRun,
  recordPollOutcome,
  countUnreadable,
  recordBatchStatus,
  beginFileImport,
  importOfContent,
  storeRecords,
  storeReportRows,
  readFileMaps,
  keepFileMap,
  beginUndo,
  findObstacle,
  planUndo,
  applyUndo,
  finishUndo,
  finishFileImport,
  completenessRange,
  findInChanges,
  followFindings,
  settleWatches,
  closeArrivedGaps,
  completenessChecked,
  completenessFindings,
  openBalances,
  stripeAccounts,
  askAgain,
  askDueAgain,
  countEdges,
  countHeld,
  countOpenPayouts,
  duePayout,
  refusePayout,
  settlePayouts,
  storePayoutList,
  listedSince,
  reopenGaps,
  proveBalance,
  proveReports,
];
