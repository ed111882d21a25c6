import { afterEach, describe, expect, it } from 'vitest';
import type { Instant, MovementKey } from '../../../shared/domain/ids.ts';
import {
  answerCluster,
  clusterCounts,
  clusterOfMembers,
  getCluster,
  insertCluster,
  membersOf,
  openCluster,
  setClusterDone,
  type FoundCluster,
} from '../../../electron/ledger/duplicate-cluster-store.ts';
import { duplicateHold } from '../../../electron/ledger/duplicate-hold.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import type { WritableLedger } from '../../../electron/ledger/operation.ts';
import { createdLedger, temporaryLedger, type TemporaryLedger } from './temporary-ledger.ts';

const at = '2026-11-02T14:00:00.000Z' as Instant;
let ledger: TemporaryLedger;
afterEach(() => ledger.remove());

/** Three charges of one amount, a minute apart but for the last two, which came at one instant. */
const CHARGES = `INSERT INTO movement (account, livemode, kind, object_id, unit, amount_minor, exponent, currency, occurred_at, accounting_date,
    accounting_date_basis, source_status, state, state_changed_at)
  SELECT 'acct_1', 0, 'charge', value ->> 0, 'US', 100, 2, 'USD', value ->> 1, '2026-10-05', 'success', 'succeeded', 'proposed', '${at}'
  FROM json_each('[["ch_1","2026-10-05T10:00:00.000Z"],["ch_2","2026-10-05T10:01:00.000Z"],["ch_3","2026-10-05T10:01:00.000Z"]]')`;
const found = (...keys: number[]): FoundCluster => ({
  unit: 'US',
  kind: 'retriedCharge',
  members: keys.map((key) => ({ movementKey: key as MovementKey, paymentKey: null })),
  evidenceHash: 'e',
  score: 0.8,
  pointsJson: '[]',
  amountMinor: 100,
  exponent: 2,
  currency: 'USD',
  customer: null,
  firstAt: at,
  lastAt: at,
});
const decide = (db: WritableLedger): number =>
  Number(
    db
      .prepare(
        "INSERT INTO decision (actor, decided_at, kind, before_json) VALUES ('clerk', ?, 'duplicate.sameEvent', '{}')",
      )
      .run(at).lastInsertRowid,
  );
const hold = (db: WritableLedger, key: number) => duplicateHold(db, key as MovementKey);

describe('clusters of suspected duplicates', () => {
  it('come with migration 370 to a ledger that has rows, which stay as they were', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 370) });
    ledger.db.exec(CHARGES);
    const before = ledger.db.prepare('SELECT * FROM movement').all();
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(db.prepare('SELECT * FROM movement').all()).toEqual(before);
    expect(getCluster(db, insertCluster(db, found(1, 2), at))).toMatchObject({ state: 'open', memberCount: 2 });
    db.close();
  });

  it('are known by their rows in any order, and keep the answer until it is taken back', () => {
    ledger = temporaryLedger();
    const { db } = ledger;
    db.exec(CHARGES);
    const clusterId = insertCluster(db, found(1, 2), at);
    expect(clusterOfMembers(db, found(2, 1).members)?.clusterId).toBe(clusterId);
    const answer = { clusterId, decidedBy: 'clerk', at, reason: 'twice', expiresDate: null, decisionId: decide(db) };
    answerCluster(db, { ...answer, state: 'sameEvent', kept: 0, dropped: [1] });
    expect(membersOf(db, clusterId).map(({ part }) => part)).toEqual(['kept', 'dropped']);
    expect(clusterCounts(db, 'US')).toEqual({ open: 0, toRefund: 1, decided: 0, notCompared: 0 });
    expect([setClusterDone(db, clusterId, at), setClusterDone(db, clusterId, at)]).toEqual([true, false]);
    expect(clusterCounts(db, 'US')).toEqual({ open: 0, toRefund: 0, decided: 1, notCompared: 0 });
    openCluster(db, clusterId, 'again');
    expect(getCluster(db, clusterId)).toMatchObject({ state: 'open', whyOpen: 'again', decidedBy: null, doneAt: null });
    expect(membersOf(db, clusterId).map(({ part }) => part)).toEqual([null, null]);
  });

  it('hold back all but the first; of two at one instant both; and the first once a later one is decided', () => {
    ledger = temporaryLedger();
    const { db } = ledger;
    db.exec(CHARGES);
    insertCluster(db, found(1, 2), at);
    insertCluster(db, found(2, 3), at);
    expect(hold(db, 1)).toBeNull();
    expect(hold(db, 2)).toContain('the same payment as ch_');
    expect(hold(db, 3)).toContain('ch_2');
    db.exec("UPDATE movement SET state = 'approved' WHERE movement_key = 2");
    expect(hold(db, 1)).toContain('ch_2');
    expect(hold(db, 2)).toBeNull();
  });
});
