import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../../electron/connectors/http/connector-error.ts';
import { retryAfterMs, retryRead } from '../../../../electron/connectors/http/retry-read.ts';
import { createTestClock } from './test-clock.ts';

function failing(errors: ConnectorError[]) {
  let calls = 0;
  return {
    read: async () => {
      const error = errors[calls++];
      if (error) throw error;
      return calls;
    },
    calls: () => calls,
  };
}
const gone = () => new ConnectorError('stripe', 'unreachable', 'gone', 'wait');

describe('retryRead', () => {
  it('waits twice as long each time, half of it by chance', async () => {
    const clock = createTestClock();
    const { read } = failing([gone(), gone(), gone()]);
    await expect(retryRead(read, { clock, random: () => 1 })).resolves.toBe(4);
    expect(clock.sleptMs).toEqual([500, 1_000, 2_000]);
    const low = createTestClock();
    await retryRead(failing([gone()]).read, { clock: low, random: () => 0 });
    expect(low.sleptMs).toEqual([250]);
  });

  it('never waits less than Retry-After asks for', async () => {
    const clock = createTestClock();
    const limited = new ConnectorError('stripe', 'rateLimited', 'slow down', 'wait', { retryAfterMs: 7_000 });
    await retryRead(failing([limited]).read, { clock });
    expect(clock.sleptMs).toEqual([7_000]);
  });

  it('leaves a longer Retry-After than its patience to the schedule', async () => {
    const clock = createTestClock();
    const limited = new ConnectorError('stripe', 'rateLimited', 'slow down', 'wait', { retryAfterMs: 120_000 });
    const { read, calls } = failing([limited, limited]);
    await expect(retryRead(read, { clock })).rejects.toBe(limited);
    expect(calls()).toBe(1);
  });

  it.each(['credentials', 'rights', 'refused', 'malformed', 'notFound', 'mapping', 'cancelled'] as const)(
    'never repeats after %s',
    async (kind) => {
      const { read, calls } = failing([new ConnectorError('peoplesoft', kind, 'no', 'ask')]);
      await expect(retryRead(read, { clock: createTestClock() })).rejects.toThrow('no');
      expect(calls()).toBe(1);
    },
  );

  it('gives up after its retries with the last error', async () => {
    const { read, calls } = failing([gone(), gone(), gone(), gone()]);
    await expect(retryRead(read, { clock: createTestClock(), retries: 2 })).rejects.toThrow('gone');
    expect(calls()).toBe(3);
  });

  it('reads Retry-After in seconds and as a date', () => {
    const clock = createTestClock('2026-10-15T12:00:00.000Z');
    expect(retryAfterMs('3', clock)).toBe(3_000);
    expect(retryAfterMs('Thu, 15 Oct 2026 12:00:09 GMT', clock)).toBe(9_000);
    expect(retryAfterMs('Thu, 15 Oct 2026 11:00:00 GMT', clock)).toBe(0);
    expect(retryAfterMs('soon', clock)).toBeNull();
    expect(retryAfterMs(null, clock)).toBeNull();
  });
});
