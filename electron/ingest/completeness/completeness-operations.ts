import { z } from 'zod';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeType } from '../../connectors/stripe/types.ts';
import { defineRead, defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { watchesAfter, type NotedWatch } from '../../ledger/stripe-watch-store.ts';
import { findMissing, type Finding } from './find-missing.ts';
import { followFinding, isShort, settleWatch } from './settle-watch.ts';
import { readReach } from './stripe-reach.ts';
import { isFamily } from './stripe-families.ts';
import { FAMILY_TABLES } from './witness-rule.ts';
import { WITNESS_RULES } from './witness-rules.ts';

const STREAM = 'completeness';
const WATCHES_A_WRITE = 200;
const RULE_NAMES = WITNESS_RULES.map(({ name }) => name);
const positionSchema = z.strictObject({
  /** Versions up to this one have been looked at. */
  version: z.number().int(),
  /** How far back each family was listed then: what was out of reach has to be looked at again once it is not. */
  reach: z.record(z.string(), z.string()),
  /** Zones in which months were counted then; a new one has everything counted anew. */
  zones: z.array(z.string()).readonly().optional(),
  /** The rules there were then: a new one looks at everything once. */
  rules: z.array(z.string()).readonly().optional(),
});
export type CheckedTo = z.infer<typeof positionSchema>;

/** Where the last check stood, and where this one has to end. */
export interface CheckRange {
  readonly from: number;
  readonly to: number;
  /** The position as it was read; what has changed it meanwhile counts more than the end of this check. */
  readonly seen: string | null;
}

export const completenessRange = defineRead(
  'completeness.range',
  (db, { account, zones }: { readonly account: string; readonly zones: readonly string[] }): CheckRange => {
    const to = statement<{ version: number | null }>(
      db,
      'SELECT max(version_key) AS version FROM source_version',
    ).get();
    const seen = positionOf(db, account);
    const last = seen === null ? null : positionSchema.parse(JSON.parse(seen));
    const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);
    const isLastGood =
      last !== null &&
      isSame(last.reach, reachRecord(db, account)) &&
      isSame(last.zones ?? [], zones) &&
      isSame(last.rules, RULE_NAMES);
    return { from: isLastGood ? last.version : 0, to: to?.version ?? 0, seen };
  },
);

export const completenessChecked = defineWrite(
  'completeness.checked',
  (
    db,
    args: {
      readonly account: string;
      readonly version: number;
      readonly seen: string | null;
      readonly zones: readonly string[];
      readonly at: Instant;
    },
  ): void => {
    const { account, version, zones, at } = args;
    if (positionOf(db, account) !== args.seen) return;
    const position: CheckedTo = { version, reach: reachRecord(db, account), zones, rules: RULE_NAMES };
    statement(
      db,
      `INSERT INTO cursor (system, account, stream, position_json, committed_at) VALUES ('stripe', ?, '${STREAM}', ?, ?)
       ON CONFLICT DO UPDATE SET position_json = excluded.position_json, committed_at = excluded.committed_at`,
    ).run(account, JSON.stringify(position), at);
  },
);

function positionOf(db: ReadableLedger, account: string): string | null {
  const row = statement<{ position_json: string }>(
    db,
    `SELECT position_json FROM cursor WHERE system = 'stripe' AND account = ? AND stream = '${STREAM}'`,
  ).get(account);
  return row?.position_json ?? null;
}

/**
 * The next check looks at everything: what was taken away leaves no new version behind that would lead it to what names it. A check that
 * is under way does not count as that.
 */
export function checkEverythingNext(db: WritableLedger, account: string): void {
  statement(
    db,
    `UPDATE cursor SET position_json = json_set(position_json, '$.version', 0) WHERE system = 'stripe' AND account = ? AND stream = '${STREAM}'`,
  ).run(account);
}

function reachRecord(db: ReadableLedger, account: string): Record<string, string> {
  return Object.fromEntries([...readReach(db, account)].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What one stretch of changes proves missing. */
export interface ChangedSlice {
  /** The last version that was looked at. */
  readonly upTo: number;
  readonly findings: readonly Finding[];
  /** Of each family, the earliest creation among what changed. */
  readonly changedFrom: Readonly<Partial<Record<StripeType, string>>>;
}

/** Looks at what the next versions after `from` prove, at most `limit` of them and none after `to`. */
export const findInChanges = defineRead(
  'completeness.findInChanges',
  (
    db,
    args: CheckRange & { readonly account: string; readonly limit: number; readonly now: Instant },
  ): ChangedSlice => {
    const { account, now } = args;
    const changed = statement<{
      version_key: number;
      object_type: string;
      object_id: string;
      system: string;
      account: string;
    }>(
      db,
      `SELECT v.version_key, o.object_type, o.object_id, o.system, o.account FROM source_version v CROSS JOIN source_object o USING (source_key)
       WHERE v.version_key > ? AND v.version_key <= ? ORDER BY v.version_key LIMIT ?`,
    ).all(args.from, args.to, args.limit);
    const ids = new Map<StripeType, Set<string>>();
    for (const row of changed) {
      if (row.system !== 'stripe' || row.account !== account || !isFamily(row.object_type)) continue;
      const ofType = ids.get(row.object_type) ?? new Set();
      ids.set(row.object_type, ofType.add(row.object_id));
    }
    const reach = readReach(db, account);
    const findings = WITNESS_RULES.flatMap((rule) => {
      const own = ids.get(rule.witness) ?? [];
      const through = rule.changedBy === undefined ? [] : customersOf(db, account, rule.changedBy, ids);
      return findMissing(db, rule, [...new Set([...own, ...through])], { account, reach, now });
    });
    const changedFrom = Object.fromEntries(
      [...ids].map(([type, ofType]) => [type, earliestCreated(db, account, type, [...ofType])]),
    );
    return {
      upTo: changed.length < args.limit ? args.to : (changed.at(-1)?.version_key ?? args.to),
      findings,
      changedFrom,
    };
  },
  { bulk: true },
);

/** Under which customers the changed rows of a family are kept. */
function customersOf(
  db: ReadableLedger,
  account: string,
  type: StripeType,
  ids: ReadonlyMap<StripeType, ReadonlySet<string>>,
): readonly string[] {
  const ofType = ids.get(type);
  if (ofType === undefined) return [];
  const { table, id } = FAMILY_TABLES[type];
  const rows = statement<{ customer_id: string }>(
    db,
    `SELECT DISTINCT customer_id FROM ${table} WHERE account = ? AND ${id} IN (SELECT value FROM json_each(?))`,
  ).all(account, JSON.stringify([...ofType]));
  return rows.map((row) => row.customer_id);
}

function earliestCreated(db: ReadableLedger, account: string, type: StripeType, ids: readonly string[]): string {
  const { table, id, created } = FAMILY_TABLES[type];
  const row = statement<{ at: string | null }>(
    db,
    `SELECT min(${created}) AS at FROM ${table} WHERE account = ? AND ${id} IN (SELECT value FROM json_each(?))`,
  ).get(account, JSON.stringify(ids));
  return row?.at ?? '';
}

export const followFindings = defineWrite(
  'completeness.followFindings',
  (db, args: { readonly account: string; readonly findings: readonly Finding[]; readonly now: Instant }): void => {
    const context = { account: args.account, now: args.now, reach: readReach(db, args.account) };
    // What is named by its id comes first: a sum may be short of nothing else.
    const inOrder = args.findings.toSorted((a, b) => Number(isShort(a)) - Number(isShort(b)));
    for (const finding of inOrder) followFinding(db, context, finding);
  },
  { bulk: true },
);

/** Where settling goes on; null when everything was looked at. */
export type SettledTo = Pick<NotedWatch, 'objectType' | 'objectId' | 'witness'> | null;

/** Holds a stretch of what is watched against what is held now. */
export const settleWatches = defineWrite(
  'completeness.settleWatches',
  (db, args: { readonly account: string; readonly after: SettledTo; readonly now: Instant }): SettledTo => {
    const { account, now } = args;
    const context = { account, now, reach: readReach(db, account) };
    const watches = watchesAfter(db, account, args.after, WATCHES_A_WRITE);
    for (const watch of watches) settleWatch(db, context, watch);
    return watches.length < WATCHES_A_WRITE ? null : (watches.at(-1) ?? null);
  },
  { bulk: true },
);

/**
 * Closes gaps of which Stripe had said that it does not know the object and that came after all, and open ones that nothing watches. Both
 * are few.
 */
export const closeArrivedGaps = defineWrite(
  'completeness.closeArrivedGaps',
  (db, { account, at }: { readonly account: string; readonly at: Instant }): number =>
    statement(
      db,
      `UPDATE stripe_gap SET healed_at = @at, healed_by = ${ARRIVED_BY}
       WHERE account = @account AND (healed_by = 'absent' OR (healed_at IS NULL AND NOT EXISTS (SELECT 1 FROM stripe_watch w WHERE w.account = stripe_gap.account
         AND w.object_type = stripe_gap.object_type AND w.object_id = stripe_gap.object_id AND w.witness = stripe_gap.witness)))
       AND ${ARRIVED_BY} IS NOT NULL`,
    ).run({ account, at }).changes,
);
const ARRIVED_BY = `(SELECT v.arrived_by FROM source_object o JOIN source_version v USING (source_key)
  WHERE o.system = 'stripe' AND o.account = stripe_gap.account AND o.object_type = stripe_gap.object_type AND o.object_id = stripe_gap.object_id
  ORDER BY v.version LIMIT 1)`;

/** The accounts of which anything of Stripe was read. */
export const stripeAccounts = defineRead('completeness.accounts', (db, _args: null): readonly string[] =>
  statement<{ account: string }>(db, 'SELECT DISTINCT account FROM stripe_reach ORDER BY account')
    .all()
    .map(({ account }) => account),
);
