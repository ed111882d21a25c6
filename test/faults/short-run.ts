import { addTallies, emptyTally, isRowBroken, type FaultRow, type RowTally } from './row.ts';

/** Default seed of the suite; `FAULT_SEED` plays other stories. */
const SUITE_SEED = Number(process.env['FAULT_SEED'] ?? 7);

export interface ShortRun {
  readonly tally: RowTally;
  readonly isBroken: boolean;
  /** What the row said, seed and trial numbers of anything broken included. */
  readonly said: string;
}

/** Plays the first trials of a row, or those with the given numbers, as the suite does. */
export async function shortRun(
  row: FaultRow,
  trials: number | readonly number[],
  seed = SUITE_SEED,
): Promise<ShortRun> {
  const said = [`seed ${seed}`];
  let tally: RowTally = emptyTally('');
  let first = true;
  await row.run({
    trials: typeof trials === 'number' ? Array.from({ length: trials }, (_, trial) => trial) : trials,
    seed,
    onProgress: (text) => said.push(text),
    onTally(more) {
      tally = first ? more : addTallies(tally, more);
      first = false;
    },
  });
  return { tally, isBroken: isRowBroken(tally, row.controlFloor), said: said.join('\n') };
}
