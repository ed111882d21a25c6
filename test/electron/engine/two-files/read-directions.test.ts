import { describe, expect, it } from 'vitest';
import { readDirections } from '../../../../electron/engine/two-files/read-directions.ts';

describe('reading directions', () => {
  it.each([
    [
      ['debit', 'CREDIT', ''],
      [-1, 1, 0],
    ],
    [
      ['D', 'C'],
      [-1, 1],
    ],
    [
      ['in', 'out'],
      [1, -1],
    ],
    [
      ['Soll', 'Haben'],
      [-1, 1],
    ],
    [
      ['Af', 'Bij'],
      [-1, 1],
    ],
    [
      ['débito', 'crédito'],
      [-1, 1],
    ],
    [
      ['-', '+'],
      [-1, 1],
    ],
  ])('reads %j as %j', (cells, signs) => {
    expect(readDirections(cells)).toEqual({ signs });
  });
  it('takes one unknown word for the other of two', () => {
    expect(readDirections(['credit', 'zzz'])).toEqual({ signs: [1, -1] });
  });
  it('names the first word where they are too many to tell apart', () => {
    expect(readDirections(['credit', 'x', 'y'])).toMatchObject({ faults: [{ row: 1 }, { row: 2 }], count: 2 });
  });
});
