/** What one bench is asked to do. */
export interface BenchRequest {
  /** Rows to measure at; each bench says what one row is. */
  readonly rows: number;
  /** Measured runs of each side after one warm-up; default five, three when a run takes longer than two minutes. */
  readonly runs?: number;
  /** A line for the person who waits. */
  readonly say: (line: string) => void;
}
/** What a bench found. Times are medians. */
export interface BenchFigures {
  /** Rows really measured; a generated month never has exactly the number asked for. */
  readonly rows: number;
  readonly seconds: number;
  readonly boundSeconds: number;
  readonly boundRowsPerSec: number;
  /** Ours over bound: time, except where the bench says throughput. */
  readonly ratio: number;
  /** Highest memory of this process, by the operating system, while our side ran. */
  readonly peakMb: number;
  readonly reach: Readonly<Record<string, number>>;
  readonly ok: boolean;
  /** Why the figure must not be quoted (the machine was busy: the bound itself was far below its known rate); null when it may. */
  readonly void: string | null;
  readonly [more: string]: unknown;
}
export interface Bench {
  readonly name: string;
  /** One line for the list of benches. */
  readonly summary: string;
  /** Rows without `--rows`. */
  readonly rows: number;
  run(request: BenchRequest): Promise<BenchFigures>;
}
