import { afterEach, describe, expect, it } from 'vitest';
import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import { paidCharges, startApproved } from './approved-site.ts';
import { DOUBTFUL_ANSWERS } from './doubtful-answers.ts';
import type { PostingSite, SiteOptions } from './posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

const start = async (options: Partial<SiteOptions> = {}) =>
  void (site = await startApproved(3, { road: 'soapToCi', ...options }));
const expectOnceInTheEnd = async () => {
  await site.finish();
  expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'confirmed', ch_3: 'confirmed' });
  expect(paidCharges(site).toSorted()).toEqual(['ch_1', 'ch_2', 'ch_3']);
  expect(site.books().map(({ accountingDate }) => accountingDate)).toEqual(Array(3).fill('2026-10-15'));
  expect(site.violations()).toEqual([]);
};

describe('a deposit by SOAPToCI', () => {
  it('is saved under our deposit id, on the right day, and confirmed', async () => {
    await start({ depositIds: 'given' });
    expect((await site.round()).send).toMatchObject({ sent: 3, rejected: 0, unknown: 0 });
    await expectOnceInTheEnd();
  });

  it('that PeopleSoft numbers is not told its number: a look finds it before anything goes again', async () => {
    await start({ depositIds: 'next' });
    expect((await site.round()).send).toMatchObject({ sent: 0, unknown: 3 });
    expect(paidCharges(site)).toHaveLength(3);
    site.advance(site.settings.settleSeconds + 1);
    expect(await site.round()).toMatchObject({ doubts: { settled: 3 }, send: { sent: 0 } });
    await expectOnceInTheEnd();
  });

  it('is checked like any other: the shape proves sign-in and right, and every mapped property', async () => {
    await start();
    const { found } = await site.ports.peopleSoft.identify();
    expect(found).toContain('service X_AR_DEPOSIT_CI with Create, Update, Updatedata');
    expect(found.join()).toMatch(/all \d+ mapped properties of X_AR_DEPOSIT_CI/);
  });

  it('leaves a request on record without the password, which goes beside it', async () => {
    await start({ depositIds: 'given' });
    await site.round();
    const [request] = site.db.prepare("SELECT request FROM posting_attempt WHERE kind = 'send'").pluck().all();
    const text = String(request);
    expect(text).not.toContain(site.simulator.password);
    await expectOnceInTheEnd();
  });

  it.each(DOUBTFUL_ANSWERS)(
    '$form $status, committed $commit, ids $depositIds: unknown, then each payment once',
    async ({ depositIds, ...order }) => {
      await start({ depositIds });
      site.simulator.arm(order as FailureOrder);
      expect((await site.round()).send).toMatchObject({ sent: 0, rejected: 0, unknown: 3 });
      expect((await site.round()).send.sent).toBe(0);
      expect(paidCharges(site).length).toBeLessThanOrEqual(3);
      expect(site.violations()).toEqual([]);
      await expectOnceInTheEnd();
    },
  );

  it('refused for certain goes again in halves, and a lock conflict is tried once more', async () => {
    await start({ depositIds: 'given' });
    site.simulator.arm({ form: 'notificationZero' });
    expect((await site.round()).send).toMatchObject({ sent: 3, unknown: 0, rejected: 0 });
    await expectOnceInTheEnd();
    await site.close();
    await start({ depositIds: 'given' });
    site.simulator.arm({ form: 'lockConflict' });
    expect((await site.round()).send).toMatchObject({ sent: 3, unknown: 0, rejected: 0 });
    await expectOnceInTheEnd();
  });

  it('a deposit id that is taken stays unknown until a look proves whose it is', async () => {
    await start({ depositIds: 'given' });
    site.simulator.arm({ form: 'duplicateKey', commit: 'first' });
    expect((await site.round()).send).toMatchObject({ sent: 0, unknown: 3 });
    await expectOnceInTheEnd();
  });

  it('a sign-in page in place of an answer stops the connection: the password goes out once and never again', async () => {
    await start({ depositIds: 'given', paymentsPerDeposit: 1 });
    await site.round({ limit: 1 });
    site.simulator.arm({ form: 'passwordExpired' });
    const first = await site.round();
    expect(first.send).toMatchObject({ sent: 0, unknown: 1, stopped: { kind: 'credentials' } });
    const second = await site.round();
    expect(second.send).toMatchObject({ sent: 0, unknown: 0, stopped: { kind: 'credentials' } });
    await expectOnceInTheEnd();
  });
});
