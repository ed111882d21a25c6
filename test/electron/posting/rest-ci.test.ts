import { afterEach, describe, expect, it } from 'vitest';
import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import { paidCharges, startApproved } from './approved-site.ts';
import { DOUBTFUL_ANSWERS } from './doubtful-answers.ts';
import type { PostingSite, SiteOptions } from './posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

const start = async (options: Partial<SiteOptions> = {}) =>
  void (site = await startApproved(3, { road: 'rest', ...options }));
const expectOnceInTheEnd = async () => {
  await site.finish();
  expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'confirmed', ch_3: 'confirmed' });
  expect(paidCharges(site).toSorted()).toEqual(['ch_1', 'ch_2', 'ch_3']);
  expect(site.violations()).toEqual([]);
};

describe('a deposit by REST', () => {
  it.each([
    ['given', 'rest'],
    ['next', 'rest'],
    ['next', 'restBearer'],
  ] as const)('is saved under its number and confirmed, ids %s, signed in by %s', async (depositIds, road) => {
    await start({ depositIds, road });
    expect((await site.round()).send).toMatchObject({ sent: 3, rejected: 0, unknown: 0 });
    await expectOnceInTheEnd();
  });

  it('leaves a request on record that is the document alone', async () => {
    await start();
    await site.round();
    const [request] = site.db.prepare("SELECT request FROM posting_attempt WHERE kind = 'send'").pluck().all();
    expect(String(request)).not.toContain(site.simulator.password);
    await expectOnceInTheEnd();
  });

  it.each(DOUBTFUL_ANSWERS)(
    '$form $status, committed $commit, ids $depositIds: unknown, then each payment once',
    async ({ depositIds, ...order }) => {
      await start({ depositIds });
      site.simulator.arm(order as FailureOrder);
      expect((await site.round()).send).toMatchObject({ sent: 0, rejected: 0, unknown: 3 });
      expect((await site.round()).send.sent).toBe(0);
      expect(site.violations()).toEqual([]);
      await expectOnceInTheEnd();
    },
  );

  it.each(['passwordExpired', 'unauthorised'] as const)(
    '%s: everything waits, nothing is blamed on a payment',
    async (form) => {
      await start();
      site.simulator.arm({ form });
      const { send } = await site.round();
      expect(send).toMatchObject({ sent: 0, rejected: 0, unknown: 0, stopped: { kind: 'credentials' } });
      await expectOnceInTheEnd();
    },
  );

  it.each(['notificationZero', 'lockConflict'] as const)('%s is a certain refusal: it goes again', async (form) => {
    await start({ depositIds: 'given' });
    site.simulator.arm({ form });
    expect((await site.round()).send).toMatchObject({ sent: 3, unknown: 0, rejected: 0 });
    await expectOnceInTheEnd();
  });

  it('a deposit id that is taken stays unknown until a look proves whose it is', async () => {
    await start({ depositIds: 'given' });
    site.simulator.arm({ form: 'duplicateKey', commit: 'first' });
    expect((await site.round()).send).toMatchObject({ sent: 0, unknown: 3 });
    await expectOnceInTheEnd();
  });
});
