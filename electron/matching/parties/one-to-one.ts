import { assign, type Standing } from '../assignment/assign.ts';
import { optionTable, type OptionTable } from '../assignment/option-table.ts';
import { SCORE_FLOOR, type LinkedPairs } from './linked-pairs.ts';
import type { ScoredRows } from './row-pairs.ts';
import type { Profiles } from './profiles.ts';

const MILLION = 1_000_000;

/**
 * Of all pairs those in which no row stands twice and whose scores together are the greatest: exact in each cluster of competing
 * rows within the budget of `assign`. In greater ones what is certain, and then, again and again, the pairs that are strictly
 * better than every other pair of both their rows. Of equal choices none is taken: such rows are left out.
 */
export function oneToOne(linked: LinkedPairs, floor: number = SCORE_FLOOR): ScoredRows {
  const { leftProfiles, rightProfiles } = linked.found;
  const pairs = linked.rows(floor);
  const lefts = leftProfiles.ofRow.length;
  const [leftPlace, rightPlace] = [placesOf(leftProfiles), placesOf(rightProfiles)];
  const order = Uint32Array.from(pairs.left, (_, pair) => pair).sort(
    (a, b) =>
      (leftPlace[pairs.left[a] ?? 0] ?? 0) - (leftPlace[pairs.left[b] ?? 0] ?? 0) ||
      (rightPlace[pairs.right[a] ?? 0] ?? 0) - (rightPlace[pairs.right[b] ?? 0] ?? 0),
  );
  const table = optionTable(
    lefts + rightProfiles.ofRow.length,
    Array.from(order, (pair) => ({
      rows: [leftPlace[pairs.left[pair] ?? 0] ?? 0, lefts + (rightPlace[pairs.right[pair] ?? 0] ?? 0)],
      weight: Math.max(1, Math.round((pairs.score[pair] ?? 0) * MILLION)),
    })),
  );
  const standing = [...assign(table, (row) => (row < lefts ? 0 : 1)).standing];
  takeMutualBest(table, standing);
  const chosen = [...order].filter((_, at) => standing[at] === 'chosen');
  return {
    left: Int32Array.from(chosen, (pair) => pairs.left[pair] ?? 0),
    right: Int32Array.from(chosen, (pair) => pairs.right[pair] ?? 0),
    score: Float64Array.from(chosen, (pair) => pairs.score[pair] ?? 0),
  };
}

/** Place of each row in the order of content. */
function placesOf({ rows }: Profiles): Int32Array {
  const places = new Int32Array(rows.length);
  for (const [place, row] of rows.entries()) places[row] = place;
  return places;
}

/** Chooses among what is undecided the options that are strictly the best of both their rows, until there is none. */
function takeMutualBest(table: OptionTable, standing: Standing[]): void {
  let open = [...standing.keys()].filter((option) => standing[option] === 'undecided');
  while (open.length > 0) {
    const best = new Float64Array(table.rowCount);
    const holders = new Int32Array(table.rowCount);
    for (const option of open)
      for (const row of [table.rows[option * 2] ?? 0, table.rows[option * 2 + 1] ?? 0]) {
        const weight = table.weight[option] ?? 0;
        if (weight > (best[row] ?? 0)) {
          best[row] = weight;
          holders[row] = 1;
        } else if (weight === best[row]) holders[row] = (holders[row] ?? 0) + 1;
      }
    const isBest = (option: number, row: number) => table.weight[option] === best[row] && holders[row] === 1;
    const taken = open.filter(
      (option) => isBest(option, table.rows[option * 2] ?? 0) && isBest(option, table.rows[option * 2 + 1] ?? 0),
    );
    if (taken.length === 0) return;
    const used = new Uint8Array(table.rowCount);
    for (const option of taken) {
      standing[option] = 'chosen';
      used[table.rows[option * 2] ?? 0] = 1;
      used[table.rows[option * 2 + 1] ?? 0] = 1;
    }
    open = open.filter(
      (option) => used[table.rows[option * 2] ?? 0] === 0 && used[table.rows[option * 2 + 1] ?? 0] === 0,
    );
  }
}
