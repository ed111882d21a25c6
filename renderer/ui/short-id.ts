const HEAD = 8;
const TAIL = 4;

/** An id shortened in the middle (`ch_3QKAb…7Yd4`), where prefix and last characters tell ids apart; short ones stay whole. */
export function shortId(id: string): string {
  return id.length <= HEAD + TAIL + 2 ? id : `${id.slice(0, HEAD)}…${id.slice(-TAIL)}`;
}
