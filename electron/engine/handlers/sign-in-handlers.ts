import type { CommandInput, CommandOutput, QueryOutput } from '../../../shared/contract/contract.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { JsonValue } from '../../ledger/canonical-json.ts';
import { appendAuditRow } from '../../ledger/operations.ts';
import type { Person } from '../../ledger/person-store.ts';
import type { Session } from '../contract/session.ts';
import type { SignInAttempt } from '../people/personal-sign-ins.ts';
import type { EngineContext } from './engine-context.ts';

/** A person may have to find her phone for a second factor. */
const BROWSER_LIMIT_MS = 180_000;

type SignInWays = QueryOutput<'session.current'>['signIn'];

/** How the person at this window may sign in to PeopleSoft. */
export async function signInWays(context: EngineContext, session: Session): Promise<SignInWays> {
  const person = context.people.byId(session.actor.id);
  const isOwn = person !== null && isOwnMachineName(person, session);
  const whyNotKeep = person === null ? 'You are not among the people of this home.' : cannotKeep(context, isOwn);
  return {
    operatorId: person?.operatorId ?? null,
    isKept: isOwn && (await keptSecret(context, vaultName('sign-in', person))) !== null,
    mayKeep: whyNotKeep === null,
    whyNotKeep,
    hint: context.options.signInHint ?? null,
    byBrowser: context.company.profile.peoplesoft.oauth?.authorizeAddress !== undefined,
  };
}

/**
 * Signs this window in under the person's own operator id: PeopleSoft is asked for one row with it. Throws NOT_ALLOWED for an operator id
 * of nobody in the home, and what PeopleSoft says: a refused password is not sent again.
 */
export async function signIn(
  context: EngineContext,
  input: CommandInput<'session.signIn'>,
  session: Session,
): Promise<CommandOutput<'session.signIn'>> {
  const wanted = wantedSignIn(context, session, input);
  const name = vaultName('sign-in', wanted.person);
  const kept = wanted.isOwn ? await keptSecret(context, name) : null;
  const password = input.password ?? kept;
  if (password === null)
    throw new TieoutError('BAD_INPUT', 'No password is kept for you here.', { nextStep: 'Enter your password.' });
  await prove(context, session, wanted, { password, unlocked: input.unlocked ?? false });
  if (input.password !== undefined && (wanted.keep || kept !== null))
    context.options.keepSecrets?.({ [name]: wanted.keep ? input.password : '' });
  return signedIn(context, session, wanted, wanted.keep || input.password === undefined);
}

/** As `signIn`, by the person's browser at the site's identity provider; waits until she is back, or has taken too long. */
export async function signInByBrowser(
  context: EngineContext,
  input: CommandInput<'session.signInByBrowser'>,
  session: Session,
): Promise<CommandOutput<'session.signInByBrowser'>> {
  const wanted = wantedSignIn(context, session, input);
  const { ports, keepSecrets } = context.options;
  const name = vaultName('token', wanted.person);
  const keep = (refreshToken: string | null) => {
    if (wanted.isOwn) keepSecrets?.({ [name]: wanted.keep ? (refreshToken ?? '') : '' });
  };
  const browser = {
    randomBytes: (count: number) => ports.random.bytes(count),
    openExternal: (address: URL) => ports.openExternal(address),
    limitMs: BROWSER_LIMIT_MS,
    kept: wanted.isOwn ? await keptSecret(context, name) : null,
    keep,
  };
  await prove(context, session, wanted, { browser });
  return signedIn(context, session, wanted, wanted.keep);
}

interface Wanted {
  readonly person: Person;
  readonly operatorId: string;
  /** This machine's own sign-in is hers. */
  readonly isOwn: boolean;
  readonly keep: boolean;
}

function wantedSignIn(
  context: EngineContext,
  session: Session,
  input: { readonly operatorId: string; readonly keep?: boolean | undefined },
): Wanted {
  const person = context.people.byOperatorId(input.operatorId);
  const operatorId = person?.operatorId ?? null;
  if (person === null || operatorId === null)
    throw new TieoutError('NOT_ALLOWED', `Nobody of this home has the operator id ${input.operatorId}.`, {
      nextStep: 'Ask an administrator to enter it under People.',
    });
  const isOwn = isOwnMachineName(person, session);
  const keep = input.keep ?? false;
  const whyNotKeep = cannotKeep(context, isOwn);
  if (keep && whyNotKeep !== null) throw new TieoutError('NOT_ALLOWED', whyNotKeep);
  return { person, operatorId, isOwn, keep };
}

async function prove(
  context: EngineContext,
  session: Session,
  { person, operatorId }: Wanted,
  by: SignInAttempt['by'],
): Promise<void> {
  try {
    await context.signIns.signIn({ sessionId: session.sessionId, operatorId, by });
  } catch (error) {
    if (isRefusal(error)) await audit(context, session, person, 'session.signInRefused', {});
    throw error;
  }
}

async function signedIn(
  context: EngineContext,
  session: Session,
  { person, operatorId, isOwn }: Wanted,
  kept: boolean,
): Promise<{ text: string }> {
  await audit(context, session, person, 'session.signedIn', { kept });
  context.hub.changed('people', 'audit', 'movements');
  const { units, peoplesoft } = context.company.profile;
  // What she sent on its way herself has waited for her.
  if (peoplesoft.sender === 'approver') for (const unit of units) context.work.postSoon(unit);
  const as = isOwn ? '' : ` This window is now ${person.name}’s (${person.personId}).`;
  return { text: `Signed in to PeopleSoft as ${operatorId}.${as}` };
}

/** Signs this window out; its password is forgotten once no other window of that person needs it. */
export async function signOut(context: EngineContext, session: Session): Promise<CommandOutput<'session.signOut'>> {
  const operatorId = context.signIns.signOut(session.sessionId);
  if (operatorId === null) return { text: 'This window was not signed in.' };
  const person = context.people.byOperatorId(operatorId);
  if (person !== null) await audit(context, session, person, 'session.signedOut', {});
  context.hub.changed('people', 'audit', 'movements');
  return { text: `Signed out of PeopleSoft as ${operatorId}.` };
}

function isOwnMachineName({ personId }: Person, session: Session): boolean {
  return personId.toLowerCase() === (session.machineName ?? session.actor.id).toLowerCase();
}

/** Whoever opens this home could use a password that is kept for somebody else: only her own sign-in on this machine may. */
function cannotKeep({ options }: EngineContext, isOwn: boolean): string | null {
  if (options.keepSecrets === undefined) return 'This company keeps no passwords.';
  return isOwn ? null : 'A password is only kept for the person whose own sign-in this machine uses.';
}

function keptSecret({ options }: EngineContext, vault: string): Promise<string | null> {
  return options.keepSecrets === undefined ? Promise.resolve(null) : options.ports.secrets.get({ vault });
}

function vaultName(what: 'sign-in' | 'token', { personId }: Person): string {
  return `${what} of ${personId.toLowerCase()}`;
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && error.kind === 'credentials';
}

async function audit(
  { ledger, nowMs }: EngineContext,
  session: Session,
  person: Person,
  action: string,
  detail: { readonly [name: string]: JsonValue },
): Promise<void> {
  await ledger.write(appendAuditRow, {
    at: instantOf(nowMs()),
    actor: person.personId,
    machine: session.machine,
    action,
    subject: `person/${person.personId}`,
    detail: { operatorId: person.operatorId, machineName: session.machineName ?? session.actor.id, ...detail },
  });
}
