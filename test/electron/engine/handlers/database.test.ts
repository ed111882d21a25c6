import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../../../electron/engine/contract/session.ts';
import { textLike } from '../../../support/text-like.ts';
import {
  AUDITOR,
  CLERK,
  lostRows,
  startEngineUnderTest,
  type EngineUnderTest,
} from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
beforeAll(async () => {
  tieout = await startEngineUnderTest({ size: 220 });
});
afterAll(() => tieout.close());

const BERT: Session = {
  ...CLERK,
  sessionId: 'window-bert',
  actor: { id: 'bert', name: 'Bert', operatorId: null, roles: ['reviewer'] },
};
const current = (session: Session = CLERK) => tieout.query('database.current', {}, session);
const sent = () => tieout.rows<{ n: number }>('SELECT count(*) AS n FROM deposit')[0]?.n ?? 0;

describe('a refreshed or copied PeopleSoft database', () => {
  it('is not met as such the first time: the first one is remembered before anything is read from it', async () => {
    expect((await current()).known).toBeNull();
    await tieout.load();
    await tieout.match();
    expect((await current()).known).toMatchObject({ origin: 'remembered when it was first met' });
    const peopleSoft = (await tieout.engine.headless.check()).find(({ system }) => system === 'peoplesoft');
    expect(peopleSoft).toMatchObject({ ok: true });
    expect(peopleSoft?.found.join('\n')).toContain('the database that is known: database name FSSAMPLE');
    expect((await current()).known?.facts[0]).toEqual({ what: 'database name', value: 'FSSAMPLE' });
  });

  it('is not read into the books either, by no road, until it is known again', async () => {
    const before = tieout.books();
    const completeTo = (await tieout.connection('peoplesoft')).completeTo;
    Object.assign(tieout.systems.peoplesoft.behaviour, { databaseName: 'FSTEST' });
    const { systems, failures } = await tieout.sync(['peoplesoft']);
    expect(systems.peoplesoft).toMatchObject({ read: 0, complete: false });
    expect(failures?.peoplesoft).toMatchObject([{ stream: 'database', kind: 'otherDatabase' }]);
    const { jobId } = await tieout.command('sync.run', { systems: ['peoplesoft'] });
    expect(await tieout.ended(jobId)).toMatchObject({
      state: 'failed',
      message: textLike('is FSTEST). Nothing is read from it or posted into it.'),
    });
    expect(lostRows(before, tieout.books())).toEqual([]);
    expect(await tieout.connection('peoplesoft')).toMatchObject({ state: 'needsAttention', completeTo });
    Object.assign(tieout.systems.peoplesoft.behaviour, { databaseName: 'FSSAMPLE' });
    expect((await tieout.sync(['peoplesoft'])).systems.peoplesoft).toMatchObject({ complete: true });
    expect(await tieout.connection('peoplesoft')).toMatchObject({ state: 'ok' });
    expect((await current()).differences).toEqual([]);
  });

  it('gets nothing posted, and the round, the check and the connection say what differs', async () => {
    Object.assign(tieout.systems.peoplesoft.behaviour, { databaseName: 'FSTEST' });
    const report = await tieout.post();
    expect(sent()).toBe(0);
    expect(report.stopped).toContain('database name: was FSSAMPLE, is FSTEST');
    const check = (await tieout.engine.headless.check()).find(({ system }) => system === 'peoplesoft');
    expect(check).toMatchObject({ ok: false });
    expect(check?.missing.at(-1)).toMatchObject({ what: 'another database', why: textLike('FSTEST') });
    expect(await tieout.connection('peoplesoft')).toMatchObject({ state: 'needsAttention' });
    expect((await current()).differences).toEqual([{ what: 'database name', was: 'FSSAMPLE', now: 'FSTEST' }]);
  });

  it('is declared the same by an administrator with a reason only, and still gets nothing', async () => {
    expect((await current(BERT)).can).toMatchObject({ declare: false });
    const refused = await tieout.refusal('command', 'database.declare', { reason: 'renamed' }, AUDITOR);
    expect(refused.code).toBe('NOT_ALLOWED');
    const declared = await tieout.command('database.declare', { reason: 'IT renamed it' });
    expect(declared.declaration).toMatchObject({
      reason: 'IT renamed it',
      declaredBy: 'anna',
      can: { confirm: false },
    });
    await tieout.post();
    expect(sent()).toBe(0);
  });

  it('whose declaration is refused with a reason still gets nothing, and who declared it sees why', async () => {
    const { version = 0, hash = '', can } = (await current(BERT)).declaration ?? {};
    expect(can).toEqual({ confirm: true, end: 'refuse', why: null });
    const refuse = (reason: string | null, session: Session) =>
      tieout.refusal('command', 'database.end', { version, hash, reason }, session);
    expect(await refuse('no', AUDITOR)).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refuse(null, BERT)).toMatchObject({ code: 'REFUSAL_REASON_MISSING' });
    const ended = await tieout.command('database.end', { version, hash, reason: 'ask IT first' }, BERT);
    expect(ended).toMatchObject({
      declaration: null,
      endedDeclaration: { as: 'refused', by: 'bert', reason: 'ask IT first', declaredBy: 'anna' },
    });
    await tieout.post();
    expect(sent()).toBe(0);
    const again = await tieout.command('database.declare', { reason: 'IT renamed it, ticket 4711' });
    expect(again).toMatchObject({ endedDeclaration: null, declaration: { can: { end: 'withdraw' } } });
  });

  it('is confirmed by a second person only, and only while it is what was declared; then reading and posting go on', async () => {
    const { declaration } = await current();
    const { version = 0, hash = '' } = declaration ?? {};
    const own = await tieout.refusal('command', 'database.confirm', { version, hash });
    expect(own.message).toMatch(/nobody confirms a declaration of their own/);
    Object.assign(tieout.systems.peoplesoft.behaviour, { databaseName: 'FSOTHER' });
    const changed = await tieout.refusal('command', 'database.confirm', { version, hash }, BERT);
    expect(changed.code).toBe('STALE_VERSION');
    Object.assign(tieout.systems.peoplesoft.behaviour, { databaseName: 'FSTEST' });
    const confirmed = await tieout.command('database.confirm', { version, hash }, BERT);
    expect(confirmed).toMatchObject({
      differences: [],
      declaration: null,
      known: { origin: 'declared to be the same database' },
    });
    expect((await tieout.sync(['peoplesoft'])).systems.peoplesoft).toMatchObject({ complete: true });
    const report = await tieout.post();
    expect(report.stopped).toBeNull();
    expect(sent()).toBeGreaterThan(0);
    const acts = tieout.rows<{ action: string; actor: string }>(
      "SELECT action, actor FROM audit WHERE action LIKE 'database.%' ORDER BY seq",
    );
    expect(acts.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'database.remembered Tieout',
      'database.differs Tieout',
      'database.differs Tieout',
      'database.declared anna',
      'database.refused bert',
      'database.declared anna',
      'database.confirmed bert',
    ]);
  });

  it('that is met no more needs no declaration', async () => {
    const refused = await tieout.refusal('command', 'database.declare', { reason: 'why not' });
    expect(refused.message).toMatch(/Nothing differs any more/);
  });
});
