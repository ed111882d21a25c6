import type { AbsentObject, ReportProof, WaitingReads } from '../../../shared/contract/completeness-proofs.ts';
import { witnessRule } from '../../ingest/completeness/witness-rules.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

const ABSENT_SHOWN = 200;
const REPORTS_SHOWN = 100;

interface AbsentRow {
  readonly type: string;
  readonly id: string;
  readonly sinceAt: AbsentObject['sinceAt'];
  readonly askedAt: AbsentObject['askedAt'];
  readonly reason: string;
  readonly witnessType: string | null;
  readonly witnessId: string | null;
  readonly isAsked: 0 | 1;
}

/**
 * What Stripe said it does not know: what bears the mark, and what only a sum proves and no list brought. While one is asked for again its
 * gap is open, and it stands here all the same.
 */
const ABSENT_SQL = `SELECT a.object_type AS type, a.object_id AS id, a.since_at AS sinceAt, a.asked_at AS askedAt, a.reason,
    g.witness_type AS witnessType, g.witness_id AS witnessId
  FROM stripe_absent a LEFT JOIN stripe_gap g ON g.gap_key = (SELECT max(gap_key) FROM stripe_gap n WHERE n.account = a.account
    AND n.object_type = a.object_type AND n.object_id = a.object_id) WHERE a.account = @account
  UNION ALL SELECT g.object_type, g.object_id, min(g.healed_at), max(g.healed_at), 'gap ' || g.witness, g.witness_type, g.witness_id
  FROM stripe_gap g WHERE g.account = @account AND g.healed_by = 'absent' AND NOT EXISTS (SELECT 1 FROM stripe_absent a WHERE a.account = g.account
    AND a.object_type = g.object_type AND a.object_id = g.object_id) GROUP BY g.object_type, g.object_id`;

/** The objects that Stripe said it does not know, with where their ids came from. */
export function absentOf(
  db: ReadableLedger,
  account: string,
): { readonly absent: AbsentObject[]; readonly absentCount: number } {
  const rows = statement<AbsentRow>(
    db,
    `SELECT s.*, EXISTS (SELECT 1 FROM stripe_hint h WHERE h.account = @account AND h.object_type = s.type AND h.object_id = s.id) AS isAsked
     FROM (${ABSENT_SQL}) s ORDER BY sinceAt DESC, type, id LIMIT ${ABSENT_SHOWN}`,
  ).all({ account });
  const count = statement<{ count: number }>(db, `SELECT count(*) AS count FROM (${ABSENT_SQL})`).get({ account });
  const absent = rows.map((row) => ({
    type: row.type,
    id: row.id,
    sinceAt: row.sinceAt,
    askedAt: row.askedAt,
    origin: originWords(row.reason, row.witnessType, row.witnessId),
    isAsked: row.isAsked === 1,
  }));
  return { absent, absentCount: count?.count ?? 0 };
}

/** Why something is asked for, as a hint has it, in words for the clerk. */
export function originWords(reason: string, witnessType: string | null, witnessId: string | null): string {
  const [kind = '', name = ''] = reason.split(' ');
  if (kind === 'event') return `event ${name}`;
  if (kind === 'payout') return `payout ${name} lists it`;
  if (kind !== 'gap') return reason;
  const witness = witnessType === null ? 'another object' : `${witnessType.replaceAll('_', ' ')} ${witnessId ?? ''}`;
  return `${witness} ${witnessRule(name)?.words ?? 'names it'}`;
}

/** What is still to be read by id or list, and the events that were heard. */
export function waitingOf(db: ReadableLedger, account: string): WaitingReads {
  const hints = statement<{ count: number; oldestAt: WaitingReads['oldestAt']; failed: number }>(
    db,
    'SELECT count(*) AS count, min(noted_at) AS oldestAt, count(*) FILTER (WHERE tries > 0) AS failed FROM stripe_hint WHERE account = ?',
  ).get(account);
  const events = statement<{ count: number; newestAt: WaitingReads['newestEventAt'] }>(
    db,
    'SELECT count(*) AS count, max(created_at) AS newestAt FROM stripe_event WHERE account = ?',
  ).get(account);
  const refused = statement<{ count: number }>(
    db,
    "SELECT count(*) AS count FROM refused_object WHERE system = 'stripe' AND account = ? AND object_type = 'event' AND resolved_at IS NULL",
  ).get(account);
  return {
    count: hints?.count ?? 0,
    oldestAt: hints?.oldestAt ?? null,
    failed: hints?.failed ?? 0,
    events: events?.count ?? 0,
    newestEventAt: events?.newestAt ?? null,
    refusedEvents: refused?.count ?? 0,
  };
}

const PROOF_SQL = `SELECT p.import_id AS importId, i.file_name AS fileName, p.category, p.balance_type AS balanceType, p.currency, p.exponent, p.zone,
    p.from_at AS "from", p.to_at AS "to", p.stated_minor AS statedMinor, p.held_minor AS heldMinor, p.snapshot_minor AS snapshotMinor,
    p.snapshot_at AS snapshotAt, p.state, p.why FROM stripe_report_proof p JOIN file_import i USING (import_id)`;
const LINES =
  "instr('starting_balance activity payouts ending_balance', p.category) = 0, instr('starting_balance activity payouts ending_balance', p.category)";

/** What reports state of the balances of an account, the latest report first. */
export function reportsOf(db: ReadableLedger, account: string): ReportProof[] {
  return statement<ReportProof>(
    db,
    `${PROOF_SQL} WHERE EXISTS (SELECT 1 FROM stripe_report_balance b WHERE b.import_id = p.import_id AND b.account = ?)
     ORDER BY p.import_id DESC, p.currency, ${LINES} LIMIT ${REPORTS_SHOWN}`,
  ).all(account);
}

/** What one import states of balances. */
export function proofsOfImport(db: ReadableLedger, importId: number): ReportProof[] {
  return statement<ReportProof>(db, `${PROOF_SQL} WHERE p.import_id = ? ORDER BY p.currency, ${LINES}`).all(importId);
}
