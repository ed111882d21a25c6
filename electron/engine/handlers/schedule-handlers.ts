import { createHash } from 'node:crypto';
import type { CommandInput, CommandOutput, QueryOutput } from '../../../shared/contract/contract.ts';
import type { Profile } from '../../../shared/contract/profile.ts';
import type { ScheduleSettings } from '../../../shared/contract/schedule.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { canonicalJson, type JsonValue } from '../../ledger/canonical-json.ts';
import { adoptProfile, readCounts } from '../../ledger/operations.ts';
import { quietWindowState } from '../../posting/sending/quiet-window.ts';
import type { Session } from '../contract/session.ts';
import { parseProfile } from '../profile-file.ts';
import type { EngineContext } from './engine-context.ts';
import { administrator } from './permissions.ts';

/** The quiet windows, why they are open or closed now, and how gently PeopleSoft is worked. */
export async function currentSchedule(
  context: EngineContext,
  session: Session,
): Promise<QueryOutput<'schedule.current'>> {
  const { profile } = context.company;
  const { open, text, nextChangeAt } = quietWindowState(profile.peoplesoft, context.nowMs());
  const { postings } = await context.ledger.read(readCounts, null);
  const settings = settingsOf(profile);
  const may = session.actor.roles.includes('administrator');
  return {
    settings,
    open,
    text,
    nextChangeAt,
    waiting: postings.approved + postings.queued + postings.queuedNeedsSignIn,
    hash: hashOf(settings),
    can: { change: may, why: may ? null : 'Only an administrator may change when PeopleSoft is worked.' },
  };
}

/**
 * Puts an administrator's windows, blackouts and gentleness into the connection profile: into the file of a company's own home, and
 * into the ledger as a new version. They hold at once, but for pace and concurrency, which the connection takes up at the next start.
 * Throws `STALE_VERSION` when they are not what she saw.
 */
export async function changeSchedule(
  context: EngineContext,
  { settings, seenHash }: CommandInput<'schedule.change'>,
  session: Session,
): Promise<CommandOutput<'schedule.change'>> {
  const actor = administrator(session);
  const { company, ledger, options, hub } = context;
  if (hashOf(settingsOf(company.profile)) !== seenHash)
    throw new TieoutError('STALE_VERSION', 'The quiet windows have been changed since you saw them.', {
      nextStep: 'Look at them as they are now, then change them.',
    });
  const profile = withSettings(company.profile, settings);
  const given = withSettings(context.given.profile, settings);
  // The sample company's profile is made anew at every start: there the change lasts until then.
  // The file keeps everything else as it was given, also what still waits for a second person or for the next start.
  if (!options.sample) await options.saveCompany?.(given, {});
  const at = options.ports.clock.now();
  await ledger.write(adoptProfile, { profile: plain(profile), actor, machine: session.machine, at });
  company.adopt(profile);
  context.given.profile = given;
  hub.changed('profile', 'connections', 'audit');
  return currentSchedule(context, session);
}

function settingsOf({ peoplesoft }: Profile): ScheduleSettings {
  const { quietWindow, blackouts, bulkPace, rate, oneClickWaits } = peoplesoft;
  return {
    windows: quietWindow ?? [],
    blackouts,
    paymentsPerDeposit: bulkPace.paymentsPerDeposit,
    requestsPerSecond: rate.requestsPerSecond,
    concurrency: rate.concurrency,
    oneClickWaits,
  };
}

function withSettings(profile: Profile, settings: CommandInput<'schedule.change'>['settings']): Profile {
  const { windows, blackouts, paymentsPerDeposit, requestsPerSecond, concurrency, oneClickWaits } = settings;
  return parseProfile({
    ...profile,
    peoplesoft: {
      ...profile.peoplesoft,
      quietWindow: windows.length === 0 ? null : windows,
      blackouts,
      bulkPace: { paymentsPerDeposit },
      rate: { requestsPerSecond, concurrency },
      oneClickWaits,
    },
  });
}

function hashOf(settings: ScheduleSettings): string {
  return createHash('sha256')
    .update(canonicalJson(plain(settings)))
    .digest('hex');
}

/** As plain JSON, without the keys that are there and undefined. */
function plain(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
