import { verifyAudit } from './audit-store.ts';
import { CUSTOMER_MERGE_LAWS } from './customer-merge-laws.ts';
import type { ReadableLedger } from './operation.ts';
import { statement } from './statement.ts';

export interface InvariantViolation {
  /** Which law of the books is broken. */
  readonly code: string;
  /** The rows that break it, at most twenty. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** One query a law; each answers the rows that break it. */
const LAWS: readonly (readonly [code: string, sql: string])[] = [
  [
    'ALLOCATION_EXCEEDS_MOVEMENT',
    `SELECT m.movement_key, m.amount_minor, sum(a.amount_minor) AS allocated FROM allocation a JOIN movement m USING (movement_key)
     WHERE a.hold IN ('held', 'settled') GROUP BY m.movement_key HAVING sum(a.amount_minor) > abs(m.amount_minor)`,
  ],
  [
    // A balance read after the approval may be lower: somebody else paid. Then the re-check before sending returns the row. What the
    // approvals saw tells, as the clock may have been set in between; the instants tell for those that post nothing.
    'ALLOCATION_EXCEEDS_ITEM',
    `SELECT i.item_key, i.balance_minor, sum(a.item_amount_minor) AS held FROM allocation a JOIN ar_item i USING (item_key)
     JOIN match USING (match_id) WHERE a.hold = 'held' AND a.outward = 0 GROUP BY i.item_key
     HAVING sum(a.item_amount_minor) > i.balance_minor AND max(match.decided_at) >= i.read_at AND NOT EXISTS (
       SELECT 1 FROM allocation h JOIN posting p USING (match_id), json_each(p.payload_json, '$.itemBalances') seen
       WHERE h.item_key = i.item_key AND h.hold = 'held' AND h.outward = 0 AND seen.value ->> 'item' = i.item AND seen.value ->> 'custId' = i.cust_id
         AND seen.value ->> 'businessUnit' = i.business_unit AND seen.value ->> 'itemLine' = i.item_line
         AND seen.value -> 'balance' ->> 'minor' > i.balance_minor)`,
  ],
  [
    // A payment that was given back since may have carried it: then the re-check before sending returns the refund. One that was confirmed
    // since the item was read is not in the balance yet.
    'PAID_BACK_EXCEEDS_ITEM',
    `SELECT i.item_key, i.balance_minor, i.original_minor, sum(iif(a.outward = 1, a.item_amount_minor, -a.item_amount_minor)) AS out_minor
     FROM allocation a JOIN ar_item i USING (item_key) JOIN match USING (match_id) WHERE a.hold = 'held' GROUP BY i.item_key
     HAVING max(a.outward) = 1 AND max(match.decided_at) >= i.read_at
       AND sum(iif(a.outward = 1, a.item_amount_minor, -a.item_amount_minor)) > max(i.original_minor, 0) - i.balance_minor
       AND NOT EXISTS (SELECT 1 FROM allocation r LEFT JOIN posting p USING (match_id) WHERE r.item_key = i.item_key AND r.outward = 0
         AND (r.hold = 'released' OR (r.hold = 'settled' AND p.state_changed_at >= i.read_at)))`,
  ],
  [
    'JOURNAL_IS_NOT_ITS_PARTS',
    `SELECT p.posting_id, p.amount_minor, sum(part.amount_minor) AS parts_minor, count(part.part) AS parts FROM posting p
     LEFT JOIN journal j USING (posting_id) LEFT JOIN journal_part part USING (posting_id) WHERE p.effect = 'journal'
     GROUP BY p.posting_id HAVING p.amount_minor IS NOT sum(part.amount_minor) OR j.part_count IS NOT count(part.part)`,
  ],
  [
    'JOURNAL_PART_STANDING',
    `SELECT part.posting_id, part.balance_transaction_id, part.live, p.state FROM journal_part part JOIN posting p USING (posting_id)
     WHERE part.live <> (p.state NOT IN ('rejected', 'reversed', 'withdrawn'))`,
  ],
  [
    'OUTWARD_DOES_NOT_FIT_MOVEMENT',
    `SELECT a.allocation_id, a.outward, m.kind, m.amount_minor FROM allocation a JOIN movement m USING (movement_key)
     WHERE a.outward <> (m.amount_minor < 0)`,
  ],
  [
    'ALLOCATION_OF_ANOTHER_CURRENCY',
    `SELECT a.allocation_id, m.currency AS movement_currency, i.currency AS item_currency FROM allocation a
     JOIN movement m USING (movement_key) JOIN ar_item i USING (item_key) WHERE m.currency <> i.currency`,
  ],
  [
    'ALLOCATION_VALUES_DIFFER',
    `SELECT a.allocation_id, a.amount_minor, m.exponent, a.item_amount_minor, i.exponent AS item_exponent FROM allocation a
     JOIN movement m USING (movement_key) JOIN ar_item i USING (item_key)
     WHERE a.amount_minor * pow(10, 6 - m.exponent) <> a.item_amount_minor * pow(10, 6 - i.exponent)`,
  ],
  [
    'HOLD_DOES_NOT_FIT_MATCH',
    `SELECT a.allocation_id, a.hold, match.state FROM allocation a JOIN match USING (match_id)
     WHERE a.hold <> CASE match.state WHEN 'proposed' THEN 'none' WHEN 'approved' THEN 'held' WHEN 'posted' THEN 'settled' ELSE 'released' END`,
  ],
  [
    'LIVE_DOES_NOT_FIT_MATCH',
    `SELECT mm.match_id, mm.movement_key, mm.live, match.state FROM match_movement mm JOIN match USING (match_id)
     WHERE mm.live <> (match.state IN ('proposed', 'approved', 'posted'))`,
  ],
  [
    'ALLOCATION_OUTSIDE_MATCH',
    `SELECT a.allocation_id FROM allocation a LEFT JOIN match_movement mm USING (match_id, movement_key) WHERE mm.match_id IS NULL`,
  ],
  [
    'TWO_LIVE_MATCHES',
    'SELECT movement_key, count(*) AS live FROM match_movement WHERE live = 1 GROUP BY movement_key HAVING count(*) > 1',
  ],
  [
    'MOVEMENT_STATE_NOT_DERIVED',
    `SELECT m.movement_key, m.state, match.state AS match_state FROM movement m
     LEFT JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1 LEFT JOIN match USING (match_id)
     WHERE (m.state IN ('approved', 'posted') AND match.state IS NOT m.state)
        OR (match.state IN ('approved', 'posted') AND m.state <> match.state)
        OR (m.state = 'proposed' AND match.state IS NULL)`,
  ],
  [
    'TWO_LIVE_POSTINGS',
    `SELECT effect_key, count(*) AS live FROM posting WHERE state NOT IN ('rejected', 'reversed', 'withdrawn')
     GROUP BY effect_key HAVING count(*) > 1`,
  ],
  [
    'POSTING_OUTLIVES_MATCH',
    `SELECT p.posting_id, p.state, match.state AS match_state FROM posting p JOIN match USING (match_id)
     WHERE p.reverses IS NULL AND (
           (p.state IN ('draft', 'approved', 'queued', 'queuedNeedsSignIn', 'sending', 'accepted', 'unknown') AND match.state <> 'approved')
        OR (p.state = 'confirmed' AND match.state <> 'posted'))`,
  ],
  [
    'REVERSAL_DOES_NOT_FIT',
    `SELECT p.posting_id, p.state, o.posting_id AS original_id, o.state AS original_state FROM posting p JOIN posting o ON o.posting_id = p.reverses
     WHERE (p.state IN ('draft', 'approved', 'queued', 'queuedNeedsSignIn', 'sending', 'accepted', 'unknown', 'postingError') AND o.state <> 'confirmed')
        OR (p.state = 'confirmed' AND o.state <> 'reversed') OR p.amount_minor <> -o.amount_minor OR p.currency <> o.currency OR p.match_id <> o.match_id`,
  ],
  [
    'SENT_BEFORE_WHAT_IT_WAITS_FOR',
    `SELECT p.posting_id, p.state, parent.posting_id AS parent_id, parent.state AS parent_state
     FROM posting p JOIN posting parent ON parent.posting_id = p.depends_on
     WHERE p.state IN ('sending', 'accepted', 'unknown', 'postingError', 'confirmed') AND parent.state <> 'confirmed'`,
  ],
  [
    'DEPOSIT_TOTALS',
    `SELECT d.deposit_key, d.control_minor, d.control_count, count(p.posting_id) AS payments, sum(p.amount_minor) AS total
     FROM deposit d JOIN posting p USING (deposit_key) WHERE d.state <> 'rejected' GROUP BY d.deposit_key
     HAVING count(p.posting_id) <> d.control_count OR sum(p.amount_minor) <> d.control_minor`,
  ],
  [
    'MOVEMENT_COUNTS',
    `SELECT * FROM (
       SELECT unit, kind, state, attention, sum(kept) AS kept, sum(counted) AS counted FROM (
         SELECT unit, kind, state, attention, count AS kept, 0 AS counted FROM movement_count
         UNION ALL SELECT ifnull(unit, ''), kind, state, ifnull(attention, ''), 0, 1 FROM movement)
       GROUP BY unit, kind, state, attention) WHERE kept <> counted`,
  ],
  [
    'RULE_COUNTS',
    `SELECT * FROM (
       SELECT rule_id, outcome, automatic, sum(kept) AS kept, sum(counted) AS counted FROM (
         SELECT rule_id, outcome, automatic, matches AS kept, 0 AS counted FROM rule_count
         UNION ALL SELECT rule_id, iif(state = 'withdrawn' AND reason = 'another allocation was chosen', 'overruled', state), automatic, 0, 1 FROM match)
       GROUP BY rule_id, outcome, automatic) WHERE kept <> counted`,
  ],
  [
    'PICKED_BY_PEOPLE',
    `SELECT m.movement_key, m.picked FROM movement m
     WHERE m.picked <> (EXISTS (SELECT 1 FROM decision d WHERE d.movement_key = m.movement_key AND d.undone_at IS NULL)
       AND EXISTS (SELECT 1 FROM match_movement mm JOIN match USING (match_id)
         WHERE mm.movement_key = m.movement_key AND mm.live = 1 AND match.automatic = 0))`,
  ],
  [
    'PICKED_COUNTS',
    `SELECT * FROM (
       SELECT unit, kind, state, attention, sum(kept) AS kept, sum(counted) AS counted FROM (
         SELECT unit, kind, state, attention, count AS kept, 0 AS counted FROM picked_count
         UNION ALL SELECT ifnull(unit, ''), kind, state, ifnull(attention, ''), 0, 1 FROM movement WHERE picked = 1)
       GROUP BY unit, kind, state, attention) WHERE kept <> counted`,
  ],
  [
    'POSTING_COUNTS',
    `SELECT * FROM (
       SELECT unit, state, sum(kept) AS kept, sum(counted) AS counted FROM (
         SELECT unit, state, count AS kept, 0 AS counted FROM posting_count UNION ALL SELECT unit, state, 0, 1 FROM posting)
       GROUP BY unit, state) WHERE kept <> counted`,
  ],
  [
    'LINK_COUNTS',
    `SELECT k.state, k.customers, count(DISTINCT l.account || char(10) || l.customer_id) AS counted FROM link_count k
     LEFT JOIN crosswalk_link l ON l.state = k.state GROUP BY k.state HAVING k.customers <> counted`,
  ],
  [
    'MIRROR_VERSION_MISSING',
    `SELECT o.source_key, o.current_version FROM source_object o
     LEFT JOIN source_version v ON v.source_key = o.source_key AND v.version = o.current_version
     WHERE v.version_key IS NULL OR v.content_hash <> o.content_hash`,
  ],
  [
    'MIRROR_PACK_MISSING',
    `SELECT source_key, version FROM source_version WHERE substr(payload, 1, 1) = x'02'
     AND NOT EXISTS (SELECT 1 FROM payload_pack WHERE pack_key = CAST(CAST(substr(payload, 2) AS TEXT) AS INTEGER))`,
  ],
  ...CUSTOMER_MERGE_LAWS,
];

/**
 * Checks every law of the books over the whole ledger and returns what breaks one; empty when all hold. Reads all rows: for
 * tests after every random operation, for fault runs and for the doctor, not for the working day.
 */
export function findViolations(db: ReadableLedger): readonly InvariantViolation[] {
  const found: InvariantViolation[] = [];
  for (const [code, sql] of LAWS) {
    const rows = statement<Record<string, unknown>>(db, `SELECT * FROM (${sql}) LIMIT 20`).all();
    if (rows.length > 0) found.push({ code, rows });
  }
  const dangling = db.pragma('foreign_key_check');
  if (Array.isArray(dangling) && dangling.length > 0)
    found.push({ code: 'FOREIGN_KEYS', rows: dangling.slice(0, 20).map((row: unknown) => ({ row })) });
  const audit = verifyAudit(db);
  if (!audit.valid) found.push({ code: 'AUDIT_CHAIN', rows: [{ ...audit }] });
  return found;
}
