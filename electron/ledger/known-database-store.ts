import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ConfirmedAs } from './confirmed-as.ts';
import { END_COLUMNS, endProposal, type Ending, type ProposalEnd } from './end-proposal.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { isSamePerson } from './same-person.ts';
import { statement } from './statement.ts';

/** What a PeopleSoft database says about itself, by name; null: the site does not tell. */
export type DatabaseFactValues = Readonly<Record<string, string | null>>;
/** One thing in which the database met now is not the one known. */
export interface DatabaseDifference {
  readonly what: string;
  readonly was: string;
  readonly now: string;
}

/** One version of what identifies the database that postings go into. */
export interface KnownDatabase extends ProposalEnd {
  readonly version: number;
  readonly facts: DatabaseFactValues;
  /** SHA-256 of the facts, hexadecimal. */
  readonly hash: string;
  readonly state: 'proposed' | 'inForce' | 'retired';
  readonly origin: 'firstSeen' | 'learned' | 'declared';
  /** Of a declaration: in what it differed from the one before, and why it is the same all the same. */
  readonly declaredDifferences: readonly DatabaseDifference[];
  readonly reason: string | null;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Instant | null;
  readonly highestInstance: number | null;
  readonly comparedAt: Instant | null;
  /** What differed when it was last compared; empty: nothing. */
  readonly differences: readonly DatabaseDifference[];
}

interface Who {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
export interface DatabaseLook {
  readonly facts: DatabaseFactValues;
  readonly highestInstance: number | null;
}
export interface DatabaseDeclaration extends Who, DatabaseLook {
  readonly differences: readonly DatabaseDifference[];
  readonly reason: string;
}
export interface DatabaseConfirmation extends Who, DatabaseLook {
  readonly as?: ConfirmedAs;
  readonly version: number;
  /** What the person saw: a declaration is confirmed as read or not at all. */
  readonly hash: string;
}

type Row = Omit<KnownDatabase, 'facts' | 'declaredDifferences' | 'differences'> & {
  readonly factsJson: string;
  readonly declaredJson: string | null;
  readonly differencesJson: string | null;
};
const COLUMNS = `version, facts_json AS factsJson, hash, state, origin, declared_differences_json AS declaredJson, reason, proposed_by AS proposedBy,
  proposed_at AS proposedAt, confirmed_by AS confirmedBy, confirmed_at AS confirmedAt, highest_instance AS highestInstance, compared_at AS comparedAt,
  differences_json AS differencesJson, ${END_COLUMNS}`;

/** The one version in that state, or null. */
export function knownDatabase(db: ReadableLedger, state: 'proposed' | 'inForce'): KnownDatabase | null {
  const row = statement<Row>(db, `SELECT ${COLUMNS} FROM known_database WHERE state = ?`).get(state);
  return row === undefined ? null : fromRow(row);
}

/** Remembers the database met first. Throws `REFUSED` when one is remembered already. */
export function rememberDatabase(db: WritableLedger, look: DatabaseLook & Pick<Who, 'machine' | 'at'>): KnownDatabase {
  if (knownDatabase(db, 'inForce') !== null)
    throw new LedgerError('REFUSED', 'A PeopleSoft database is remembered already.', 'Compare with that one.');
  const { facts, machine, at } = look;
  const version = insert(db, { ...look, state: 'inForce', origin: 'firstSeen', actor: 'Tieout' });
  noteCompared(db, version, look.highestInstance, at);
  appendAudit(db, {
    at,
    actor: 'Tieout',
    machine,
    action: 'database.remembered',
    subject: `database/${version}`,
    detail: { facts: { ...facts } },
  });
  return found(db, version);
}

/**
 * The database is the one in force. What the site did not tell before is learned as a new version; a declaration that waits is
 * moot and retired.
 */
export function noteSameDatabase(
  db: WritableLedger,
  look: DatabaseLook & Pick<Who, 'machine' | 'at'> & { readonly version: number },
): void {
  const { version, facts, highestInstance, machine, at } = look;
  const proposal = knownDatabase(db, 'proposed');
  if (proposal !== null) retire(db, proposal.version, at);
  const known = found(db, version);
  if (known.state !== 'inForce') throw stale();
  if (hashOf(facts) === known.hash) return noteCompared(db, version, highestInstance, at);
  retire(db, version, at);
  const learned = insert(db, { ...look, state: 'inForce', origin: 'learned', actor: 'Tieout' });
  noteCompared(db, learned, highestInstance, at);
  appendAudit(db, {
    at,
    actor: 'Tieout',
    machine,
    action: 'database.learned',
    subject: `database/${learned}`,
    detail: { facts: { ...facts }, replaces: version },
  });
}

/** The database is not the one in force: keeps what differs, and notes it in the audit the first time. */
export function noteOtherDatabase(
  db: WritableLedger,
  args: Pick<Who, 'machine' | 'at'> & {
    readonly version: number;
    readonly differences: readonly DatabaseDifference[];
  },
): void {
  const { version, differences, machine, at } = args;
  const known = found(db, version);
  if (known.state !== 'inForce') throw stale();
  const json = canonicalJson(differences.map((each) => ({ ...each })));
  statement(db, 'UPDATE known_database SET compared_at = ?, differences_json = ? WHERE version = ?').run(
    at,
    json,
    version,
  );
  if (canonicalJson(known.differences.map((each) => ({ ...each }))) === json) return;
  appendAudit(db, {
    at,
    actor: 'Tieout',
    machine,
    action: 'database.differs',
    subject: `database/${version}`,
    detail: { differences: differences.map((each) => ({ ...each })) },
  });
}

/** A person declares that the database met now is the same one; it takes the place of a declaration nobody has confirmed yet. */
export function declareDatabase(db: WritableLedger, declaration: DatabaseDeclaration): KnownDatabase {
  const { differences, reason, actor, machine, at } = declaration;
  const open = knownDatabase(db, 'proposed');
  if (open !== null) retire(db, open.version, at);
  const version = insert(db, { ...declaration, state: 'proposed', origin: 'declared' });
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'database.declared',
    subject: `database/${version}`,
    detail: { reason, differences: differences.map((each) => ({ ...each })), replaces: open?.version ?? null },
  });
  return found(db, version);
}

/**
 * A second person takes a declaration over: from then on this is the database. Throws `STALE_VERSION` when it is none any more or the
 * database has changed since, and `REFUSED` for the person who declared it.
 */
export function confirmDatabase(db: WritableLedger, confirmation: DatabaseConfirmation): KnownDatabase {
  const { version, hash, facts, highestInstance, actor, machine, at } = confirmation;
  const proposal = waiting(db, confirmation);
  if (hashOf(facts) !== hash) throw stale();
  if (isSamePerson(proposal.proposedBy, actor))
    throw new LedgerError(
      'REFUSED',
      `${proposal.proposedBy} declared this database; nobody confirms a declaration of their own.`,
      'Ask another administrator or reviewer to look at it and confirm it.',
      { detailCode: 'DATABASE_SAME_PERSON' },
    );
  const before = knownDatabase(db, 'inForce');
  if (before !== null) retire(db, before.version, at);
  statement(
    db,
    "UPDATE known_database SET state = 'inForce', confirmed_by = ?, confirmed_at = ? WHERE version = ?",
  ).run(actor, at, version);
  statement(db, 'UPDATE known_database SET compared_at = ?, highest_instance = ? WHERE version = ?').run(
    at,
    highestInstance,
    version,
  );
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'database.confirmed',
    subject: `database/${version}`,
    detail: {
      reason: proposal.reason,
      declaredBy: proposal.proposedBy,
      replaces: before?.version ?? null,
      ...confirmation.as,
    },
  });
  return found(db, version);
}

/** The end of a declaration that waits: what differs goes on keeping everything back. Throws `STALE_VERSION`, and `REFUSED` as `endProposal` does. */
export function endDeclaration(db: WritableLedger, ending: Ending & { readonly version: number }): void {
  const { version, proposedBy } = waiting(db, ending);
  endProposal(db, { kind: 'database', key: version, subject: `database/${version}`, proposedBy }, ending);
}

/** The newest version of all, where it is a declaration that was refused or withdrawn; else null. */
export function endedDeclaration(db: ReadableLedger): KnownDatabase | null {
  const row = statement<Row>(db, `SELECT ${COLUMNS} FROM known_database ORDER BY version DESC LIMIT 1`).get();
  return row === undefined || row.endedAs === null ? null : fromRow(row);
}

function waiting(db: ReadableLedger, seen: { readonly version: number; readonly hash: string }): KnownDatabase {
  const proposal = knownDatabase(db, 'proposed');
  if (proposal?.version === seen.version && proposal.hash === seen.hash) return proposal;
  throw stale();
}

function noteCompared(db: WritableLedger, version: number, highestInstance: number | null, at: Instant): void {
  statement(
    db,
    `UPDATE known_database SET compared_at = ?, differences_json = NULL,
       highest_instance = max(coalesce(?, highest_instance), coalesce(highest_instance, ?)) WHERE version = ?`,
  ).run(at, highestInstance, highestInstance, version);
}

function insert(
  db: WritableLedger,
  row: DatabaseLook & {
    readonly state: 'proposed' | 'inForce';
    readonly origin: KnownDatabase['origin'];
    readonly actor: string;
    readonly at: Instant;
    readonly differences?: readonly DatabaseDifference[];
    readonly reason?: string;
  },
): number {
  const { facts, highestInstance, state, origin, actor, at, differences, reason } = row;
  const declared = differences === undefined ? null : canonicalJson(differences.map((each) => ({ ...each })));
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO known_database (facts_json, hash, state, origin, declared_differences_json, reason, proposed_by, proposed_at, highest_instance)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    canonicalJson({ ...facts }),
    hashOf(facts),
    state,
    origin,
    declared,
    reason ?? null,
    actor,
    at,
    highestInstance,
  );
  return Number(lastInsertRowid);
}

function retire(db: WritableLedger, version: number, at: Instant): void {
  statement(db, "UPDATE known_database SET state = 'retired', retired_at = ? WHERE version = ?").run(at, version);
}

function found(db: ReadableLedger, version: number): KnownDatabase {
  const row = statement<Row>(db, `SELECT ${COLUMNS} FROM known_database WHERE version = ?`).get(version);
  if (row !== undefined) return fromRow(row);
  throw new LedgerError('NOT_FOUND', `There is no remembered database ${version}.`, 'Open the connections again.');
}

function fromRow({ factsJson, declaredJson, differencesJson, ...row }: Row): KnownDatabase {
  // Written by this file alone, in these forms.
  const read = <Value>(json: string | null, none: Value): Value => (json === null ? none : (JSON.parse(json) as Value));
  return {
    ...row,
    facts: read<DatabaseFactValues>(factsJson, {}),
    declaredDifferences: read<readonly DatabaseDifference[]>(declaredJson, []),
    differences: read<readonly DatabaseDifference[]>(differencesJson, []),
  };
}

function hashOf(facts: DatabaseFactValues): string {
  return createHash('sha256')
    .update(canonicalJson({ ...facts }))
    .digest('hex');
}

function stale(): LedgerError {
  return new LedgerError(
    'STALE_VERSION',
    'The PeopleSoft database, or what is declared about it, is not what you saw.',
    'Open the connections again and look at what differs now.',
  );
}
