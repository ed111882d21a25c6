/**
 * By what an item is known to `SenderWatch` and `LookPace`, which go by the keys of deposits: below zero, so that the two never meet.
 */
export function watchKey(postingId: number): number {
  return -postingId;
}
