import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { Role } from '../../../shared/domain/states.ts';
import { CONFIRMING_ROLES } from '../../ledger/person-store.ts';
import type { Session } from '../contract/session.ts';

export const DECISION_REFUSAL = 'Your role may look, but not decide.';
export const PEOPLE_REFUSAL = 'Only an administrator may change who may do what.';
export const RULES_REFUSAL = 'Only a reviewer may enable changes of the rules.';
export const MAPPING_REFUSAL = 'Only an administrator or a reviewer may propose or confirm a mapping.';

const DECIDING_ROLES: readonly Role[] = ['preparer', 'reviewer'];
const WORKING_ROLES: readonly Role[] = [...DECIDING_ROLES, 'administrator'];
const WORK_REFUSAL = 'Your role may look, but not start or stop work.';

/** Why a session may not decide about matches and postings, a sentence; null: it may. */
export function whyNotDecide(session: Session): string | null {
  return hasRole(session, DECIDING_ROLES) ? null : DECISION_REFUSAL;
}

/** The actor of a session that may. Throws NOT_ALLOWED. */
export function decisionMaker(session: Session): string {
  return allowed(session, DECIDING_ROLES, DECISION_REFUSAL, 'the preparer role');
}

/** Whether a session may settle by hand what no read of PeopleSoft can prove. */
export function maySettle(session: Session): boolean {
  return session.actor.roles.includes('reviewer');
}

/** The actor of a session that may. Throws NOT_ALLOWED. */
export function settler(session: Session): string {
  return allowed(
    session,
    ['reviewer'],
    'Only a reviewer may settle by hand what became of a posting.',
    'the reviewer role',
  );
}

/** The actor of a session that may enable what changes the matching rules, or refuse it. Throws NOT_ALLOWED. */
export function ruleEnabler(session: Session): string {
  return allowed(session, ['reviewer'], RULES_REFUSAL, 'the reviewer role');
}

/** The actor of a session that may set reading, matching and posting going, or stop them. Throws NOT_ALLOWED. */
export function worker(session: Session): string {
  return allowed(session, WORKING_ROLES, WORK_REFUSAL, 'the preparer role');
}

/** Why a session may not, a sentence; null: it may. */
export function whyNotWork(session: Session): string | null {
  return hasRole(session, WORKING_ROLES) ? null : WORK_REFUSAL;
}

/** The actor of a session that may see and change how the company is connected. Throws NOT_ALLOWED. */
export function administrator(
  session: Session,
  refusal = 'Only an administrator may change how the company is connected.',
): string {
  return allowed(session, ['administrator'], refusal, 'the administrator role');
}

/** Whether a session may propose changes of people. */
export function mayChangePeople(session: Session): boolean {
  return session.actor.roles.includes('administrator');
}

/** Whether a session may confirm or withdraw what waits about people. */
export function mayConfirmPeople(session: Session): boolean {
  return session.actor.roles.some((role) => CONFIRMING_ROLES.includes(role));
}

/** The actor of a session that may. Throws NOT_ALLOWED. */
export function peopleConfirmer(session: Session): string {
  const refusal = 'Only an administrator or a reviewer may decide about a change of a person.';
  return allowed(session, CONFIRMING_ROLES, refusal, 'one of these roles');
}

/** Whether a session may propose and confirm how deposits are mapped to the site's service. */
export function mayMap(session: Session): boolean {
  return session.actor.roles.some((role) => CONFIRMING_ROLES.includes(role));
}

/** The actor of a session that may. Throws NOT_ALLOWED. */
export function mapper(session: Session): string {
  return allowed(session, CONFIRMING_ROLES, MAPPING_REFUSAL, 'one of these roles');
}

function allowed(session: Session, roles: readonly Role[], refusal: string, needed: string): string {
  if (hasRole(session, roles)) return session.actor.id;
  throw new TieoutError('NOT_ALLOWED', refusal, { nextStep: `Ask an administrator for ${needed}.` });
}

function hasRole({ actor }: Session, roles: readonly Role[]): boolean {
  return actor.roles.some((role) => roles.includes(role));
}
