const STEPS = 4;

/** Natural logarithm in steps of a quarter: what is learned stays put when a row that has nothing to do with it comes or goes. */
export function roundedLog(value: number): number {
  return Math.round(Math.log(value) * STEPS) / STEPS;
}

/** A count of rows as it weighs in shares, moved by a single row as rarely. */
export function roundedCount(count: number): number {
  return Math.exp(roundedLog(Math.max(1, count)));
}
