import { parseArgs } from 'node:util';
import type { Bench, BenchFigures } from './bench.ts';
import { stillThere } from '../support/still-there.ts';
import { BENCHES } from './benches.ts';

const BAD_USAGE = 2;

/** `npm run -s bench -- <name> [--rows N] [--runs N] [--json]`: one bench, one JSON object on stdout; 0 whatever the figure. */
async function main(argv: readonly string[]): Promise<number> {
  let asked: ReturnType<typeof readArguments>;
  try {
    asked = readArguments(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage()}\n`);
    return BAD_USAGE;
  }
  const { bench, rows, runs } = asked;
  const progress = stillThere((line) => process.stderr.write(`bench ${bench.name}: ${line}\n`));
  try {
    const figures = await bench.run({
      rows: rows ?? bench.rows,
      ...(runs === null ? {} : { runs }),
      say: progress.say,
    });
    process.stdout.write(`${JSON.stringify({ name: bench.name, ...figures } satisfies BenchFigures)}\n`);
    return 0;
  } finally {
    progress.end();
  }
}

function readArguments(argv: readonly string[]): { bench: Bench; rows: number | null; runs: number | null } {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { rows: { type: 'string' }, runs: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [name, ...rest] = positionals;
  const bench = BENCHES.find((each) => each.name === name);
  if (bench === undefined) throw new Error(name === undefined ? 'Name a bench.' : `There is no bench "${name}".`);
  if (rest.length > 0) throw new Error(`One bench at a time; ${rest.join(' ')} is too much.`);
  return { bench, rows: whole('--rows', values.rows), runs: whole('--runs', values.runs) };
}

function whole(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${option} needs a whole number above zero.`);
  return value;
}

function usage(): string {
  const lines = BENCHES.map((bench) => `  ${bench.name.padEnd(10)} ${bench.summary}`);
  return `Usage: bench <name> [--rows N] [--runs N] [--json]\n${lines.join('\n')}`;
}

process.exitCode = await main(process.argv.slice(2));
