import { startLedger, type RunningLedger } from '../../electron/engine/threads/ledger-client.ts';
import { benchKey } from './ledgers/cached.ts';

/** Runs `work` on a ledger in the product's own threads. A thread that dies fails the work; the threads are ended in any case. */
export async function withLedgerThreads<Result>(
  file: string,
  anchorFile: string,
  work: (ledger: RunningLedger) => Promise<Result>,
): Promise<Result> {
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const ledger = await startLedger({
    file,
    key: benchKey(),
    readers: 2,
    anchorFile,
    onCrash: failed.reject,
    onWarning: failed.reject,
  });
  try {
    return await Promise.race([work(ledger), failed.promise]);
  } finally {
    await ledger.close();
  }
}
