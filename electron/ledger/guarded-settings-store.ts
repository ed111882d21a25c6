import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import type { ConfirmedAs } from './confirmed-as.ts';
import { END_COLUMNS, endProposal, type Ending, type ProposalEnd } from './end-proposal.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { isAlone } from './person-change-store.ts';
import { listPeople } from './person-store.ts';
import { isSamePerson } from './same-person.ts';
import { statement } from './statement.ts';

/** Who proposed settings that a start found changed in the kept file: whoever starts the program need not have changed it. */
export const FILE_AUTHOR = 'somebody unknown, in the profile file';

/** Settings of the profile that hold only once two people agree on them. */
export interface GuardedSettings extends ProposalEnd {
  readonly version: number;
  /** Canonical JSON; the reader checks it with the profile's schema. */
  readonly settingsJson: string;
  readonly hash: string;
  readonly state: 'proposed' | 'confirmed' | 'retired';
  readonly proposedBy: string;
  readonly proposedAt: Instant;
}
export interface GuardedPair {
  /** What holds; null before the first profile. */
  readonly confirmed: GuardedSettings | null;
  readonly proposed: GuardedSettings | null;
  /** The newest of all, where it was refused or withdrawn: the profile still names it, and a start does not bring it in again. */
  readonly ended: GuardedSettings | null;
}
interface Who {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
interface Confirming extends Who {
  readonly as?: ConfirmedAs;
}
export interface NotedSettings extends Who {
  readonly settings: JsonValue;
  /** Somebody saved them just now: they are proposed also where the same were refused before. */
  readonly isAsked: boolean;
  /** The confirmed settings with what has been guarded since; left out: nothing has. */
  readonly widened?: JsonValue;
}

const SELECT = `SELECT version, settings_json AS settingsJson, hash, state, proposed_by AS proposedBy, proposed_at AS proposedAt, ${END_COLUMNS}
  FROM guarded_settings`;

/** What holds now, what waits for a second person, and what was refused last. */
export function guardedSettings(db: ReadableLedger): GuardedPair {
  const of = (state: GuardedSettings['state']) =>
    statement<GuardedSettings>(db, `${SELECT} WHERE state = '${state}'`).get() ?? null;
  const newest = statement<GuardedSettings>(db, `${SELECT} ORDER BY version DESC LIMIT 1`).get() ?? null;
  const ended = newest?.endedAs === null ? null : newest;
  return { confirmed: of('confirmed'), proposed: of('proposed'), ended };
}

/**
 * Takes note of the settings a profile comes with. Those of the first profile hold at once, and so do those that the only administrator
 * of a home saves; any other difference waits for a second person. What a start found in the file is nobody's: it never holds by itself.
 */
export function noteGuardedSettings(db: WritableLedger, args: NotedSettings): GuardedPair {
  const { actor, isAsked, widened } = args;
  if (widened !== undefined) widen(db, args, widened);
  const settingsJson = canonicalJson(args.settings);
  const hash = hashOf(settingsJson);
  const { confirmed, proposed, ended } = guardedSettings(db);
  if (proposed?.hash === hash) return { confirmed, proposed, ended };
  if (ended?.hash === hash && !isAsked) return { confirmed, proposed, ended };
  if (proposed !== null) retire(db, proposed.version);
  if (confirmed?.hash === hash) return guardedSettings(db);
  const alone = confirmed === null || (isAsked && isAlone(listPeople(db), actor));
  insert(db, alone || isAsked ? args : { ...args, actor: FILE_AUTHOR }, {
    settingsJson,
    hash,
    alone,
    action: alone ? 'settings.adopted' : 'settings.proposed',
  });
  return guardedSettings(db);
}

/** What was not guarded when the confirmed settings were made is from now on, as it is. */
function widen(db: WritableLedger, who: Who, settings: JsonValue): void {
  const settingsJson = canonicalJson(settings);
  const hash = hashOf(settingsJson);
  const { confirmed } = guardedSettings(db);
  if (confirmed === null || confirmed.hash === hash) return;
  insert(db, who, { settingsJson, hash, alone: true, action: 'settings.widened' });
}

function insert(
  db: WritableLedger,
  { actor, machine, at }: Who,
  made: { settingsJson: string; hash: string; alone: boolean; action: string; as?: ConfirmedAs | undefined },
): void {
  const { settingsJson, hash, alone, action } = made;
  const { confirmed } = guardedSettings(db);
  if (alone && confirmed !== null) retire(db, confirmed.version);
  const version = 1 + (statement<{ n: number }>(db, 'SELECT count(*) AS n FROM guarded_settings').get()?.n ?? 0);
  statement(
    db,
    `INSERT INTO guarded_settings (version, settings_json, hash, state, alone, proposed_by, proposed_at, confirmed_by, confirmed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    version,
    settingsJson,
    hash,
    alone ? 'confirmed' : 'proposed',
    alone ? 1 : 0,
    actor,
    at,
    alone ? actor : null,
    alone ? at : null,
  );
  appendAudit(db, { at, actor, machine, action, subject: `settings/${version}`, detail: { hash, alone, ...made.as } });
}

function hashOf(settingsJson: string): string {
  return createHash('sha256').update(settingsJson).digest('hex');
}

/**
 * A second person's yes: from now on these settings hold. Those that came by the file have no first person: whoever says yes to them
 * first makes them hers, and another one has to confirm them. Throws `STALE_VERSION`, and `REFUSED` (SETTINGS_SAME_PERSON) for who
 * brought them in.
 */
export function confirmGuardedSettings(
  db: WritableLedger,
  args: Confirming & { readonly version: number; readonly hash: string },
): GuardedPair {
  const { actor, machine, at, version, hash } = args;
  const { confirmed } = guardedSettings(db);
  const proposed = waiting(db, args);
  if (proposed.proposedBy === FILE_AUTHOR) return takeOver(db, proposed, args);
  if (isSamePerson(proposed.proposedBy, actor))
    throw new LedgerError(
      'REFUSED',
      `${proposed.proposedBy} brought these settings in; nobody confirms a change of their own.`,
      'Ask another administrator or a reviewer to look at them and confirm them.',
      { detailCode: 'SETTINGS_SAME_PERSON' },
    );
  if (confirmed !== null) retire(db, confirmed.version);
  statement(
    db,
    "UPDATE guarded_settings SET state = 'confirmed', confirmed_by = ?, confirmed_at = ? WHERE version = ?",
  ).run(actor, at, version);
  const detail = { hash, proposedBy: proposed.proposedBy, replaces: confirmed?.version ?? null, ...args.as };
  appendAudit(db, { at, actor, machine, action: 'settings.confirmed', subject: `settings/${version}`, detail });
  return guardedSettings(db);
}

/** Settings of the file become the proposal of who looked at them; they hold at once where nobody else could confirm. */
function takeOver(db: WritableLedger, { version, settingsJson, hash }: GuardedSettings, who: Confirming): GuardedPair {
  retire(db, version);
  const alone = isAlone(listPeople(db), who.actor);
  insert(db, who, { settingsJson, hash, alone, action: alone ? 'settings.adopted' : 'settings.takenOver', as: who.as });
  return guardedSettings(db);
}

/** The end of settings that wait; those before them go on holding. Throws `STALE_VERSION`, and `REFUSED` as `endProposal` does. */
export function endGuardedSettings(db: WritableLedger, args: Ending & { readonly version: number }): GuardedPair {
  const { version, proposedBy } = waiting(db, args);
  endProposal(db, { kind: 'settings', key: version, subject: `settings/${version}`, proposedBy }, args);
  return guardedSettings(db);
}

function waiting(db: ReadableLedger, seen: { readonly version: number; readonly hash: string }): GuardedSettings {
  const { proposed } = guardedSettings(db);
  if (proposed?.version === seen.version && proposed.hash === seen.hash) return proposed;
  throw new LedgerError('STALE_VERSION', 'These settings do not wait any more.', 'Open the people again.');
}

function retire(db: WritableLedger, version: number): void {
  statement(db, "UPDATE guarded_settings SET state = 'retired' WHERE version = ?").run(version);
}
