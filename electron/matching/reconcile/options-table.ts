import type { OptionTable } from '../assignment/option-table.ts';
import type { Option } from './option.ts';

/** Odds beyond this are as good as certain; greater ones would only swallow what they are added to. */
const GREATEST_ODDS = 30;

/** Options in columns, for how likely each is; left rows are numbered first. Their weights are odds and no whole numbers yet. */
export function optionsTable(options: readonly Option[], lefts: number, rights: number): OptionTable {
  const start = new Int32Array(options.length + 1);
  const rows: number[] = [];
  for (const [at, option] of options.entries()) {
    rows.push(...option.lefts);
    for (const right of option.rights) rows.push(lefts + right);
    start[at + 1] = rows.length;
  }
  return {
    rowCount: lefts + rights,
    start,
    rows: Int32Array.from(rows),
    weight: Float64Array.from(options, ({ logOdds }) => Math.min(logOdds, GREATEST_ODDS)),
  };
}
