import type { SystemName } from '../../../shared/domain/states.ts';
import { countUnreadable } from '../../ingest/poll-operations.ts';
import type { PollOutcome } from '../../ingest/sync-report.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { unreadableTrouble } from './completeness-words.ts';

/**
 * What arrived, in this read or before, and cannot be read is not in the books: a read that ended well is not complete while there is any. One
 * that did not end well is handed back with its own words; the connection says it of itself.
 */
export async function withUnreadable(outcome: PollOutcome, ledger: Ledger, system: SystemName): Promise<PollOutcome> {
  const count = await ledger.read(countUnreadable, { system });
  if (count === 0) return outcome;
  const report = { ...outcome.report, complete: false, unreadable: count };
  const { complete, waiting } = outcome.report;
  const isReadWhole = complete || waiting !== undefined || outcome.failures.some(({ kind }) => kind === 'missing');
  return isReadWhole
    ? { ...outcome, report, failures: [...outcome.failures, unreadableTrouble(count)] }
    : { ...outcome, report };
}
