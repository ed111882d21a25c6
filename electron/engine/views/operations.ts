import type { AnyOperation } from '../../ledger/operation.ts';
import { readAutomaticDecisions } from './automatic-decisions.ts';
import { countArrived, newestKeyOf } from './arrivals.ts';
import { readCompleteness } from './completeness.ts';
import { readCompletenessRows } from './completeness-rows.ts';
import { connectionFacts, connectionStates } from './connections.ts';
import { readImportsWithProofs } from './file-imports.ts';
import { readInvoiceList } from './invoice-view.ts';
import { ingestedCounts } from './ingested-counts.ts';
import { itemKeys, itemRows } from './item-view.ts';
import { latestActivity } from './latest-activity.ts';
import { matchDetail } from './match-detail.ts';
import { firstOpen, openMovementKeys } from './next-open.ts';
import { movementUnit } from './movement-unit.ts';
import { movementKeys, movementRows } from './movement-view.ts';
import { postingDetail } from './posting-detail.ts';
import { postingKeys, postingRows, postingUnit } from './posting-view.ts';
import { unitSummary } from './summary.ts';

/** Every read behind the window's screens, for the threads that run them. */
export const viewOperations: readonly AnyOperation[] = [
  connectionFacts,
  connectionStates,
  firstOpen,
  openMovementKeys,
  countArrived,
  ingestedCounts,
  itemKeys,
  itemRows,
  latestActivity,
  matchDetail,
  movementKeys,
  movementRows,
  movementUnit,
  newestKeyOf,
  postingDetail,
  postingKeys,
  postingRows,
  postingUnit,
  readAutomaticDecisions,
  readCompleteness,
  readCompletenessRows,
  readImportsWithProofs,
  readInvoiceList,
  unitSummary,
];
