import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/ledger/audit-store.ts';
import {
  confirmMappingVersion,
  endMappingVersion,
  getMappingVersion,
  listMappingVersions,
  mappingInForce,
  proposeMappingVersion,
} from '../../../electron/ledger/mapping-store.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { moment } from './books.ts';
import { temporaryLedger, type TemporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());

const propose = (second: number, effectiveFromAt: Instant | null = null, actor = 'anna') =>
  proposeMappingVersion(ledger.db, {
    service: 'CI_X',
    serviceVersion: '1',
    properties: { paymentId: `PAYMENT_ID_${second}`, depositBu: 'DEPOSIT_BU' },
    schemaHash: 's1',
    effectiveFromAt,
    actor,
    machine: 'AR-07',
    at: moment(second),
  });
const confirm = (version: number, second: number, actor = 'bert') =>
  confirmMappingVersion(ledger.db, {
    version,
    hash: getMappingVersion(ledger.db, version).hash,
    actor,
    machine: 'AR-08',
    at: moment(second),
  });
const states = () => listMappingVersions(ledger.db, 10).map(({ version, state }) => [version, state]);
const inForce = (second: number) => mappingInForce(ledger.db, moment(second))?.version ?? null;
const audit = () =>
  ledger.db.prepare('SELECT actor, action, subject FROM audit ORDER BY seq').raw().all() as unknown[][];

describe('a mapping version', () => {
  it('holds nothing until a second person has confirmed it, and both stand in the audit', () => {
    expect(propose(1)).toMatchObject({ version: 1, state: 'proposed', effectiveFromAt: null, confirmedBy: null });
    expect(inForce(5)).toBeNull();
    expect(confirm(1, 5)).toMatchObject({
      state: 'confirmed',
      proposedBy: 'anna',
      confirmedBy: 'bert',
      effectiveFromAt: moment(5),
    });
    expect([inForce(4), inForce(5)]).toEqual([null, 1]);
    expect(audit()).toEqual([
      ['anna', 'mapping.proposed', 'mapping/1'],
      ['bert', 'mapping.confirmed', 'mapping/1'],
    ]);
    expect(verifyAudit(ledger.db).valid).toBe(true);
  });

  it.each(['anna', 'ANNA', ' Anna '])('is never confirmed by the person who proposed it, signed in as %j', (actor) => {
    propose(1);
    expect(() => confirm(1, 2, actor)).toThrow(
      expect.objectContaining({
        code: 'REFUSED',
        detailCode: 'MAPPING_SAME_PERSON',
        message: 'anna proposed mapping version 1; nobody confirms a mapping of their own.',
      }),
    );
    expect(states()).toEqual([[1, 'proposed']]);
  });

  it('is not confirmed as something else than was read, nor twice, nor once it is replaced', () => {
    propose(1);
    const other = { version: 1, hash: 'another', actor: 'bert', machine: 'M', at: moment(2) };
    expect(() => confirmMappingVersion(ledger.db, other)).toThrow(expect.objectContaining({ code: 'STALE_VERSION' }));
    propose(3);
    expect(states()).toEqual([
      [2, 'proposed'],
      [1, 'retired'],
    ]);
    expect(() => confirm(1, 4)).toThrow(expect.objectContaining({ code: 'STALE_VERSION' }));
    confirm(2, 4);
    expect(() => confirm(2, 5, 'carl')).toThrow(expect.objectContaining({ code: 'STALE_VERSION' }));
    expect(() => confirm(9, 5)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('comes into force on its day and never before its confirmation; what it takes over from is retired', () => {
    propose(1);
    confirm(1, 2);
    propose(3, moment(100));
    expect(confirm(2, 4).effectiveFromAt).toBe(moment(100));
    expect([inForce(99), inForce(100)]).toEqual([1, 2]);
    propose(5, moment(0));
    expect(confirm(3, 6).effectiveFromAt).toBe(moment(6));
    expect([inForce(5), inForce(6), inForce(100)]).toEqual([null, 3, 2]);
    expect(states()).toEqual([
      [3, 'confirmed'],
      [2, 'confirmed'],
      [1, 'retired'],
    ]);
  });

  it('is refused by another person with a reason or withdrawn by its proposer, and never holds then', () => {
    propose(1);
    confirm(1, 2);
    const end = (version: number, actor: string, reason: string | null) =>
      endMappingVersion(ledger.db, {
        version,
        hash: getMappingVersion(ledger.db, version).hash,
        reason,
        actor,
        machine: 'AR-08',
        at: moment(9),
      });
    propose(3);
    expect(() => end(2, 'bert', null)).toThrow(expect.objectContaining({ detailCode: 'REFUSAL_REASON_MISSING' }));
    expect(end(2, 'bert', 'not tried')).toMatchObject({
      state: 'retired',
      endedAs: 'refused',
      endedBy: 'bert',
      endedAt: moment(9),
      endedReason: 'not tried',
    });
    propose(5);
    expect(end(3, ' ANNA ', null)).toMatchObject({ endedAs: 'withdrawn', endedReason: null });
    for (const version of [1, 2, 3])
      expect(() => end(version, 'bert', 'no')).toThrow(expect.objectContaining({ code: 'STALE_VERSION' }));
    expect(inForce(9)).toBe(1);
    expect(audit().slice(-3)).toEqual([
      ['bert', 'mapping.refused', 'mapping/2'],
      ['anna', 'mapping.proposed', 'mapping/3'],
      [' ANNA ', 'mapping.withdrawn', 'mapping/3'],
    ]);
    expect(() => ledger.db.exec("UPDATE mapping_version SET ended_as = 'refused' WHERE version = 1")).toThrow(
      /MAPPING_END/,
    );
  });

  it('has one hash for the same names in any order, and another for another service', () => {
    const same = {
      serviceVersion: '1',
      schemaHash: 's',
      effectiveFromAt: null,
      actor: 'anna',
      machine: 'M',
      at: moment(1),
    };
    const one = proposeMappingVersion(ledger.db, { ...same, service: 'A', properties: { a: 'X', b: 'Y' } });
    const two = proposeMappingVersion(ledger.db, { ...same, service: 'A', properties: { b: 'Y', a: 'X' } });
    const three = proposeMappingVersion(ledger.db, { ...same, service: 'B', properties: { a: 'X', b: 'Y' } });
    expect([two.hash === one.hash, three.hash === one.hash]).toEqual([true, false]);
  });

  it('is fixed in the ledger itself: not changed, not removed, not confirmed by its proposer, not brought back', () => {
    propose(1);
    const run = (sql: string) => () => ledger.db.exec(sql);
    expect(run("UPDATE mapping_version SET properties_json = '{}'")).toThrow(/MAPPING_FIXED/);
    expect(run('DELETE FROM mapping_version')).toThrow(/never deleted/);
    expect(
      run(
        `UPDATE mapping_version SET state = 'confirmed', confirmed_by = 'anna', confirmed_at = 'x', effective_from_at = 'x'`,
      ),
    ).toThrow(/CHECK/);
    ledger.db.exec("UPDATE mapping_version SET state = 'retired'");
    expect(run("UPDATE mapping_version SET state = 'proposed'")).toThrow(/MAPPING_TRANSITION/);
  });
});
