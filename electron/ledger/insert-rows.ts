import type { WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Rows of one statement: each statement that triggers may refuse keeps what it changes of every page apart, which costs more than a row. */
const AT_ONCE = 25;

type Value = string | number | null;

/**
 * Inserts rows in their order, many in one statement. `insert` is the statement up to its VALUES, `row` one parenthesis of what follows; each row
 * gives the values of its parameters. Both are constant text. Errors as those of a single insert; then some rows before it may be in.
 */
export function insertRows(db: WritableLedger, insert: string, row: string, rows: readonly (readonly Value[])[]): void {
  const whole = rows.length - (rows.length % AT_ONCE);
  if (whole > 0) {
    const many = statement(db, `${insert} ${Array.from({ length: AT_ONCE }, () => row).join(', ')}`);
    for (let from = 0; from < whole; from += AT_ONCE) many.run(...rows.slice(from, from + AT_ONCE).flat());
  }
  const one = statement(db, `${insert} ${row}`);
  for (const rest of rows.slice(whole)) one.run(...rest);
}
