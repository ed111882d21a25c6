import { describe, expect, it } from 'vitest';
import { busiestSecond, paceSeconds } from './bounds/set-pace.ts';
import { voidBecause } from './bounds/known-rates.ts';
import { customerCount, itemPaidBy } from './ledgers/generated-rows.ts';
import { measureSides, median, percentile95 } from './measure.ts';
import { wrongRateUpperBound } from './run-demo.ts';

describe('measuring', () => {
  it('takes the middle value, and of an even number the lower middle one', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2);
    expect(() => median([])).toThrow(RangeError);
  });

  it('leaves the warm-ups out and runs both sides in turn', async () => {
    const order: string[] = [];
    const side = (name: string, seconds: readonly number[]) => {
      let next = 0;
      return async () => {
        order.push(name);
        return seconds[next++] ?? 0;
      };
    };
    const found = await measureSides({
      ours: side('ours', [100, 4, 2, 6, 8, 3]),
      bound: side('bound', [100, 2, 1, 2, 2, 2]),
    });
    expect(found).toMatchObject({ seconds: 4, boundSeconds: 2, ratio: 2, allSeconds: [4, 2, 6, 8, 3] });
    expect(order.slice(4).join(' ')).toBe('ours bound ours bound ours bound ours bound');
  });

  it('is content with three runs when one takes more than two minutes', async () => {
    const found = await measureSides({ ours: async () => 121, bound: async () => 60 });
    expect([found.allSeconds.length, found.allBoundSeconds.length]).toEqual([3, 3]);
  });

  it('finds the value that 95 of 100 do not exceed', () => {
    expect(percentile95(Array.from({ length: 100 }, (_, index) => index + 1))).toBe(95);
    expect(percentile95([7])).toBe(7);
  });

  it('voids a run on a machine far below its known rates, and names them', () => {
    expect(voidBecause({ insert: 80_000, pointRead: 15_000, scan: 250_000 })).toBeNull();
    expect(voidBecause({ insert: 79_999, pointRead: 90_000, scan: 900_000 })).toContain('insert 79999 rows/s');
  });

  it('counts the pace from the end of the first burst', () => {
    expect(paceSeconds(104, { requestsPerSecond: 20, concurrency: 4 })).toBe(5);
    expect(paceSeconds(2, { requestsPerSecond: 20, concurrency: 4 })).toBe(0);
    expect(busiestSecond([0, 100, 900, 1_050, 1_950, 3_000])).toBe(3);
  });

  it('pays every generated item exactly once', () => {
    const paid = new Set(Array.from({ length: 997 }, (_, index) => itemPaidBy(index, 997)));
    expect(paid.size).toBe(997);
    expect(customerCount(997)).toBe(50);
  });

  it('bounds a rate that was never seen by the rule of three', () => {
    expect(wrongRateUpperBound(3_000)).toBe(0.001);
    expect(wrongRateUpperBound(0)).toBe(1);
  });
});
