import { Worker } from 'node:worker_threads';
import type { LedgerErrorData } from '../../ledger/ledger-error.ts';
import { LedgerError, ledgerErrorFrom } from '../../ledger/ledger-error.ts';
import type { ThreadCall, ThreadMessage, ThreadReply, ThreadRequest, ThreadStart } from './thread-message.ts';

/** One running ledger thread, seen from the engine. */
export interface ThreadHandle {
  readonly name: string;
  run(calls: readonly ThreadCall[]): Promise<readonly ThreadReply[]>;
  /** Ends the thread after what it is doing; resolves when it is gone. */
  close(): Promise<void>;
  /** Ends it at once; what it was doing is rolled back. */
  kill(): Promise<void>;
}
export interface ThreadEvents {
  /** The thread ended by itself. Called at most once, never after `close` or `kill`. */
  readonly onDown: (error: LedgerError) => void;
  readonly onWarning: (error: LedgerError) => void;
}

/**
 * Room for new objects before a collection. Each thread is a heap of its own, and by default each may let tens of megabytes of
 * garbage lie; rows live for one call only, so little room is collected as fast and costs the process far less.
 */
const YOUNG_MB: Readonly<Record<ThreadStart['role'], number>> = { writer: 24, reader: 12 };

/** Starts a thread and resolves when its ledger is open. Rejects with the `LedgerError` of the opening. */
export async function startThread(url: URL, start: ThreadStart, events: ThreadEvents): Promise<ThreadHandle> {
  const name = `ledger-${start.role}`;
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB[start.role] };
  const worker = new Worker(url, { name, workerData: start, transferList: [start.key], resourceLimits });
  const opening = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  let waiting: PromiseWithResolvers<readonly ThreadReply[]> | null = null;
  let opened = false;
  let ending = false;
  let cause: unknown;
  worker.on('message', (message: ThreadMessage) => {
    if (message.type === 'ready') return opening.resolve();
    if (message.type === 'refused') return refuse(message.error);
    if (message.type === 'warning') return events.onWarning(ledgerErrorFrom(message.error));
    if (message.type === 'closed') return void (ending = true);
    const answered = waiting;
    waiting = null;
    return answered?.resolve(message.replies);
  });
  worker.on('error', (error) => {
    cause = error;
  });
  worker.on('exit', (code) => {
    const error = stopped(`The ${name} thread ended (code ${code}).`, cause);
    waiting?.reject(error);
    waiting = null;
    opening.reject(error);
    gone.resolve();
    if (opened && !ending) events.onDown(error);
  });
  function refuse(error: LedgerErrorData): void {
    ending = true;
    opening.reject(ledgerErrorFrom(error));
  }
  function ask(request: ThreadRequest): Promise<readonly ThreadReply[]> {
    if (waiting !== null) throw new Error(`${name} is asked a second thing before it has answered the first`);
    waiting = Promise.withResolvers();
    worker.postMessage(request);
    return waiting.promise;
  }
  await opening.promise;
  opened = true;
  return {
    name,
    run: (calls) => ask({ type: 'run', calls }),
    async close() {
      worker.postMessage({ type: 'close' } satisfies ThreadRequest);
      await gone.promise;
    },
    async kill() {
      ending = true;
      await worker.terminate();
    },
  };
}

/** The error every waiting call gets when a thread is gone or the ledger is closed. */
export function stopped(message: string, cause?: unknown): LedgerError {
  return new LedgerError(
    'LEDGER_STOPPED',
    message,
    'Start Tieout again; what was not finished is rolled back and goes on from there.',
    cause === undefined ? {} : { cause },
  );
}
