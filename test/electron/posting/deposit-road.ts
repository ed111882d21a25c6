import { afterEach, expect, it } from 'vitest';
import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import { paidCharges, startApproved } from './approved-site.ts';
import { DOUBTFUL_ANSWERS } from './doubtful-answers.ts';
import type { PostingSite, SiteOptions } from './posting-site.ts';

/** A road by which deposits get to PeopleSoft, tried with three approved payments. */
export interface DepositRoad {
  /** Three approved payments of a site of their own; it is closed after the test. */
  readonly start: (options?: Partial<SiteOptions>) => Promise<PostingSite>;
  /** In the end each payment stands in PeopleSoft's books exactly once, on its day, and is confirmed. */
  readonly expectOnceInTheEnd: () => Promise<void>;
}

export function depositRoad(road: NonNullable<SiteOptions['road']>): DepositRoad {
  let site: PostingSite | null = null;
  const end = async () => {
    await site?.close();
    site = null;
  };
  afterEach(end);
  return {
    start: async (options = {}) => {
      await end();
      return (site = await startApproved(3, { road, ...options }));
    },
    expectOnceInTheEnd: async () => {
      if (site === null) throw new Error('no site is started');
      await site.finish();
      expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'confirmed', ch_3: 'confirmed' });
      expect(paidCharges(site).toSorted()).toEqual(['ch_1', 'ch_2', 'ch_3']);
      expect(site.books().map(({ accountingDate }) => accountingDate)).toEqual(Array(3).fill('2026-10-15'));
      expect(site.violations()).toEqual([]);
    },
  };
}

/** The rules that hold on every road, as tests of the calling file. */
export function itIsSentOnce({ start, expectOnceInTheEnd }: DepositRoad): void {
  it('leaves a request on record without the password', async () => {
    const site = await start({ depositIds: 'given' });
    await site.round();
    const [request] = site.db.prepare("SELECT request FROM posting_attempt WHERE kind = 'send'").pluck().all();
    expect(String(request)).not.toContain(site.simulator.password);
    await expectOnceInTheEnd();
  });

  it.each(DOUBTFUL_ANSWERS)(
    '$form $status, committed $commit, ids $depositIds: unknown, then each payment once',
    async ({ depositIds, ...order }) => {
      const site = await start({ depositIds });
      site.simulator.arm(order as FailureOrder);
      expect((await site.round()).send).toMatchObject({ sent: 0, rejected: 0, unknown: 3 });
      expect((await site.round()).send.sent).toBe(0);
      expect(paidCharges(site).length).toBeLessThanOrEqual(3);
      expect(site.violations()).toEqual([]);
      await expectOnceInTheEnd();
    },
  );

  it.each(['notificationZero', 'lockConflict'] as const)('%s is a certain refusal: it goes again', async (form) => {
    const site = await start({ depositIds: 'given' });
    site.simulator.arm({ form });
    expect((await site.round()).send).toMatchObject({ sent: 3, unknown: 0, rejected: 0 });
    await expectOnceInTheEnd();
  });

  it('a deposit id that is taken stays unknown until a look proves whose it is', async () => {
    const site = await start({ depositIds: 'given' });
    site.simulator.arm({ form: 'duplicateKey', commit: 'first' });
    expect((await site.round()).send).toMatchObject({ sent: 0, unknown: 3 });
    await expectOnceInTheEnd();
  });
}
