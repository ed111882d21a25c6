/** Counts of one row; they add up over shards and sittings. */
export interface RowTally {
  readonly trials: number;
  /** Trials after which money stood twice in PeopleSoft's own books. */
  readonly doubled: number;
  /** Trials after which an intended payment was missing. */
  readonly lost: number;
  /** Trials that ended with an outcome nobody knows although it could be read. */
  readonly stuckUnknown: number;
  /** Trials in which a state, an amount, an item, a date or an account was not what it said. */
  readonly silentlyWrong: number;
  readonly auditBroken: number;
  readonly control: { readonly name: string; readonly caught: number; readonly of: number };
  /** Trials by where the fault hit. */
  readonly byFault: Readonly<Record<string, number>>;
}
export interface RowRequest {
  /** Trials of this shard, as places in the whole run: trial n has the same story whoever plays it. */
  readonly trials: readonly number[];
  readonly seed: number;
  readonly onProgress: (text: string) => void;
  /** After each story: what it counted. */
  readonly onTally: (tally: RowTally, playedTo: number) => void;
  readonly signal?: AbortSignal;
  /** The control is played at least once, also where none of these trials would: without it a row proves nothing. */
  readonly controlAtLeastOnce?: boolean;
}
/** One kind of fault with the control that shows that the bed would see its damage. */
export interface FaultRow {
  readonly id: string;
  /** Trials of a full run. */
  readonly fullTrials: number;
  /** Part of the control's trials in which it must show its damage; default all. */
  readonly controlFloor?: number;
  /** Why it cannot be played on this machine, in a sentence; null or absent when it can. A skipped row has not passed. */
  whySkipped?(): string | null;
  run(request: RowRequest): Promise<void>;
}

export function emptyTally(control: string): RowTally {
  return {
    trials: 0,
    doubled: 0,
    lost: 0,
    stuckUnknown: 0,
    silentlyWrong: 0,
    auditBroken: 0,
    control: { name: control, caught: 0, of: 0 },
    byFault: {},
  };
}

export function addTallies(left: RowTally, right: RowTally): RowTally {
  const byFault: Record<string, number> = { ...left.byFault };
  for (const [fault, count] of Object.entries(right.byFault)) byFault[fault] = (byFault[fault] ?? 0) + count;
  return {
    trials: left.trials + right.trials,
    doubled: left.doubled + right.doubled,
    lost: left.lost + right.lost,
    stuckUnknown: left.stuckUnknown + right.stuckUnknown,
    silentlyWrong: left.silentlyWrong + right.silentlyWrong,
    auditBroken: left.auditBroken + right.auditBroken,
    control: {
      name: left.control.name,
      caught: left.control.caught + right.control.caught,
      of: left.control.of + right.control.of,
    },
    byFault,
  };
}

/** A row is broken by any damage, and void when its control was played and did not show its own often enough. */
export function isRowBroken(tally: RowTally, controlFloor = 1): boolean {
  const { doubled, lost, stuckUnknown, silentlyWrong, auditBroken, control } = tally;
  const damaged = doubled + lost + stuckUnknown + silentlyWrong + auditBroken;
  return damaged > 0 || control.caught < control.of * controlFloor;
}

/** A row whose control was never played is void: nobody knows whether the bed would have seen its damage. */
export function isRowVoid({ control }: RowTally): boolean {
  return control.of === 0;
}
