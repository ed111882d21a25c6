import { parseArgs } from 'node:util';
import { faultsOf, runDemo, wrongRateUpperBound, type DemoResult } from './run-demo.ts';
import { stillThere } from '../support/still-there.ts';
import { median, rounded } from './measure.ts';

const MAX_TIME_RATIO = 25;
const MAX_MEMORY_RATIO = 2;
const LARGE_MOVEMENTS = 100_000;
const LARGE_SEED = 7;
const COLUMNS = [
  'seed',
  'moves',
  'auto',
  'prop',
  'ambig',
  'unmat',
  'right',
  'wrong',
  'wrong<',
  'confd',
  'dup',
  'audit',
];
const COSTS = ['s', 'cpu s', 'MB'];
const BAD_USAGE = 2;

interface Series {
  readonly seeds: readonly number[];
  readonly movements: number;
  readonly large: boolean;
}

/**
 * `npm run -s demo:seeds -- [--from N] [--to N] [--movements N] [--large]`: the demo for each seed, a row each, judged by truth
 * and the simulator's own books. `--large`: once more at 100,000, as ratios to the median of the seeds. Ends with 1 when
 * anything is wrong, double, unknown or broken, or a ratio is too high.
 */
async function main(argv: readonly string[]): Promise<number> {
  let series: Series;
  try {
    series = readArguments(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return BAD_USAGE;
  }
  print([...COLUMNS, ...COSTS]);
  const results: DemoResult[] = [];
  const faults: string[] = [];
  const progress = stillThere((line) => process.stderr.write(`demo:seeds: ${line}\n`));
  try {
    for (const [done, seed] of series.seeds.entries()) {
      progress.standing(`seed ${seed}, ${done} of ${series.seeds.length} done`);
      const result = await runDemo(seed, series.movements);
      results.push(result);
      print(row(seed, result));
      faults.push(...faultsOf(result).map((fault) => `seed ${seed}: ${fault}`));
    }
    summarise(results);
    progress.standing(`${LARGE_MOVEMENTS} movements`);
    if (series.large) faults.push(...(await compareLarge(results)));
  } finally {
    progress.end();
  }
  for (const fault of faults) process.stdout.write(`WRONG: ${fault}\n`);
  process.stdout.write(faults.length === 0 ? 'All as it must be.\n' : `${faults.length} faults.\n`);
  return faults.length === 0 ? 0 : 1;
}

function readArguments(argv: readonly string[]): Series {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      from: { type: 'string', default: '1' },
      to: { type: 'string', default: '20' },
      movements: { type: 'string', default: '5000' },
      large: { type: 'boolean', default: false },
    },
  });
  const whole = (option: string, text: string) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${option} needs a whole number above zero.`);
    return value;
  };
  const [from, to] = [whole('--from', values.from), whole('--to', values.to)];
  if (to < from) throw new Error('--to is before --from.');
  const seeds = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return { seeds, movements: whole('--movements', values.movements), large: values.large };
}

function row(seed: number, result: DemoResult): readonly (string | number)[] {
  const { matched, truth, posted, simulator, audit } = result;
  return [
    seed,
    result.movements,
    matched.auto,
    matched.proposed,
    matched.ambiguous,
    matched.unmatched,
    truth.autoCorrect,
    truth.autoWrong,
    upperBound(truth),
    posted.confirmed,
    simulator.duplicatePayments,
    audit.valid ? 'valid' : 'BROKEN',
    (result.elapsedMs / 1_000).toFixed(1),
    result.cpuSeconds.toFixed(1),
    result.peakMb,
  ];
}

/** The rule of three speaks only of series without a wrong one. */
function upperBound({ autoCorrect, autoWrong }: DemoResult['truth']): string {
  return autoWrong > 0 ? '-' : `${(wrongRateUpperBound(autoCorrect) * 100).toFixed(3)}%`;
}

function summarise(results: readonly DemoResult[]): void {
  const sum = (of: (result: DemoResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const truth = { autoCorrect: sum((each) => each.truth.autoCorrect), autoWrong: sum((each) => each.truth.autoWrong) };
  process.stdout.write(
    `\n${results.length} seeds: ${truth.autoCorrect} automatic decisions right, ${truth.autoWrong} wrong ` +
      `(95 % upper bound of the wrong rate ${upperBound(truth)}); ${sum((each) => each.posted.confirmed)} payments confirmed, ` +
      `${sum((each) => each.simulator.duplicatePayments)} double, ${sum((each) => each.posted.unknown)} unknown, ` +
      `${sum((each) => each.posted.rejected)} refused.\n`,
  );
}

async function compareLarge(small: readonly DemoResult[]): Promise<readonly string[]> {
  const large = await runDemo(LARGE_SEED, LARGE_MOVEMENTS);
  print([...COLUMNS, ...COSTS]);
  print(row(LARGE_SEED, large));
  const ratio = (of: (result: DemoResult) => number) => rounded(of(large) / median(small.map(of)));
  const wall = ratio((each) => each.elapsedMs);
  const processor = ratio((each) => each.cpuSeconds);
  const memory = ratio((each) => each.peakMb);
  process.stdout.write(
    `\n${LARGE_MOVEMENTS} movements against the median of the seeds: ${wall} times the elapsed time, ${processor} times the ` +
      `processor time of the engine, ${memory} times the memory.\n`,
  );
  return [
    ...faultsOf(large).map((fault) => `${LARGE_MOVEMENTS} movements: ${fault}`),
    ...(Math.max(wall, processor) > MAX_TIME_RATIO ? [`more than ${MAX_TIME_RATIO} times the time`] : []),
    ...(memory > MAX_MEMORY_RATIO ? [`more than ${MAX_MEMORY_RATIO} times the memory`] : []),
  ];
}

function print(cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell) => String(cell).padStart(7)).join('')}\n`);
}

process.exitCode = await main(process.argv.slice(2));
