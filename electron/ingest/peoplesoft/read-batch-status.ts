import type { Instant } from '../../../shared/domain/ids.ts';
import type { BatchStatus, PeopleSoftReader } from '../../connectors/peoplesoft/types.ts';
import { setBatchStatus, setBatchStatusUnread } from '../../ledger/batch-status-store.ts';
import { defineWrite } from '../../ledger/operation.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { streamFailure } from '../stream-failure.ts';
import { NO_COUNTS, type StreamReport } from '../sync-report.ts';

const STREAM = 'batchStatus';

/** Keeps when Receivables Update ran, is due, and what it refused; or why PeopleSoft did not tell. */
export const recordBatchStatus = defineWrite(
  'ingest.recordBatchStatus',
  (db, args: { readonly status: BatchStatus | null; readonly message: string; readonly at: Instant }): void => {
    const { status, message, at } = args;
    if (status === null) return setBatchStatusUnread(db, { message, at });
    const { lastRunAt: lastRun, nextRunAt: nextRun, groupsInError } = status;
    setBatchStatus(db, { lastRun, nextRun, groupsInError, readAt: at });
  },
);

/**
 * Reads the batch status and keeps it. A query that fails is kept as its message: what was read of the lists is whole all the
 * same. Only a refused sign-in or a cancellation is a failure of the poll.
 */
export async function readBatchStatus(
  {
    reader,
    ledger,
    signal,
  }: {
    readonly reader: Pick<PeopleSoftReader, 'batchStatus'>;
    readonly ledger: Ledger;
    readonly signal?: AbortSignal;
  },
  now: () => Instant,
): Promise<StreamReport | null> {
  let status: BatchStatus | null = null;
  let message = '';
  try {
    status = await reader.batchStatus(signal);
  } catch (error) {
    const failure = streamFailure(STREAM, error);
    if (failure.kind === 'credentials' || failure.kind === 'cancelled')
      return { stream: STREAM, ...NO_COUNTS, failure };
    message = `${failure.message}. ${failure.nextStep}`;
  }
  await ledger.write(recordBatchStatus, { status, message, at: now() });
  return null;
}
