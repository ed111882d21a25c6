import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import { runRead } from '../../ledger/direct-ledger.ts';
import { LedgerError, ledgerErrorData } from '../../ledger/ledger-error.ts';
import type { ReaderHandle, WriterHandle } from '../../ledger/connect-ledger.ts';
import { openReader } from '../../ledger/connect-ledger.ts';
import { openWriter } from '../../ledger/open-ledger.ts';
import type { AnyOperation, WritableLedger } from '../../ledger/operation.ts';
import type { GroupedResult } from '../../ledger/run-group.ts';
import { runGroup } from '../../ledger/run-group.ts';
import { watchSmallWrites } from '../../ledger/small-writes.ts';
import { translateLedgerError } from '../../ledger/translate-error.ts';
import type { AnchorKeeper } from './anchor-keeper.ts';
import { ANCHOR_INTERVAL_MS, anchorKeeper } from './anchor-keeper.ts';
import type { OperationRegistry } from './operation-registry.ts';
import type { ThreadCall, ThreadMessage, ThreadReply, ThreadRequest, ThreadStart } from './thread-message.ts';
import { ANCHOR_NOW } from './thread-message.ts';
import { transferables } from './transferables.ts';

/**
 * The whole life of a ledger thread: opens the ledger, runs what it is asked by name, closes it. A refused opening is told and
 * ends the thread; an error outside an operation is not caught, so that the thread dies and the engine stops.
 */
export function runLedgerThread(operations: OperationRegistry): void {
  const port = parentPort;
  if (port === null) throw new Error('a ledger thread is started by the ledger client');
  const start = workerData as ThreadStart;
  let thread: Thread;
  try {
    thread = start.role === 'writer' ? writerThread(start, operations, port) : readerThread(start, operations);
  } catch (error) {
    post(port, { type: 'refused', error: ledgerErrorData(translateLedgerError(error, 'ledger.open')) });
    return;
  } finally {
    new Uint8Array(start.key).fill(0);
  }
  port.on('message', (request: ThreadRequest) => {
    if (request.type === 'run') return answer(port, thread.run(request.calls), () => thread.afterReply(request.calls));
    thread.close();
    post(port, { type: 'closed' });
    port.close();
  });
  post(port, { type: 'ready' });
}

interface Thread {
  run(calls: readonly ThreadCall[]): readonly ThreadReply[];
  afterReply(calls: readonly ThreadCall[]): void;
  close(): void;
}

function readerThread(start: ThreadStart, operations: OperationRegistry): Thread {
  const db = openReader(start.file, Buffer.from(start.key), { cacheMb: start.cacheMb });
  return {
    run: (calls) =>
      calls.map((call) =>
        reply(
          call.id,
          attempt(call.name, () => read(db, operations, call)),
        ),
      ),
    afterReply: () => undefined,
    close: () => void db.close(),
  };
}

function read(db: ReaderHandle, operations: OperationRegistry, call: ThreadCall): unknown {
  const operation = find(operations, call.name);
  if (operation.kind !== 'read') throw unknownOperation(call.name, 'read');
  return runRead(db, operation, call.args as never);
}

function writerThread(start: ThreadStart, operations: OperationRegistry, port: MessagePort): Thread {
  const { file, cacheMb, backupFolder, anchorFile, smallWrites } = start;
  const backups = backupFolder === null ? {} : { backupFolder };
  const db = openWriter(file, Buffer.from(start.key), { cacheMb, ...backups });
  watchSmallWrites(db, () => Atomics.load(smallWrites, 0) > 0);
  const keeper = anchorFile === null ? null : anchorKeeper(db, anchorFile);
  const warned = (act: (keeper: AnchorKeeper) => void) => {
    if (keeper === null) return;
    const result = attempt('audit.anchor', () => act(keeper));
    if (!result.ok) post(port, { type: 'warning', error: ledgerErrorData(result.error) });
  };
  const timer = setInterval(() => warned((own) => own.anchor()), ANCHOR_INTERVAL_MS);
  return {
    run(calls) {
      const replies = write(
        db,
        operations,
        calls.filter(({ name }) => name !== ANCHOR_NOW),
      );
      const anchors = calls.filter(({ name }) => name === ANCHOR_NOW);
      return [
        ...replies,
        ...anchors.map(({ id, name }) =>
          reply(
            id,
            attempt(name, () => keeper?.anchor()),
          ),
        ),
      ];
    },
    afterReply: (calls) => warned((own) => own.committed(calls.map((call) => call.name))),
    close() {
      clearInterval(timer);
      warned((own) => own.anchor());
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}

function write(db: WriterHandle, operations: OperationRegistry, calls: readonly ThreadCall[]): readonly ThreadReply[] {
  const writes = calls.map(({ name, args }) => ({
    name,
    run(writable: WritableLedger) {
      const operation = find(operations, name);
      if (operation.kind !== 'write') throw unknownOperation(name, 'write');
      return operation.run(writable, args as never);
    },
  }));
  const results = runGroup(db, writes);
  return calls.map(({ id, name }, index) => reply(id, results[index] ?? lost(name)));
}

function find(operations: OperationRegistry, name: string): AnyOperation {
  const operation = operations.get(name);
  if (operation === undefined) throw unknownOperation(name, 'known');
  return operation;
}

function unknownOperation(name: string, what: string): LedgerError {
  return new LedgerError(
    'INTERNAL',
    `The ledger thread has no ${what} operation named ${name}.`,
    'This is a defect of the program: send a support bundle.',
  );
}

function lost(name: string): GroupedResult {
  return { ok: false, error: translateLedgerError(new Error('no result'), name) };
}

function attempt(name: string, act: () => unknown): GroupedResult {
  try {
    return { ok: true, value: act() };
  } catch (error) {
    return { ok: false, error: translateLedgerError(error, name) };
  }
}

function reply(id: number, result: GroupedResult): ThreadReply {
  return result.ok ? { id, ok: true, value: result.value } : { id, ok: false, error: ledgerErrorData(result.error) };
}

/** Posts the replies; a value that cannot cross a thread is a defect of its operation and is answered as one. */
function answer(port: MessagePort, replies: readonly ThreadReply[], after: () => void): void {
  const moved = replies.flatMap((each) => (each.ok ? transferables(each.value) : []));
  try {
    port.postMessage({ type: 'done', replies } satisfies ThreadMessage, [...new Set(moved)]);
  } catch (error) {
    const failed = translateLedgerError(error, 'ledger.answer');
    post(port, { type: 'done', replies: replies.map(({ id }) => ({ id, ok: false, error: ledgerErrorData(failed) })) });
  }
  after();
}

function post(port: MessagePort, message: ThreadMessage): void {
  port.postMessage(message);
}
