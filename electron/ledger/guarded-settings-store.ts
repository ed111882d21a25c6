import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { isAlone } from './person-change-store.ts';
import { listPeople } from './person-store.ts';
import { statement } from './statement.ts';

/** Settings of the profile that hold only once two people agree on them. */
export interface GuardedSettings {
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
}
interface Who {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}

const SELECT = `SELECT version, settings_json AS settingsJson, hash, state, proposed_by AS proposedBy, proposed_at AS proposedAt FROM guarded_settings`;

/** What holds now, and what waits for a second person. */
export function guardedSettings(db: ReadableLedger): GuardedPair {
  const of = (state: GuardedSettings['state']) =>
    statement<GuardedSettings>(db, `${SELECT} WHERE state = '${state}'`).get() ?? null;
  return { confirmed: of('confirmed'), proposed: of('proposed') };
}

/**
 * Takes note of the settings a profile comes with. Those of the first profile hold at once, and so do those of a home whose only
 * administrator it is; any other difference waits for a second person. Answers what holds and what waits.
 */
export function noteGuardedSettings(db: WritableLedger, args: Who & { readonly settings: JsonValue }): GuardedPair {
  const { actor, machine, at } = args;
  const settingsJson = canonicalJson(args.settings);
  const hash = createHash('sha256').update(settingsJson).digest('hex');
  const { confirmed, proposed } = guardedSettings(db);
  if (proposed?.hash === hash) return { confirmed, proposed };
  if (proposed !== null) retire(db, proposed.version);
  if (confirmed?.hash === hash) return guardedSettings(db);
  const alone = confirmed === null || isAlone(listPeople(db), actor);
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
  const action = alone ? 'settings.adopted' : 'settings.proposed';
  appendAudit(db, { at, actor, machine, action, subject: `settings/${version}`, detail: { hash, alone } });
  return guardedSettings(db);
}

/**
 * A second person's yes: from the next start on the profile's own settings hold. Throws `STALE_VERSION`, and `REFUSED` (SETTINGS_SAME_PERSON)
 * for who brought them in.
 */
export function confirmGuardedSettings(
  db: WritableLedger,
  args: Who & { readonly version: number; readonly hash: string },
): GuardedPair {
  const { actor, machine, at, version, hash } = args;
  const { confirmed, proposed } = guardedSettings(db);
  if (proposed?.version !== version || proposed.hash !== hash)
    throw new LedgerError('STALE_VERSION', 'These settings do not wait any more.', 'Open the people again.');
  if (proposed.proposedBy.toLowerCase() === actor.trim().toLowerCase())
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
  const detail = { hash, proposedBy: proposed.proposedBy, replaces: confirmed?.version ?? null };
  appendAudit(db, { at, actor, machine, action: 'settings.confirmed', subject: `settings/${version}`, detail });
  return guardedSettings(db);
}

function retire(db: WritableLedger, version: number): void {
  statement(db, "UPDATE guarded_settings SET state = 'retired' WHERE version = ?").run(version);
}
