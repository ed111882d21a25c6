import type { ReadableLedger } from './operation.ts';

const waits = new WeakMap<object, () => boolean>();

/** Tells the connection how to find out whether a small write waits for its turn: one that a person stands behind. */
export function watchSmallWrites(db: ReadableLedger, isWaiting: () => boolean): void {
  waits.set(db, isWaiting);
}

/**
 * Whether a small write waits for the one that is running to end. A long one asks this between parts that are whole by themselves, and ends
 * after the part it is at: then it may be as large as is good for it, and yet nobody waits for more than a part. Never, where nobody said.
 */
export function smallWriteWaits(db: ReadableLedger): boolean {
  return waits.get(db)?.() ?? false;
}
