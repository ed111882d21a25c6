import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runMatching, type MatchingReport } from '../../electron/engine/matching/run-matching.ts';
import { startAnchors } from '../../electron/ledger/audit-anchor.ts';
import type { Ledger } from '../../electron/ledger/operation.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { benchProfile } from './ledgers/bench-profile.ts';
import { benchKey } from './ledgers/cached.ts';
import { AT } from './ledgers/generated-rows.ts';
import { secondsOf } from './measure.ts';
import { withLedgerThreads } from './threads.ts';

/**
 * One matching run in the product's threads; the seconds, and those of processor time of all threads, do not count starting and ending them, nor
 * what `afterwards` does.
 */
export async function matchOnce(
  folder: string,
  file: string,
  options: {
    readonly whole?: boolean;
    readonly onProgress?: (done: number, total: number) => void;
    readonly afterwards?: (ledger: Ledger) => Promise<void>;
  } = {},
): Promise<{ readonly seconds: number; readonly cpuSeconds: number; readonly report: MatchingReport }> {
  const anchorFile = join(folder, 'anchor.jsonl');
  rmSync(anchorFile, { force: true });
  startAnchors(anchorFile);
  const { afterwards, ...asked } = options;
  return withLedgerThreads(file, anchorFile, async (ledger) => {
    const key = benchKey();
    const by = { actor: 'bench', machine: 'bench', now: () => AT as Instant };
    let report: MatchingReport | null = null;
    const before = process.cpuUsage();
    const seconds = await secondsOf(async () => {
      const profile = benchProfile();
      report = await runMatching({ ledger, ledgerFile: file, key, profile, ...by, dryRun: false, ...asked });
    });
    const { user, system } = process.cpuUsage(before);
    await afterwards?.(ledger);
    if (report === null) throw new Error('the run ended without a report');
    return { seconds, cpuSeconds: (user + system) / 1e6, report };
  });
}
