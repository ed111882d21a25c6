import { describe, expect, it } from 'vitest';
import { readDebitsCredits } from '../../../../electron/engine/two-files/read-debits-credits.ts';

const amounts = (debits: readonly string[] | null, credits: readonly string[] | null) => {
  const read = readDebitsCredits(debits, credits);
  return 'amounts' in read ? read.amounts : read;
};

describe('amounts in a column for debits and one for credits', () => {
  it.each([
    ['what goes out is negative, what comes in positive', ['50.00', ''], ['', '70.00'], ['-50.00', '70.00']],
    ['a zero or a dash in the other column is nothing', ['50.00', '-'], ['0.00', '70.00'], ['-50.00', '70.00']],
    ['both zero is zero, both empty is no amount', ['0.00', ''], ['0.00', ''], ['0.00', null]],
    ['a column that is all minus says it twice', ['-50.00', '-8'], ['', ''], ['-50.00', '-8']],
    ['so do credits in parentheses', ['', ''], ['(7.50)', '(1.00)'], ['7.50', '1.00']],
    ['a single minus is a correction', ['50.00', '-20.00', ''], ['', '', '-3'], ['-50.00', '20.00', '3']],
    ['a minus among credits that are positive too is a correction', ['', ''], ['5', '-3'], ['5', '-3']],
    ['both columns are written in one way', ['1.234', ''], ['', '7,50'], ['-1234', '7.50']],
    ['a row that fills both counts as the difference', ['100.10', '5'], ['99.9', '7.25'], ['-0.20', '2.25']],
  ])('%s', (_, debits, credits, expected) => {
    expect(amounts(debits, credits)).toEqual(expected);
  });

  it('may be only one of the two', () => {
    expect(amounts(['3', ''], null)).toEqual(['-3', null]);
    expect(amounts(null, ['3', ''])).toEqual(['3', null]);
  });

  it('tell which rows fill both', () => {
    expect(readDebitsCredits(['1', '2', '0'], ['', '3', '4'])).toMatchObject({ both: [1] });
  });

  it('name the column and the row that cannot be read', () => {
    expect(amounts(['1', 'x'], ['', ''])).toMatchObject({ role: 'debit', unread: { count: 1, faults: [{ row: 1 }] } });
    expect(amounts(['1', ''], ['', 'y'])).toMatchObject({ role: 'credit', unread: { faults: [{ row: 1 }] } });
    const inTwoWays = amounts(['1.50', '2.50', ''], ['', '', '3,75']);
    expect(inTwoWays).toMatchObject({ role: 'credit', unread: { count: 1, faults: [{ row: 2 }] } });
  });
});
