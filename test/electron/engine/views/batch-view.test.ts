import { describe, expect, it } from 'vitest';
import { batchView } from '../../../../electron/engine/views/batch-view.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { peopleSoftProfileSchema } from '../../../../shared/contract/profile.ts';

const NOW = '2026-11-22T17:31:00.000Z' as Instant;
const READ_AT = '2026-11-22T17:30:00.000Z' as Instant;

function times(lastRun: string | null, nextRun: string | null, zone: string | null) {
  const view = batchView({ lastRun, nextRun, groupsInError: 0, readAt: READ_AT, message: null }, zone, NOW);
  return [view?.lastRun, view?.nextRun];
}

describe('the times of Receivables Update', () => {
  it('are of the database’s clock where they come without an offset', () => {
    expect(times('2026-11-22-06.10.00.000000', '2026-11-22T18:00:00', 'America/New_York')).toEqual([
      '2026-11-22T11:10:00.000Z',
      '2026-11-22T23:00:00.000Z',
    ]);
    // The zone's own rule for that day, not today's.
    expect(times(null, '2026-07-22 18:00:00', 'America/New_York')).toEqual([null, '2026-07-22T22:00:00.000Z']);
  });

  it('stay without an offset where nobody knows that clock', () => {
    expect(times('2026-11-22-06.10.00.000000', null, null)).toEqual(['2026-11-22T06:10:00', null]);
  });

  it('are what their own offset says, whatever the clock', () => {
    expect(times('2026-11-22T06:10:00+0000', '2026-11-22T18:00:00-05:00', 'Europe/Berlin')).toEqual([
      '2026-11-22T06:10:00.000Z',
      '2026-11-22T23:00:00.000Z',
    ]);
    expect(times('2026-11-22T06:10:00Z', 'tomorrow', null)).toEqual(['2026-11-22T06:10:00.000Z', 'tomorrow']);
    expect(times('2026-13-45T06:10:00', '2026-02-30T06:10:00Z', 'UTC')).toEqual([
      '2026-13-45T06:10:00',
      '2026-02-30T06:10:00Z',
    ]);
  });

  it('need a zone that exists', () => {
    const { databaseZone } = peopleSoftProfileSchema.shape;
    expect(databaseZone.safeParse('America/New_York').success).toBe(true);
    expect(databaseZone.safeParse(undefined).success).toBe(true);
    expect(databaseZone.safeParse('New York').error?.issues[0]?.message).toBe(
      'is not a time zone such as America/New_York',
    );
  });
});
