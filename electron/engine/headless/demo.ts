import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { SYSTEMS } from '../../../shared/domain/states.ts';
import type { SyncReport } from '../../ingest/sync-report.ts';
import { systemClock } from '../../connectors/http/clock.ts';
import { stopSampleCompany } from '../../sample/launch.ts';
import type { HeadlessCommands } from '../engine-types.ts';
import { findRunningEngine } from '../../ledger/home-lock.ts';
import { homePaths } from '../../ledger/home.ts';
import { assertSameSample, sampleFolderOf } from '../sample-company.ts';
import { UsageError, type CommandInput, type CommandResult, type HeadlessCommand } from './command.ts';
import { matchedText } from './matched-text.ts';
import { postUntilDone } from './post-until-done.ts';
import { scoreBooks, scoreDecisions } from './score-demo.ts';
import { sentences } from './sentences.ts';
import { isSampleHome, pathOption, requestOf, withCommands } from './with-commands.ts';

const MAX_MOVEMENTS = 1_000_000;
const MAX_SEED = 2 ** 31 - 1;
const SHOWN_WRONG = 5;

/** The sample company end to end, then judged by its answer key and by the PeopleSoft simulator's own books. */
export const demoCommand: HeadlessCommand = {
  name: 'demo',
  usage: '[--seed N] [--movements N] [--home DIR [--keep]]',
  summary: 'the sample company end to end: read, match, approve by rule, post, confirm; then judged',
  options: { seed: { type: 'string' }, movements: { type: 'string' }, keep: { type: 'boolean' } },
  maxWords: 0,
  async run(input) {
    const startedMs = performance.now();
    const { seed, movements } = sizeOf(input);
    const given = pathOption(input, 'home');
    const keep = input.options.flag('keep');
    if (keep && given === null) throw new UsageError('--keep belongs to --home: a temporary home is always removed.');
    if (given !== null && !isSampleHome(given))
      throw new TieoutError(
        'BAD_INPUT',
        `--home: ${given} holds a company of your own; a demo runs on sample data only.`,
      );
    if (given !== null) assertSameSample(sampleFolderOf(given), { seed, movements });
    const home = given ?? mkdtempSync(join(tmpdir(), 'tieout-demo-'));
    try {
      return await withCommands(input, { folder: home, makesSample: true, seed, movements }, (commands) =>
        runDemo(input, commands, sampleFolderOf(home), startedMs),
      );
    } finally {
      // An engine that has the home open goes on reading from these simulators: they are its own.
      const isOpen = findRunningEngine(homePaths(home)) !== null;
      if (!keep && !isOpen) await stopSampleCompany(sampleFolderOf(home));
      if (given === null) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

function sizeOf(input: CommandInput): { readonly seed: number | null; readonly movements: number | null } {
  if (input.options.text('profile') !== null)
    throw new UsageError('--profile: a demo runs on the sample company, whose profile is its own.');
  return {
    seed: input.options.whole('seed', { min: 0, max: MAX_SEED }),
    movements: input.options.whole('movements', { min: 1, max: MAX_MOVEMENTS }),
  };
}

async function runDemo(
  input: CommandInput,
  commands: HeadlessCommands,
  sampleFolder: string,
  startedMs: number,
): Promise<CommandResult> {
  const request = requestOf(input);
  const synced = await commands.sync({ ...request, systems: SYSTEMS });
  input.signal.throwIfAborted();
  const incomplete = Object.entries(synced.systems).filter(([, system]) => !system.complete);
  await commands.match({ ...request, dryRun: false });
  const gaveUp = await postUntilDone({ commands, request, clock: systemClock });
  input.onProgress(0, null, 'judging the result');
  const counts = await commands.counts();
  const { wrong, ...truth } = await scoreDecisions(sampleFolder, commands);
  const { vouchers, ...simulator } = scoreBooks(sampleFolder);
  const { rows, valid } = await commands.verifyAudit(request);
  const { confirmed, rejected, unknown } = counts.posted;
  const failures = [
    ...incomplete.map(([system]) => notRead(system, synced)),
    ...(gaveUp === null ? [] : [gaveUp]),
    ...(truth.autoWrong === 0 ? [] : [`Decided wrongly: ${wrong.slice(0, SHOWN_WRONG).join(', ')}.`]),
    ...(simulator.duplicatePayments === 0 ? [] : [`${simulator.duplicatePayments} payments are booked twice.`]),
    ...(vouchers === 0 ? [] : [`${vouchers} refunds would be paid a second time by voucher.`]),
    ...(unknown === 0 ? [] : [`The outcome of ${unknown} postings is unknown.`]),
    ...(valid ? [] : ['The audit trail is broken.']),
  ];
  for (const failure of failures) input.note(failure);
  const json = {
    ingested: counts.ingested,
    movements: counts.movements,
    matchable: counts.matchable,
    matched: counts.matched,
    truth,
    posted: { confirmed, rejected, unknown },
    simulator,
    audit: { rows, valid },
    elapsedMs: Math.round(performance.now() - startedMs),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1_024),
  };
  return { exitCode: failures.length === 0 ? 0 : 1, json, text: demoText(json) };
}

function notRead(system: string, { failures }: SyncReport): string {
  const [first] = SYSTEMS.filter((name) => name === system).flatMap((name) => failures?.[name] ?? []);
  return sentences(`${system} could not be read to its end`, first?.message ?? null, first?.nextStep ?? null);
}

function demoText(json: {
  readonly ingested: { readonly stripe: number; readonly peoplesoft: number };
  readonly movements: number;
  readonly matchable: number;
  readonly matched: Parameters<typeof matchedText>[0];
  readonly truth: { readonly autoCorrect: number; readonly autoWrong: number };
  readonly posted: { readonly confirmed: number; readonly rejected: number; readonly unknown: number };
  readonly simulator: { readonly payments: number; readonly duplicatePayments: number };
  readonly audit: { readonly rows: number; readonly valid: boolean };
  readonly elapsedMs: number;
  readonly peakMb: number;
}): readonly string[] {
  const { ingested, truth, posted, simulator, audit } = json;
  return [
    `Read ${ingested.stripe} objects from Stripe and ${ingested.peoplesoft} rows from PeopleSoft: ${json.movements} movements.`,
    matchedText(json.matched, json.matchable),
    `Against the answer key: ${truth.autoCorrect} automatic decisions right, ${truth.autoWrong} wrong.`,
    `Posted: ${posted.confirmed} confirmed, ${posted.rejected} refused, ${posted.unknown} unknown.`,
    `PeopleSoft's own books: ${simulator.payments} payments, ${simulator.duplicatePayments} of them double.`,
    `Audit trail: ${audit.rows} rows, ${audit.valid ? 'whole' : 'broken'}.`,
    `${(json.elapsedMs / 1_000).toFixed(1)} s, at most ${json.peakMb} MB.`,
  ];
}
