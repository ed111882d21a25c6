import { verifyAudit } from '../../../electron/ledger/audit-store.ts';
import { listFileImports } from '../../../electron/ledger/file-import-store.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import type { WriterHandle } from '../../../electron/ledger/open-ledger.ts';
import type { Damage } from '../trial-row.ts';
import { contentsOf, type PreparedJob } from './import-site.ts';

/** Gaps that are closed as if their object had come though it is not here, and no other gap says so. */
const FALSELY_HEALED = `SELECT object_type || ' ' || object_id FROM stripe_gap g WHERE healed_by NOT IN ('absent', 'refused') AND object_id <> witness_id
  AND NOT EXISTS (SELECT 1 FROM source_object o WHERE o.account = g.account AND o.object_type = g.object_type AND o.object_id = g.object_id)
  AND NOT EXISTS (SELECT 1 FROM stripe_gap l WHERE l.account = g.account AND l.object_type = g.object_type AND l.object_id = g.object_id
    AND (l.healed_at IS NULL OR l.healed_by = 'absent'))`;
/** Rows that an import says it has read, against the balance transactions that it has seen. */
const MISCOUNTED = `SELECT file_name FROM file_import i WHERE state IN ('done', 'brokenOff') AND read_count <> (SELECT count(*) FROM file_import_object f
  JOIN source_object o USING (source_key) WHERE f.import_id = i.import_id AND o.object_type = 'balance_transaction')`;

/** After a kill and a start: what stands is whole, or says that it is not. */
export function judgeMoment(
  db: WriterHandle,
  { job, before, after }: PreparedJob,
  damage: Damage,
  isNamed: boolean,
): void {
  judgeLaws(db, damage);
  const said = listFileImports(db, 100).filter(({ fileName }) => fileName.startsWith('activity'));
  if (said.some(({ state }) => state === 'running'))
    damage.silentlyWrong.push('an import says that it is being taken in, and nobody does');
  const miscounted = db.prepare(MISCOUNTED).pluck().all();
  if (miscounted.length > 0) damage.silentlyWrong.push(`${miscounted.join(', ')} counts other rows than came`);
  if (!isNamed || job === 'heal') return;
  const state = said[0]?.state ?? 'none';
  const whole = {
    none: before,
    done: job === 'takeIn' ? after : before,
    undone: after,
    brokenOff: null,
    undoing: null,
  };
  const expected = state === 'running' ? null : whole[state];
  if (expected !== null && contentsOf(db) !== expected)
    damage.silentlyWrong.push(`the import says "${state}", and the books are not so`);
}

/** After the job was done again: the books of an undisturbed one. */
export function judgeEnd(db: WriterHandle, { after }: Pick<PreparedJob, 'after'>, damage: Damage): void {
  judgeLaws(db, damage);
  const found = contentsOf(db);
  if (found === after) return;
  const count = (text: string) => (JSON.parse(text) as { movements: unknown[] }).movements.length;
  const kind = count(found) < count(after) ? 'lost' : count(found) > count(after) ? 'doubled' : 'silentlyWrong';
  damage[kind].push(`the books are not those of an undisturbed job: ${firstDifference(found, after)}`);
}

function judgeLaws(db: WriterHandle, damage: Damage): void {
  if (!verifyAudit(db).valid) damage.auditBroken.push('the audit trail does not verify');
  for (const violation of findViolations(db)) damage.silentlyWrong.push(JSON.stringify(violation));
  const healed = db.prepare(FALSELY_HEALED).pluck().all();
  if (healed.length > 0) damage.silentlyWrong.push(`closed as filled, and not here: ${healed.join(', ')}`);
}

function firstDifference(found: string, expected: string): string {
  const left = JSON.parse(found) as Record<string, unknown>;
  const right = JSON.parse(expected) as Record<string, unknown>;
  const part = Object.keys(right).find((key) => JSON.stringify(left[key]) !== JSON.stringify(right[key])) ?? '';
  return `${part}: ${JSON.stringify(left[part]).slice(0, 400)} instead of ${JSON.stringify(right[part]).slice(0, 400)}`;
}
