import { SYSTEMS, type SystemName } from '../../../shared/domain/states.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { StreamFailure } from '../../ingest/sync-report.ts';
import { UsageError, type CommandInput, type HeadlessCommand } from './command.ts';
import { sentences } from './sentences.ts';
import { commandHome, requestOf, withCommands } from './with-commands.ts';

/** Reads what is new in one system or in both. */
export const syncCommand: HeadlessCommand = {
  name: 'sync',
  usage: '[stripe|peoplesoft] [--since INSTANT]',
  summary: 'reads what is new from one system, or from both; exits 1 while something is known to be missing',
  options: { since: { type: 'string' } },
  maxWords: 1,
  async run(input) {
    const systems = systemsOf(input.words[0]);
    const since = sinceOf(input);
    const report = await withCommands(input, { folder: commandHome(input) }, (commands) =>
      commands.sync({ ...requestOf(input), systems, ...(since === null ? {} : { since }) }),
    );
    const rows = SYSTEMS.flatMap((system) => {
      const row = report.systems[system];
      return row === undefined ? [] : [[system, row] as const];
    });
    // Several streams often fail for the one reason.
    const failures = distinct(Object.values(report.failures ?? {}).flat());
    const reasons = failures.map(({ message, nextStep }) => `  ${sentences(message, nextStep)}`);
    const standing = Object.values(report.standing ?? {}).flat();
    const notes = standing.map(({ message, nextStep }) => `  ${sentences(message, nextStep)}`);
    const isComplete = rows.every(([, row]) => row.complete);
    const lines = rows.map(
      ([system, row]) =>
        `${system}: ${row.read} read, ${row.new} new, ${row.changed} changed, ${row.refused} refused` +
        `${row.complete ? '' : isReadWhole(report.failures?.[system]) ? '; not complete' : '; not read to the end'}` +
        `${row.waiting === undefined ? '' : `, ${row.waiting} objects still to be read`}.`,
    );
    const text = [...lines, ...reasons, ...notes];
    return { exitCode: isComplete ? 0 : 1, json: { systems: report.systems }, text, why: isComplete ? notes : text };
  },
};

/** Everything was read, and what was read shows that something is missing. */
function isReadWhole(failures: readonly StreamFailure[] | undefined): boolean {
  return failures !== undefined && failures.length > 0 && failures.every(({ kind }) => kind === 'missing');
}

function distinct(failures: readonly StreamFailure[]): readonly StreamFailure[] {
  return [...new Map(failures.map((failure) => [failure.message, failure])).values()];
}

function systemsOf(word: string | undefined): readonly SystemName[] {
  if (word === undefined) return SYSTEMS;
  const found = SYSTEMS.find((system) => system === word);
  if (found === undefined)
    throw new UsageError(`sync: there is no system "${word}"; there are: ${SYSTEMS.join(', ')}.`);
  return [found];
}

function sinceOf(input: CommandInput): Instant | null {
  const given = input.options.text('since');
  if (given === null) return null;
  const hasZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(given);
  const at = new Date(hasZone ? given : Number.NaN);
  if (Number.isNaN(at.getTime()))
    throw new UsageError(`--since ${given}: an instant with its zone is expected, e.g. 2026-10-01T00:00:00Z.`);
  return at.toISOString() as Instant;
}
