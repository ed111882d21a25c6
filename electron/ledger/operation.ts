import type { Database } from 'better-sqlite3';

declare const readable: unique symbol;
declare const writable: unique symbol;
/** A connection that may only read. The brand makes a write inside a read a compile error. */
export type ReadableLedger = Pick<Database, 'prepare' | 'pragma'> & { readonly [readable]: true };
/** The one connection that may write; only the writer thread holds one. */
export type WritableLedger = ReadableLedger & { readonly [writable]: true };

export interface ReadOperation<Args, Result> {
  readonly kind: 'read';
  readonly name: string;
  readonly run: (db: ReadableLedger, args: Args) => Result;
}
export interface WriteOperation<Args, Result> {
  readonly kind: 'write';
  readonly name: string;
  readonly run: (db: WritableLedger, args: Args) => Result;
}
export type AnyOperation = ReadOperation<never, unknown> | WriteOperation<never, unknown>;

/** Names a synchronous read; `topic.verb` names are unique across the program (the registry refuses a second one). */
export function defineRead<Args, Result>(
  name: string,
  run: (db: ReadableLedger, args: Args) => Result,
): ReadOperation<Args, Result> {
  return { kind: 'read', name, run };
}

/** Names a synchronous write. It runs whole inside one immediate transaction: it either happened or it did not. */
export function defineWrite<Args, Result>(
  name: string,
  run: (db: WritableLedger, args: Args) => Result,
): WriteOperation<Args, Result> {
  return { kind: 'write', name, run };
}

/**
 * What the asynchronous parts of the program see of the ledger. Arguments and results cross a thread, so they are plain
 * data (structured clone). Rejects with `LedgerError`; a rejected write changed nothing.
 */
export interface Ledger {
  read<Args, Result>(operation: ReadOperation<Args, Result>, args: Args): Promise<Result>;
  write<Args, Result>(operation: WriteOperation<Args, Result>, args: Args): Promise<Result>;
}
