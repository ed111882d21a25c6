import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobRow } from '../../../../shared/contract/contract.ts';
import { SAMPLE_SECRETS } from '../../../../electron/sample/sample-profile.ts';
import {
  startEngineUnderTest,
  type EngineUnderTest,
  type EngineUnderTestOptions,
} from '../../../support/engine-under-test.ts';
import { textLike } from '../../../support/text-like.ts';

async function scheduled(options: EngineUnderTestOptions = {}): Promise<EngineUnderTest> {
  const tieout = await startEngineUnderTest({ size: 120, schedule: true, ...options });
  onTestFinished(() => tieout.close());
  return tieout;
}

/** The jobs that have ended, oldest first, once there are so many. */
async function endedJobs(tieout: EngineUnderTest, count: number): Promise<JobRow[]> {
  const ended = () =>
    tieout.events.flatMap(({ event, payload }) =>
      event === 'job.progressed' && (payload as JobRow).state !== 'running' ? [payload as JobRow] : [],
    );
  while (ended().length < count) {
    const next = Promise.withResolvers<void>();
    const stop = tieout.engine.listen(() => next.resolve());
    if (ended().length < count) await next.promise;
    stop();
  }
  return ended();
}

describe('an engine left to itself', () => {
  it('reads, matches and posts at once, one after the other, and says what came in', async () => {
    const tieout = await scheduled();
    const jobs = await endedJobs(tieout, 3);
    expect(jobs.map(({ kind, state }) => [kind, state])).toEqual([
      ['sync', 'done'],
      ['matching', 'done'],
      ['posting', 'done'],
    ]);
    expect(tieout.said[0]).toMatch(/^Came in: +\d+ Stripe objects, \d+ PeopleSoft rows\.$/);
    expect(tieout.said).toHaveLength(4);
    const count = (sql: string) => tieout.rows<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)[0]?.n ?? 0;
    expect(count('posting')).toBeGreaterThan(0);
    expect(tieout.said[1]).toContain(` of them approved; ${count('posting')} payments on their way to PeopleSoft.`);
    const excluded = "movement WHERE state = 'excluded' AND kind IN ('charge', 'refund', 'dispute')";
    const before = count(`${excluded} AND gate = 'beforeGoLive'`);
    const others = count(excluded) - before;
    expect(tieout.said[3]).toContain(` ${before} before go-live, ${others} excluded for other reasons.`);
    const next = (await tieout.connection('stripe')).nextTryAt ?? '';
    expect(Date.parse(next)).toBeGreaterThan(tieout.clock.nowMs() - 60_000);
  });

  it('goes on with what it can when one system is down, says which, and posts when it is back', async () => {
    const tieout = await scheduled({
      profile: (profile) => ({ ...profile, pollMinutes: 0.1 }),
      secrets: { [SAMPLE_SECRETS.stripeKey]: 'sk_test_of_somebody_else' },
    });
    const first = await endedJobs(tieout, 3);
    expect(first[0]).toMatchObject({
      kind: 'sync',
      state: 'failed',
      message: textLike('Stripe does not accept the key'),
    });
    expect(first.slice(1).map(({ kind, state }) => [kind, state])).toEqual([
      ['matching', 'done'],
      ['posting', 'done'],
    ]);
    expect(tieout.said).toContainEqual(textLike(/^Not read: +Stripe does not accept the key/));
    expect(await tieout.connection('peoplesoft')).toMatchObject({ state: 'ok' });
    expect(tieout.rows('SELECT 1 FROM ar_item')).not.toEqual([]);
    tieout.secrets.set(SAMPLE_SECRETS.stripeKey, tieout.systems.stripe.key);
    const later = await endedJobs(tieout, 6);
    expect(later.slice(3).map(({ kind, state }) => [kind, state])).toEqual([
      ['sync', 'done'],
      ['matching', 'done'],
      ['posting', 'done'],
    ]);
    expect(tieout.rows('SELECT 1 FROM posting')).not.toEqual([]);
    expect(tieout.reports).toEqual([]);
  });

  it('waits for the quiet window with bulk reads, and says until when', async () => {
    const tieout = await scheduled({
      profile: (profile) => ({
        ...profile,
        peoplesoft: { ...profile.peoplesoft, quietWindow: { zone: 'America/New_York', from: '20:00', to: '05:00' } },
      }),
    });
    await endedJobs(tieout, 3);
    expect(await tieout.connection('peoplesoft')).toMatchObject({
      state: 'paused',
      nextTryAt: '2026-11-03T01:00:00.000Z',
      quietWindow: { open: false },
    });
    expect(tieout.systems.peopleSoftRequests()).toBe(0);
    expect(await tieout.connection('stripe')).toMatchObject({ state: 'ok' });
    expect(await tieout.refusal('command', 'posting.send', { now: true })).toMatchObject({
      code: 'POSTING_REASON_NEEDED',
      nextStep: textLike('Enter the reason'),
    });
  });

  it('is closed at any moment without a word of a defect', async () => {
    const tieout = await scheduled();
    await tieout.engine.close();
    expect(tieout.reports).toEqual([]);
    expect(tieout.fatal).toEqual([]);
    await tieout.reopen();
    await endedJobs(tieout, 3);
    expect(tieout.reports).toEqual([]);
  });
});
