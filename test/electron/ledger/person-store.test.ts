import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/ledger/audit-store.ts';
import {
  confirmPersonChange,
  endPersonChange,
  listPersonChanges,
  proposePersonChange,
} from '../../../electron/ledger/person-change-store.ts';
import { adoptFounders, findPerson, listPeople, type PersonRecord } from '../../../electron/ledger/person-store.ts';
import { moment } from './books.ts';
import { temporaryLedger, type TemporaryLedger } from './temporary-ledger.ts';

const ANNA: PersonRecord = {
  name: 'Anna',
  operatorId: 'AANNA',
  roles: ['preparer', 'reviewer', 'administrator'],
  limits: null,
  isActive: true,
};
const BERT: PersonRecord = {
  name: 'Bert',
  operatorId: 'BBOOKER',
  roles: ['reviewer'],
  limits: [{ minor: 50_000, exponent: 2, currency: 'USD' }],
  isActive: true,
};
const CARLA: PersonRecord = { ...BERT, name: 'Carla', operatorId: 'CCLARK', roles: ['preparer'] };

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
  adoptFounders(ledger.db, {
    founders: [{ personId: 'anna', record: ANNA, basis: 'firstAdministrator' }],
    machine: 'AR-07',
    at: moment(0),
  });
});
afterEach(() => ledger.remove());

const propose = (
  personId: string,
  after: PersonRecord,
  actor = 'anna',
  provenOperatorId: string | null = findPerson(ledger.db, actor)?.operatorId ?? null,
) =>
  proposePersonChange(ledger.db, {
    personId,
    seenVersion: findPerson(ledger.db, personId)?.version ?? 0,
    after,
    reason: 'because',
    provenOperatorId,
    actor,
    machine: 'AR-07',
    at: moment(1),
  });
const decide = (changeId: number, actor: string) => ({
  changeId,
  hash: listPersonChanges(ledger.db, 99).find((each) => each.changeId === changeId)?.hash ?? '',
  actor,
  machine: 'AR-08',
  at: moment(2),
});
const confirm = (changeId: number, actor: string) => confirmPersonChange(ledger.db, decide(changeId, actor));
const end = (changeId: number, actor: string, reason: string | null) =>
  endPersonChange(ledger.db, { ...decide(changeId, actor), reason });
const refused = (detailCode: string): unknown => expect.objectContaining({ code: 'REFUSED', detailCode });
const audit = () =>
  ledger.db.prepare('SELECT actor, action, subject FROM audit ORDER BY seq').raw().all() as unknown[][];

describe('people of a home', () => {
  it('begin with its first administrator, once, and the audit says that nobody confirmed her', () => {
    expect(
      adoptFounders(ledger.db, {
        founders: [{ personId: 'mallory', record: ANNA, basis: 'firstAdministrator' }],
        machine: 'M',
        at: moment(9),
      }),
    ).toBe(false);
    expect(listPeople(ledger.db)).toMatchObject([{ personId: 'anna', basis: 'firstAdministrator', version: 1 }]);
    expect(audit()).toEqual([['anna', 'person.first', 'person/anna']]);
    const detail = ledger.db.prepare('SELECT detail_json FROM audit').pluck().get() as string;
    expect(JSON.parse(detail)).toMatchObject({ alone: true, basis: 'firstAdministrator' });
  });

  it('are changed by the first administrator alone only until somebody else could confirm', () => {
    expect(propose('carla', CARLA)).toMatchObject({ state: 'confirmed', isAlone: true });
    expect(propose('bert', BERT)).toMatchObject({ state: 'confirmed', isAlone: true });
    expect(findPerson(ledger.db, 'BERT')).toMatchObject({ basis: 'addedAlone', operatorId: 'BBOOKER' });
    const raise = propose('carla', { ...CARLA, limits: null });
    expect(raise).toMatchObject({ state: 'proposed', isAlone: false, decidedBy: null });
    expect(findPerson(ledger.db, 'carla')?.limits).toEqual(CARLA.limits);
    expect(confirm(raise.changeId, 'bert')).toMatchObject({ state: 'confirmed', decidedBy: 'bert' });
    expect(findPerson(ledger.db, 'carla')).toMatchObject({ limits: null, basis: 'twoPeople', version: 2 });
    expect(audit().slice(-2)).toEqual([
      ['anna', 'person.proposed', 'person/carla'],
      ['bert', 'person.changed', 'person/carla'],
    ]);
    expect(verifyAudit(ledger.db).valid).toBe(true);
  });

  it.each(['anna', 'ANNA', ' anna '])('are never changed by their proposer alone, signed in as %j', (actor) => {
    propose('bert', BERT);
    const { changeId } = propose('carla', CARLA);
    expect(() => confirm(changeId, actor)).toThrow(refused('PERSON_SAME_PERSON'));
    expect(findPerson(ledger.db, 'carla')).toBeNull();
  });

  it('are changed as read or not at all, once, and not by a change that was replaced or withdrawn', () => {
    propose('bert', BERT);
    const first = propose('carla', CARLA);
    expect(() => confirmPersonChange(ledger.db, { ...decide(first.changeId, 'bert'), hash: 'another' })).toThrow(
      expect.objectContaining({ code: 'STALE_VERSION' }),
    );
    const second = propose('carla', { ...CARLA, roles: ['auditor'] });
    expect(() => confirm(first.changeId, 'bert')).toThrow(expect.objectContaining({ code: 'STALE_VERSION' }));
    expect(end(second.changeId, ' ANNA ', null)).toMatchObject({ state: 'withdrawn', endedAs: 'withdrawn' });
    expect(() => confirm(second.changeId, 'bert')).toThrow(expect.objectContaining({ code: 'STALE_VERSION' }));
    expect(findPerson(ledger.db, 'carla')).toBeNull();
  });

  it('stay as they are when a second one refuses a change, who must say why; what waits is shown however old it is', () => {
    propose('bert', BERT);
    const old = propose('carla', CARLA);
    for (const name of ['One', 'Two', 'Three']) end(propose('dora', { ...CARLA, name }).changeId, 'anna', null);
    expect(listPersonChanges(ledger.db, 2).map(({ changeId }) => changeId)).toContain(old.changeId);
    expect(() => end(old.changeId, 'bert', null)).toThrow(refused('REFUSAL_REASON_MISSING'));
    expect(end(old.changeId, 'bert', 'limit is too high')).toMatchObject({
      state: 'withdrawn',
      endedAs: 'refused',
      endedReason: 'limit is too high',
      decidedBy: 'bert',
    });
    expect(() => end(old.changeId, 'bert', 'again')).toThrow(expect.objectContaining({ code: 'STALE_VERSION' }));
    expect(audit().at(-1)).toEqual(['bert', 'person.refused', 'person/carla']);
    const behind = (set: string) => () =>
      ledger.db.exec(`UPDATE person_change SET ${set} WHERE change_id = ${old.changeId}`);
    expect(behind("ended_reason = 'nicer words'")).toThrow(/PERSON_CHANGE_END/);
  });

  it('share no operator id, and never become too few to confirm each other', () => {
    propose('bert', BERT);
    expect(() => propose('carla', { ...CARLA, operatorId: 'bbooker' })).toThrow(refused('PERSON_OPERATOR_TAKEN'));
    expect(() => propose('bert', { ...BERT, isActive: false })).toThrow(refused('PERSON_LAST_CONFIRMER'));
    expect(() => propose('bert', { ...BERT, roles: ['preparer'] })).toThrow(refused('PERSON_LAST_CONFIRMER'));
    expect(() => propose('bert', BERT)).toThrow(refused('PERSON_NOTHING_CHANGES'));
    const { changeId } = propose('carla', { ...CARLA, roles: ['reviewer'] });
    confirm(changeId, 'bert');
    const leave = propose('bert', { ...BERT, isActive: false });
    expect(confirm(leave.changeId, 'carla')).toMatchObject({ state: 'confirmed' });
    expect(propose('dora', { ...CARLA, operatorId: 'BBOOKER' })).toMatchObject({ state: 'proposed' });
  });

  it('are fixed in the ledger itself: no change is rewritten, decided again or removed, and nobody is deleted', () => {
    propose('bert', BERT);
    propose('carla', CARLA);
    const run = (sql: string) => () => ledger.db.exec(sql);
    expect(run("UPDATE person_change SET after_json = '{}'")).toThrow(/PERSON_CHANGE_FIXED/);
    expect(run("UPDATE person_change SET state = 'withdrawn' WHERE state = 'confirmed'")).toThrow(/TRANSITION/);
    expect(
      run(
        "UPDATE person_change SET state = 'confirmed', decided_by = 'ANNA', decided_at = 'x' WHERE state = 'proposed'",
      ),
    ).toThrow(/CHECK/);
    expect(run('DELETE FROM person_change')).toThrow(/never deleted/);
    expect(run('DELETE FROM person')).toThrow(/never deleted/);
  });

  it('who is alone adds nobody who could confirm in her window before her own operator id is proven', () => {
    expect(() => propose('anna2', BERT, 'anna', null)).toThrow(refused('PERSON_FOUNDER_UNPROVEN'));
    expect(() => propose('anna2', BERT, 'anna', 'OTHER')).toThrow(refused('PERSON_FOUNDER_UNPROVEN'));
    expect(() => propose('anna2', { ...BERT, operatorId: 'aanna' })).toThrow(refused('PERSON_OPERATOR_TAKEN'));
    expect(propose('carla', CARLA, 'anna', null).isAlone).toBe(true);
    expect(() => propose('carla', { ...CARLA, roles: ['reviewer'] }, 'anna', null)).toThrow(
      refused('PERSON_FOUNDER_UNPROVEN'),
    );
    expect(propose('dora', { ...BERT, operatorId: null }, 'anna', null).isAlone).toBe(true);
  });
});
