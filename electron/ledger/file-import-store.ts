import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export type FileImportState = 'running' | 'done' | 'brokenOff' | 'undoing' | 'undone';
export interface NewFileImport {
  /** What the rows are, e.g. `stripeRecords`. */
  readonly kind: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
/** What became of the rows of a file; they sum to `read`. */
export interface FileCounts {
  readonly read: number;
  /** Now what the ledger holds, or what it held already. */
  readonly accepted: number;
  /** Kept, but the ledger holds something newer. */
  readonly superseded: number;
  /** Kept, without a place in the books. */
  readonly suspense: number;
  readonly refused: number;
}
export interface FileRefusal {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}
export interface FileImportRow extends FileCounts {
  readonly importId: number;
  readonly kind: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly actor: string;
  readonly machine: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly state: FileImportState;
  readonly byTypeJson: string;
  readonly refusalsJson: string;
  readonly undoneBy: string | null;
  readonly undoneAt: Instant | null;
}

const SELECT = `SELECT import_id AS importId, kind, file_name AS fileName, sha256, size_bytes AS sizeBytes, actor, machine, started_at AS startedAt,
  ended_at AS endedAt, state, read_count AS read, accepted_count AS accepted, superseded_count AS superseded, suspense_count AS suspense,
  refused_count AS refused, by_type_json AS byTypeJson, refusals_json AS refusalsJson, undone_by AS undoneBy, undone_at AS undoneAt FROM file_import`;

/** Notes that a file is being taken in and answers its import's number. */
export function startFileImport(db: WritableLedger, file: NewFileImport): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO file_import (kind, file_name, sha256, size_bytes, actor, machine, started_at, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'running')`,
  ).run(file.kind, file.fileName, file.sha256, file.sizeBytes, file.actor, file.machine, file.at);
  return Number(lastInsertRowid);
}

/** Adds what became of some rows. */
export function addFileCounts(db: WritableLedger, importId: number, counts: FileCounts): void {
  statement(
    db,
    `UPDATE file_import SET read_count = read_count + ?, accepted_count = accepted_count + ?, superseded_count = superseded_count + ?,
       suspense_count = suspense_count + ?, refused_count = refused_count + ? WHERE import_id = ?`,
  ).run(counts.read, counts.accepted, counts.superseded, counts.suspense, counts.refused, importId);
}

/** Ends an import that was read to its end, or broken off before. */
export function endFileImport(
  db: WritableLedger,
  end: {
    readonly importId: number;
    readonly state: 'done' | 'brokenOff';
    readonly byType: Readonly<Record<string, number>>;
    /** The first refusals; the count tells of the rest. */
    readonly refusals: readonly FileRefusal[];
    readonly at: Instant;
  },
): void {
  statement(
    db,
    'UPDATE file_import SET state = ?, by_type_json = ?, refusals_json = ?, ended_at = ? WHERE import_id = ?',
  ).run(end.state, JSON.stringify(end.byType), JSON.stringify(end.refusals), end.at, end.importId);
}

/** Imports, latest first. */
export function listFileImports(db: ReadableLedger, limit: number): readonly FileImportRow[] {
  return statement<FileImportRow>(db, `${SELECT} ORDER BY import_id DESC LIMIT ?`).all(limit);
}

export function findFileImport(db: ReadableLedger, importId: number): FileImportRow | undefined {
  return statement<FileImportRow>(db, `${SELECT} WHERE import_id = ?`).get(importId);
}

/** The latest import of this very content that still stands, or undefined. */
export function findImportOfContent(db: ReadableLedger, kind: string, sha256: string): FileImportRow | undefined {
  return statement<FileImportRow>(
    db,
    `${SELECT} WHERE sha256 = ? AND kind = ? AND state = 'done' ORDER BY import_id DESC LIMIT 1`,
  ).get(sha256, kind);
}

/**
 * After a start: imports that were cut off with the program count as broken off, each with a row in the audit trail; what they brought stands.
 * Answers how many there were.
 */
export function breakOffRunningImports(db: WritableLedger, at: Instant): number {
  const cutOff = statement<FileImportRow>(db, `${SELECT} WHERE state = 'running' ORDER BY import_id`).all();
  for (const { importId, fileName, sha256, machine, read, accepted, superseded, suspense, refused } of cutOff) {
    statement(db, "UPDATE file_import SET state = 'brokenOff', ended_at = ? WHERE import_id = ?").run(at, importId);
    appendAudit(db, {
      at,
      actor: 'Tieout',
      machine,
      action: 'file.brokenOff',
      subject: `file/${importId}`,
      detail: { file: fileName, sha256, read, accepted, superseded, suspense, refused },
    });
  }
  return cutOff.length;
}
