/**
 * Ways of settling rows, in columns: option `o` uses up the rows `rows[start[o]] .. rows[start[o + 1] - 1]`, each once, and is
 * worth `weight[o]`, a whole number above 0. A row may be used by one option at most; rows may stay unused.
 *
 * Rows are numbered in the order of their content, never of their arrival: then searches that end after a number of steps end
 * at the same place for the same input in any order.
 */
export interface OptionTable {
  readonly rowCount: number;
  readonly start: Int32Array;
  readonly rows: Int32Array;
  readonly weight: Float64Array;
}

/** Table of a list of options. Throws `RangeError` on a weight that is no whole number above 0 and on a row that is not there. */
export function optionTable(
  rowCount: number,
  options: readonly { readonly rows: readonly number[]; readonly weight: number }[],
): OptionTable {
  const start = new Int32Array(options.length + 1);
  for (const [option, { rows }] of options.entries()) start[option + 1] = (start[option] ?? 0) + rows.length;
  const table = {
    rowCount,
    start,
    rows: Int32Array.from(options.flatMap(({ rows }) => rows)),
    weight: Float64Array.from(options, ({ weight }) => weight),
  };
  if (!table.weight.every((weight) => Number.isSafeInteger(weight) && weight > 0))
    throw new RangeError('the weight of an option is a whole number above 0');
  if (!table.rows.every((row) => row >= 0 && row < rowCount))
    throw new RangeError('an option uses a row that is not there');
  return table;
}

/** Number of options of a table. */
export function optionCount(table: OptionTable): number {
  return table.weight.length;
}

/** Rows an option uses. */
export function rowsOfOption(table: OptionTable, option: number): Int32Array {
  return table.rows.subarray(table.start[option] ?? 0, table.start[option + 1] ?? 0);
}
