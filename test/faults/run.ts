import { readFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { UsageError } from '../../electron/engine/headless/command.ts';
import { interruption } from '../../electron/engine/interruption.ts';
import { FAULTS_HELP, readFaultsOptions, type FaultsOptions } from './faults-options.ts';
import { addTallies, emptyTally, isRowBroken, isRowVoid, type FaultRow, type RowTally } from './row.ts';
import { stillThere } from '../support/still-there.ts';

/** `npm run faults -- [--row ID] [--trials N] [--seed S] [--state FILE] [--shard i/n] [--json]`: the fault bed. */
const EXIT = { holds: 0, notHolding: 1, badUsage: 2 } as const;

interface RowState {
  readonly seed: number;
  readonly shard: string;
  /** Trials of this shard that have been played. */
  readonly played: number;
  readonly tally: RowTally;
}
type State = Record<string, RowState>;

interface PlayedRow {
  readonly tally: RowTally;
  /** How far it came when it was stopped; null when it was played to its end. */
  readonly stopped: string | null;
}

function readState(file: string | null): State {
  if (file === null || !existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as State;
  } catch (error) {
    throw new UsageError(`--state ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function writeState(file: string | null, state: State): void {
  if (file === null) return;
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

async function playRow(row: FaultRow, options: FaultsOptions, signal: AbortSignal): Promise<PlayedRow> {
  const { seed, index, count } = options;
  const shard = `${index}/${count}`;
  const all = Array.from({ length: options.trials ?? row.fullTrials }, (_, trial) => trial);
  const mine = all.filter((trial) => trial % count === index - 1);
  const state = readState(options.state);
  const key = `${row.id} ${shard}`;
  const before = state[key];
  if (before !== undefined && (before.seed !== seed || before.shard !== shard))
    throw new UsageError(`--state: its row ${key} was played with seed ${before.seed}, not ${seed}.`);
  const first = before?.played ?? 0;
  let played = first;
  let tally = before?.tally ?? null;
  const progress = stillThere((line) => process.stderr.write(`${row.id}: ${line}\n`));
  try {
    await row.run({
      trials: mine.slice(first),
      seed,
      signal,
      controlAtLeastOnce: before === undefined || isRowVoid(before.tally),
      onProgress: progress.say,
      onTally(more, playedTo) {
        tally = tally === null ? more : addTallies(tally, more);
        played = first + playedTo;
        progress.standing(`${played} of ${mine.length} trials played`);
        writeState(options.state, { ...readState(options.state), [key]: { seed, shard, played, tally } });
      },
    });
    return { tally: tally ?? emptyTally(''), stopped: null };
  } catch (error) {
    if (!signal.aborted) throw error;
    return { tally: tally ?? emptyTally(''), stopped: `stopped after ${played} of ${mine.length} trials` };
  } finally {
    progress.end();
  }
}

function verdictOf(row: FaultRow, tally: RowTally, stopped: string | null): string {
  if (isRowBroken(tally, row.controlFloor)) return 'BROKEN';
  if (stopped !== null) return stopped;
  return isRowVoid(tally) ? 'VOID, its control was never played' : 'holds';
}

function text(row: FaultRow, tally: RowTally, stopped: string | null): string {
  const { trials, doubled, lost, stuckUnknown, silentlyWrong, auditBroken, control } = tally;
  return `${row.id}: ${verdictOf(row, tally, stopped)}; ${trials} trials, ${doubled} doubled, ${lost} lost, ${stuckUnknown} stuck unknown, ${silentlyWrong} silently wrong, ${auditBroken} audit broken; control "${control.name}" caught ${control.caught} of ${control.of}`;
}

async function play(options: FaultsOptions, signal: AbortSignal): Promise<number> {
  let isHolding = true;
  for (const row of options.rows) {
    const skipped = row.whySkipped?.() ?? null;
    const { tally, stopped } =
      skipped === null ? await playRow(row, options, signal) : { tally: emptyTally(''), stopped: null };
    if (skipped === null) isHolding &&= stopped === null && !isRowBroken(tally, row.controlFloor) && !isRowVoid(tally);
    const json = JSON.stringify({ row: row.id, ...tally, skipped, ...(stopped === null ? {} : { stopped }) });
    const words = skipped === null ? text(row, tally, stopped) : `${row.id}: skipped, not played: ${skipped}`;
    process.stdout.write(`${options.json ? json : words}\n`);
    if (stopped === null) continue;
    const kept =
      options.state === null
        ? 'Without --state nothing of them is kept.'
        : `They are kept in ${options.state}; the same command goes on there.`;
    process.stderr.write(`${row.id}: ${stopped}. ${kept}\n`);
    break;
  }
  return isHolding ? EXIT.holds : EXIT.notHolding;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${FAULTS_HELP}\n`);
    return EXIT.holds;
  }
  try {
    return await play(readFaultsOptions(args), interruption().signal);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isUsage = error instanceof UsageError;
    process.stderr.write(`${message}\n`);
    const code = isUsage ? 'BAD_INPUT' : 'INTERNAL';
    if (args.includes('--json'))
      process.stdout.write(`${JSON.stringify({ error: { code, message, nextStep: null } })}\n`);
    return isUsage ? EXIT.badUsage : EXIT.notHolding;
  }
}

process.exitCode = await main(process.argv.slice(2));
