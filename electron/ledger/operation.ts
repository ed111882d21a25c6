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
  /** Long work: it never stands before a click of a person. */
  readonly bulk: boolean;
  readonly run: (db: ReadableLedger, args: Args) => Result;
}
export interface WriteOperation<Args, Result> {
  readonly kind: 'write';
  readonly name: string;
  /** Long work: it waits for what a person asked for, and has a commit of its own. */
  readonly bulk: boolean;
  readonly run: (db: WritableLedger, args: Args) => Result;
}
export type AnyOperation = ReadOperation<never, unknown> | WriteOperation<never, unknown>;

/**
 * Names a synchronous read; `topic.verb` names are unique across the program (the registry refuses a second one). Mark reads
 * of many rows as `bulk`: they go to a reader of their own where there is one.
 */
export function defineRead<Args, Result>(
  name: string,
  run: (db: ReadableLedger, args: Args) => Result,
  options: { readonly bulk?: boolean } = {},
): ReadOperation<Args, Result> {
  return { kind: 'read', name, bulk: options.bulk ?? false, run };
}

/**
 * Names a synchronous write. It runs whole inside one immediate transaction: it either happened or it did not. Mark writes of
 * many rows as `bulk`: small ones share a commit and go first.
 */
export function defineWrite<Args, Result>(
  name: string,
  run: (db: WritableLedger, args: Args) => Result,
  options: { readonly bulk?: boolean } = {},
): WriteOperation<Args, Result> {
  return { kind: 'write', name, bulk: options.bulk ?? false, run };
}

/**
 * What the asynchronous parts of the program see of the ledger. Arguments and results cross a thread, so they are plain
 * data (structured clone; typed arrays at the top of a result move without a copy). Rejects with `LedgerError`; a rejected
 * write changed nothing. Small writes keep their order among themselves, bulk writes theirs.
 */
export interface Ledger {
  read<Args, Result>(operation: ReadOperation<Args, Result>, args: Args): Promise<Result>;
  write<Args, Result>(operation: WriteOperation<Args, Result>, args: Args): Promise<Result>;
}
