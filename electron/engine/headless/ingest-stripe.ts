import { isZone } from '../../../shared/contract/profile.ts';
import { UsageError, type HeadlessCommand } from './command.ts';
import { commandHome, pathOption, requestOf, withCommands } from './with-commands.ts';

/** Takes recorded Stripe events and objects in: one file, or every JSON file of a folder. */
export const ingestStripeCommand: HeadlessCommand = {
  name: 'ingest stripe',
  usage: '--file FILE|DIR [--zone ZONE]',
  summary: 'takes recorded Stripe events or objects in (JSON or JSON lines, any past API version)',
  options: { file: { type: 'string' }, zone: { type: 'string' } },
  maxWords: 0,
  async run(input) {
    const shown = input.options.text('file');
    const path = pathOption(input, 'file');
    if (shown === null || path === null) throw new UsageError('ingest stripe: --file FILE|DIR is needed.');
    const report = await withCommands(input, { folder: commandHome(input) }, (commands) =>
      commands.ingestStripe({ ...requestOf(input), path, shown, zone: zoneOption(input.options.text('zone')) }),
    );
    const { refusals, refused, byType, ...counts } = report;
    const notListed = refused - refusals.length;
    const json = { ...counts, refused: refusals, byType, ...(notListed === 0 ? {} : { refusedNotListed: notListed }) };
    const { read, accepted, superseded, suspense } = counts;
    const text = [
      `${read} read: ${accepted} accepted, ${superseded} superseded by something newer, ${suspense} in suspense, ${refused} refused.`,
      ...refusals.map(({ file, line, reason }) => `  ${file}, line ${line}: ${reason}.`),
      ...(notListed === 0 ? [] : [`  and ${notListed} more.`]),
    ];
    return { exitCode: refused === 0 ? 0 : 1, json, text, why: refused === 0 ? [] : text };
  },
};

/** The zone of times in reports that do not say theirs. */
function zoneOption(zone: string | null): string | null {
  if (zone === null || isZone(zone)) return zone;
  throw new UsageError(`ingest stripe: --zone ${zone} is no zone; give one like Europe/Berlin or UTC.`);
}
