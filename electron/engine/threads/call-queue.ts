import type { ThreadCall, ThreadReply } from './thread-message.ts';

export interface QueuedCall {
  readonly call: ThreadCall;
  readonly settle: (reply: ThreadReply) => void;
  readonly fail: (error: Error) => void;
}

/** After so many turns of small calls a waiting bulk call gets one, so that it cannot wait for ever. */
const SMALL_TURNS_BEFORE_BULK = 8;

/** `fair`: small calls first, a bulk call now and then. `small`: never a bulk call. `bulkFirst`: small ones only when no bulk call waits. */
export type Takes = 'fair' | 'small' | 'bulkFirst';

/** Two lines before one thread: what a person waits for, and bulk work. */
export interface CallQueue {
  add(call: QueuedCall, bulk: boolean): void;
  /** What goes next: up to `most` small calls, or one bulk call; empty when nothing waits that this thread takes. */
  take(most: number, takes: Takes): readonly QueuedCall[];
  readonly size: number;
  /** How many small calls wait. */
  readonly small: number;
  /** Empties both lines and returns what was in them. */
  drain(): readonly QueuedCall[];
}

/** A new, empty queue. Calls of one line keep their order. */
export function callQueue(): CallQueue {
  let small: QueuedCall[] = [];
  let bulk: QueuedCall[] = [];
  let smallTurns = 0;
  return {
    add: (call, isBulk) => void (isBulk ? bulk : small).push(call),
    take(most, takes) {
      const bulkIsDue = takes === 'bulkFirst' || small.length === 0 || smallTurns >= SMALL_TURNS_BEFORE_BULK;
      if (takes !== 'small' && bulk.length > 0 && bulkIsDue) {
        smallTurns = 0;
        return bulk.splice(0, 1);
      }
      smallTurns += 1;
      return small.splice(0, most);
    },
    get size() {
      return small.length + bulk.length;
    },
    get small() {
      return small.length;
    },
    drain() {
      const all = [...small, ...bulk];
      small = [];
      bulk = [];
      return all;
    },
  };
}
