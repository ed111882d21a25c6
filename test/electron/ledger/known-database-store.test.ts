import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/ledger/audit-store.ts';
import {
  confirmDatabase,
  declareDatabase,
  endDeclaration,
  endedDeclaration,
  knownDatabase,
  noteOtherDatabase,
  noteSameDatabase,
  rememberDatabase,
} from '../../../electron/ledger/known-database-store.ts';
import { moment } from './books.ts';
import { temporaryLedger, type TemporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());

const PRODUCTION = { databaseName: 'FSPRD', guid: null };
const RENAMED = { databaseName: 'FSPROD', guid: null };
const DIFFERENCES = [{ what: 'database name', was: 'FSPRD', now: 'FSPROD' }];
const at = (second: number) => ({ machine: 'AR-07', at: moment(second) });
const remember = () => rememberDatabase(ledger.db, { facts: PRODUCTION, highestInstance: 100, ...at(1) });
const declare = (actor: string, second: number) =>
  declareDatabase(ledger.db, {
    facts: RENAMED,
    highestInstance: 101,
    differences: DIFFERENCES,
    reason: 'renamed',
    actor,
    ...at(second),
  });
const confirm = (actor: string, facts = RENAMED) => {
  const { version, hash } = knownDatabase(ledger.db, 'proposed') ?? { version: 0, hash: '' };
  return confirmDatabase(ledger.db, { version, hash, facts, highestInstance: 102, actor, ...at(9) });
};

describe('the remembered PeopleSoft database', () => {
  it('is one: the first is remembered once, and its latest process number never goes back', () => {
    expect(remember()).toMatchObject({ version: 1, facts: PRODUCTION, highestInstance: 100, differences: [] });
    expect(remember).toThrow(/remembered already/);
    noteSameDatabase(ledger.db, { version: 1, facts: PRODUCTION, highestInstance: 140, ...at(2) });
    noteSameDatabase(ledger.db, { version: 1, facts: PRODUCTION, highestInstance: null, ...at(3) });
    expect(knownDatabase(ledger.db, 'inForce')).toMatchObject({ highestInstance: 140, comparedAt: moment(3) });
  });

  it('keeps what differs until it is met again, and the audit has each difference once', () => {
    remember();
    for (const second of [2, 3]) noteOtherDatabase(ledger.db, { version: 1, differences: DIFFERENCES, ...at(second) });
    expect(knownDatabase(ledger.db, 'inForce')?.differences).toEqual(DIFFERENCES);
    noteSameDatabase(ledger.db, { version: 1, facts: PRODUCTION, highestInstance: 100, ...at(4) });
    expect(knownDatabase(ledger.db, 'inForce')?.differences).toEqual([]);
    expect(ledger.db.prepare('SELECT action FROM audit ORDER BY seq').pluck().all()).toEqual([
      'database.remembered',
      'database.differs',
    ]);
  });

  it('becomes another one only by two people, as it was when it was declared', () => {
    remember();
    declare('anna', 5);
    expect(() => confirm(' Anna ')).toThrow(/nobody confirms a declaration of their own/);
    expect(() => confirm('bert', { databaseName: 'FSTEST', guid: null })).toThrow(/is not what you saw/);
    expect(confirm('bert')).toMatchObject({
      state: 'inForce',
      origin: 'declared',
      reason: 'renamed',
      confirmedBy: 'bert',
    });
    expect(knownDatabase(ledger.db, 'proposed')).toBeNull();
    expect(verifyAudit(ledger.db).valid).toBe(true);
  });

  it('makes a declaration moot when it is met again unchanged, and a new declaration replaces one that waits', () => {
    remember();
    declare('anna', 5);
    expect(declare('carla', 6)).toMatchObject({ version: 3, proposedBy: 'carla' });
    noteSameDatabase(ledger.db, { version: 1, facts: PRODUCTION, highestInstance: 100, ...at(7) });
    expect(knownDatabase(ledger.db, 'proposed')).toBeNull();
    expect(() => confirm('bert')).toThrow(/is not what you saw/);
  });

  it('keeps what differs when a declaration is refused with a reason or withdrawn, and says so until the next one', () => {
    remember();
    noteOtherDatabase(ledger.db, { version: 1, differences: DIFFERENCES, ...at(2) });
    const end = (actor: string, reason: string | null) => {
      const { version, hash } = knownDatabase(ledger.db, 'proposed') ?? { version: 0, hash: '' };
      endDeclaration(ledger.db, { version, hash, reason, actor, ...at(8) });
    };
    declare('anna', 5);
    expect(() => end('bert', null)).toThrow(/A refusal needs a reason/);
    end('bert', 'it is a copy');
    expect(endedDeclaration(ledger.db)).toMatchObject({
      state: 'retired',
      proposedBy: 'anna',
      endedAs: 'refused',
      endedBy: 'bert',
      endedReason: 'it is a copy',
    });
    expect(() => confirm('bert')).toThrow(/is not what you saw/);
    expect(knownDatabase(ledger.db, 'inForce')?.differences).toEqual(DIFFERENCES);
    declare('anna', 9);
    expect(endedDeclaration(ledger.db)).toBeNull();
    end('Anna', null);
    expect(endedDeclaration(ledger.db)).toMatchObject({ endedAs: 'withdrawn' });
    expect(ledger.db.prepare('SELECT action FROM audit ORDER BY seq DESC LIMIT 3').pluck().all()).toEqual([
      'database.withdrawn',
      'database.declared',
      'database.refused',
    ]);
  });

  it('is never changed or deleted behind the back of this store', () => {
    remember();
    expect(() => ledger.db.exec("UPDATE known_database SET facts_json = '{}'")).toThrow(/DATABASE_FIXED/);
    expect(() => ledger.db.exec('DELETE FROM known_database')).toThrow(/LEDGER_APPEND_ONLY/);
  });
});
