import { resolve } from 'node:path';
import { UsageError, type OptionSpecs } from '../../electron/engine/headless/command.ts';
import { parseOptions } from '../../electron/engine/headless/parse-command-line.ts';
import type { FaultRow } from './row.ts';
import { ROWS } from './rows.ts';

export interface FaultsOptions {
  readonly rows: readonly FaultRow[];
  /** Null: each row's full count. */
  readonly trials: number | null;
  readonly seed: number;
  /** This shard plays every `count`th trial, from the `index`th on. */
  readonly index: number;
  readonly count: number;
  readonly state: string | null;
  readonly json: boolean;
}

const DEFAULT_SEED = 7;
const MAX = 999_999_999;
const SPECS = {
  row: { type: 'string' },
  trials: { type: 'string' },
  seed: { type: 'string' },
  state: { type: 'string' },
  shard: { type: 'string' },
  json: { type: 'boolean' },
} as const satisfies OptionSpecs;

const ids = () => ROWS.map((row) => row.id).join(', ');

export const FAULTS_HELP = `Usage: npm run -s faults -- [--row ID] [--trials N] [--seed S] [--state FILE] [--shard i/n] [--json]

  --row ID      one of ${ids()}; without it all of them
  --trials N    trials of each row, at least 1; without it each row's full count
  --seed S      other stories; default ${DEFAULT_SEED}
  --state FILE  saved after each trial; the same command goes on there and adds up
  --shard i/n   every n-th trial, from the i-th on
  --json        one JSON object a row on stdout

Exit codes: 0 every row held, or was skipped and says why; 1 a row broke, its control did no damage or was never played, or it was
stopped; 2 bad usage. docs/faults.md explains the rows.`;

/** Reads the command line of the fault bed. Throws UsageError naming what is wrong. */
export function readFaultsOptions(args: readonly string[]): FaultsOptions {
  const { options, words } = parseOptions(args, SPECS, 'faults');
  if (words[0] !== undefined) throw new UsageError(`faults does not take "${words[0]}".`);
  const id = options.text('row');
  const rows = ROWS.filter((row) => id === null || row.id === id);
  if (rows.length === 0) throw new UsageError(`--row ${id}: the rows are ${ids()}.`);
  const shard = options.text('shard') ?? '1/1';
  const [, place = '', of = ''] = /^(\d+)\/(\d+)$/.exec(shard) ?? [];
  const [index, count] = [Number(place), Number(of)];
  if (!(index >= 1 && index <= count)) throw new UsageError(`--shard ${shard}: i/n with i from 1 to n.`);
  const base = process.env['INIT_CWD'] ?? process.cwd();
  const state = options.text('state');
  return {
    rows,
    trials: options.whole('trials', { min: 1, max: MAX }),
    seed: options.whole('seed', { min: 0, max: MAX }) ?? DEFAULT_SEED,
    index,
    count,
    state: state === null ? null : resolve(base, state),
    json: options.flag('json'),
  };
}
