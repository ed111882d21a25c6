import { Worker } from 'node:worker_threads';

/** Room for new objects before a collection; what lasts are columns, the rest is one row's. */
const YOUNG_MB = 24;
/** A thread that has read more gives its memory back at once: beside such a run, starting one is nothing. */
const KEPT_MOST_READ = 50_000;
/** Polls bring rows every few minutes. */
const KEPT_MS = 10 * 60_000;

interface Kept {
  readonly worker: Worker;
  readonly forget: () => void;
}
let kept: Kept | null = null;

/**
 * A thread that is ready to be told what to match: the one that an earlier run of this process has left, which need not load and compile the
 * program again, or a new one. It holds no ledger and no key. Whoever takes it ends it, or hands it to `keepWorker`.
 */
export function takeWorker(): Worker {
  if (kept === null)
    return new Worker(new URL('./matching-thread.ts', import.meta.url), {
      name: 'matching',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
  const { worker, forget } = kept;
  forget();
  worker.ref();
  return worker;
}

/** Keeps a thread whose run is done for the next one, for a while and where little is left in it (`read`: movements); else ends it. */
export async function keepWorker(worker: Worker, read: number): Promise<void> {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
  if (kept !== null || read > KEPT_MOST_READ) {
    await worker.terminate();
    return;
  }
  const timer = setTimeout(() => {
    forget();
    void worker.terminate();
  }, KEPT_MS);
  const forget = (): void => {
    clearTimeout(timer);
    worker.off('exit', forget);
    worker.off('error', forget);
    kept = null;
  };
  worker.once('exit', forget);
  worker.once('error', forget);
  // A program that has nothing else to do ends.
  timer.unref();
  worker.unref();
  kept = { worker, forget };
}
