import { clustersOf } from './clusters.ts';
import { optionCount, rowsOfOption, type OptionTable } from './option-table.ts';
import { solvePairs } from './solve-pairs.ts';
import { solveGroups } from './solve-groups.ts';

/** `chosen`: part of every best choice · `tied`: part of some best choice, not of all · `lost`: of none · `undecided`: not found out within the budget. */
export type Standing = 'chosen' | 'tied' | 'lost' | 'undecided';

/** The best choice of options, all clusters together. */
export interface Assignment {
  readonly standing: readonly Standing[];
  /**
   * chosen: what the total loses when this option may not be used · lost: what it loses when this option must be used ·
   * tied: 0 · not found out: -1. In units of the weights.
   */
  readonly margin: Float64Array;
  /** 1 where `margin` of a chosen option is only known to be at least this much. */
  readonly atLeast: Uint8Array;
}

export interface AssignmentBudget {
  /** Rows beyond which a cluster of pairs is not solved whole; the work grows with their third power. */
  readonly pairRows: number;
  /** Choices one search in a cluster with groups may look at. */
  readonly groupSteps: number;
}
export const ASSIGNMENT_BUDGET: AssignmentBudget = { pairRows: 300, groupSteps: 50_000 };

/**
 * Chooses options so that no row is used twice and the sum of weights is the greatest possible, and says of every option how
 * far it is from being decided otherwise. The answer depends on the options alone, not on their order: what ties is reported
 * as tied and not chosen. `sideOf` names the side (0 or 1) of a row where all options pair one row of each side, which is
 * solved faster; other clusters are searched. A cluster beyond the budget keeps what is certain without solving it (an
 * option worth more than everything its rows could do without it together) and is `undecided` for the rest.
 */
export function assign(
  table: OptionTable,
  sideOf: (row: number) => 0 | 1,
  budget: AssignmentBudget = ASSIGNMENT_BUDGET,
): Assignment {
  const count = optionCount(table);
  const standing = Array.from({ length: count }, (): Standing => 'undecided');
  const margin = new Float64Array(count).fill(-1);
  const atLeast = new Uint8Array(count);
  const settle = (options: readonly number[], regrets: Regrets): void => {
    for (const [at, option] of options.entries()) {
      const chosen = regrets.isChosen[at] === 1;
      const loss = regrets.loss[at] ?? 0;
      standing[option] = loss === 0 ? 'tied' : chosen ? 'chosen' : 'lost';
      margin[option] = loss;
    }
  };
  const solve = (options: readonly number[]): boolean => {
    const regrets = isPairs(table, options, sideOf)
      ? rowCountOf(table, options) > budget.pairRows
        ? null
        : solvePairs(table, options, sideOf)
      : solveGroups(table, options, budget.groupSteps);
    if (regrets !== null) settle(options, regrets);
    return regrets !== null;
  };
  for (const cluster of clustersOf(table)) {
    const [only] = cluster;
    if (cluster.length === 1 && only !== undefined) {
      standing[only] = 'chosen';
      margin[only] = table.weight[only] ?? 0;
    } else if (!solve(cluster)) {
      for (const rest of keepCertain(table, cluster, { standing, margin, atLeast })) solve(rest);
    }
  }
  return { standing, margin, atLeast };
}

/** Of options of one cluster, in their order: whether the best choice found has it, and what the other way costs. */
export interface Regrets {
  readonly isChosen: Uint8Array;
  readonly loss: Float64Array;
}

function isPairs(table: OptionTable, options: readonly number[], sideOf: (row: number) => 0 | 1): boolean {
  return options.every((option) => {
    const [left, right, more] = rowsOfOption(table, option);
    return left !== undefined && right !== undefined && more === undefined && sideOf(left) !== sideOf(right);
  });
}

function rowCountOf(table: OptionTable, options: readonly number[]): number {
  return new Set(options.flatMap((option) => [...rowsOfOption(table, option)])).size;
}

/**
 * Chooses what every best choice must hold, again and again, and hands back the clusters that are left. An option is certain
 * when it is worth more than the best other options of each of its rows together: they could not make up for it.
 */
function keepCertain(
  table: OptionTable,
  cluster: readonly number[],
  result: { standing: Standing[]; margin: Float64Array; atLeast: Uint8Array },
): number[][] {
  let open = new Set(cluster);
  for (;;) {
    const best = new Map<number, readonly [number, number]>();
    for (const option of open) {
      const weight = table.weight[option] ?? 0;
      for (const row of rowsOfOption(table, option)) {
        const [first, second] = best.get(row) ?? [0, 0];
        best.set(row, weight > first ? [weight, first] : [first, Math.max(second, weight)]);
      }
    }
    const certain = [...open].filter((option) => {
      const weight = table.weight[option] ?? 0;
      let others = 0;
      for (const row of rowsOfOption(table, option)) {
        const [first, second] = best.get(row) ?? [0, 0];
        // A row's best may be this very option: then its next best is what it could do without.
        others += first === weight ? second : first;
      }
      if (others >= weight) return false;
      result.margin[option] = weight - others;
      return true;
    });
    if (certain.length === 0) break;
    const used = new Set<number>();
    for (const option of certain) {
      result.standing[option] = 'chosen';
      result.atLeast[option] = 1;
      for (const row of rowsOfOption(table, option)) used.add(row);
    }
    open = new Set([...open].filter((option) => !rowsOfOption(table, option).some((row) => used.has(row))));
    for (const option of cluster)
      if (!open.has(option) && result.standing[option] === 'undecided') result.standing[option] = 'lost';
  }
  return clustersOf(table, (option) => open.has(option));
}
