import { afterEach, describe, expect, it } from 'vitest';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { createdLedger, type TemporaryLedger } from './temporary-ledger.ts';

const at = '2026-11-02T14:00:00.000Z';
let ledger: TemporaryLedger;
afterEach(() => ledger.remove());

describe('migration 430', () => {
  it('keeps links and scores as they were, leaves to persons what a person decided, and finds decisions by their link', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 430) });
    const link = (id: number, state: string, by: string | null) =>
      ledger.db
        .prepare(
          `INSERT INTO crosswalk_link (link_id, account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at,
             decided_by, decided_at) VALUES (?, 'acct_1', ?, 'SHARE', '1001', ?, 'score', '{}', 'x', ?, ?, ?)`,
        )
        .run(id, `cus_${id}`, state, at, by, by === null ? null : at);
    link(1, 'confirmed', 'stored id');
    link(2, 'confirmed', 'anna');
    link(3, 'rejected', 'anna');
    link(4, 'proposed', null);
    ledger.db.exec(`INSERT INTO link_model VALUES (1, '{}', 10, 20, 'matching', '${at}');
      INSERT INTO decision (actor, decided_at, kind, before_json) VALUES ('anna', '${at}', 'link.rejected', '{"after":{"links":[{"linkId":3}]}}')`);
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    const all = (sql: string) => db.prepare(sql).all();
    expect(all('SELECT link_id, state, valid_until_date, by_hand FROM crosswalk_link ORDER BY link_id')).toEqual([
      { link_id: 1, state: 'confirmed', valid_until_date: null, by_hand: 0 },
      { link_id: 2, state: 'confirmed', valid_until_date: null, by_hand: 1 },
      { link_id: 3, state: 'rejected', valid_until_date: null, by_hand: 1 },
      { link_id: 4, state: 'proposed', valid_until_date: null, by_hand: 0 },
    ]);
    expect(all('SELECT version, state, origin, left_rows FROM link_model')).toEqual([
      { version: 1, state: 'enabled', origin: 'learned', left_rows: 10 },
    ]);
    expect(
      all(`SELECT decision_id FROM decision INDEXED BY decision_by_link
        WHERE kind IN ('link.confirmed', 'link.rejected', 'link.retired') AND json_extract(before_json, '$.after.links[0].linkId') = 3`),
    ).toHaveLength(1);
    expect(() => db.exec('DELETE FROM customer_alias')).not.toThrow();
    expect(findViolations(db)).toEqual([]);
    db.close();
  });
});
