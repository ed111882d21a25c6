import type { Regrets } from './assign.ts';
import { rowsOfOption, type OptionTable } from './option-table.ts';
import { PairNetwork } from './pair-network.ts';

/**
 * Best choice in a cluster whose options each pair one row of either side: a maximum weight matching. What the other way costs
 * is the shortest way back around the option in what is left of the network, so that all of it is found with one search a row.
 */
export function solvePairs(table: OptionTable, options: readonly number[], sideOf: (row: number) => 0 | 1): Regrets {
  const numbers = [new Map<number, number>(), new Map<number, number>()] as const;
  const numberOf = (row: number): number => {
    const mine = numbers[sideOf(row)];
    const known = mine.get(row);
    if (known !== undefined) return known;
    mine.set(row, mine.size);
    return mine.size - 1;
  };
  const left = new Int32Array(options.length);
  const right = new Int32Array(options.length);
  for (const [at, option] of options.entries())
    for (const row of rowsOfOption(table, option)) (sideOf(row) === 0 ? left : right)[at] = numberOf(row);
  const weight = Float64Array.from(options, (option) => table.weight[option] ?? 0);
  const network = new PairNetwork({ left, right, weight, lefts: numbers[0].size, rights: numbers[1].size });
  network.settle();
  return { isChosen: network.matched, loss: network.losses() };
}
