import { runMatching, type MatchingReport } from '../../../electron/engine/matching/run-matching.ts';
import type { Ledger } from '../../../electron/ledger/operation.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { profile } from '../../electron/engine/matching/books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;

/** A whole matching run on a ledger file, with its thread. */
export function matchFile(on: {
  readonly ledger: Ledger;
  readonly ledgerFile: string;
  readonly key: Buffer;
  readonly whole?: boolean;
  readonly dryRun?: boolean;
}): Promise<MatchingReport> {
  const who = { actor: 'Tieout', machine: 'M', now: () => AT };
  return runMatching({ ...on, ...who, profile, dryRun: on.dryRun ?? false, whole: on.whole ?? false });
}
