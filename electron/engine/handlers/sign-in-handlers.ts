import type { CommandInput, CommandOutput, QueryOutput } from '../../../shared/contract/contract.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { JsonValue } from '../../ledger/canonical-json.ts';
import { appendAuditRow } from '../../ledger/operations.ts';
import type { Person } from '../../ledger/person-store.ts';
import type { Session } from '../contract/session.ts';
import type { EngineContext } from './engine-context.ts';

type SignInWays = QueryOutput<'session.current'>['signIn'];

/** How the person at this window may sign in to PeopleSoft. */
export async function signInWays(context: EngineContext, session: Session): Promise<SignInWays> {
  const person = context.people.byId(session.actor.id);
  const isOwn = person !== null && isOwnMachineName(person, session);
  const whyNotKeep = person === null ? 'You are not among the people of this home.' : cannotKeep(context, isOwn);
  return {
    operatorId: person?.operatorId ?? null,
    isKept: isOwn && (await keptPassword(context, person)) !== null,
    mayKeep: whyNotKeep === null,
    whyNotKeep,
    hint: context.options.signInHint ?? null,
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
  const person = context.people.byOperatorId(input.operatorId);
  const operatorId = person?.operatorId ?? null;
  if (person === null || operatorId === null)
    throw new TieoutError('NOT_ALLOWED', `Nobody of this home has the operator id ${input.operatorId}.`, {
      nextStep: 'Ask an administrator to enter it under People.',
    });
  const isOwn = isOwnMachineName(person, session);
  const { sessionId } = session;
  const keep = input.keep ?? false;
  const whyNotKeep = cannotKeep(context, isOwn);
  if (keep && whyNotKeep !== null) throw new TieoutError('NOT_ALLOWED', whyNotKeep);
  const kept = isOwn ? await keptPassword(context, person) : null;
  const password = input.password ?? kept;
  if (password === null)
    throw new TieoutError('BAD_INPUT', 'No password is kept for you here.', { nextStep: 'Enter your password.' });
  const { personId } = person;
  try {
    await context.signIns.signIn({ sessionId, operatorId, by: { password, unlocked: input.unlocked ?? false } });
  } catch (error) {
    if (isRefusal(error)) await audit(context, session, person, 'session.signInRefused', {});
    throw error;
  }
  if (input.password !== undefined && (keep || kept !== null))
    context.options.keepSecrets?.({ [vaultName(person)]: keep ? input.password : '' });
  await audit(context, session, person, 'session.signedIn', { kept: keep || input.password === undefined });
  context.hub.changed('people', 'audit', 'movements');
  for (const unit of context.company.profile.units) context.work.postSoon(unit);
  const as = isOwn ? '' : ` This window is now ${person.name}’s (${personId}).`;
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

function keptPassword({ options }: EngineContext, person: Person): Promise<string | null> {
  return options.keepSecrets === undefined
    ? Promise.resolve(null)
    : options.ports.secrets.get({ vault: vaultName(person) });
}

function vaultName({ personId }: Person): string {
  return `sign-in of ${personId.toLowerCase()}`;
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
