import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ConfirmedAs } from './confirmed-as.ts';
import { endProposal, type Ending, type ProposalEnd } from './end-proposal.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import {
  CONFIRMING_ROLES,
  confirmers,
  findPerson,
  listPeople,
  putPerson,
  recordJson,
  type Person,
  type PersonRecord,
} from './person-store.ts';
import { isSamePerson } from './same-person.ts';
import { statement } from './statement.ts';

/** One proposed change of a person: what she shall be from its confirmation on. */
export interface PersonChange extends Pick<ProposalEnd, 'endedAs' | 'endedReason'> {
  readonly changeId: number;
  readonly personId: string;
  readonly after: PersonRecord;
  /** SHA-256 of person and proposal, hexadecimal: confirmed as read or not at all. */
  readonly hash: string;
  readonly reason: string;
  readonly state: 'proposed' | 'confirmed' | 'withdrawn';
  /** It took effect without a second person: the home had only its first administrator. */
  readonly isAlone: boolean;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}
interface Who {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
export interface NewPersonChange extends Who {
  readonly personId: string;
  /** Version of the person the proposer saw; 0 for a new person. */
  readonly seenVersion: number;
  readonly after: PersonRecord;
  readonly reason: string;
  /** Operator id the proposer has proven with her own password in the window she proposes in; null: none. */
  readonly provenOperatorId: string | null;
}
export interface ChangeDecision extends Who {
  readonly as?: ConfirmedAs;
  readonly changeId: number;
  readonly hash: string;
}

interface StoredChange extends Omit<PersonChange, 'after' | 'isAlone'> {
  readonly afterJson: string;
  readonly alone: 0 | 1;
  readonly seenVersion: number;
}
const SELECT = `SELECT change_id AS changeId, person_id AS personId, seen_version AS seenVersion, after_json AS afterJson, hash, reason, state, alone,
  proposed_by AS proposedBy, proposed_at AS proposedAt, decided_by AS decidedBy, decided_at AS decidedAt, ended_as AS endedAs,
  ended_reason AS endedReason FROM person_change`;

function changeOf({ afterJson, alone, seenVersion: _seen, ...rest }: StoredChange): PersonChange {
  return { ...rest, after: JSON.parse(afterJson) as PersonRecord, isAlone: alone === 1 };
}

/** The latest changes, newest first; those that wait are among them however old they are. */
export function listPersonChanges(db: ReadableLedger, limit: number): readonly PersonChange[] {
  return statement<StoredChange>(db, `${SELECT} ORDER BY state = 'proposed' DESC, change_id DESC LIMIT ?`)
    .all(limit)
    .map(changeOf)
    .toSorted((left, right) => right.changeId - left.changeId);
}

/**
 * Keeps a change of a person for a second one to confirm; it takes the place of one about her that waited. While the home has nobody but
 * its first administrator who could confirm, hers hold at once, and the audit says that she was alone. Throws `STALE_VERSION` and
 * `REFUSED` (PERSON_OPERATOR_TAKEN, PERSON_LAST_CONFIRMER, PERSON_NOTHING_CHANGES, PERSON_FOUNDER_UNPROVEN).
 */
export function proposePersonChange(db: WritableLedger, change: NewPersonChange): PersonChange {
  const personId = change.personId.trim();
  const { after, actor, machine, at, reason, seenVersion } = change;
  const before = findPerson(db, personId);
  if ((before?.version ?? 0) !== seenVersion) throw stale(personId);
  if (before !== null && canonicalJson(recordJson(before)) === canonicalJson(recordJson(after)))
    throw new LedgerError('REFUSED', `Nothing about ${personId} would change.`, 'Change something, or leave it.', {
      detailCode: 'PERSON_NOTHING_CHANGES',
    });
  requirePossible(db, personId, after);
  const alone = isAlone(listPeople(db), actor);
  if (alone) requireProvenFounder(db, change);
  statement(
    db,
    "UPDATE person_change SET state = 'withdrawn', decided_by = ?, decided_at = ? WHERE person_id = ? AND state = 'proposed'",
  ).run(actor, at, personId);
  const afterJson = canonicalJson(recordJson(after));
  const hash = createHash('sha256')
    .update(canonicalJson({ personId, seenVersion, after: recordJson(after) }))
    .digest('hex');
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO person_change (person_id, seen_version, after_json, hash, reason, state, proposed_by, proposed_at)
     VALUES (?, ?, ?, ?, ?, 'proposed', ?, ?)`,
  ).run(personId, seenVersion, afterJson, hash, reason, actor, at);
  const changeId = Number(lastInsertRowid);
  const detail = { change: changeId, hash, reason, after: recordJson(after) };
  appendAudit(db, { at, actor, machine, action: 'person.proposed', subject: `person/${personId}`, detail });
  if (alone) return takeEffect(db, getStored(db, changeId), { actor, machine, at }, true);
  return changeOf(getStored(db, changeId));
}

/** A second person's yes: the change holds from now on. Throws `NOT_FOUND`, `STALE_VERSION`, `REFUSED` (PERSON_SAME_PERSON and as proposing). */
export function confirmPersonChange(db: WritableLedger, decision: ChangeDecision): PersonChange {
  const stored = waiting(db, decision);
  if (isSamePerson(stored.proposedBy, decision.actor))
    throw new LedgerError(
      'REFUSED',
      `${stored.proposedBy} proposed this change; nobody confirms a change of their own.`,
      'Ask another administrator or a reviewer to look at it and confirm it.',
      { detailCode: 'PERSON_SAME_PERSON' },
    );
  if ((findPerson(db, stored.personId)?.version ?? 0) !== stored.seenVersion) throw stale(stored.personId);
  requirePossible(db, stored.personId, changeOf(stored).after);
  return takeEffect(db, stored, decision, false);
}

/** The end of a change that waits: it never holds. Throws `NOT_FOUND`, `STALE_VERSION`, and `REFUSED` as `endProposal` does. */
export function endPersonChange(db: WritableLedger, ending: Ending & { readonly changeId: number }): PersonChange {
  const { changeId: key, personId, proposedBy } = waiting(db, ending);
  endProposal(db, { kind: 'person', key, subject: `person/${personId}`, proposedBy }, ending);
  return changeOf(getStored(db, key));
}

/** Whether a change by this person would hold without a second one: nobody else could confirm it, and nobody ever could. */
export function isAlone(people: readonly Person[], actor: string): boolean {
  const able = confirmers(people);
  return able.length === 1 && isSamePerson(able[0]?.personId ?? '', actor);
}

function takeEffect(
  db: WritableLedger,
  stored: StoredChange,
  who: Who & Pick<ChangeDecision, 'as'>,
  alone: boolean,
): PersonChange {
  const { actor, machine, at, as } = who;
  const { changeId, personId, hash, proposedBy } = stored;
  const { after } = changeOf(stored);
  statement(
    db,
    "UPDATE person_change SET state = 'confirmed', alone = ?, decided_by = ?, decided_at = ? WHERE change_id = ?",
  ).run(alone ? 1 : 0, actor, at, changeId);
  putPerson(db, personId, after, { basis: alone ? 'addedAlone' : 'twoPeople', at });
  const detail = { change: changeId, hash, proposedBy, alone, after: recordJson(after), ...as };
  appendAudit(db, { at, actor, machine, action: 'person.changed', subject: `person/${personId}`, detail });
  return changeOf(getStored(db, changeId));
}

/**
 * Who is alone could add herself a second time under her own operator id and confirm what she proposes. Before she adds anybody who signs
 * in with one and may confirm, her own is known and proven, and one operator id is one person. Whoever has none acts only by a
 * sign-in to the machine of her own.
 */
function requireProvenFounder(db: ReadableLedger, { personId, after, actor, provenOperatorId }: NewPersonChange): void {
  const maySignIn = after.isActive && after.operatorId !== null;
  if (isSamePerson(personId, actor) || !maySignIn || !after.roles.some((role) => CONFIRMING_ROLES.includes(role)))
    return;
  const own = findPerson(db, actor)?.operatorId ?? null;
  if (own !== null && own.toLowerCase() === provenOperatorId?.toLowerCase()) return;
  throw new LedgerError(
    'REFUSED',
    `${personId.trim()} could confirm what you propose, and nobody has seen yet that ${after.operatorId} is not your own operator id.`,
    own === null
      ? 'Enter your own operator id first and sign in to PeopleSoft with it; or add the person without an operator id.'
      : `Sign in to PeopleSoft as ${own} first; or add the person without an operator id.`,
    { detailCode: 'PERSON_FOUNDER_UNPROVEN' },
  );
}

/** One operator id is one person, and a home that two people watch over is never left to one. */
function requirePossible(db: ReadableLedger, personId: string, after: PersonRecord): void {
  const isSame = (each: Person) => isSamePerson(each.personId, personId);
  const people = listPeople(db);
  const taken = people.find(
    (each) =>
      !isSame(each) &&
      each.isActive &&
      after.isActive &&
      after.operatorId !== null &&
      each.operatorId?.toLowerCase() === after.operatorId.toLowerCase(),
  );
  if (taken !== undefined)
    throw new LedgerError(
      'REFUSED',
      `The operator id ${after.operatorId} is ${taken.name}’s already.`,
      'One PeopleSoft operator id is one person: enter the other one’s own.',
      { detailCode: 'PERSON_OPERATOR_TAKEN' },
    );
  const known = people.find(isSame);
  const others = people.filter((each) => !isSame(each));
  const now = { personId, basis: 'twoPeople', sinceAt: '' as Instant, version: 1, ...known, ...after } as const;
  const left = confirmers([...others, now]).length;
  const before = confirmers(people).length;
  if (left >= Math.min(before, 2)) return;
  throw new LedgerError(
    'REFUSED',
    `After this change ${left === 0 ? 'nobody' : 'only one person'} could confirm what others propose.`,
    'Add another administrator or reviewer first.',
    { detailCode: 'PERSON_LAST_CONFIRMER' },
  );
}

function waiting(db: ReadableLedger, { changeId, hash }: Pick<ChangeDecision, 'changeId' | 'hash'>): StoredChange {
  const stored = getStored(db, changeId);
  if (stored.state === 'proposed' && stored.hash === hash) return stored;
  throw stale(stored.personId);
}

function getStored(db: ReadableLedger, changeId: number): StoredChange {
  const row = statement<StoredChange>(db, `${SELECT} WHERE change_id = ?`).get(changeId);
  if (row !== undefined) return row;
  throw new LedgerError('NOT_FOUND', `There is no change ${changeId}.`, 'Open the people again.');
}

function stale(personId: string): LedgerError {
  return new LedgerError(
    'STALE_VERSION',
    `What is known of ${personId} has changed since you saw it.`,
    'Look at the people again and decide anew.',
  );
}
