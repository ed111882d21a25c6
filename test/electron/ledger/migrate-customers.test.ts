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

describe('migration 520', () => {
  it('has what rules decided by a link that held no more before it looked at, and nothing else', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 520) });
    const link = ledger.db.prepare(
      `INSERT INTO crosswalk_link (link_id, account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at)
       VALUES (?, 'acct_1', ?, 'SHARE', '1001', ?, 'score', '{}', 'x', '${at}')`,
    );
    const movement = ledger.db.prepare(
      `INSERT INTO movement (movement_key, account, livemode, kind, object_id, unit, customer_id, amount_minor, exponent, currency, occurred_at,
         accounting_date, accounting_date_basis, source_status, state, state_changed_at)
       VALUES (?, 'acct_1', 0, 'charge', ?, 'US', ?, 100, 2, 'USD', '${at}', '2026-11-02', 'success', 'succeeded', 'approved', '${at}')`,
    );
    const match = ledger.db.prepare(
      `INSERT INTO match (match_id, unit, kind, state, rule_id, rule_version, score, automatic, points_json, link_id, proposed_at)
       VALUES (?, 'US', 'payment', ?, 'r', 1, 1, ?, '[]', ?, '${at}')`,
    );
    const decided = (key: number, { owner = `cus_${key}`, state = 'confirmed', automatic = 1, is = 'approved' }) => {
      link.run(key, owner, state);
      movement.run(key, `ch_${key}`, `cus_${key}`);
      match.run(key, is, automatic, key);
      ledger.db.exec(`INSERT INTO match_movement VALUES (${key}, ${key}, 1)`);
    };
    decided(1, {});
    decided(2, { state: 'proposed' });
    decided(3, { state: 'retired' });
    decided(4, { owner: 'cus_of_another' });
    decided(5, { state: 'proposed', automatic: 0 });
    decided(6, { state: 'proposed', is: 'proposed' });
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT customer_id FROM unlinked_customer ORDER BY 1').pluck().all()).toEqual([
      'cus_2',
      'cus_3',
      'cus_4',
    ]);
    db.close();
  });
});
