import { profileSchema, type Credential, type Profile } from '../../../shared/contract/profile.ts';
import type { CommandInput, CommandOutput, QueryOutput } from '../../../shared/contract/contract.ts';
import { SYSTEMS, type SystemName } from '../../../shared/domain/states.ts';
import { instantOf, localDate } from '../../../shared/domain/calendar.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { quietWindowState } from '../../posting/sending/quiet-window.ts';
import { checkSystem } from '../check-company.ts';
import { createCompany } from '../company.ts';
import type { Session } from '../contract/session.ts';
import type { SecretsPort } from '../ports.ts';
import { parseProfile, profileFaults } from '../profile-file.ts';
import { batchView } from '../views/batch-view.ts';
import { proposeSaved } from '../hold-settings.ts';
import { connectionFacts, connectionStates, type ConnectionStateFacts } from '../views/connections.ts';
import { latestActivity } from '../views/latest-activity.ts';
import type { EngineContext } from './engine-context.ts';
import { administrator } from './permissions.ts';
import { signInWays } from './sign-in-handlers.ts';
import { statusLine } from './status-line.ts';

export async function currentSession(
  context: EngineContext,
  session: Session,
): Promise<QueryOutput<'session.current'>> {
  const { profile } = context.company;
  const zone = profile.units[0]?.zone ?? 'UTC';
  const now = context.options.ports.clock.now();
  return {
    actor: { ...session.actor, roles: [...session.actor.roles] },
    signIn: await signInWays(context, session),
    machine: session.machine,
    host: session.host === 'desktop' ? 'desktop' : 'browser',
    company: { name: profile.name, sample: context.options.sample },
    units: profile.units.map(({ unit, businessUnits, zone: unitZone, goLiveDate, clearing }) => ({
      unit,
      businessUnits,
      zone: unitZone,
      currency: clearing[0]?.settlementCurrency ?? null,
      goLiveDate,
    })),
    period: await currentPeriod(context, localDate(now, zone)),
    now,
    version: context.options.version,
  };
}

const CLOSE_TAKES_DAYS = 5;

/** The month she works on: in the first days of a month the one before, which is not closed yet. */
async function currentPeriod(context: EngineContext, today: string): Promise<string> {
  const upTo = instantOf(context.nowMs() - CLOSE_TAKES_DAYS * 86_400_000);
  return (await context.ledger.read(latestActivity, { upTo })) ?? today.slice(0, 7);
}

/** How every connection stands, by the ledger and the profile. */
export async function showConnectionStates(context: EngineContext): Promise<QueryOutput<'connection.state'>> {
  const facts = await context.ledger.read(connectionStates, { now: context.options.ports.clock.now() });
  return shown(context, facts);
}

/** Every connection with what the ledger knows of it and what the profile says of it. */
export async function listConnections(context: EngineContext): Promise<QueryOutput<'connection.list'>> {
  const facts = await context.ledger.read(connectionFacts, { now: context.options.ports.clock.now() });
  return shown(context, facts);
}

function shown<Facts extends ConnectionStateFacts>(context: EngineContext, facts: readonly Facts[]) {
  const { stripe, peoplesoft } = context.company.profile;
  const window = quietWindowState(peoplesoft, context.nowMs());
  const connections = facts.map((fact) => {
    const isStripe = fact.system === 'stripe';
    const known = context.identities.of(fact.system);
    return {
      ...fact,
      address: isStripe ? stripe.address : peoplesoft.soapAddress,
      signIn: known?.signIn ?? 'not tried yet',
      version: known?.version ?? 'unknown',
      quietWindow: isStripe ? null : { open: window.open, text: window.text, nextChangeAt: window.nextChangeAt },
      batch: batchView(fact.batch, peoplesoft.databaseZone ?? null, context.options.ports.clock.now()),
      line: statusLine(fact, context.nowMs(), isStripe ? null : window),
    };
  });
  return { connections, sendersClock: window.text };
}

/**
 * Validates a profile that is not saved and pings each system with it; secrets are used for this ping only. Throws NOT_ALLOWED
 * for everybody but an administrator.
 */
export async function checkProfile(
  context: EngineContext,
  input: CommandInput<'profile.check'>,
  session: Session,
): Promise<CommandOutput<'profile.check'>> {
  administrator(session);
  const parsed = profileSchema.safeParse(input.profile);
  if (!parsed.success) return { faults: profileFaults(parsed.error).map((fault) => ({ ...fault })), systems: [] };
  const profile = parsed.data;
  const checks = SYSTEMS.map((system) => {
    const secrets = secretsOfCheck(context, system, profile, input.secrets ?? {});
    return checkSystem(createCompany(profile, { ...context.options.ports, secrets }), system);
  });
  const systems = await Promise.all(checks);
  return {
    faults: [],
    systems: systems.map((system) => ({ ...system, found: [...system.found], missing: [...system.missing] })),
  };
}

/**
 * What was typed in; else what is kept, but only where it is sent already: a profile that names another address, or another
 * system's credential, must not be a way to have a kept secret (or any variable of this machine) sent somewhere.
 */
function secretsOfCheck(
  context: EngineContext,
  system: SystemName,
  profile: Profile,
  typed: Readonly<Record<string, string>>,
): SecretsPort {
  const { sample, ports } = context.options;
  const kept = credentialsOf(system, context.company.profile);
  const isSamePlace = kept.places === credentialsOf(system, profile).places;
  const mayUse = (credential: Credential) =>
    !sample && isSamePlace && kept.credentials.some((each) => sameCredential(each, credential));
  return {
    get: async (credential) => {
      const name = nameOf(credential);
      if (Object.hasOwn(typed, name)) return typed[name] ?? null;
      return mayUse(credential) ? ports.secrets.get(credential) : null;
    },
  };
}

function credentialsOf(system: SystemName, { stripe, peoplesoft }: Profile) {
  if (system === 'stripe') return { places: stripe.address, credentials: [stripe.key] };
  const { soapAddress, restAddress, user, password, oauth } = peoplesoft;
  const secret = oauth?.clientSecret;
  return {
    places: `${soapAddress} ${restAddress ?? soapAddress} ${oauth?.tokenAddress ?? ''}`,
    credentials: [user, password, ...(secret === undefined ? [] : [secret])],
  };
}

function sameCredential(left: Credential, right: Credential): boolean {
  if ('env' in left) return 'env' in right && left.env === right.env;
  return 'vault' in right && left.vault === right.vault;
}

/** The profile as it was given, also where a part of it waits for a second person; credentials are named in it and never shown. */
export function currentProfile({ given, options }: EngineContext): QueryOutput<'profile.current'> {
  return { profile: given.profile, sample: options.sample };
}

/** Keeps the profile and its credentials in a home of its own and says how to open it; throws PROFILE_INVALID naming each field that is wrong. */
export async function saveProfile(
  context: EngineContext,
  input: CommandInput<'profile.save'>,
  session: Session,
): Promise<CommandOutput<'profile.save'>> {
  const actor = administrator(session);
  const profile = parseProfile(input.profile);
  if (context.options.saveCompany === undefined)
    throw new TieoutError('NOT_ALLOWED', 'This host keeps no company of one’s own.', {
      nextStep: 'Open Tieout with npm start and save it there.',
    });
  const secrets = input.secrets ?? {};
  const saved = await context.options.saveCompany(profile, secrets);
  if (!context.options.sample && context.options.founders !== undefined) {
    // Whoever saves bank accounts and rules is the one who may not confirm them.
    const who = { actor, machine: session.machine, at: instantOf(context.nowMs()) };
    await proposeSaved(context, profile, who);
    context.hub.changed('people', 'profile', 'audit');
  }
  const { user, password } = context.company.profile.peoplesoft;
  const isTyped = [user, password].some((credential) => (secrets[nameOf(credential)] ?? '') !== '');
  // Another credential says nothing about a sign-in that PeopleSoft refused: sent once more it may lock the user out.
  if (!context.options.sample && isTyped) context.company.peopleSoft.resetSignIn();
  return { ...saved };
}

function nameOf(credential: Credential): string {
  return 'env' in credential ? credential.env : credential.vault;
}
