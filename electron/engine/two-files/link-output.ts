import { csvLine } from '../csv-text.ts';
import type { ScoredRows } from '../../matching/parties/row-pairs.ts';

const LINES_AT_ONCE = 5_000;

/**
 * Pairs as CSV, piece by piece, best first: `left_id,right_id,score`, CRLF, scores with six decimals. Equal scores stand in the order of
 * their ids, which is only where they are printed.
 */
export function* pairsCsv(
  pairs: ScoredRows,
  leftIds: readonly string[],
  rightIds: readonly string[],
): Generator<string> {
  yield csvLine(['left_id', 'right_id', 'score']);
  const order = bestFirst(pairs, leftIds, rightIds);
  for (let from = 0; from < order.length; from += LINES_AT_ONCE) {
    let text = '';
    for (const pair of order.slice(from, from + LINES_AT_ONCE))
      text += csvLine([
        leftIds[pairs.left[pair] ?? 0] ?? '',
        rightIds[pairs.right[pair] ?? 0] ?? '',
        (pairs.score[pair] ?? 0).toFixed(6),
      ]);
    yield text;
  }
}

function bestFirst({ left, right, score }: ScoredRows, leftIds: readonly string[], rightIds: readonly string[]) {
  const leftRank = ranksOf(leftIds);
  const rightRank = ranksOf(rightIds);
  return Uint32Array.from(score, (_, pair) => pair).sort(
    (a, b) =>
      (score[b] ?? 0) - (score[a] ?? 0) ||
      (leftRank[left[a] ?? 0] ?? 0) - (leftRank[left[b] ?? 0] ?? 0) ||
      (rightRank[right[a] ?? 0] ?? 0) - (rightRank[right[b] ?? 0] ?? 0),
  );
}

function ranksOf(ids: readonly string[]): Uint32Array {
  const order = Array.from(ids, (id, row) => [id, row] as const).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const ranks = new Uint32Array(ids.length);
  for (const [rank, [, row]] of order.entries()) ranks[row] = rank;
  return ranks;
}
