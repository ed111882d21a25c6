import type { CommandInput, CommandOutput, QueryOutput } from '../../../shared/contract/contract.ts';
import type { PersonChangeRow, PersonRecordView } from '../../../shared/contract/people.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import {
  readGuardedSettings,
  writePersonConfirmation,
  writePersonEnd,
  writePersonProposal,
} from '../../ledger/operations.ts';
import { isAlone, type PersonChange } from '../../ledger/person-change-store.ts';
import type { Person, PersonRecord } from '../../ledger/person-store.ts';
import { isSamePerson } from '../../ledger/same-person.ts';
import type { Session } from '../contract/session.ts';
import type { EngineContext } from './engine-context.ts';
import { administrator, mayChangePeople, PEOPLE_REFUSAL, peopleConfirmer } from './permissions.ts';
import { endedSettings, waitingSettings } from './settings-handlers.ts';
import { confirmedAs, endOf, enderOf, rightsOver } from './second-person.ts';

/** Everybody of the home with roles and limits, and what the person who asks may do about them. */
export async function listPeopleOf(context: EngineContext, session: Session): Promise<QueryOutput<'people.list'>> {
  const { people, changes } = await context.people.read();
  const pair = await context.ledger.read(readGuardedSettings, null);
  const may = mayChangePeople(session);
  return {
    people: people.map((person) => ({
      personId: person.personId,
      ...recordOf(person),
      version: person.version,
      since: person.sinceAt,
      basis: person.basis,
      isYou: isSamePerson(person.personId, session.actor.id),
    })),
    changes: changes.map((change) => changeRow(change, people, session)),
    settings: waitingSettings(context, pair, session),
    endedSettings: endedSettings(context, pair),
    note: noteOf(people, session),
    can: { propose: may, why: may ? null : PEOPLE_REFUSAL },
  };
}

function noteOf(people: readonly Person[], session: Session): string {
  if (isAlone(people, session.actor.id))
    return 'You are this home’s only administrator: your changes hold at once, and the audit says that nobody confirmed them. That ends with the first other administrator or reviewer.';
  return 'A change of a person holds once a second one, an administrator or a reviewer, has confirmed it.';
}

/** Keeps a change of a person for a second one; the only administrator's holds at once. */
export async function proposePerson(
  context: EngineContext,
  input: CommandInput<'people.propose'>,
  session: Session,
): Promise<CommandOutput<'people.propose'>> {
  const actor = administrator(session, PEOPLE_REFUSAL);
  const { personId, seenVersion, after, reason } = input;
  const who = { actor, machine: session.machine, at: instantOf(context.nowMs()) };
  const change = await context.ledger.write(writePersonProposal, {
    personId,
    seenVersion,
    after: { ...after, operatorId: after.operatorId?.toUpperCase() ?? null, roles: [...new Set(after.roles)] },
    reason,
    provenOperatorId: session.actor.operatorId,
    ...who,
  });
  return changed(context, change, session);
}

/** A second person's yes; the ledger refuses the one who proposed it. */
export async function confirmPerson(
  context: EngineContext,
  input: CommandInput<'people.confirm'>,
  session: Session,
): Promise<CommandOutput<'people.confirm'>> {
  const who = { actor: peopleConfirmer(session), machine: session.machine, at: instantOf(context.nowMs()) };
  return changed(
    context,
    await context.ledger.write(writePersonConfirmation, { ...input, ...who, as: confirmedAs(session) }),
    session,
  );
}

/** The no to a waiting change: another person's refusal, or the withdrawal of who proposed it. */
export async function endPerson(
  context: EngineContext,
  input: CommandInput<'people.end'>,
  session: Session,
): Promise<CommandOutput<'people.end'>> {
  const { changes } = await context.people.read();
  const proposal = changes.find(({ changeId }) => changeId === input.changeId) ?? null;
  const actor = enderOf(proposal, session, peopleConfirmer);
  const who = { actor, machine: session.machine, at: instantOf(context.nowMs()) };
  return changed(context, await context.ledger.write(writePersonEnd, { ...input, ...who }), session);
}

async function changed(context: EngineContext, change: PersonChange, session: Session): Promise<PersonChangeRow> {
  const { people } = await context.people.read();
  context.hub.changed('people', 'audit');
  return changeRow(change, people, session);
}

function changeRow(change: PersonChange, people: readonly Person[], session: Session): PersonChangeRow {
  const { after, endedAs, endedReason, ...asKept } = change;
  const { personId, state, decidedBy: endedBy, decidedAt: endedAt } = change;
  const known = people.find((each) => isSamePerson(each.personId, personId));
  return {
    ...asKept,
    before: known === undefined || state !== 'proposed' ? null : recordOf(known),
    after: recordOf(after),
    ended: endOf({ endedAs, endedReason, endedBy, endedAt }),
    can: rightsOver(change, session),
  };
}

function recordOf({ name, operatorId, roles, limits, isActive }: PersonRecord): PersonRecordView {
  return {
    name,
    operatorId,
    roles: [...roles],
    limits: limits === null ? null : limits.map((limit) => ({ ...limit })),
    isActive,
  };
}
