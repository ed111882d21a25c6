import type { LedgerError } from '../../ledger/ledger-error.ts';
import { ledgerErrorFrom } from '../../ledger/ledger-error.ts';
import type { Ledger } from '../../ledger/operation.ts';
import type { CallQueue, Takes } from './call-queue.ts';
import { callQueue } from './call-queue.ts';
import type { ThreadCall, ThreadReply } from './thread-message.ts';
import { ANCHOR_NOW } from './thread-message.ts';
import type { ThreadHandle } from './thread-handle.ts';
import { startThread, stopped } from './thread-handle.ts';

export interface LedgerStart {
  readonly file: string;
  /** The 32 bytes of the ledger. Wiped as soon as every thread has its copy. */
  readonly key: Buffer;
  /** With two, bulk reads have a thread of their own. */
  readonly readers: 1 | 2;
  /** Where the audit head is anchored; null only in tests. */
  readonly anchorFile: string | null;
  /** Where a copy goes before a migration; default: `backups` beside the ledger. */
  readonly backupFolder?: string;
  /** A ledger thread ended by itself: nothing more can be read or written. The engine writes a crash record and stops. */
  readonly onCrash: (error: LedgerError) => void;
  /** Something failed that no caller waits for, e.g. the anchor could not be written. */
  readonly onWarning: (error: LedgerError) => void;
  readonly cacheMb?: number;
  /** The thread's program; default: the product's own, with every operation. Tests give one with operations of theirs. */
  readonly threadUrl?: URL;
}
export interface RunningLedger extends Ledger {
  /** Writes the head of the audit chain to the anchor file now. */
  anchor(): Promise<void>;
  /** Refuses new calls, finishes those there are, anchors, empties the write-ahead log into the ledger, and closes it. */
  close(): Promise<void>;
}

const SMALL_WRITES_PER_COMMIT = 64;
/** Writing touches pages of every index at random places; lists and details read few pages, mostly in order. */
const CACHE_MB = { writer: 64, reader: 24 } as const;

/**
 * Opens the ledger in threads of its own: one writer, one or two readers. Rejects with the `LedgerError` of the opening
 * (missing, wrong key, damaged, newer, in use). Small writes that wait together share one commit, each isolated.
 */
export async function startLedger(start: LedgerStart): Promise<RunningLedger> {
  const threads: ThreadHandle[] = [];
  let down: LedgerError | null = null;
  const writes = callQueue();
  const reads = callQueue();
  const smallWrites = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const onDown = (error: LedgerError) => {
    if (down !== null) return;
    down = error;
    for (const waiting of [...writes.drain(), ...reads.drain()]) waiting.fail(error);
    for (const thread of threads) void thread.kill();
    start.onCrash(error);
  };
  const open = async (role: 'writer' | 'reader') => {
    const thread = await openThread(start, role, smallWrites, onDown);
    threads.push(thread);
    return thread;
  };
  try {
    const writer = await open('writer');
    const readers = [await open('reader')];
    if (start.readers === 2) readers.push(await open('reader'));
    return runningLedger({ writer, readers, writes, reads, smallWrites, isDown: () => down });
  } catch (error) {
    await Promise.all(threads.map((thread) => thread.kill()));
    throw error;
  } finally {
    start.key.fill(0);
  }
}

function openThread(
  start: LedgerStart,
  role: 'writer' | 'reader',
  smallWrites: Int32Array,
  onDown: (error: LedgerError) => void,
): Promise<ThreadHandle> {
  const key = new ArrayBuffer(start.key.length);
  start.key.copy(new Uint8Array(key));
  return startThread(
    start.threadUrl ?? new URL('./ledger-thread.ts', import.meta.url),
    {
      file: start.file,
      role,
      key,
      cacheMb: start.cacheMb ?? CACHE_MB[role],
      smallWrites,
      backupFolder: start.backupFolder ?? null,
      anchorFile: start.anchorFile,
    },
    { onDown, onWarning: start.onWarning },
  );
}

interface Lanes {
  readonly writer: ThreadHandle;
  readonly readers: readonly ThreadHandle[];
  readonly writes: CallQueue;
  readonly reads: CallQueue;
  /** Where the writer sees how many small ones of `writes` wait. */
  readonly smallWrites: Int32Array;
  readonly isDown: () => LedgerError | null;
}

function runningLedger({ writer, readers, writes, reads, smallWrites, isDown }: Lanes): RunningLedger {
  const busy = new Set<ThreadHandle>();
  let nextId = 1;
  let closing: Promise<void> | null = null;
  let idle: (() => void) | null = null;

  async function pump(thread: ThreadHandle, queue: CallQueue, most: number, takes: Takes): Promise<void> {
    if (busy.has(thread)) return;
    busy.add(thread);
    try {
      for (let batch = queue.take(most, takes); batch.length > 0; batch = queue.take(most, takes)) {
        Atomics.store(smallWrites, 0, writes.small);
        const settled = await outcome(thread.run(batch.map(({ call }) => call)));
        const replies = new Map('replies' in settled ? settled.replies.map((reply) => [reply.id, reply]) : []);
        for (const waiting of batch) {
          const reply = replies.get(waiting.call.id);
          if (reply !== undefined) waiting.settle(reply);
          else waiting.fail('error' in settled ? settled.error : stopped('The ledger gave no answer.'));
        }
      }
    } finally {
      busy.delete(thread);
      if (busy.size === 0 && writes.size + reads.size === 0) idle?.();
    }
  }
  function pumpAll(): void {
    void pump(writer, writes, SMALL_WRITES_PER_COMMIT, 'fair');
    const [first, second] = readers;
    if (first) void pump(first, reads, 1, second ? 'small' : 'fair');
    if (second) void pump(second, reads, 1, 'bulkFirst');
  }
  function ask<Result>(queue: CallQueue, name: string, bulk: boolean, args: unknown): Promise<Result> {
    const refusal = isDown() ?? (closing === null ? null : stopped('The ledger is closed.'));
    if (refusal !== null) return Promise.reject(refusal);
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const call: ThreadCall = { id: nextId++, name, args };
    queue.add({ call, fail: reject, settle: (reply) => settle(reply, resolve, reject) }, bulk);
    Atomics.store(smallWrites, 0, writes.small);
    pumpAll();
    return promise;
  }
  async function shut(): Promise<void> {
    if (busy.size > 0 || writes.size + reads.size > 0) {
      const drained = Promise.withResolvers<void>();
      idle = drained.resolve;
      await drained.promise;
    }
    if (isDown() !== null) return;
    await Promise.all(readers.map((reader) => reader.close()));
    await writer.close();
  }
  return {
    read: (operation, args) => ask(reads, operation.name, operation.bulk, args),
    write: (operation, args) => ask(writes, operation.name, operation.bulk, args),
    anchor: async () => {
      await ask(writes, ANCHOR_NOW, false, null);
    },
    close: () => (closing ??= shut()),
  };
}

function settle<Result>(reply: ThreadReply, resolve: (value: Result) => void, reject: (error: Error) => void): void {
  // The thread ran the very operation whose result type the caller named.
  if (reply.ok) resolve(reply.value as Result);
  else reject(ledgerErrorFrom(reply.error));
}

async function outcome(
  run: Promise<readonly ThreadReply[]>,
): Promise<{ readonly replies: readonly ThreadReply[] } | { readonly error: Error }> {
  try {
    return { replies: await run };
  } catch (error) {
    return { error: error instanceof Error ? error : stopped(String(error)) };
  }
}
