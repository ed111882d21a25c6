import { verifyAudit } from '../../../electron/ledger/audit-store.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import type { WriterHandle } from '../../../electron/ledger/open-ledger.ts';
import type { Books } from '../../electron/engine/matching/books.ts';
import type { Damage } from '../trial-row.ts';
import { matchFile } from './match-file.ts';

/** After a kill: the laws and the audit hold, and what others change is noted again. */
export function judgeMoment(db: WriterHandle, damage: Damage): void {
  for (const each of findViolations(db)) damage.silentlyWrong.push(JSON.stringify(each));
  if (!verifyAudit(db).valid) damage.auditBroken.push('the audit chain does not verify');
  const noting = db.prepare('SELECT noting FROM matching_scope').pluck().get();
  if (noting === 2) damage.silentlyWrong.push('changes are not noted any more');
  const doubled = db.prepare(LIVE_TWICE).pluck().all();
  if (doubled.length > 0) damage.doubled.push(`movements ${doubled.join(', ')} have two live matches`);
}

const LIVE_TWICE = 'SELECT movement_key FROM match_movement WHERE live = 1 GROUP BY movement_key HAVING count(*) > 1';

/** Once a run has gone through: it left nothing to do, and came to what a ledger says that was never killed (null: that cannot be compared). */
export async function judgeEnd(books: Books, undisturbed: string | null, damage: Damage): Promise<void> {
  const { db, file: ledgerFile, key } = books;
  const ledger = directLedger(db);
  await matchFile({ ledger, ledgerFile, key });
  judgeMoment(db, damage);
  const { changed } = await matchFile({ ledger, ledgerFile, key, dryRun: true });
  if (changed > 0) damage.lost.push(`${changed} outcomes were never written`);
  const waiting = db.prepare('SELECT count(*) FROM matching_change').pluck().get();
  const again = await matchFile({ ledger, ledgerFile, key });
  if (again.read > 0 || again.duplicates > 0)
    damage.stuckUnknown.push(`${String(waiting)} changes are read again and again`);
  const said = outcomesOf(db);
  if (undisturbed !== null && said !== undisturbed)
    damage.silentlyWrong.push(`the outcomes are others than without a kill:\n${said}\n${undisturbed}`);
}

/** What the ledger says of every movement and suspicion, without what only its history tells. */
export function outcomesOf(db: WriterHandle): string {
  const rows = (sql: string): unknown[] => db.prepare(sql).raw().all();
  return JSON.stringify([
    rows(`SELECT m.object_id, m.state, m.state_reason, m.gate, m.attention, m.score, match.kind, match.rule_id, match.automatic, match.points_json,
        (SELECT group_concat(item_key || ':' || amount_minor, ' ' ORDER BY item_key) FROM allocation a WHERE a.match_id = match.match_id)
      FROM movement m LEFT JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1 LEFT JOIN match USING (match_id) ORDER BY 1`),
    rows('SELECT movement_key, rank, items_json, rule_id, points_json FROM candidate ORDER BY movement_key, rank'),
    rows(`SELECT members_key, kind, points_json FROM duplicate_cluster WHERE state = 'open' ORDER BY members_key`),
    rows(
      "SELECT customer_id, cust_id, state, basis FROM crosswalk_link WHERE state IN ('proposed', 'confirmed') ORDER BY 1, 2",
    ),
  ]);
}
