import { describe, expect, it } from 'vitest';
import { LoadEstimate } from '../../../../electron/ingest/stripe/load-progress.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { setUpPoll } from '../poll-setup.ts';

const day = (text: string) => `${text}T00:00:00.000Z` as Instant;
const counts = (read: number) => ({ read, new: read, changed: 0, refused: 0 });
const page = (oldest: string, from: string | null = '2026-01-01') => ({
  from: from === null ? null : day(from),
  newestAt: day('2026-11-01'),
  oldestAt: day(oldest),
  isLast: false,
});

describe('the estimate of a long read', () => {
  it('goes by the time that was read of the list’s whole time, at the pace of this poll', () => {
    let nowMs = 0;
    const estimate = new LoadEstimate(null, () => nowMs);
    estimate.seen('charge', page('2026-10-31'));
    nowMs = 600_000;
    estimate.seen('charge', page('2026-06-02'));
    const { read, text } = estimate.stored('charge', counts(60_000));
    expect(read).toBe(60_000);
    expect(text).toBe(
      'Stripe charges: back to 2026-06-02, 50 %; 100 objects a second, about 11 min left for these lists',
    );
  });

  it('takes the slowest of the lists that are read side by side, and sums what came', () => {
    let nowMs = 0;
    const estimate = new LoadEstimate(day('2026-01-01'), () => nowMs);
    estimate.seen('charge', page('2026-10-31', null));
    estimate.seen('customer', page('2026-10-31', null));
    nowMs = 60_000;
    estimate.seen('charge', page('2026-02-01', null));
    estimate.seen('customer', page('2026-10-01', null));
    estimate.stored('customer', counts(600));
    expect(estimate.stored('charge', counts(5_400))).toEqual({
      read: 6_000,
      text: 'Stripe charges: back to 2026-02-01, 89 %; 100 objects a second, about 10 min left for these lists',
    });
  });

  it('counts what an earlier poll had read of the window as done, and not to the pace', () => {
    let nowMs = 0;
    const estimate = new LoadEstimate(null, () => nowMs);
    estimate.seen('charge', page('2026-04-02'));
    nowMs = 60_000;
    estimate.seen('charge', page('2026-03-03'));
    expect(estimate.stored('charge', counts(100)).text).toContain('about 3 min left');
  });

  it('says what it does not know', () => {
    const estimate = new LoadEstimate(null, () => 0);
    estimate.seen('charge', page('2026-04-02', null));
    expect(estimate.stored('charge', counts(100)).text).toBe(
      'Stripe charges: back to 2026-04-02, how much of it is unknown; 100 objects a second, time left unknown',
    );
  });

  it('is told by a poll as it goes', async () => {
    const created = Date.parse('2026-10-05T10:00:00Z') / 1_000;
    const charges = Array.from({ length: 250 }, (_, index) =>
      samples.charge({ id: `ch_${index}`, created: created + index * 3_600, balance_transaction: null }),
    );
    const { poll } = await setUpPoll(charges, 1);
    const told: string[] = [];
    await poll({ since: day('2026-10-01'), onProgress: ({ text }) => void told.push(text) });
    expect(told.find((text) => text.startsWith('Stripe charges: back to'))).toMatch(/ %; .* objects a second, /);
    expect(told.at(-1)).toBe('Stripe charges');
  });
});
