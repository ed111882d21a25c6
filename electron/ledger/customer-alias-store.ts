import type { AliasKind } from '../../shared/domain/customer-aliases.ts';
import type { Instant, LinkId } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** A spelling that a person remembers a PeopleSoft customer by. */
export interface AliasRow {
  readonly aliasId: number;
  readonly kind: AliasKind;
  /** As it is compared. */
  readonly value: string;
  /** As it was written. */
  readonly spelling: string;
  readonly setId: string;
  readonly custId: string;
  /** The last day it counts on; null: for good. */
  readonly expiresDate: string | null;
  /** The link whose confirmation made it: it counts only while that link is confirmed. Null: a person wrote it down. */
  readonly linkId: LinkId | null;
  readonly reason: string | null;
  readonly madeBy: string;
  readonly madeAt: Instant;
  readonly forgottenBy: string | null;
  readonly forgottenAt: Instant | null;
  readonly version: number;
}
interface Who {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
export interface NewAlias extends Who, Pick<AliasRow, 'kind' | 'value' | 'spelling' | 'setId' | 'custId'> {
  readonly expiresDate: string | null;
  readonly linkId: LinkId | null;
  readonly reason: string | null;
}
export interface AliasChange extends Who, Pick<AliasRow, 'aliasId' | 'custId' | 'expiresDate'> {
  readonly seenVersion: number;
  readonly reason: string;
}

const SELECT = `SELECT a.alias_id AS aliasId, a.kind, a.value, a.spelling, a.set_id AS setId, a.cust_id AS custId, a.expires_date AS expiresDate,
  a.link_id AS linkId, a.reason, a.made_by AS madeBy, a.made_at AS madeAt, a.forgotten_by AS forgottenBy, a.forgotten_at AS forgottenAt,
  a.version FROM customer_alias a`;

/** Whether the confirmation that made an alias stands, for one that was made so. */
export const LINK_STANDS = `(a.link_id IS NULL OR EXISTS (SELECT 1 FROM crosswalk_link l WHERE l.link_id = a.link_id AND l.state = 'confirmed'))`;
/** SQL condition of an alias `a` that counts on the day `@today`. */
export const COUNTS = `a.forgotten_at IS NULL AND (a.expires_date IS NULL OR a.expires_date >= @today) AND ${LINK_STANDS}`;

/** An alias with the Stripe customer whose link made it; null: a person wrote it down. */
export interface CountingAlias extends AliasRow {
  readonly account: string | null;
  readonly customerId: string | null;
}

/** Aliases that count on a day, in an order that follows from what they say. */
export function aliasesThatCount(
  db: ReadableLedger,
  of: { readonly setId: string; readonly today: string },
): readonly CountingAlias[] {
  return statement<CountingAlias>(
    db,
    `SELECT c.*, o.account, o.customer_id AS customerId FROM (${SELECT} WHERE a.set_id = @setId AND ${COUNTS}) c
       LEFT JOIN crosswalk_link o ON o.link_id = c.linkId ORDER BY c.kind, c.value, c.custId`,
  ).all(of);
}

/** The alias. Throws `NOT_FOUND`. */
export function getAlias(db: ReadableLedger, aliasId: number): AliasRow {
  const row = statement<AliasRow>(db, `${SELECT} WHERE a.alias_id = ?`).get(aliasId);
  if (row !== undefined) return row;
  throw new LedgerError('NOT_FOUND', `There is no alias ${aliasId}.`, 'Refresh the list of aliases.');
}

/**
 * Remembers a spelling; the same one of the same customer is one alias, however often it is said. One that a person wrote down is not
 * weakened to one of a link. Answers it.
 */
export function rememberAlias(db: WritableLedger, alias: NewAlias): AliasRow {
  const { kind, value, spelling, setId, custId, expiresDate, linkId, reason, actor, at } = alias;
  const known = statement<AliasRow>(
    db,
    `${SELECT} WHERE a.kind = ? AND a.value = ? AND a.set_id = ? AND a.cust_id = ?`,
  ).get(kind, value, setId, custId);
  if (known === undefined) {
    const { lastInsertRowid } = statement(
      db,
      `INSERT INTO customer_alias (kind, value, spelling, set_id, cust_id, expires_date, link_id, reason, made_by, made_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(kind, value, spelling, setId, custId, expiresDate, linkId, reason, actor, at);
    return noted(db, Number(lastInsertRowid), 'alias.remembered', alias);
  }
  const isWritten = known.linkId === null && known.forgottenAt === null;
  if (linkId !== null && isWritten) return known;
  statement(
    db,
    `UPDATE customer_alias SET spelling = ?, expires_date = ?, link_id = ?, reason = ?, made_by = ?, made_at = ?, forgotten_by = NULL,
       forgotten_at = NULL, version = version + 1 WHERE alias_id = ?`,
  ).run(spelling, expiresDate, linkId, reason, actor, at, known.aliasId);
  return noted(db, known.aliasId, 'alias.remembered', alias);
}

/** Gives an alias another customer or day; it is then hers, whatever becomes of the link it came from. Throws `NOT_FOUND`, `STALE_VERSION`, `REFUSED`. */
export function changeAlias(db: WritableLedger, change: AliasChange): AliasRow {
  const { aliasId, custId, expiresDate, reason, actor, at } = change;
  const before = seen(db, change);
  const twin = statement<{ aliasId: number }>(
    db,
    'SELECT alias_id AS aliasId FROM customer_alias WHERE kind = ? AND value = ? AND set_id = ? AND cust_id = ? AND alias_id <> ?',
  ).get(before.kind, before.value, before.setId, custId, aliasId);
  if (twin !== undefined)
    throw new LedgerError('REFUSED', `This spelling is remembered for ${custId} already.`, 'Forget this one instead.', {
      detailCode: 'BAD_INPUT',
    });
  statement(
    db,
    `UPDATE customer_alias SET cust_id = ?, expires_date = ?, reason = ?, link_id = NULL, made_by = ?, made_at = ?, version = version + 1
     WHERE alias_id = ?`,
  ).run(custId, expiresDate, reason, actor, at, aliasId);
  return noted(db, aliasId, 'alias.changed', change, { before: { custId: before.custId, until: before.expiresDate } });
}

/** Takes an alias back, or back into memory as it was. Throws `NOT_FOUND`, `STALE_VERSION`. */
export function turnAlias(
  db: WritableLedger,
  turn: Who & { readonly aliasId: number; readonly seenVersion: number; readonly to: 'forgotten' | 'recalled' },
): AliasRow {
  const { aliasId, to, actor, at } = turn;
  seen(db, turn);
  const [by, when] = to === 'forgotten' ? [actor, at] : [null, null];
  statement(
    db,
    'UPDATE customer_alias SET forgotten_by = ?, forgotten_at = ?, version = version + 1 WHERE alias_id = ?',
  ).run(by, when, aliasId);
  return noted(db, aliasId, `alias.${to}`, turn);
}

function seen(db: ReadableLedger, { aliasId, seenVersion }: { aliasId: number; seenVersion: number }): AliasRow {
  const row = getAlias(db, aliasId);
  if (row.version === seenVersion) return row;
  throw new LedgerError('STALE_VERSION', 'This alias has changed since you saw it.', 'Look at it again.');
}

function noted(
  db: WritableLedger,
  aliasId: number,
  action: string,
  { actor, machine, at }: Who,
  more: { readonly before?: { readonly custId: string; readonly until: string | null } } = {},
): AliasRow {
  const row = getAlias(db, aliasId);
  const { kind, spelling, custId, expiresDate, linkId, reason } = row;
  const detail = { kind, spelling, customer: custId, until: expiresDate, link: linkId, reason, ...more };
  appendAudit(db, { at, actor, machine, action, subject: `alias/${aliasId}`, detail });
  return row;
}
