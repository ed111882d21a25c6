import { optionCount, type OptionTable } from '../assignment/option-table.ts';

const ROUNDS = 40;
const SETTLED = 1e-4;

/**
 * How likely each option is, when a row is used by one option at most and `logOdds[o]` says how much likelier option `o` is than that
 * its rows stay alone. Belief propagation: exact where options do not compete in circles, close elsewhere. The number of
 * rounds is bounded; the order of rows makes no difference beyond the rounding of sums.
 */
export function marginals(table: OptionTable, logOdds: Float64Array): Float64Array {
  const count = optionCount(table);
  const places = table.rows.length;
  const odds = logOdds.map((each) => Math.exp(Math.min(each, 500)));
  // What a row tells an option: how likely it is free, but for this one.
  const free = new Float64Array(places).fill(1);
  const pull = new Float64Array(places);
  const sums = new Float64Array(table.rowCount);
  for (let round = 0; round < ROUNDS; round++) {
    sums.fill(0);
    for (let option = 0; option < count; option++) {
      const from = table.start[option] ?? 0;
      const to = table.start[option + 1] ?? 0;
      for (let at = from; at < to; at++) {
        let others = odds[option] ?? 0;
        for (let other = from; other < to; other++) if (other !== at) others *= free[other] ?? 1;
        pull[at] = others;
        const row = table.rows[at] ?? 0;
        sums[row] = (sums[row] ?? 0) + others;
      }
    }
    let change = 0;
    for (let at = 0; at < places; at++) {
      const rest = Math.max(0, (sums[table.rows[at] ?? 0] ?? 0) - (pull[at] ?? 0));
      const next = ((free[at] ?? 1) + 1 / (1 + rest)) / 2;
      change = Math.max(change, Math.abs(next - (free[at] ?? 1)));
      free[at] = next;
    }
    if (change < SETTLED) break;
  }
  const likely = new Float64Array(count);
  for (let option = 0; option < count; option++) {
    let weight = odds[option] ?? 0;
    for (let at = table.start[option] ?? 0; at < (table.start[option + 1] ?? 0); at++) weight *= free[at] ?? 1;
    likely[option] = weight / (1 + weight);
  }
  return likely;
}
