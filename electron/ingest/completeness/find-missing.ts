import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeType } from '../../connectors/stripe/types.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { FAMILY_TABLES, type WitnessRule } from './witness-rule.ts';
import type { Reach } from './stripe-reach.ts';

/** What a witness proves to exist at Stripe and is not held. */
export interface Finding {
  readonly rule: string;
  readonly objectType: StripeType;
  /** The object's id; where only a sum or a mark tells, the witness's (whose list holds it). */
  readonly objectId: string;
  /** What to ask Stripe for. */
  readonly hintId: string;
  readonly witnessType: StripeType;
  readonly witnessId: string;
  /** The UTC month of the witness. */
  readonly month: string;
  /** It may still be on its way: Stripe is asked before it is called a gap. */
  readonly askFirst: boolean;
}
interface FoundRow {
  readonly object_id: string;
  readonly hint_id: string | null;
  readonly witness_id: string;
  readonly witness_at: Instant;
}

const DAY_MS = 86_400_000;
/** How long after its creation an object may be missing from Stripe's lists, at most, by what others have met (10 minutes). */
const SETTLING_MS = 15 * 60_000;

/** What one rule finds missing by these witnesses. Nothing where the family it proves was never listed, or not far enough back. */
export function findMissing(
  db: ReadableLedger,
  rule: WitnessRule,
  witnessIds: readonly string[],
  { account, reach, now }: { readonly account: string; readonly reach: Reach; readonly now: Instant },
): readonly Finding[] {
  const bound = earliestWitness(rule, reach);
  if (bound === null || witnessIds.length === 0) return [];
  const rows = statement<FoundRow>(db, sqlOf(rule)).all({ account, ids: JSON.stringify(witnessIds), bound });
  return rows.flatMap((row) => {
    if (row.hint_id === null) return [];
    const finding = {
      rule: rule.name,
      objectType: rule.proves,
      objectId: row.object_id,
      hintId: row.hint_id,
      witnessType: rule.witness,
      witnessId: row.witness_id,
      month: row.witness_at.slice(0, 7),
    };
    return [{ ...finding, askFirst: rule.askFirst || isFresh(db, account, rule, row, now) }];
  });
}

/** The earliest creation of a witness whose object must be in the lists that were read; null where none can be judged. */
function earliestWitness(rule: WitnessRule, reach: Reach): string | null {
  const from = reach.get(rule.proves);
  if (from === undefined) return null;
  if (from === '') return '';
  if (rule.leadDays === null) return null;
  return new Date(Date.parse(from) + rule.leadDays * DAY_MS).toISOString();
}

/** Created, or changed, so lately that what it names may not have been in the lists yet when they were read. */
function isFresh(db: ReadableLedger, account: string, rule: WitnessRule, row: FoundRow, now: Instant): boolean {
  const settled = new Date(Date.parse(now) - SETTLING_MS).toISOString();
  if (row.witness_at > settled) return true;
  const seen = statement<{ current_version: number; observed_at: string }>(
    db,
    `SELECT current_version, observed_at FROM source_object WHERE system = 'stripe' AND account = ? AND object_type = ? AND object_id = ?`,
  ).get(account, rule.witness, row.witness_id);
  return seen !== undefined && seen.current_version > 1 && seen.observed_at > settled;
}

const texts = new Map<WitnessRule, string>();

function sqlOf(rule: WitnessRule): string {
  const known = texts.get(rule);
  if (known !== undefined) return known;
  const text = rule.named === undefined ? shortSql(rule) : namedSql(rule, rule.named);
  texts.set(rule, text);
  return text;
}

function scopeOf(rule: WitnessRule): string {
  const { table, id, created } = FAMILY_TABLES[rule.witness];
  return `${table} w WHERE w.account = @account AND w.${id} IN (SELECT value FROM json_each(@ids)) AND w.${created} >= @bound`;
}

function namedSql(rule: WitnessRule, named: NonNullable<WitnessRule['named']>): string {
  const { id, created } = FAMILY_TABLES[rule.witness];
  const further = named.from === undefined ? '' : `, ${named.from}`;
  const scope = scopeOf(rule).replace(' w WHERE', ` w${further} WHERE`);
  const where = named.where === undefined ? '' : ` AND (${named.where})`;
  const found = `SELECT ${named.id} AS object_id, ${rule.askFor ?? named.id} AS hint_id, w.${id} AS witness_id, w.${created} AS witness_at
    FROM ${scope} AND ${named.id} IS NOT NULL${where}`;
  return `SELECT f.* FROM (${found}) f WHERE NOT ${heldSql(rule.proves, 'f.object_id')} AND NOT ${refusedSql(rule.proves, 'f.object_id')}`;
}

function shortSql(rule: WitnessRule): string {
  const { id, created } = FAMILY_TABLES[rule.witness];
  const ask = rule.askFor ?? `w.${id}`;
  return `SELECT w.${id} AS object_id, ${ask} AS hint_id, w.${id} AS witness_id, w.${created} AS witness_at FROM ${scopeOf(rule)} AND (${rule.short ?? '0'})`;
}

function heldSql(type: StripeType, id: string): string {
  return `EXISTS (SELECT 1 FROM source_object o WHERE o.system = 'stripe' AND o.account = @account AND o.object_type = '${type}' AND o.object_id = ${id})`;
}

/** What arrived and could not be read is known to exist, and is counted where it was refused. */
function refusedSql(type: StripeType, id: string): string {
  return `EXISTS (SELECT 1 FROM refused_object r WHERE r.system = 'stripe' AND r.account = @account AND r.object_type = '${type}' AND r.object_id = ${id} AND r.resolved_at IS NULL)`;
}
