import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textLike } from '../../../support/text-like.ts';
import { SAMPLE_SECRETS } from '../../../../electron/sample/sample-profile.ts';
import type { FailureOrder } from '../../../../electron/sample/peoplesoft/switches.ts';
import {
  lostRows,
  startEngineUnderTest,
  type Books,
  type EngineUnderTest,
} from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
let before: Books;

beforeAll(async () => {
  tieout = await startEngineUnderTest();
  await tieout.load();
  await tieout.match();
  before = tieout.books();
});
afterEach(() => tieout.systems.clearPeopleSoft());
afterAll(() => tieout.close());

async function afterSync() {
  const had = tieout.systems.peopleSoftRequests();
  const { jobId } = await tieout.command('sync.run', { systems: ['peoplesoft'] });
  const job = await tieout.ended(jobId);
  const connection = await tieout.connection('peoplesoft');
  return { job, connection, requests: tieout.systems.peopleSoftRequests() - had };
}
async function expectWhole() {
  expect((await tieout.sync(['peoplesoft'])).systems.peoplesoft).toMatchObject({ complete: true, refused: 0 });
  expect(await tieout.connection('peoplesoft')).toMatchObject({ state: 'ok', message: null });
  expect(tieout.books()).toEqual(before);
  expect(tieout.reports).toEqual([]);
}

interface Case {
  readonly form: FailureOrder['form'];
  readonly state: string;
  readonly says: RegExp;
  readonly next: RegExp;
}
const FORMS: readonly Case[] = [
  {
    form: 'htmlSignIn',
    state: 'degraded',
    says: /web page \(“Oracle PeopleSoft Sign-in”\) came instead of query/,
    next: /gateway and not the portal/,
  },
  {
    form: 'http503',
    state: 'unreachable',
    says: /busy or restarting: HTTP 503 for query/,
    next: /ask when PeopleSoft is back/,
  },
  { form: 'fault', state: 'unreachable', says: /lost contact .* \(158,10721\)/, next: /tried again by itself/ },
  {
    form: 'bareIbResponse',
    state: 'unreachable',
    says: /lost contact .* \(158,10721\)/,
    next: /tried again by itself/,
  },
  { form: 'empty200', state: 'degraded', says: /the answer is empty/, next: /Nothing of it was taken in/ },
  {
    form: 'dropConnection',
    state: 'unreachable',
    says: /closed the connection/,
    next: /who runs the proxy or the service/,
  },
  {
    form: 'wrongContentLength',
    state: 'unreachable',
    says: /closed the connection before its answer was whole/,
    next: /proxy or the service/,
  },
  { form: 'unauthorised', state: 'needsAttention', says: /may not use query .* \(158,536\)/, next: /permission list/ },
];

describe('an answer of PeopleSoft that cannot be used', () => {
  it.each(FORMS)('$form: said with the next step, shown, and nothing lost', async ({ form, state, says, next }) => {
    tieout.systems.peoplesoft.arm({ form, on: 'query', for: 1_000 });
    const { job, connection } = await afterSync();
    expect(job).toMatchObject({ state: 'failed', message: textLike(says) });
    expect(job.message).toMatch(next);
    expect(connection).toMatchObject({ state, message: textLike(says) });
    expect(connection.nextStep).toMatch(next);
    // Already the question which database this is was answered so: no list was begun, and each stands as it was read last.
    expect(connection.streams.map((stream) => stream.state)).toEqual(connection.streams.map(() => 'complete'));
    expect(lostRows(before, tieout.books())).toEqual([]);
    await tieout.systems.clearPeopleSoft();
    await expectWhole();
  });

  it('one stream that cannot be read holds up no other', async () => {
    tieout.systems.peoplesoft.arm({ form: 'htmlSignIn', on: 'query', for: 1_000, query: 'X_AR_CUSTOMERS' });
    const { connection } = await afterSync();
    expect(connection.streams.filter(({ state }) => state === 'failed').map(({ stream }) => stream)).toEqual([
      'customers',
    ]);
    await tieout.systems.clearPeopleSoft();
    await expectWhole();
  });

  it('a silent cap on rows below ours hides none of them', async () => {
    Object.assign(tieout.systems.peoplesoft.behaviour, { queryRowCap: 7 });
    await tieout.reopen();
    await expectWhole();
    expect((await tieout.connection('peoplesoft')).streams[0]).toMatchObject({
      stream: 'customers',
      read: before.customers.length,
    });
    Object.assign(tieout.systems.peoplesoft.behaviour, { queryRowCap: 100_000 });
  });

  it('a column that a query does not have is named with the query, and nothing of it is taken in', async () => {
    const { fetch: usual } = tieout.network;
    tieout.network.fetch = async (url, init) => {
      const answer = await usual(url, init);
      if (!String(url).includes('X_AR_OPEN_ITEMS')) return answer;
      return new Response((await answer.text()).replaceAll('BAL_AMT', 'BALANCE'), answer);
    };
    const { connection } = await afterSync();
    tieout.network.fetch = usual;
    expect(connection).toMatchObject({
      state: 'degraded',
      message: 'query X_AR_OPEN_ITEMS has no column BAL_AMT',
      nextStep: textLike('add it to the query, under that field name'),
    });
    expect(lostRows(before, tieout.books())).toEqual([]);
    await expectWhole();
  });

  it('a query that does not exist is named with where to look', async () => {
    await tieout.reopen({
      profile: (profile) => ({
        ...profile,
        peoplesoft: { ...profile.peoplesoft, queries: { ...profile.peoplesoft.queries, customers: 'X_NOBODYS' } },
      }),
    });
    const { connection } = await afterSync();
    expect(connection).toMatchObject({ state: 'needsAttention', message: textLike(/no query X_NOBODYS/) });
    expect(connection.nextStep).toMatch(/name and the node in the connection profile/);
    expect(lostRows(before, tieout.books())).toEqual([]);
    await tieout.reopen();
    await expectWhole();
  });
});

describe('a wrong PeopleSoft password', () => {
  it('is tried once and never again, by no part of the engine and by no person, until it is replaced', async () => {
    const good = tieout.secrets.get(SAMPLE_SECRETS.password) ?? '';
    tieout.secrets.set(SAMPLE_SECRETS.password, 'not the password');
    await tieout.reopen();
    const first = await afterSync();
    expect(first.requests).toBe(1);
    expect(first.connection).toMatchObject({
      state: 'needsAttention',
      message: textLike('User password failed. (158,45)'),
      nextStep: textLike('Replace user or password'),
    });
    const had = tieout.systems.peopleSoftRequests();
    expect((await afterSync()).connection.nextStep).toContain('so that the user is not locked out');
    const [proposal] = tieout.rows<{ key: number }>(
      "SELECT movement_key AS key FROM movement WHERE state = 'approved' ORDER BY 1 LIMIT 1",
    );
    expect(proposal).toBeDefined();
    expect((await tieout.post()).stopped).toContain('User password failed');
    // Nobody could say which database this is: nothing has happened to the approved payments.
    expect(tieout.rows('SELECT DISTINCT state FROM posting')).toEqual([{ state: 'approved' }]);
    before = { ...before, postings: tieout.books().postings };
    expect((await tieout.engine.headless.check()).find(({ system }) => system === 'peoplesoft')).toMatchObject({
      ok: false,
      signIn: 'failed',
      missing: [{ what: 'credentials' }],
    });
    expect(tieout.systems.peopleSoftRequests()).toBe(had);
    expect(lostRows(before, tieout.books())).toEqual([]);
    tieout.secrets.set(SAMPLE_SECRETS.password, 'another wrong one');
    expect((await afterSync()).requests).toBe(1);
    expect((await afterSync()).requests).toBe(0);
    // No restart is needed.
    tieout.secrets.set(SAMPLE_SECRETS.password, good);
    expect(await afterSync()).toMatchObject({ job: { state: 'done' }, connection: { state: 'ok' } });
    await expectWhole();
  });

  it('is not even asked for when it is nowhere', async () => {
    const good = tieout.secrets.get(SAMPLE_SECRETS.password) ?? '';
    tieout.secrets.delete(SAMPLE_SECRETS.password);
    await tieout.reopen();
    const { connection, requests } = await afterSync();
    expect(requests).toBe(0);
    expect(connection).toMatchObject({
      state: 'needsAttention',
      message: `the PeopleSoft password cannot be read from vault key ${SAMPLE_SECRETS.password}`,
    });
    tieout.secrets.set(SAMPLE_SECRETS.password, good);
    await tieout.reopen();
    await expectWhole();
  });
});
