import { describe, expect, it, onTestFinished } from 'vitest';
import { LookPace } from '../../../../electron/posting/read-back/look-pace.ts';
import { startPostingSite } from '../posting-site.ts';

describe('looking again at saved deposits', () => {
  it('comes ever more rarely while nothing moves, at the latest after ten minutes', () => {
    const pace = new LookPace();
    const atSeconds: number[] = [];
    for (let second = 0; second <= 3_600; second += 1)
      if (pace.isDue(1, second * 1_000)) {
        pace.looked(1, second * 1_000, false);
        atSeconds.push(second);
      }
    const waits = atSeconds.slice(1).map((second, at) => second - (atSeconds[at] ?? 0));
    expect(waits.slice(0, 10)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
    expect(new Set(waits.slice(10))).toEqual(new Set([600]));
    expect(pace.isDue(2, 0)).toBe(true);
  });

  it('is soon again after something moved, and after the clock was set back', () => {
    const pace = new LookPace();
    for (const atMs of [0, 1_000, 3_000, 7_000]) pace.looked(1, atMs, false);
    expect(pace.isDue(1, 8_000)).toBe(false);
    expect(pace.isDue(1, 6_000)).toBe(true);
    pace.looked(1, 8_000, true);
    expect(pace.isDue(1, 9_000)).toBe(true);
  });

  it('leaves PeopleSoft alone between two looks and still counts what waits there', async () => {
    const site = await startPostingSite({ items: [{ item: 'INV-1', amount: '10.00' }] });
    onTestFinished(() => site.close());
    const looks = new LookPace();
    await site.approve(site.charge('ch_1', 1_000), [['INV-1', 1_000]]);
    const first = await site.round({ looks });
    expect([first.send.sent, first.confirm.waiting]).toEqual([1, 1]);
    let reads = 0;
    const counting = {
      ...site.ports,
      peopleSoft: {
        ...site.ports.peopleSoft,
        findPayments: (...args: Parameters<typeof site.ports.peopleSoft.findPayments>) => {
          reads += 1;
          return site.ports.peopleSoft.findPayments(...args);
        },
      },
    };
    expect((await site.round({ looks }, counting)).confirm.waiting).toBe(1);
    expect(reads).toBe(0);
    await site.simulator.runBatch();
    site.advance(1);
    expect((await site.round({ looks }, counting)).confirm.confirmed).toBe(1);
    expect(reads).toBe(1);
  });

  it('is always done for a person who asks', async () => {
    const site = await startPostingSite({ items: [{ item: 'INV-1', amount: '10.00' }] });
    onTestFinished(() => site.close());
    await site.approve(site.charge('ch_1', 1_000), [['INV-1', 1_000]]);
    await site.round({ looks: new LookPace() });
    await site.simulator.runBatch();
    expect((await site.round()).confirm.confirmed).toBe(1);
  });
});
