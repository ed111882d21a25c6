import { afterEach, describe, expect, it } from 'vitest';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { insertCharge, insertItem } from './books.ts';
import { createdLedger, type TemporaryLedger } from './temporary-ledger.ts';

const at = '2026-11-02T14:00:00.000Z' as Instant;
let ledger: TemporaryLedger;
afterEach(() => ledger.remove());

describe('a migration for quick reads', () => {
  it('310 keeps items, reads and jobs as they were, and finds them by index', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 310) });
    const itemKey = insertItem(ledger.db, 'INV-1', 100);
    ledger.db
      .exec(`INSERT INTO sync_run (system, stream, state, started_at) VALUES ('stripe', 'charge', 'complete', '${at}');
      INSERT INTO job (job_id, kind, actor, state, started_at) VALUES ('j', 'sync', 'anna', 'done', '${at}')`);
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    const found = (sql: string) => db.prepare(sql).pluck().get();
    expect(
      found(
        "SELECT item_key FROM ar_item INDEXED BY ar_item_by_balance WHERE status = 'open' AND currency = 'USD' AND balance_minor = 100",
      ),
    ).toBe(itemKey);
    expect(found("SELECT run_id FROM sync_run INDEXED BY sync_run_by_stream WHERE system = 'stripe'")).toBe(1);
    expect(found(`SELECT job_id FROM job INDEXED BY job_by_start WHERE started_at = '${at}'`)).toBe('j');
    db.close();
  });

  it('320 counts what people picked so far, and only that', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 320) });
    const match = (id: number, movementKey: number, automatic: 0 | 1, live: 0 | 1) =>
      ledger.db.exec(
        `INSERT INTO match (match_id, unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at)
           VALUES (${id}, 'US', 'payment', 'approved', 'by-hand', 1, 1, ${automatic}, '[]', '${at}');
         INSERT INTO match_movement (match_id, movement_key, live) VALUES (${id}, ${movementKey}, ${live})`,
      );
    const decide = (movementKey: number, undone: string | null) =>
      ledger.db
        .prepare(
          "INSERT INTO decision (actor, decided_at, kind, movement_key, before_json, undone_at, undone_by) VALUES ('anna', ?, 'match.approved', ?, '{}', ?, ?)",
        )
        .run(at, movementKey, undone, undone === null ? null : 'anna');
    const picked = insertCharge(ledger.db, 'ch_1', 1);
    const byRule = insertCharge(ledger.db, 'ch_2', 1);
    const undone = insertCharge(ledger.db, 'ch_3', 1);
    const dead = insertCharge(ledger.db, 'ch_4', 1);
    match(1, picked, 0, 1);
    match(2, byRule, 1, 1);
    match(3, undone, 0, 1);
    match(4, dead, 0, 0);
    decide(picked, null);
    decide(picked, null);
    decide(byRule, null);
    decide(undone, at);
    decide(dead, null);
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT movement_key FROM movement WHERE picked = 1').pluck().all()).toEqual([picked]);
    expect(db.prepare('SELECT sum(count) FROM picked_count').pluck().get()).toBe(1);
    const broken = () => findViolations(db).filter(({ code }) => code.startsWith('PICKED'));
    expect(broken()).toEqual([]);
    db.exec(
      'UPDATE match_movement SET live = 1 WHERE match_id = 4; UPDATE decision SET undone_at = NULL, undone_by = NULL',
    );
    expect(db.prepare('SELECT sum(count) FROM picked_count').pluck().get()).toBe(3);
    db.exec("UPDATE match SET automatic = 1 WHERE match_id = 1; UPDATE movement SET attention = 'noItem'");
    expect(db.prepare('SELECT sum(count) FROM picked_count').pluck().get()).toBe(2);
    expect(broken()).toEqual([]);
    db.close();
  });
});
