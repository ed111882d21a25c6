import { describe, expect, it } from 'vitest';
import { nearestRows, type NearestOf } from '../../../../../electron/engine/two-files/session/nearest-rows.ts';
import { side, type Row } from '../../../matching/reconcile/made-rows.ts';

function of(left: readonly Row[], right: readonly Row[], signs: 'same' | 'opposite' | 'ignored' = 'same'): NearestOf {
  return {
    sides: [side(left), side(right)],
    chosen: { amountTolerance: { kind: 'absolute', amount: 50 }, dateWindowDays: [0, 3], signs },
    amountText: (amount) => (amount / 100).toFixed(2),
    takenBy: (row) => (row === 0 ? 'L7' : null),
  };
}

describe('the nearest rows of a row that stays alone', () => {
  it('come with what speaks against each: its owner, amount, days, currency, words', () => {
    const mine = { amount: 10_000, day: 100, party: 'Ember Foods', currency: 'EUR' };
    const theirs = [
      { amount: 10_000, day: 101, party: 'Ember Foods Ltd', currency: 'EUR' },
      { amount: 10_120, day: 109, party: 'Harbor Steel', currency: 'USD' },
    ];
    expect(nearestRows(0, 0, of([mine], theirs))).toEqual([
      { row: 0, against: ['It belongs to L7.'] },
      {
        row: 1,
        against: [
          'EUR against USD.',
          'The amounts differ by 1.20, 0.50 is allowed.',
          '9 days from left to right, 0 to 3 are allowed.',
          'No word in common.',
        ],
      },
    ]);
  });

  it('read signs as the run did, and days always from left to right', () => {
    const [near] = nearestRows(1, 0, of([{ amount: 500, day: 90 }], [{ amount: -500, day: 100 }], 'opposite'));
    expect(near).toEqual({ row: 0, against: ['It belongs to L7.', '10 days from left to right, 0 to 3 are allowed.'] });
    expect(nearestRows(1, 0, of([{ amount: 500 }], [{ amount: -500 }], 'ignored'))[0]?.against).toEqual([
      'It belongs to L7.',
    ]);
  });

  it('hold one of the same reference however far it is, and no more than five', () => {
    const many = Array.from({ length: 400 }, (_, at) => ({ amount: 10_000 + at, day: 100 }));
    const far = { amount: 9_999_999, day: 900, reference: 'inv-77' };
    const found = nearestRows(0, 0, of([{ amount: 10_000, day: 100, reference: 'INV 77' }], [...many, far]));
    expect(found).toHaveLength(5);
    expect(found.map(({ row }) => row)).toContain(400);
  });
});
