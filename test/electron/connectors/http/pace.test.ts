import { describe, expect, it } from 'vitest';
import { createPace } from '../../../../electron/connectors/http/pace.ts';
import { createTestClock } from './test-clock.ts';

describe('pace', () => {
  it('starts no more than the rate allows once the first burst is used up', async () => {
    const clock = createTestClock();
    const pace = createPace({ requestsPerSecond: 4, concurrency: 1 }, clock);
    const startsMs: number[] = [];
    for (let i = 0; i < 5; i += 1) await pace.run(async () => void startsMs.push(clock.monotonicMs()));
    expect(startsMs).toEqual([0, 250, 500, 750, 1_000]);
  });

  it('never has more in flight than the concurrency', async () => {
    const pace = createPace({ requestsPerSecond: 100, concurrency: 2 }, createTestClock());
    let inFlight = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const runs = Array.from({ length: 6 }, () =>
      pace.run(async () => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await new Promise<void>((resolve) => waiting.push(resolve));
        inFlight -= 1;
      }),
    );
    for (let finished = 0; finished < 6;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = waiting.shift();
      if (next) {
        next();
        finished += 1;
      }
    }
    await Promise.all(runs);
    expect(most).toBe(2);
  });

  it('gives up its place when the waiting caller cancels, and the next one still runs', async () => {
    const pace = createPace({ requestsPerSecond: 100, concurrency: 1 }, createTestClock());
    let release = () => {};
    const first = pace.run(() => new Promise<void>((resolve) => (release = resolve)));
    const cancel = new AbortController();
    const second = pace.run(async () => 'second', cancel.signal);
    const third = pace.run(async () => 'third');
    cancel.abort(new Error('no longer wanted'));
    await expect(second).rejects.toThrow('no longer wanted');
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await first;
    await expect(third).resolves.toBe('third');
  });

  it('holds every caller when the other side asked to slow down', async () => {
    const clock = createTestClock();
    const pace = createPace({ requestsPerSecond: 100, concurrency: 4 }, clock);
    pace.holdFor(3_000);
    await pace.run(async () => undefined);
    expect(clock.monotonicMs()).toBe(3_000);
  });

  it('rests after a request that took long, for as long as it took and a minute at most', async () => {
    const clock = createTestClock();
    const pace = createPace({ requestsPerSecond: 100, concurrency: 1, strainMs: 2_000 }, clock);
    const take = (ms: number) => pace.run(() => clock.sleep(ms));
    const seconds = () => Math.floor(clock.monotonicMs() / 1_000);
    await take(2_000);
    await pace.run(async () => undefined);
    expect(seconds()).toBe(2);
    await take(5_000);
    await pace.run(async () => undefined);
    expect(seconds()).toBe(12);
    await expect(pace.run(() => clock.sleep(120_000).then(() => Promise.reject(new Error('late'))))).rejects.toThrow(
      'late',
    );
    await pace.run(async () => undefined);
    expect(seconds()).toBe(12 + 120 + 60);
  });
});
