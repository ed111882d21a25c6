import type { Instant } from '../../shared/domain/ids.ts';
import type { SystemName } from '../../shared/domain/states.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** How things stand with the search for customers that a system has twice. */
export interface DoubleScan {
  /** How often a customer has changed, and where that stood when they were last searched; equal: nothing has changed since. */
  readonly changes: number;
  readonly seen: number;
  /** What people had said by then. */
  readonly answers: string;
  /** Everything that search rested on, in one hash. */
  readonly restsOn: string;
}
/** A version of the model by which customers of one system are compared. */
export interface DoubleModelRow {
  readonly version: number;
  readonly modelJson: string;
  /** Customers it was learned from. */
  readonly rowCount: number;
}

export function readScan(db: ReadableLedger, system: SystemName): DoubleScan {
  const row = statement<DoubleScan>(
    db,
    'SELECT changes, seen, answers, rests_on AS restsOn FROM double_scan WHERE system = ?',
  ).get(system);
  if (row === undefined) throw new Error(`the ledger keeps no search of ${system}`);
  return row;
}

/** Customers were searched as they stood at `seen`. */
export function noteScan(
  db: WritableLedger,
  system: SystemName,
  { seen, answers, restsOn }: Omit<DoubleScan, 'changes'>,
): void {
  statement(db, 'UPDATE double_scan SET seen = ?, answers = ?, rests_on = ? WHERE system = ?').run(
    seen,
    answers,
    restsOn,
    system,
  );
}

/**
 * What people have said about customers of a system that are no doubles, as one text, with those whose day has come marked: while it stays
 * the same, the answers rule out the same pairs.
 */
export function answersSaid(db: ReadableLedger, system: SystemName, todayDate: string): string {
  const rows = statement<{ id: number; isOver: 0 | 1 }>(
    db,
    `SELECT cluster_id AS id, ifnull(expires_date <= ?, 0) AS isOver FROM duplicate_cluster c
     WHERE kind = 'doubleCustomer' AND state = 'notDuplicate'
       AND EXISTS (SELECT 1 FROM duplicate_party p WHERE p.cluster_id = c.cluster_id AND p.system = ?) ORDER BY cluster_id`,
  ).all(todayDate, system);
  return rows.map(({ id, isOver }) => (isOver === 1 ? `${id}!` : `${id}`)).join(' ');
}

/** The version of the model in use; null before the first. */
export function currentDoubleModel(db: ReadableLedger, system: SystemName): DoubleModelRow | null {
  return (
    statement<DoubleModelRow>(
      db,
      `SELECT version, model_json AS modelJson, row_count AS rowCount FROM double_model WHERE system = ? ORDER BY version DESC LIMIT 1`,
    ).get(system) ?? null
  );
}

/** Keeps a new version; a version that is there already is refused by the ledger. */
export function insertDoubleModel(
  db: WritableLedger,
  system: SystemName,
  row: DoubleModelRow & { readonly madeBy: string; readonly madeAt: Instant },
): void {
  statement(
    db,
    `INSERT INTO double_model (system, version, model_json, row_count, made_by, made_at)
     VALUES (@system, @version, @modelJson, @rowCount, @madeBy, @madeAt)`,
  ).run({ system, ...row });
}
