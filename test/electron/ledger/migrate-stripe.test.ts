import { afterEach, describe, expect, it } from 'vitest';
import { readVersion, recordVersion } from '../../../electron/ledger/mirror-store.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { packPayload } from '../../../electron/ledger/payload.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { createdLedger } from './temporary-ledger.ts';

const at = '2026-11-02T14:00:00.000Z' as Instant;
let ledger: TemporaryLedger;
afterEach(() => ledger.remove());

describe('a migration of what Stripe told', () => {
  it('190 keeps every row of Stripe and gives it room for its details, 200 for what Stripe does not know', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 190) });
    ledger.db.exec(
      `INSERT INTO stripe_customer (account, customer_id, name, exact_name, email, deleted, metadata_json) VALUES ('a', 'cus_1', 'Ada', 'ada', NULL, 0, '{}');
       INSERT INTO stripe_invoice (account, invoice_id, number, customer_id, status, total_minor, exponent, currency, metadata_json)
         VALUES ('a', 'in_1', 'INV-1', 'cus_1', 'paid', 100, 2, 'USD', '{}');
       INSERT INTO stripe_balance_transaction (account, balance_transaction_id, source_id, reporting_category, transaction_type, amount_minor, fee_minor, net_minor,
         exponent, currency, created_at, available_at, status, known) VALUES ('a', 'txn_1', 'ch_1', 'charge', 'charge', 100, 3, 97, 2, 'USD', '${at}', '${at}', 'available', 1);
       INSERT INTO cursor (system, account, stream, position_json, committed_at) VALUES ('stripe', 'a', 'charge', '{}', '${at}')`,
    );
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT name, balance_minor FROM stripe_customer').raw().all()).toEqual([['Ada', null]]);
    expect(db.prepare('SELECT number, starting_balance_minor FROM stripe_invoice').raw().all()).toEqual([
      ['INV-1', null],
    ]);
    expect(db.prepare('SELECT net_minor, balance_type FROM stripe_balance_transaction').raw().all()).toEqual([
      [97, 'payments'],
    ]);
    expect(db.prepare('SELECT stream, position_json FROM cursor').raw().all()).toEqual([['charge', '{}']]);
    for (const table of [
      'stripe_charge',
      'stripe_hint',
      'stripe_gap',
      'stripe_balance',
      'stripe_event',
      'stripe_absent',
    ])
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    expect(findViolations(db)).toEqual([]);
    db.close();
  });

  it('450 keeps customers of both systems, has room for what else is known of them, and reads those of Stripe once more', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 450) });
    ledger.db.exec(
      `INSERT INTO stripe_customer (account, customer_id, name, exact_name, email, deleted, metadata_json) VALUES ('a', 'cus_1', 'Ada', 'ADA', 'a@b.example', 0, '{}');
       INSERT INTO ps_customer (set_id, cust_id, name, exact_name, status, external_id, seen_run) VALUES ('SHARE', '1', 'Ada', 'ADA', 'active', 'cus_1', 1);
       INSERT INTO cursor (system, account, stream, position_json, committed_at) VALUES ('stripe', 'a', 'charge', '{}', '${at}'), ('stripe', 'a', 'customer', '{}', '${at}')`,
    );
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT name, email, street, tax_ids_json FROM stripe_customer').raw().all()).toEqual([
      ['Ada', 'a@b.example', null, null],
    ]);
    expect(
      db.prepare('SELECT name, external_id, city, vat_id, other_name, shared_id FROM ps_customer').raw().all(),
    ).toEqual([['Ada', 'cus_1', null, null, null, null]]);
    expect(db.prepare('SELECT stream FROM cursor').pluck().all()).toEqual(['charge']);
    expect(findViolations(db)).toEqual([]);
    db.close();
  });

  it('210 keeps charges, gaps and credit notes, and dates nothing that it does not know', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 210) });
    ledger.db.exec(
      `INSERT INTO stripe_charge (account, charge_id, status, captured, refunded_minor, disputed) VALUES ('a', 'ch_1', 'succeeded', 1, 5, 0);
       INSERT INTO stripe_credit_note (account, credit_note_id, invoice_id, status, total_minor, tax_minor, exponent, currency, issued_at)
         VALUES ('a', 'cn_1', 'in_1', 'issued', 100, 0, 2, 'USD', '${at}');
       INSERT INTO stripe_gap (account, object_type, object_id, witness, witness_type, witness_id, found_at)
         VALUES ('a', 'refund', 're_1', 'w', 'charge', 'ch_1', '${at}')`,
    );
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT refunded_minor, created_at, amount_minor FROM stripe_charge').raw().all()).toEqual([
      [5, null, null],
    ]);
    expect(db.prepare('SELECT total_minor, refunds_json FROM stripe_credit_note').raw().all()).toEqual([[100, '[]']]);
    expect(db.prepare('SELECT object_id, month FROM stripe_gap').raw().all()).toEqual([['re_1', null]]);
    for (const table of ['stripe_reach', 'stripe_listed', 'stripe_held', 'stripe_watch', 'stripe_balance_proof'])
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    ledger = { ...ledger, db };
  });

  it('250 keeps every payload that was packed by itself readable, and marks the days with due money as before', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number <= 230) });
    const seen = { system: 'stripe', account: 'acct_1', type: 'charge', id: 'ch_1' } as const;
    const insertObject = `INSERT INTO source_object (system, account, object_type, object_id, current_version, content_hash, observed_at)
      VALUES ('stripe', 'acct_1', 'charge', 'ch_1', 1, x'00', ?)`;
    ledger.db.prepare(insertObject).run(at);
    const insertVersion = `INSERT INTO source_version (source_key, version, content_hash, payload, arrived_by, observed_at) VALUES (1, 1, x'00', ?, 'poll', ?)`;
    ledger.db.prepare(insertVersion).run(packPayload('{"id":"ch_1"}'), at);
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(readVersion(db, seen)?.payloadText).toBe('{"id":"ch_1"}');
    const add = db.prepare(
      `INSERT INTO stripe_balance_transaction (account, balance_transaction_id, reporting_category, transaction_type, amount_minor, fee_minor, fee_tax_minor,
         net_minor, exponent, currency, created_at, available_at, status, known)
       VALUES ('acct_1', ?, 'charge', 'charge', ?, ?, ?, 0, 2, 'USD', '2026-10-05T10:00:00.000Z', '2026-10-07T00:00:00.000Z', 'available', 1)`,
    );
    const days = () => db.prepare('SELECT part FROM due_day ORDER BY part').pluck().all();
    add.run('txn_1', 0, 5, 5);
    expect(days()).toEqual(['tax']);
    add.run('txn_2', 0, 5, null);
    add.run('txn_3', 0, 0, null);
    expect(days()).toEqual(['fee', 'tax']);
    add.run('txn_4', 100, 5, 1);
    expect(days()).toEqual(['amount', 'fee', 'tax']);
    db.close();
  });

  it('280 and 290 keep payouts and what Stripe does not know, and check nothing by themselves', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 280) });
    ledger.db.exec(
      `INSERT INTO stripe_payout (account, payout_id, status, amount_minor, exponent, currency, automatic, method, arrival_at, reconciliation_status)
         VALUES ('a', 'po_1', 'paid', 100, 2, 'USD', 1, 'standard', '${at}', 'completed');
       INSERT INTO stripe_absent (account, object_type, object_id, reason, asked_at) VALUES ('a', 'charge', 'ch_1', 'event charge.updated', '${at}')`,
    );
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT payout_id, amount_minor FROM stripe_payout').raw().all()).toEqual([['po_1', 100]]);
    expect(db.prepare('SELECT object_id, since_at, asked_at FROM stripe_absent').raw().all()).toEqual([
      ['ch_1', at, at],
    ]);
    for (const table of [
      'stripe_payout_row',
      'stripe_payout_check',
      'stripe_payout_difference',
      'stripe_held_edge',
      'stripe_report_proof',
    ])
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    db.close();
  });

  it('340 orders what was kept before by its time alone, and by its standing once it has been seen again', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 340) });
    ledger.db.exec(
      `INSERT INTO source_object (system, account, object_type, object_id, current_version, content_hash, observed_at)
         VALUES ('stripe', 'acct_1', 'payout', 'po_1', 1, x'00', '${at}');
       INSERT INTO source_version (source_key, version, content_hash, payload, arrived_by, observed_at)
         VALUES (1, 1, x'00', x'00', 'poll', '${at}')`,
    );
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    const payout = { system: 'stripe', account: 'acct_1', type: 'payout', id: 'po_1', ties: 'byContent' } as const;
    const file = (payloadText: string, observedAt: string, standing: string) =>
      recordVersion(db, { ...payout, payloadText, observedAt: observedAt as Instant, standing, arrivedBy: 'file:1' });
    expect(file('failed', '2026-11-01T00:00:00.000Z', '39')).toBe('older');
    expect(file('paid', '2026-11-03T00:00:00.000Z', '29')).toBe('changed');
    expect(file('failed', '2026-11-01T00:00:00.000Z', '39')).toBe('changed');
    db.close();
  });
});
