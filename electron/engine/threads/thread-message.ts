import type { LedgerErrorData } from '../../ledger/ledger-error.ts';

/** What a ledger thread is started with. */
export interface ThreadStart {
  readonly file: string;
  readonly role: 'writer' | 'reader';
  /** The 32 bytes of the ledger; handed over, not copied, and wiped by the thread once the ledger is open. */
  readonly key: ArrayBuffer;
  readonly cacheMb: number;
  /** Shared with who asks: the first number says how many small writes wait. */
  readonly smallWrites: Int32Array;
  readonly backupFolder: string | null;
  /** Writer only: where the head of the audit chain is anchored; null leaves it unanchored (tests). */
  readonly anchorFile: string | null;
}
export interface ThreadCall {
  readonly id: number;
  readonly name: string;
  readonly args: unknown;
}
/** Name of the one call a writer thread serves itself: anchor the audit head, after the commit of the calls beside it. */
export const ANCHOR_NOW = 'audit.anchorNow';
/** `run`: for a writer, all calls share one commit. `close`: finish, and end the thread. */
export type ThreadRequest =
  | { readonly type: 'run'; readonly calls: readonly ThreadCall[] }
  | { readonly type: 'close' };
export type ThreadReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: LedgerErrorData };
export type ThreadMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly error: LedgerErrorData }
  | { readonly type: 'done'; readonly replies: readonly ThreadReply[] }
  /** Something that fails no call but must be seen, e.g. the anchor could not be written. */
  | { readonly type: 'warning'; readonly error: LedgerErrorData }
  | { readonly type: 'closed' };
