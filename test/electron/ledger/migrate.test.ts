import { copyFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { appendAudit, verifyAudit } from '../../../electron/ledger/audit-store.ts';
import { lastUndoneBy } from '../../../electron/ledger/decision-store.ts';
import { getMeta, setMeta } from '../../../electron/ledger/meta-store.ts';
import type { Migration } from '../../../electron/ledger/migrate.ts';
import { groupTakingBack, itemsBeingTakenBack } from '../../../electron/ledger/item-balance.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import { openReader } from '../../../electron/ledger/connect-ledger.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import type { Instant, ItemKey } from '../../../shared/domain/ids.ts';
import { hasPeople } from '../../../electron/ledger/person-store.ts';
import { insertCharge, insertItem } from './books.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { createdLedger, temporaryLedger } from './temporary-ledger.ts';

const at = '2026-11-02T14:00:00.000Z' as Instant;
let ledger: TemporaryLedger;
afterEach(() => ledger.remove());

const newest = migrations.at(-1)?.number ?? 0;
/** Stands for the next migration of the product. */
const second: Migration = {
  number: newest + 10,
  sql: "ALTER TABLE ledger_meta ADD COLUMN note TEXT; UPDATE ledger_meta SET note = 'migrated ' || value WHERE key = 'kept'",
};

describe('a migration', () => {
  it('keeps every row and makes a proven, encrypted copy of the ledger before', () => {
    ledger = temporaryLedger();
    setMeta(ledger.db, 'kept', 'a planted value');
    appendAudit(ledger.db, { at, actor: 'A', machine: 'M', action: 'a.b', subject: 's', detail: { n: 1 } });
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key, { migrations: [...migrations, second] });
    expect(db.prepare("SELECT note FROM ledger_meta WHERE key = 'kept'").pluck().get()).toBe(
      'migrated a planted value',
    );
    expect(db.pragma('user_version', { simple: true })).toBe(newest + 10);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(verifyAudit(db)).toMatchObject({ rows: 1, valid: true });
    db.close();
    const copy = join(ledger.folder, 'backups', `before-migration-${newest}-to-${newest + 10}.db`);
    expect(readFileSync(copy).includes('a planted value')).toBe(false);
    const before = openReader(copy, ledger.key);
    expect(before.pragma('user_version', { simple: true })).toBe(newest);
    expect(getMeta(before, 'kept')).toBe('a planted value');
    before.close();
    expect(readdirSync(join(ledger.folder, 'backups'))).toHaveLength(1);
  });

  it('20 gives what was undone before its place in the redo list of who undid it, and keeps every decision', () => {
    ledger = createdLedger({ migrations: migrations.slice(0, 1) });
    const decision = (id: number, actor: string, decided: number, undone: number | null, by: string | null) =>
      ledger.db
        .prepare("INSERT INTO decision VALUES (?, ?, ?, 'match.approved', NULL, NULL, '{}', ?, ?)")
        .run(
          id,
          actor,
          `2026-11-02T14:0${decided}:00.000Z`,
          undone === null ? null : `2026-11-02T14:0${undone}:00.000Z`,
          by,
        );
    decision(1, 'CLERK', 1, 4, 'REVIEWER');
    decision(2, 'CLERK', 2, 5, 'CLERK');
    decision(3, 'CLERK', 3, 5, 'CLERK');
    decision(4, 'OTHER', 3, 4, 'OTHER');
    decision(5, 'OTHER', 6, null, null);
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT count(*) FROM decision').pluck().get()).toBe(5);
    const next = (actor: string) => lastUndoneBy(db, actor)?.decisionId ?? null;
    expect([next('CLERK'), next('REVIEWER'), next('OTHER')]).toEqual([2, 1, null]);
    expect(readdirSync(join(ledger.folder, 'backups'))).toEqual([`before-migration-10-to-${newest}.db`]);
    db.close();
  });

  it('30 keeps the deposits that went out under the profile’s own names, and takes mapping versions for later ones', () => {
    ledger = createdLedger({ migrations: migrations.slice(0, 2) });
    const deposit = (cut: number, state: string) =>
      `INSERT INTO deposit (unit, deposit_bu, deposit_id, deposit_id_given, bank_code, bank_account_key, currency, exponent, accounting_date, cut_number, generation,
         control_minor, control_count, document_json, document_hash, state, cut_at)
       VALUES ('US', 'US001', 'NEXT', 0, 'STRPE', 'US01', 'USD', 2, '2026-10-05', ${cut}, 1, 100, 1, '{}', 'h', '${state}', '${at}')`;
    ledger.db.exec(`${deposit(1, 'confirmed')}; ${deposit(2, 'unknown')}; ${deposit(3, 'cut')}`);
    appendAudit(ledger.db, { at, actor: 'A', machine: 'M', action: 'a.b', subject: 's', detail: {} });
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    const kept = 'SELECT cut_number, state, mapping_version FROM deposit ORDER BY cut_number';
    expect(db.prepare(kept).raw().all()).toEqual([
      [1, 'confirmed', null],
      [2, 'unknown', null],
      [3, 'cut', null],
    ]);
    expect(() => db.exec(`${deposit(4, 'cut')}; UPDATE deposit SET mapping_version = 1`)).toThrow(/FOREIGN KEY/);
    expect(verifyAudit(db)).toMatchObject({ rows: 1, valid: true });
    expect(readdirSync(join(ledger.folder, 'backups'))).toEqual([`before-migration-20-to-${newest}.db`]);
    db.close();
  });

  it('60 adds people to a ledger with postings: none is anybody’s yet, and what waited for a sign-in still does', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number <= 50) });
    const movementKey = insertCharge(ledger.db, 'ch_1', 100);
    ledger.db.exec(
      `INSERT INTO match (match_id, unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at)
         VALUES (1, 'US', 'payment', 'approved', 'r', 1, 1, 1, '[]', '${at}');
       INSERT INTO posting (effect_key, generation, kind, match_id, movement_key, unit, reference, payload_json, payload_hash, amount_minor, exponent,
         currency, accounting_date, state, approved_by, approved_at, send_now, state_changed_at)
       VALUES ('e', 1, 'payment', 1, ${movementKey}, 'US', 'T1', '{}', 'h', 100, 2, 'USD', '2026-10-05', 'queuedNeedsSignIn', 'anna', '${at}', 0, '${at}')`,
    );
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    const kept = 'SELECT state, approved_by, operator_id FROM posting';
    expect(db.prepare(kept).raw().all()).toEqual([['queuedNeedsSignIn', 'anna', null]]);
    expect(hasPeople(db)).toBe(false);
    expect(readdirSync(join(ledger.folder, 'backups'))).toEqual([`before-migration-50-to-${newest}.db`]);
    db.close();
  });

  it('makes refunds that were approved with nothing sent undecided again, and leaves every other row as it was', () => {
    ledger = createdLedger({ migrations: migrations.slice(0, 4) });
    const at = '2026-11-02T10:00:00.000Z';
    const movement = (id: string, kind: string, minor: number, state: string) =>
      `INSERT INTO movement (account, livemode, kind, object_id, unit, amount_minor, exponent, currency, occurred_at, accounting_date, accounting_date_basis, source_status, state, state_changed_at)
       VALUES ('a', 0, '${kind}', '${id}', 'US', ${minor}, 2, 'USD', '${at}', '2026-10-05', 'success', 'succeeded', '${state}', '${at}')`;
    const match = (id: number, kind: string, state: string) =>
      `INSERT INTO match (match_id, unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at)
       VALUES (${id}, 'US', '${kind}', '${state}', 'r', 1, 1, 1, '[]', '${at}'); INSERT INTO match_movement VALUES (${id}, ${id}, 1)`;
    ledger.db.exec(
      [
        movement('ch_1', 'charge', 100, 'approved'),
        movement('re_1', 'refund', -100, 'approved'),
        match(1, 'payment', 'approved'),
        match(2, 'refundOfCharge', 'approved'),
        `INSERT INTO ar_item (item_key, business_unit, cust_id, item, item_line, status, balance_minor, original_minor, exponent, currency, item_date, entry_type, seen_run, read_at)
         VALUES (1, 'US001', 'C', 'I', 1, 'open', 100, 100, 2, 'USD', '2026-10-01', 'IN', 1, '${at}')`,
        "INSERT INTO allocation (match_id, movement_key, item_key, amount_minor, item_amount_minor, hold) VALUES (1, 1, 1, 100, 100, 'held')",
        `INSERT INTO posting (effect_key, generation, kind, match_id, movement_key, unit, reference, payload_json, payload_hash, amount_minor, exponent, currency, accounting_date, state, approved_by, approved_at, state_changed_at)
         VALUES ('e', 1, 'payment', 1, 1, 'US', 'T1', '{}', 'h', 100, 2, 'USD', '2026-10-05', 'approved', 'A', '${at}', '${at}')`,
      ].join('; '),
    );
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT object_id, state, attention FROM movement ORDER BY 1').raw().all()).toEqual([
      ['ch_1', 'approved', null],
      ['re_1', 'unmatched', 'refundOrDispute'],
    ]);
    expect(
      db.prepare('SELECT match_id, state, live FROM match JOIN match_movement USING (match_id)').raw().all(),
    ).toEqual([
      [1, 'approved', 1],
      [2, 'withdrawn', 0],
    ]);
    expect(db.prepare('SELECT effect, depends_on, reverses FROM posting').raw().all()).toEqual([
      ['payment', null, null],
    ]);
    expect(db.prepare('SELECT hold, outward FROM allocation').raw().all()).toEqual([['held', 0]]);
    expect(() => db.exec("UPDATE posting SET effect = 'refund'")).toThrow(/POSTING_FIXED/);
    expect(findViolations(db)).toEqual([]);
    db.close();
  });

  it('90 lets postings rest on no match and keeps those that do, with their counts, laws and links', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 90) });
    const at = '2026-11-02T10:00:00.000Z';
    const columns =
      'effect_key, generation, kind, match_id, movement_key, unit, reference, payload_json, payload_hash, amount_minor, exponent, currency, accounting_date, state, approved_by, approved_at, state_changed_at';
    const values = (reference: string, state: string) =>
      `'e', 1, 'payment', 1, 1, 'US', '${reference}', '{}', 'h', 100, 2, 'USD', '2026-10-05', '${state}', 'A', '${at}', '${at}'`;
    ledger.db.exec(
      [
        `INSERT INTO movement (account, livemode, kind, object_id, unit, amount_minor, exponent, currency, occurred_at, accounting_date, accounting_date_basis, source_status, state, state_changed_at)
         VALUES ('a', 0, 'charge', 'ch_1', 'US', 100, 2, 'USD', '${at}', '2026-10-05', 'success', 'succeeded', 'approved', '${at}')`,
        `INSERT INTO match (match_id, unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at)
         VALUES (1, 'US', 'payment', 'approved', 'r', 1, 1, 1, '[]', '${at}'); INSERT INTO match_movement VALUES (1, 1, 1)`,
        `INSERT INTO posting (${columns}, operator_id) VALUES (${values('T1', 'approved')}, 'OPR')`,
      ].join('; '),
    );
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT reference, match_id, subject, operator_id FROM posting').raw().all()).toEqual([
      ['T1', 1, null, 'OPR'],
    ]);
    expect(() => db.exec(`INSERT INTO posting (${columns}) VALUES (${values('T2', 'approved')})`)).toThrow(/UNIQUE/);
    expect(() => db.exec('DELETE FROM posting')).toThrow(/LEDGER_APPEND_ONLY/);
    expect(() => db.exec("UPDATE posting SET state = 'confirmed'")).toThrow(/POSTING_TRANSITION/);
    const free = (reference: string, subject: string) =>
      db.exec(`INSERT INTO posting (effect_key, generation, kind, effect, subject, unit, reference, payload_json, payload_hash, amount_minor, exponent, currency, accounting_date, state, approved_by, approved_at, state_changed_at)
         VALUES ('${reference}', 1, 'pendingItem', 'item', ${subject}, 'US', '${reference}', '{}', 'h', 100, 2, 'USD', '2026-10-05', 'approved', 'A', '${at}', '${at}')`);
    expect(() => free('T3', 'NULL')).toThrow(/CHECK/);
    free('T4', "'invoice/in_1'");
    expect(db.prepare('SELECT state, count FROM posting_count WHERE count > 0').raw().all()).toEqual([['approved', 2]]);
    expect(findViolations(db)).toEqual([]);
    db.close();
  });

  it('220 keeps movements and their counts, and lets one go only while an import is taken back', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 220) });
    insertCharge(ledger.db, 'ch_1', 12_50);
    insertCharge(ledger.db, 'ch_2', 9_00);
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    const counts = () => db.prepare('SELECT state, count FROM movement_count WHERE count > 0').raw().all();
    expect(counts()).toEqual([['unmatched', 2]]);
    expect(() => db.exec('DELETE FROM movement')).toThrow(/LEDGER_APPEND_ONLY/);
    db.exec(
      `INSERT INTO file_import (kind, file_name, sha256, size_bytes, actor, machine, started_at, state)
       VALUES ('k', 'f', 'h', 1, 'A', 'M', '2026-11-02T10:00:00.000Z', 'undoing')`,
    );
    db.exec("DELETE FROM movement WHERE object_id = 'ch_1'");
    expect(counts()).toEqual([['unmatched', 1]]);
    db.exec("UPDATE file_import SET state = 'undone'");
    expect(() => db.exec('DELETE FROM movement')).toThrow(/LEDGER_APPEND_ONLY/);
    expect(findViolations(db)).toEqual([]);
    db.close();
  });

  it('130 keeps the accepted day as a column and takes cut-offs out of the reasons', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 130) });
    const at = '2026-11-02T10:00:00.000Z';
    const posts = 'Cut-off: posts on 2026-11-01, the first open day; the period of 2026-10-31 is closed.';
    const booked = 'Cut-off: booked at Stripe on 2026-11-01, kept on 2026-10-31 as approved.';
    const reasons = [null, 'paid in part', `paid in part ${posts} ${booked}`, booked];
    const add = ledger.db.prepare(
      `INSERT INTO movement (account, livemode, kind, object_id, unit, amount_minor, exponent, currency, occurred_at, accounting_date, accounting_date_basis, source_status, state, state_reason, state_changed_at)
       VALUES ('a', 0, 'charge', ?, 'US', 100, 2, 'USD', '${at}', '2026-10-31', 'success', 'succeeded', 'approved', ?, '${at}')`,
    );
    for (const [place, reason] of reasons.entries()) add.run(`ch_${place}`, reason);
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT state_reason, posts_date FROM movement ORDER BY object_id').raw().all()).toEqual([
      [null, null],
      ['paid in part', null],
      ['paid in part', '2026-11-01'],
      [null, null],
    ]);
    db.close();
  });

  it('140 keeps every work order, and takes one open order of a cause and no word about a closed one', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 140) });
    const at = '2026-11-02T10:00:00.000Z';
    const order = (kind: string, subject: string, closed: string | null, unit = 'US') =>
      `INSERT INTO work_order (unit, kind, subject, business_unit, cust_id, item, item_line, amount_minor, exponent, currency, text, opened_by, opened_at, closed_at, closed_by, closed_reason)
       VALUES ('${unit}', '${kind}', '${subject}', 'US001', 'C', 'I', 1, 100, 2, 'USD', 't', 'Tieout', '${at}', ${closed === null ? 'NULL, NULL, NULL' : `'${at}', '${closed}', 'done'`})`;
    ledger.db.exec([order('writeOff', 'invoice/in_1', null), order('closeByHand', 'invoice/in_2', 'ANNA')].join(';'));
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    const rows = 'SELECT order_id, kind, subject, closed_by FROM work_order ORDER BY order_id';
    const kept = [
      [1, 'writeOff', 'invoice/in_1', null],
      [2, 'closeByHand', 'invoice/in_2', 'ANNA'],
    ];
    expect(db.prepare(rows).raw().all()).toEqual(kept);
    expect(() => db.exec(order('writeOff', 'invoice/in_1', null))).toThrow(/UNIQUE/);
    expect(() => db.exec('UPDATE work_order SET closed_at = NULL, closed_by = NULL WHERE order_id = 2')).toThrow(
      /WORK_ORDER_FIXED/,
    );
    expect(() => db.exec("UPDATE work_order SET text = 'other' WHERE order_id = 1")).toThrow(/WORK_ORDER_FIXED/);
    db.exec(order('closeByHand', 'invoice/in_2', null));
    db.exec(order('writeOff', 'invoice/in_1', null, 'EU'));
    expect(db.prepare(rows).raw().all()).toEqual([
      ...kept,
      [3, 'closeByHand', 'invoice/in_2', null],
      [4, 'writeOff', 'invoice/in_1', null],
    ]);
    expect(readdirSync(join(ledger.folder, 'backups'))).toEqual([`before-migration-130-to-${newest}.db`]);
    db.close();
  });

  it('150 keeps every posting, and finds confirmed items, and those of charges, by their index', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 150) });
    const at = '2026-11-02T10:00:00.000Z';
    const movementKey = insertCharge(ledger.db, 'ch_1', 100);
    const posting = (reference: string, effect: string, state: string, reverses: number | null) =>
      `INSERT INTO posting (effect_key, generation, kind, effect, movement_key, subject, unit, reference, payload_json, payload_hash, amount_minor, exponent, currency, accounting_date, state, approved_by, approved_at, state_changed_at, reverses)
       VALUES ('${reference}', 1, 'pendingItem', '${effect}', ${movementKey}, 'charge/ch_1', 'US', '${reference}', '{}', 'h', 100, 2, 'USD', '2026-10-05', '${state}', 'A', '${at}', '${at}', ${reverses})`;
    ledger.db.exec([posting('G1', 'item', 'confirmed', null), posting('G2', 'reversal', 'queued', 1)].join(';'));
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT reference, state, reverses FROM posting ORDER BY posting_id').raw().all()).toEqual([
      ['G1', 'confirmed', null],
      ['G2', 'queued', 1],
    ]);
    const planOf = (where: string) =>
      JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN SELECT 1 FROM posting WHERE unit = 'US' AND ${where}`).all());
    expect(planOf("effect = 'item' AND state = 'confirmed' AND movement_key IS NOT NULL")).toContain('item_of_charge');
    expect(planOf("kind = 'pendingItem' AND state = 'confirmed' ORDER BY posting_id DESC")).toContain('item_confirmed');
    db.close();
  });

  it('170 tells a change of a person that was said no to from one that a later proposal replaced', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 170) });
    const add = ledger.db.prepare(
      `INSERT INTO person_change (change_id, person_id, seen_version, after_json, hash, reason, state, proposed_by, proposed_at, decided_by, decided_at)
       VALUES (?, ?, 0, '{}', 'h', 'r', ?, 'anna', '${at}', ?, '${at}')`,
    );
    add.run(1, 'carla', 'withdrawn', 'bert');
    add.run(2, 'carla', 'withdrawn', 'anna');
    add.run(3, 'carla', 'withdrawn', 'ANNA');
    add.run(4, 'dora', 'confirmed', 'bert');
    add.run(5, 'dora', 'proposed', null);
    for (const change of [1, 3])
      appendAudit(ledger.db, {
        at,
        actor: 'X',
        machine: 'M',
        action: 'person.withdrawn',
        subject: 's',
        detail: { change },
      });
    ledger.db.exec(
      `INSERT INTO mapping_version (version, service, service_version, properties_json, hash, schema_hash, state, proposed_by, proposed_at, retired_at)
         VALUES (1, 'S', '1', '{}', 'h', 's', 'retired', 'anna', '${at}', '${at}'), (2, 'S', '1', '{}', 'h', 's', 'proposed', 'anna', '${at}', NULL);
       INSERT INTO known_database (version, facts_json, hash, state, origin, proposed_by, proposed_at) VALUES (1, '{}', 'h', 'inForce', 'firstSeen', 'Tieout', '${at}')`,
    );
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT change_id, state, ended_as, ended_reason FROM person_change').raw().all()).toEqual([
      [1, 'withdrawn', 'refused', null],
      [2, 'withdrawn', null, null],
      [3, 'withdrawn', 'withdrawn', null],
      [4, 'confirmed', null, null],
      [5, 'proposed', null, null],
    ]);
    expect(db.prepare('SELECT state, ended_as FROM mapping_version').raw().all()).toEqual([
      ['retired', null],
      ['proposed', null],
    ]);
    expect(db.prepare('SELECT ended_as FROM known_database').pluck().all()).toEqual([null]);
    expect(() =>
      db.exec(
        "UPDATE mapping_version SET state = 'retired', ended_as = 'refused', ended_by = 'Anna', ended_at = 'x', ended_reason = 'r' WHERE version = 2",
      ),
    ).toThrow(/MAPPING_END/);
    expect(verifyAudit(db)).toMatchObject({ rows: 2, valid: true });
    db.close();
  });

  it('180 makes codes of the sentences that shut movements out, on the row and in what a decision keeps, and of no other words', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 180) });
    const shut = 'Before the go-live date of its unit.';
    const waits = 'Waiting for its charge, which has not come in yet.';
    const rows: readonly (readonly [state: string, reason: string | null])[] = [
      ['excluded', shut],
      ['notEvaluated', waits],
      ['lookupFailed', 'Stripe does not know the charge it names.'],
      ['excluded', 'written off by hand'],
      ['approved', shut],
      ['unmatched', null],
    ];
    const add = ledger.db.prepare(
      `INSERT INTO movement (account, livemode, kind, object_id, charge_id, unit, amount_minor, exponent, currency, occurred_at, accounting_date, accounting_date_basis, source_status, state, state_reason, state_changed_at)
       VALUES ('a', 0, 'refund', ?, 'ch_1', 'US', 100, 2, 'USD', '${at}', '2026-10-31', 'success', 'succeeded', ?, ?, '${at}')`,
    );
    for (const [place, [state, reason]] of rows.entries()) add.run(`re_${place}`, state, reason);
    const kept = (reason: string | null) => ({
      movementKey: 1,
      state: 'excluded',
      reason,
      attention: null,
      score: null,
    });
    const before = { before: { movements: [kept(waits), kept('her words'), kept(null)] } };
    ledger.db
      .prepare("INSERT INTO decision VALUES (1, 'A', ?, 'match.approved', NULL, NULL, ?, NULL, NULL, NULL)")
      .run(at, JSON.stringify(before));
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT state, gate, state_reason FROM movement ORDER BY object_id').raw().all()).toEqual([
      ['excluded', 'beforeGoLive', null],
      ['notEvaluated', 'waitingForCharge', null],
      ['lookupFailed', 'chargeAbsent', null],
      ['excluded', null, 'written off by hand'],
      ['approved', null, shut],
      ['unmatched', null, null],
    ]);
    const after = JSON.parse(db.prepare('SELECT before_json FROM decision').pluck().get() as string) as typeof before;
    expect(after.before.movements).toEqual([
      { ...kept(null), gate: 'waitingForCharge' },
      kept('her words'),
      kept(null),
    ]);
    db.close();
  });

  it('300 keeps every posting, and finds the groups on their way to close an item by their index', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 300) });
    const itemKey = insertItem(ledger.db, 'INV-1', 100);
    const movementKey = insertCharge(ledger.db, 'ch_1', 100);
    const group = `json_object('document', json_object('items', json_array((SELECT json_object('businessUnit', business_unit, 'custId', cust_id,
      'item', item, 'itemLine', item_line) FROM ar_item WHERE item_key = ${itemKey}))))`;
    const posting = (reference: string, effect: string, state: string, reverses: number | null) =>
      `INSERT INTO posting (effect_key, generation, kind, effect, movement_key, subject, unit, reference, payload_json, payload_hash, amount_minor, exponent, currency, accounting_date, state, approved_by, approved_at, state_changed_at, reverses)
       VALUES ('${reference}', 1, 'pendingItem', '${effect}', ${movementKey}, 'charge/ch_1', 'US', '${reference}', ${group}, 'h', 100, 2, 'USD', '2026-10-05', '${state}', 'A', '${at}', '${at}', ${reverses})`;
    ledger.db.exec([posting('G1', 'item', 'confirmed', null), posting('G2', 'reversal', 'queued', 1)].join(';'));
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT reference, state, reverses FROM posting ORDER BY posting_id').raw().all()).toEqual([
      ['G1', 'confirmed', null],
      ['G2', 'queued', 1],
    ]);
    expect(groupTakingBack(db, itemKey as ItemKey)).toBe('G2');
    expect([...itemsBeingTakenBack(db)]).toEqual([itemKey]);
    db.prepare("UPDATE posting SET state = 'withdrawn' WHERE reference = 'G2'").run();
    expect(groupTakingBack(db, itemKey as ItemKey)).toBeNull();
    db.close();
  });

  it('230 keeps every question to a reviewer, and puts the direction of money that goes out right', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number <= 220) });
    const charge = insertCharge(ledger.db, 'ch_1', 100);
    const refund = insertCharge(ledger.db, 're_1', 100);
    ledger.db.exec(`UPDATE movement SET kind = 'refund', amount_minor = -100 WHERE movement_key = ${refund}`);
    const itemKey = insertItem(ledger.db, 'INV-1', 100);
    for (const [matchId, movementKey] of [
      [1, charge],
      [2, refund],
    ])
      ledger.db.exec(
        `INSERT INTO match (match_id, unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at)
           VALUES (${matchId}, 'US', 'payment', 'proposed', 'by-hand', 1, 1, 0, '[]', '${at}');
         INSERT INTO match_movement (match_id, movement_key, live) VALUES (${matchId}, ${movementKey}, 1);
         INSERT INTO allocation (match_id, movement_key, item_key, amount_minor, item_amount_minor, hold, outward)
           VALUES (${matchId}, ${movementKey}, ${itemKey}, 100, 100, 'none', 0);
         INSERT INTO approval_request VALUES (${matchId}, 'anna', '${at}', 'agreed', 100, 2, 'USD')`,
      );
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    const kept = `SELECT kind, outward, asked_by, r.reason, form, receipt_found FROM approval_request r JOIN match USING (match_id) JOIN allocation USING (match_id)
      ORDER BY match_id`;
    expect(db.prepare(kept).raw().all()).toEqual([
      ['payment', 0, 'anna', 'agreed', null, 0],
      ['refundOfCharge', 1, 'anna', 'agreed', null, 0],
    ]);
    expect(findViolations(db).filter(({ code }) => code === 'OUTWARD_DOES_NOT_FIT_MOVEMENT')).toEqual([]);
    expect(() => db.exec("UPDATE approval_request SET form = 'writeOff'")).toThrow(/CHECK/);
    db.close();
  });

  it('is all or nothing: a failing one leaves the ledger as it was', () => {
    ledger = temporaryLedger();
    setMeta(ledger.db, 'kept', 'x');
    ledger.db.close();
    const broken: Migration = {
      number: newest + 20,
      sql: 'CREATE TABLE third (a TEXT) STRICT; INSERT INTO nowhere VALUES (1)',
    };
    expect(() => openWriter(ledger.file, ledger.key, { migrations: [...migrations, second, broken] })).toThrow(
      /nowhere/,
    );
    const db = openWriter(ledger.file, ledger.key);
    expect(db.pragma('user_version', { simple: true })).toBe(newest);
    expect(db.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'third'").pluck().get()).toBe(0);
    expect(getMeta(db, 'kept')).toBe('x');
    db.close();
  });

  it('may not leave rows that refer to nothing', () => {
    ledger = temporaryLedger();
    ledger.db.close();
    const dangling: Migration = {
      number: newest + 10,
      sql: 'INSERT INTO match_movement (match_id, movement_key, live) VALUES (99, 99, 1)',
    };
    expect(() => openWriter(ledger.file, ledger.key, { migrations: [...migrations, dangling] })).toThrow(
      /refer to nothing/,
    );
  });

  it('runs once: opening again changes nothing and makes no copy', () => {
    ledger = temporaryLedger();
    ledger.db.close();
    openWriter(ledger.file, ledger.key).close();
    expect(existsSync(join(ledger.folder, 'backups'))).toBe(false);
  });
});

describe('a ledger of another program version', () => {
  it('is refused when it is newer, and nothing in it is touched', () => {
    ledger = createdLedger({ migrations: [...migrations, second] });
    ledger.db.close();
    const bytes = readFileSync(ledger.file);
    expect(() => openWriter(ledger.file, ledger.key)).toThrow(expect.objectContaining({ code: 'LEDGER_NEWER' }));
    expect(readFileSync(ledger.file).equals(bytes)).toBe(true);
  });

  it('is refused when its history is not a beginning of ours', () => {
    ledger = createdLedger({ migrations: [...migrations, second] });
    ledger.db.close();
    const other = [...migrations, { number: newest + 10, sql: 'CREATE TABLE other (a TEXT) STRICT' }];
    const between = [...migrations, { number: newest + 5, sql: '' }];
    const inserted = [...migrations, { number: newest + 10, sql: '' }, { number: newest + 20, sql: '' }];
    expect(() => openWriter(ledger.file, ledger.key, { migrations: other })).toThrow(/different one/);
    expect(() => openWriter(ledger.file, ledger.key, { migrations: inserted })).toThrow(/different one/);
    expect(() => openWriter(ledger.file, ledger.key, { migrations: between })).toThrow(/out of order/);
  });

  it('keeps its copy usable as a ledger of its own', () => {
    ledger = temporaryLedger();
    setMeta(ledger.db, 'kept', 'x');
    ledger.db.pragma('wal_checkpoint(TRUNCATE)');
    const copy = join(ledger.folder, 'copy.db');
    copyFileSync(ledger.file, copy);
    const db = openWriter(copy, ledger.key);
    expect(getMeta(db, 'kept')).toBe('x');
    db.close();
  });
});
