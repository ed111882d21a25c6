import { describe, expect, it } from 'vitest';
import { csvText } from '../../../electron/engine/csv-text.ts';
import { bookingsSchema } from '../../../shared/contract/profile-bookings.ts';

describe('a CSV file', () => {
  const columns = [
    { heading: 'Id', kind: 'text', value: ({ id }: { id: string }) => id },
    { heading: 'Amount', kind: 'number', value: () => '-3.20' },
  ] as const;

  it('runs no formula, keeps amounts as numbers, and quotes what needs it', () => {
    const ids = ['=1+1', '+49', '-x', '@a', '\tb', 'plain', 'a,b', 'say "x"', 'two\nlines'];
    expect(
      csvText(
        columns,
        ids.map((id) => ({ id })),
      ),
    ).toBe(
      'Id,Amount\r\n' +
        "'=1+1,-3.20\r\n'+49,-3.20\r\n'-x,-3.20\r\n'@a,-3.20\r\n'\tb,-3.20\r\nplain,-3.20\r\n" +
        '"a,b",-3.20\r\n"say ""x""",-3.20\r\n"two\nlines",-3.20\r\n',
    );
  });

  it('without rows is its header', () => {
    expect(csvText(columns, [])).toBe('Id,Amount\r\n');
  });
});

describe('how Treasury’s booking is recognised', () => {
  it('names the payout or the day: one payment never stands for many', () => {
    const readBack = (words: string) => bookingsSchema.safeParse({ payouts: { how: 'readBack', words } }).success;
    expect([readBack('STRIPE {payout}'), readBack('fees {date}'), readBack('STRIPE')]).toEqual([true, true, false]);
  });
});
