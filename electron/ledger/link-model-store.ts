import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import type { ConfirmedAs } from './confirmed-as.ts';
import { END_COLUMNS, endProposal, type Ending, type ProposalEnd } from './end-proposal.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { isSamePerson } from './same-person.ts';
import { statement } from './statement.ts';

/** What a version of the model was learned from, and by whom it was made. */
interface LinkModelMade {
  readonly version: number;
  /** Customers in Stripe and in PeopleSoft that it was learned from. */
  readonly leftRows: number;
  readonly rightRows: number;
  readonly madeBy: string;
  readonly madeAt: Instant;
}
/** A version of the model by which customers are scored; it is never changed, a later one takes its place. */
export interface LinkModelRow extends LinkModelMade {
  /** The model as JSON. */
  readonly modelJson: string;
}
/** A version without its model, which is large, with what became of it. */
export interface LinkModelVersion extends LinkModelMade, ProposalEnd {
  readonly state: 'proposed' | 'enabled' | 'retired';
  /** `learned` without anybody; `refined` from what persons decided; `returned`: an earlier one once more. */
  readonly origin: 'learned' | 'refined' | 'returned';
  /** The version it was made from. */
  readonly basedOn: number | null;
  /** SHA-256 of the model, hexadecimal; null: nobody proposed it. */
  readonly hash: string | null;
  readonly reason: string | null;
  /** What it changes, as JSON; null: nobody proposed it. */
  readonly previewJson: string | null;
  readonly enabledBy: string | null;
  readonly enabledAt: Instant | null;
}
export interface NewLinkModel extends LinkModelMade {
  readonly modelJson: string;
  readonly machine: string;
  readonly origin: 'refined' | 'returned';
  readonly basedOn: number;
  readonly reason: string;
  readonly previewJson: string;
}
export interface LinkModelEnabling {
  readonly version: number;
  /** What the person saw: a version is enabled as read or not at all. */
  readonly hash: string;
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
  readonly as?: ConfirmedAs;
}

const MADE = 'version, left_rows AS leftRows, right_rows AS rightRows, made_by AS madeBy, made_at AS madeAt';
const VERSION = `SELECT ${MADE}, state, origin, based_on AS basedOn, hash, reason, preview_json AS previewJson, enabled_by AS enabledBy,
  enabled_at AS enabledAt, ${END_COLUMNS} FROM link_model`;

/** The version in use: the last enabled one; null before the first. */
export function currentLinkModel(db: ReadableLedger): (LinkModelRow & { readonly origin: string }) | null {
  return (
    statement<LinkModelRow & { origin: string }>(
      db,
      `SELECT ${MADE}, model_json AS modelJson, origin FROM link_model WHERE state = 'enabled' ORDER BY version DESC LIMIT 1`,
    ).get() ?? null
  );
}

/** The number of the next version. */
export function nextLinkModelVersion(db: ReadableLedger): number {
  return 1 + (statement<{ last: number | null }>(db, 'SELECT max(version) AS last FROM link_model').get()?.last ?? 0);
}

/** Keeps a version that was learned, in use at once; one that is there already is refused by the ledger. */
export function insertLinkModel(db: WritableLedger, row: LinkModelRow): void {
  statement(
    db,
    `INSERT INTO link_model (version, model_json, left_rows, right_rows, made_by, made_at)
     VALUES (@version, @modelJson, @leftRows, @rightRows, @madeBy, @madeAt)`,
  ).run({ ...row });
}

/** The model of one version, as JSON. Throws `NOT_FOUND`. */
export function linkModelJson(db: ReadableLedger, version: number): string {
  const sql = 'SELECT model_json AS modelJson FROM link_model WHERE version = ?';
  const row = statement<{ modelJson: string }>(db, sql).get(version);
  if (row !== undefined) return row.modelJson;
  throw new LedgerError('NOT_FOUND', `There is no version ${version} of the scores.`, 'Open the rules again.');
}

/** All versions without their models, the latest first. */
export function listLinkModels(db: ReadableLedger, limit: number): LinkModelVersion[] {
  return statement<LinkModelVersion>(db, `${VERSION} ORDER BY version DESC LIMIT ?`).all(limit);
}

/** One version without its model. Throws `NOT_FOUND`. */
export function getLinkModel(db: ReadableLedger, version: number): LinkModelVersion {
  const row = statement<LinkModelVersion>(db, `${VERSION} WHERE version = ?`).get(version);
  if (row !== undefined) return row;
  throw new LedgerError('NOT_FOUND', `There is no version ${version} of the scores.`, 'Open the rules again.');
}

/** Keeps a version for a reviewer; it takes the place of one that nobody has enabled yet. */
export function proposeLinkModel(db: WritableLedger, row: NewLinkModel): LinkModelVersion {
  const { machine, version, origin, basedOn, reason } = row;
  const [at, actor] = [row.madeAt, row.madeBy];
  const hash = createHash('sha256').update(row.modelJson).digest('hex');
  statement(db, "UPDATE link_model SET state = 'retired' WHERE state = 'proposed'").run();
  statement(
    db,
    `INSERT INTO link_model (version, model_json, left_rows, right_rows, made_by, made_at, state, origin, based_on, hash, reason, preview_json)
     VALUES (?, ?, ?, ?, ?, ?, 'proposed', ?, ?, ?, ?, ?)`,
  ).run(
    ...([version, row.modelJson, row.leftRows, row.rightRows, actor, at] as const),
    ...([origin, basedOn, hash, reason, row.previewJson] as const),
  );
  const detail = { hash, origin, basedOn, reason };
  appendAudit(db, { at, actor, machine, action: 'linkModel.proposed', subject: `linkModel/${version}`, detail });
  return getLinkModel(db, version);
}

/**
 * A reviewer enables a proposal: customers are scored by it from the next matching on. Throws `NOT_FOUND`, `STALE_VERSION` when it is not
 * the one she saw or another came into use since it was made, and `REFUSED` (RULES_SAME_PERSON) for who proposed it.
 */
export function enableLinkModel(db: WritableLedger, enabling: LinkModelEnabling): LinkModelVersion {
  const { version, actor, machine, at } = enabling;
  const { madeBy, basedOn, hash } = waiting(db, enabling);
  if (isSamePerson(madeBy, actor))
    throw new LedgerError(
      'REFUSED',
      `${madeBy} proposed version ${version} of the scores; nobody enables a version of their own.`,
      'Ask another reviewer to look at it and enable it.',
      { detailCode: 'RULES_SAME_PERSON' },
    );
  const current = currentLinkModel(db)?.version ?? 0;
  if (current > version)
    throw new LedgerError(
      'STALE_VERSION',
      `Version ${current} of the scores has come into use since this one was proposed.`,
      'Have it proposed anew: its preview was of another version.',
    );
  statement(db, "UPDATE link_model SET state = 'enabled', enabled_by = ?, enabled_at = ? WHERE version = ?").run(
    actor,
    at,
    version,
  );
  const detail = { hash, basedOn, proposedBy: madeBy, ...enabling.as };
  appendAudit(db, { at, actor, machine, action: 'linkModel.enabled', subject: `linkModel/${version}`, detail });
  return getLinkModel(db, version);
}

/** The end of a version that waits. Throws `NOT_FOUND`, `STALE_VERSION`, and `REFUSED` as `endProposal` does. */
export function endLinkModel(db: WritableLedger, ending: Ending & { readonly version: number }): LinkModelVersion {
  const { version, madeBy } = waiting(db, ending);
  endProposal(db, { kind: 'linkModel', key: version, subject: `linkModel/${version}`, proposedBy: madeBy }, ending);
  return getLinkModel(db, version);
}

function waiting(db: ReadableLedger, seen: { readonly version: number; readonly hash: string }): LinkModelVersion {
  const proposal = getLinkModel(db, seen.version);
  if (proposal.state === 'proposed' && proposal.hash === seen.hash) return proposal;
  throw new LedgerError(
    'STALE_VERSION',
    `Version ${seen.version} of the scores is not the proposal it was.`,
    'Open the rules again and look at the version that waits now.',
  );
}
