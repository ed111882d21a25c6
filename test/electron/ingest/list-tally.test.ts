import { describe, expect, it } from 'vitest';
import type { ArItem, ListTotals } from '../../../electron/connectors/peoplesoft/types.ts';
import { ListTally } from '../../../electron/ingest/list-tally.ts';
import { assertWhole } from '../../../electron/ingest/whole-list.ts';
import { money } from '../../../shared/domain/money.ts';

const row = (minor: number, currency = 'USD') =>
  ({ balance: money(minor, currency === 'JPY' ? 0 : 2, currency) }) as unknown as ArItem;
const tallyOf = (rows: readonly ArItem[], refused = 0) => {
  const tally = new ListTally();
  tally.add({ rows, refused: Array.from({ length: refused }, () => ({ row: 'x', reason: 'y' })), next: null });
  return tally;
};
const totals = (...sums: readonly [string, number, bigint | null][]): ListTotals => ({
  countedBy: 'Q_COUNT',
  listedBy: 'Q_LIST',
  count: sums.reduce((all, [, count]) => all + count, 0),
  sums: sums.map(([currency, count, minor]) => ({ currency, count, minor, exponent: currency === 'JPY' ? 0 : 2 })),
});

describe('rows held against PeopleSoft’s own count', () => {
  it('agree by number and by sum of every currency', () => {
    const tally = tallyOf([row(1_250), row(-250), row(700, 'JPY')]);
    expect(tally.agreesWith(totals(['JPY', 1, 700n], ['USD', 2, 1_000n]))).toBe(true);
    expect(tally.agreesWith(totals(['JPY', 1, 700n], ['USD', 2, 1_001n]))).toBe(false);
    expect(tally.agreesWith(totals(['JPY', 2, 700n], ['USD', 1, 1_000n]))).toBe(false);
    expect(tally.agreesWith(totals(['EUR', 1, 700n], ['USD', 2, 1_000n]))).toBe(false);
    expect(tally.words()).toBe('3 rows, 10.00 USD, 700 JPY');
  });

  it('agree by number alone where a row cannot be read or a sum has no known currency', () => {
    expect(tallyOf([row(1_250)], 1).agreesWith(totals(['USD', 2, 9n]))).toBe(true);
    expect(tallyOf([row(1_250)], 1).agreesWith(totals(['USD', 3, 9n]))).toBe(false);
    expect(tallyOf([row(1_250)]).agreesWith(totals(['USD', 1, null]))).toBe(true);
  });

  it('keep every digit of a sum no single amount could hold', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const tally = tallyOf([row(most), row(most)]);
    expect(tally.agreesWith(totals(['USD', 2, 2n * BigInt(most)]))).toBe(true);
    expect(tally.agreesWith(totals(['USD', 2, 2n * BigInt(most) - 1n]))).toBe(false);
  });

  it('are whole when they agree with the count after the read, although it moved', () => {
    expect(assertWhole('items', tallyOf([row(5)]), totals(['USD', 2, 10n]), totals(['USD', 1, 5n]))).toBe('agrees');
    expect(assertWhole('items', tallyOf([row(5)]), null, null)).toBe('notCounted');
    const moving = () => assertWhole('items', tallyOf([row(5)]), totals(['USD', 3, 9n]), totals(['USD', 2, 8n]));
    expect(moving).toThrow(expect.objectContaining({ kind: 'moving' }) as Error);
    const cut = () => assertWhole('items', tallyOf([row(5)]), totals(['USD', 2, 8n]), totals(['USD', 2, 8n]));
    expect(cut).toThrow(expect.objectContaining({ kind: 'truncated' }) as Error);
    expect(cut).toThrow('query Q_COUNT says 2 rows, 0.08 USD, query Q_LIST gave 1 row, 0.05 USD');
  });
});
