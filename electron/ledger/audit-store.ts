import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/domain/ids.ts';
import type { JsonValue } from './canonical-json.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export interface AuditEntry {
  readonly at: Instant;
  /** Who decided: a person's sign-in name, or the rule version that a reviewer approved. */
  readonly actor: string;
  readonly machine: string;
  /** `topic.verb` in the past of the thing done, e.g. `match.approved`. */
  readonly action: string;
  /** The row it is about, e.g. `match/17`. */
  readonly subject: string;
  readonly detail: JsonValue;
}
export interface AuditHead {
  /** Number of rows so far; 0 before the first. */
  readonly seq: number;
  readonly hash: string;
}
export interface AuditVerdict {
  readonly rows: number;
  readonly valid: boolean;
  readonly head: string;
  /** Sequence number of the first row that does not fit the one before, or null. */
  readonly firstBad: number | null;
}
interface AuditRow {
  seq: number;
  at: string;
  actor: string;
  machine: string;
  action: string;
  subject: string;
  detail_json: string;
  previous_hash: string;
  hash: string;
}

/** What the first row names as its predecessor: SHA-256 of the chain's own name and version. */
export const AUDIT_GENESIS = createHash('sha256').update('Tieout audit chain, version 1').digest('hex');

/**
 * Adds one row to the audit chain and returns the new head. Call it inside the write operation that makes the change, so that
 * both happen or neither. `detail` is kept as canonical JSON and must hold no secret.
 */
export function appendAudit(db: WritableLedger, entry: AuditEntry): AuditHead {
  const head = auditHead(db);
  const row = {
    seq: head.seq + 1,
    at: entry.at,
    actor: entry.actor,
    machine: entry.machine,
    action: entry.action,
    subject: entry.subject,
    detail_json: canonicalJson(entry.detail),
    previous_hash: head.hash,
  };
  const hash = auditHash(row);
  statement(
    db,
    `INSERT INTO audit (seq, at, actor, machine, action, subject, detail_json, previous_hash, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(row.seq, row.at, row.actor, row.machine, row.action, row.subject, row.detail_json, row.previous_hash, hash);
  return { seq: row.seq, hash };
}

/** The last row's number and hash; number 0 and the genesis hash when there is none. */
export function auditHead(db: ReadableLedger): AuditHead {
  const last = statement<AuditHead>(db, 'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get();
  return last ?? { seq: 0, hash: AUDIT_GENESIS };
}

/** The hash that row `seq` has, the genesis hash for 0, or null when there is no such row. */
export function auditHashAt(db: ReadableLedger, seq: number): string | null {
  if (seq === 0) return AUDIT_GENESIS;
  return statement<{ hash: string }>(db, 'SELECT hash FROM audit WHERE seq = ?').get(seq)?.hash ?? null;
}

/**
 * Recomputes the chain row by row in bounded memory. An edited, removed, inserted or reordered row is named by `firstBad`;
 * rows cut off at the end leave a shorter valid chain, which only the anchor outside the file can tell.
 */
export function verifyAudit(db: ReadableLedger): AuditVerdict {
  let rows = 0;
  let head = AUDIT_GENESIS;
  let firstBad: number | null = null;
  // An own statement: this one stays busy while it is walked.
  for (const row of db.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY seq').iterate()) {
    rows += 1;
    if (firstBad === null && (row.seq !== rows || row.previous_hash !== head || row.hash !== auditHash(row)))
      firstBad = row.seq;
    head = row.hash;
  }
  return { rows, valid: firstBad === null, head, firstBad };
}

/**
 * SHA-256, in hex, over the fields in this order, each as its UTF-8 bytes after their count as a 32-bit big-endian number:
 * sequence number in decimal, at, actor, machine, action, subject, detail JSON, hash of the row before in hex.
 */
function auditHash(row: Omit<AuditRow, 'hash'>): string {
  const hash = createHash('sha256');
  const fields = [
    String(row.seq),
    row.at,
    row.actor,
    row.machine,
    row.action,
    row.subject,
    row.detail_json,
    row.previous_hash,
  ];
  for (const field of fields) {
    const bytes = Buffer.from(field, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest('hex');
}
