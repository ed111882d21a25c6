import { readFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { addTallies, emptyTally, isRowBroken, type FaultRow, type RowTally } from './row.ts';
import { ROWS } from './rows.ts';

/** `npm run faults -- [--row ID] [--trials N] [--seed S] [--state FILE] [--shard i/n] [--json]`: the fault bed. */
const DEFAULT_SEED = 7;
const BAD_USAGE = 2;

interface RowState {
  readonly seed: number;
  readonly shard: string;
  /** Trials of this shard that have been played. */
  readonly played: number;
  readonly tally: RowTally;
}
type State = Record<string, RowState>;

class Usage extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      row: { type: 'string' },
      trials: { type: 'string' },
      seed: { type: 'string', default: String(DEFAULT_SEED) },
      state: { type: 'string' },
      shard: { type: 'string', default: '1/1' },
      json: { type: 'boolean', default: false },
    },
  });
  const rows = ROWS.filter((row) => values.row === undefined || row.id === values.row);
  if (rows.length === 0) throw new Usage(`--row ${values.row}: the rows are ${ROWS.map((row) => row.id).join(', ')}.`);
  const trials = values.trials === undefined ? null : whole(values.trials, '--trials');
  const [, shard = '', of = ''] = /^(\d+)\/(\d+)$/.exec(values.shard) ?? [];
  const [index, count] = [Number(shard), Number(of)];
  if (!(index >= 1 && index <= count)) throw new Usage(`--shard ${values.shard}: i/n with i from 1 to n.`);
  const base = process.env['INIT_CWD'] ?? process.cwd();
  const state = values.state === undefined ? null : resolve(base, values.state);
  return { rows, trials, seed: whole(values.seed, '--seed'), index, count, state, json: values.json };
}

function whole(text: string, name: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Usage(`${name} ${text}: a whole number.`);
  return Number(text);
}

function readState(file: string | null): State {
  return file === null || !existsSync(file) ? {} : (JSON.parse(readFileSync(file, 'utf8')) as State);
}

function writeState(file: string | null, state: State): void {
  if (file === null) return;
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

async function playRow(row: FaultRow, options: ReturnType<typeof readOptions>): Promise<RowTally> {
  const { seed, index, count } = options;
  const shard = `${index}/${count}`;
  const all = Array.from({ length: options.trials ?? row.fullTrials }, (_, trial) => trial);
  const mine = all.filter((trial) => trial % count === index - 1);
  const state = readState(options.state);
  const key = `${row.id} ${shard}`;
  const before = state[key];
  if (before !== undefined && (before.seed !== seed || before.shard !== shard))
    throw new Usage(`--state: its row ${key} was played with seed ${before.seed}, not ${seed}.`);
  const played = before?.played ?? 0;
  let tally = before?.tally ?? null;
  await row.run({
    trials: mine.slice(played),
    seed,
    onProgress: (text) => process.stderr.write(`${row.id}: ${text}\n`),
    onTally(more, playedTo) {
      tally = tally === null ? more : addTallies(tally, more);
      writeState(options.state, {
        ...readState(options.state),
        [key]: { seed, shard, played: played + playedTo, tally },
      });
    },
  });
  return tally ?? emptyTally('');
}

function text({ id, controlFloor }: FaultRow, tally: RowTally): string {
  const { trials, doubled, lost, stuckUnknown, silentlyWrong, auditBroken, control } = tally;
  const verdict = isRowBroken(tally, controlFloor) ? 'BROKEN' : 'holds';
  return `${id}: ${verdict}; ${trials} trials, ${doubled} doubled, ${lost} lost, ${stuckUnknown} stuck unknown, ${silentlyWrong} silently wrong, ${auditBroken} audit broken; control "${control.name}" caught ${control.caught} of ${control.of}`;
}

async function main(): Promise<number> {
  const options = readOptions();
  let isBroken = false;
  for (const row of options.rows) {
    const skipped = row.whySkipped?.() ?? null;
    const tally = skipped === null ? await playRow(row, options) : emptyTally('');
    isBroken ||= isRowBroken(tally, row.controlFloor);
    const json = JSON.stringify({ row: row.id, ...tally, skipped });
    const words = skipped === null ? text(row, tally) : `${row.id}: skipped, not played: ${skipped}`;
    process.stdout.write(`${options.json ? json : words}\n`);
  }
  return isBroken ? 1 : 0;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  const isUsage = error instanceof Usage || (error instanceof TypeError && 'code' in error);
  return isUsage ? BAD_USAGE : 1;
});
