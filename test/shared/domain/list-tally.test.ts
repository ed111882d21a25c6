import { describe, expect, it } from 'vitest';
import type { ArItem, ListTotals } from '../../../electron/connectors/peoplesoft/types.ts';
import { ListTally, wordsOfTotals } from '../../../shared/domain/list-tally.ts';
import { assertWhole } from '../../../electron/ingest/peoplesoft/whole-list.ts';
import { money } from '../../../shared/domain/money.ts';

const row = (minor: number, currency = 'USD') =>
  ({ balance: money(minor, currency === 'JPY' ? 0 : 2, currency) }) as unknown as ArItem;
const tallyOf = (rows: readonly ArItem[], refused = 0) => {
  const tally = new ListTally();
  tally.add({ rows, refused: Array.from({ length: refused }, () => ({ row: 'x', reason: 'y' })) });
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
    expect(tally.compareWith(totals(['JPY', 1, 700n], ['USD', 2, 1_000n]))).toBe('agrees');
    expect(tally.compareWith(totals(['JPY', 1, 700n], ['USD', 2, 1_001n]))).toBe('differs');
    expect(tally.compareWith(totals(['JPY', 2, 700n], ['USD', 1, 1_000n]))).toBe('differs');
    expect(tally.compareWith(totals(['EUR', 1, 700n], ['USD', 2, 1_000n]))).toBe('differs');
    expect(tally.words()).toBe('3 rows, 10.00 USD, 700 JPY');
  });

  it('agree by number only, and say so, where a row cannot be read', () => {
    expect(tallyOf([row(1_250)], 1).compareWith(totals(['USD', 2, 9n]))).toBe('agreesInRows');
    expect(tallyOf([row(1_250)], 1).compareWith(totals(['USD', 3, 9n]))).toBe('differs');
    expect(tallyOf([row(1_250)], 2).compareWith(totals(['USD', 1, 1_250n], ['', 1, null], ['XQZ', 1, null]))).toBe(
      'agreesInRows',
    );
    expect(tallyOf([row(1_250)], 1).words()).toBe('2 rows, 12.50 USD, 1 unreadable');
    expect(wordsOfTotals(totals(['USD', 1, 1_250n], ['', 1, null], ['XQZ', 1, null]))).toBe(
      '3 rows, 1 in XQZ without a readable sum, 1 without a currency, 12.50 USD',
    );
  });

  it('are held against the sum of every currency whose rows could all be read', () => {
    const tally = tallyOf([row(1_250), row(700, 'JPY')], 1);
    expect(tally.compareWith(totals(['JPY', 2, 9_000n], ['USD', 1, 1_250n]))).toBe('agreesInRows');
    expect(tally.compareWith(totals(['JPY', 2, 9_000n], ['USD', 1, 1_251n]))).toBe('differs');
    expect(tally.compareWith(totals(['JPY', 2, 9_000n], ['EUR', 1, 1_250n]))).toBe('differs');
    expect(tally.compareWith(totals(['JPY', 3, 9_000n]))).toBe('differs');
  });

  it('differ where all were read and the sum is no amount of their currency', () => {
    expect(tallyOf([row(1_250)]).compareWith(totals(['USD', 1, null]))).toBe('differs');
  });

  it('keep every digit of a sum no single amount could hold', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const tally = tallyOf([row(most), row(most)]);
    expect(tally.compareWith(totals(['USD', 2, 2n * BigInt(most)]))).toBe('agrees');
    expect(tally.compareWith(totals(['USD', 2, 2n * BigInt(most) - 1n]))).toBe('differs');
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
