import type { Instant } from '../../../shared/domain/ids.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { healGaps, recordGap, reopenGap } from '../../ledger/stripe-gap-store.ts';
import { noteHint } from '../../ledger/stripe-hint-store.ts';
import { beginWatch, endWatch, updateWatch, type NotedWatch } from '../../ledger/stripe-watch-store.ts';
import { findMissing, type Finding } from './find-missing.ts';
import type { Reach } from './stripe-reach.ts';
import type { WitnessRule } from './witness-rule.ts';
import { witnessRule } from './witness-rules.ts';

/** How often a list is asked for before what it is short of counts as unknown to Stripe. */
export const MOST_ASKED = 3;
/** How long a customer may be missing from the list of customers because she has only just been created. */
const FRESH_MS = 15 * 60_000;

export interface SettleContext {
  readonly account: string;
  readonly reach: Reach;
  readonly now: Instant;
}

/** Follows what a rule has found: it is watched and asked for, and called a gap unless it may still be on its way. */
export function followFinding(db: WritableLedger, { account, now }: SettleContext, finding: Finding): void {
  const { objectType, objectId, rule: witness, witnessId, hintId, month, askFirst } = finding;
  // Once Stripe has said that it does not know an object, the same proof is for a person, not for asking again.
  if (isUnknownToStripe(db, account, finding)) return;
  const watch = { account, objectType, objectId, witness, witnessId, hintId, month };
  const isGap = !askFirst && !(isShort(finding) && isNamedMissing(db, account, objectType));
  if (!beginWatch(db, watch, isGap, now)) return;
  if (isGap) openGap(db, watch, finding.witnessType, now);
  noteHint(db, { account, objectType, objectId: hintId }, `gap ${witness}`, now);
}

/** Only a sum or a mark tells, so that it goes by the id of its witness. */
export function isShort({ objectId, witnessId }: Pick<Finding, 'objectId' | 'witnessId'>): boolean {
  return objectId === witnessId;
}

/** Whether an object of the family is missing by its id: it may be all that a sum is short of, which shows once it has come. */
function isNamedMissing(db: WritableLedger, account: string, objectType: string): boolean {
  return (
    statement(
      db,
      'SELECT 1 FROM stripe_watch WHERE account = ? AND object_type = ? AND is_gap = 1 AND object_id <> witness_id LIMIT 1',
    ).get(account, objectType) !== undefined
  );
}

/** Holds one watch against what is held now: it ends, is asked for again, or becomes a gap. */
export function settleWatch(db: WritableLedger, context: SettleContext, watch: NotedWatch): void {
  const rule = witnessRule(watch.witness);
  if (rule === null) return endWatch(db, watch);
  if (rule.named === undefined) settleShort(db, context, watch, rule);
  else settleNamed(db, context, watch, rule);
}

function settleNamed(db: WritableLedger, { now }: SettleContext, watch: NotedWatch, rule: WitnessRule): void {
  const arrivedBy = howItCame(db, watch);
  if (arrivedBy !== null) {
    if (watch.isGap === 0 && wasMissed(db, watch)) openGap(db, watch, rule.witness, watch.notedAt);
    healGaps(db, watch, arrivedBy, now);
    return endWatch(db, watch);
  }
  const hint = waitingHint(db, watch);
  if (hint === null) {
    // It was asked for, and nothing came: Stripe does not know it.
    if (watch.isGap === 0) openGap(db, watch, rule.witness, watch.notedAt);
    healGaps(db, watch, 'absent', now);
    return endWatch(db, watch);
  }
  if (hint.tries > 0 && watch.isGap === 0) becomeGap(db, watch, rule, 0);
}

function settleShort(db: WritableLedger, context: SettleContext, watch: NotedWatch, rule: WitnessRule): void {
  const { now } = context;
  const isShort = findMissing(db, rule, [watch.witnessId], context).length > 0;
  if (!isShort) {
    if (watch.isGap === 1) healGaps(db, watch, 'list', now);
    return endWatch(db, watch);
  }
  const hint = waitingHint(db, watch);
  if (hint !== null) {
    if (hint.tries > 0 && watch.isGap === 0) becomeGap(db, watch, rule, watch.asked);
    return;
  }
  becomeGap(db, watch, rule, watch.asked + 1);
  if (watch.asked + 1 < MOST_ASKED) {
    noteHint(db, { ...watch, objectId: watch.hintId }, `gap ${watch.witness}`, now);
    // The balance that proves it may be what is out of date.
    if (rule.witness === 'customer')
      noteHint(db, { ...watch, objectType: 'customer', objectId: watch.witnessId }, `gap ${watch.witness}`, now);
    return;
  }
  healGaps(db, watch, 'absent', now);
  endWatch(db, watch);
}

function becomeGap(db: WritableLedger, watch: NotedWatch, rule: WitnessRule, asked: number): void {
  openGap(db, watch, rule.witness, watch.notedAt);
  updateWatch(db, watch, { asked, isGap: 1 });
}

type Gap = Pick<NotedWatch, 'account' | 'objectType' | 'objectId' | 'witness' | 'witnessId' | 'month'>;

/** Opens the gap; one that was closed since this proof was noted, though it still stands, is opened again and not doubled. */
function openGap(db: WritableLedger, gap: Gap, witnessType: string, foundAt: Instant): void {
  if (reopenGap(db, gap, foundAt)) return;
  recordGap(db, { ...gap, witnessType }, foundAt);
  statement(
    db,
    `UPDATE stripe_gap SET month = @month WHERE account = @account AND object_type = @objectType AND object_id = @objectId AND witness = @witness AND healed_at IS NULL`,
  ).run({
    account: gap.account,
    objectType: gap.objectType,
    objectId: gap.objectId,
    witness: gap.witness,
    month: gap.month,
  });
}

function isUnknownToStripe(db: WritableLedger, account: string, { objectType, objectId, rule }: Finding): boolean {
  return (
    statement(
      db,
      `SELECT 1 FROM stripe_gap WHERE account = ? AND object_type = ? AND object_id = ? AND witness = ? AND healed_by = 'absent'`,
    ).get(account, objectType, objectId, rule) !== undefined
  );
}

/** How the object is here now: as the oldest of what is kept of it arrived, or `refused` where it arrived and cannot be read; null: it is not. */
function howItCame(db: WritableLedger, { account, objectType, objectId }: NotedWatch): string | null {
  const held = statement<{ arrived_by: string }>(
    db,
    `SELECT v.arrived_by FROM source_object o JOIN source_version v USING (source_key)
     WHERE o.system = 'stripe' AND o.account = ? AND o.object_type = ? AND o.object_id = ? ORDER BY v.version LIMIT 1`,
  ).get(account, objectType, objectId);
  if (held !== undefined) return held.arrived_by;
  const refused = statement(
    db,
    `SELECT 1 FROM refused_object WHERE system = 'stripe' AND account = ? AND object_type = ? AND object_id = ? AND resolved_at IS NULL`,
  ).get(account, objectType, objectId);
  return refused === undefined ? null : 'refused';
}

/**
 * Whether what came when it was asked for was truly missing: a customer is, unless she is deleted (no list has her) or was only just
 * created. Anything else that was asked for first was merely on its way.
 */
function wasMissed(db: WritableLedger, { account, objectType, objectId, notedAt }: NotedWatch): boolean {
  if (objectType !== 'customer') return false;
  const row = statement<{ deleted: number; created_at: string | null }>(
    db,
    'SELECT deleted, created_at FROM stripe_customer WHERE account = ? AND customer_id = ?',
  ).get(account, objectId);
  if (row === undefined || row.deleted === 1 || row.created_at === null) return false;
  return Date.parse(row.created_at) < Date.parse(notedAt) - FRESH_MS;
}

function waitingHint(
  db: WritableLedger,
  { account, objectType, hintId }: NotedWatch,
): { readonly tries: number } | null {
  return (
    statement<{ tries: number }>(
      db,
      'SELECT tries FROM stripe_hint WHERE account = ? AND object_type = ? AND object_id = ?',
    ).get(account, objectType, hintId) ?? null
  );
}
