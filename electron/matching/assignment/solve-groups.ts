import type { Regrets } from './assign.ts';
import { rowsOfOption, type OptionTable } from './option-table.ts';

/**
 * Best choice in a cluster whose options may use several rows of a side, by branch and bound. Null when one of the searches
 * would look at more than `stepBudget` choices. Options are tried from the heaviest, equal ones by their rows, so that the
 * number of steps does not depend on the order in which they were handed in.
 */
export function solveGroups(table: OptionTable, options: readonly number[], stepBudget: number): Regrets | null {
  const order = [...options.keys()].toSorted((left, right) => compare(table, options[left] ?? 0, options[right] ?? 0));
  const ordered = order.map((at) => options[at] ?? 0);
  const whole = search(table, ordered, { stepBudget, forbidden: -1, required: -1 });
  if (whole === null) return null;
  const isChosen = new Uint8Array(options.length);
  const loss = new Float64Array(options.length);
  for (const [position, at] of order.entries()) {
    const chosen = whole.chosen.has(position);
    const other = search(table, ordered, {
      stepBudget,
      forbidden: chosen ? position : -1,
      required: chosen ? -1 : position,
    });
    if (other === null) return null;
    isChosen[at] = chosen ? 1 : 0;
    loss[at] = whole.total - other.total;
  }
  return { isChosen, loss };
}

function compare(table: OptionTable, left: number, right: number): number {
  const difference = (table.weight[right] ?? 0) - (table.weight[left] ?? 0);
  if (difference !== 0) return difference;
  const mine = rowsOfOption(table, left);
  const others = rowsOfOption(table, right);
  for (let at = 0; at < Math.min(mine.length, others.length); at++) {
    const step = (mine[at] ?? 0) - (others[at] ?? 0);
    if (step !== 0) return step;
  }
  return mine.length - others.length;
}

interface Found {
  readonly total: number;
  readonly chosen: ReadonlySet<number>;
}

/** The heaviest set of options that share no row; positions point into `options`. */
function search(
  table: OptionTable,
  options: readonly number[],
  ask: { readonly stepBudget: number; readonly forbidden: number; readonly required: number },
): Found | null {
  // What is left to gain from a position on, were there no conflicts.
  const gain = new Float64Array(options.length + 1);
  for (let at = options.length - 1; at >= 0; at--)
    gain[at] = (gain[at + 1] ?? 0) + (at === ask.forbidden ? 0 : (table.weight[options[at] ?? 0] ?? 0));
  const used = new Set<number>();
  const stack: number[] = [];
  let best: Found = { total: -1, chosen: new Set() };
  let steps = 0;
  const take = (position: number): boolean => {
    const rows = rowsOfOption(table, options[position] ?? 0);
    if (rows.some((row) => used.has(row))) return false;
    for (const row of rows) used.add(row);
    stack.push(position);
    return true;
  };
  const giveBack = (position: number): void => {
    for (const row of rowsOfOption(table, options[position] ?? 0)) used.delete(row);
    stack.pop();
  };
  const from = (position: number, total: number): boolean => {
    if (++steps > ask.stepBudget) return false;
    if (total > best.total) best = { total, chosen: new Set(stack) };
    for (let at = position; at < options.length; at++) {
      if (total + (gain[at] ?? 0) <= best.total) return true;
      if (at === ask.forbidden || at === ask.required || !take(at)) continue;
      const goesOn = from(at + 1, total + (table.weight[options[at] ?? 0] ?? 0));
      giveBack(at);
      if (!goesOn) return false;
    }
    return true;
  };
  const start = ask.required >= 0 && take(ask.required) ? (table.weight[options[ask.required] ?? 0] ?? 0) : 0;
  return from(0, start) ? best : null;
}
