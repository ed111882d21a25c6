import { describe, expect, it } from 'vitest';
import { termsSentence } from '../../../../renderer/screens/two-files/two-file-words.ts';

const result = (amountTolerance: string, dateWindowDays: number[], signs: string) => ({
  run: 1,
  map: { left: {}, right: {} },
  counts: { open: 0, auto: 0, proposed: 0, ambiguous: 0, left_only: 0, right_only: 0, offset: 0, all: 0 },
  amountTolerance,
  dateWindowDays,
  signs,
  notes: [],
  accepted: 0,
  refused: 0,
});

describe('what decided lines keep to', () => {
  it.each([
    [result('0.00', [0, 0], 'same'), 'Equal amounts, 0 days from left to right, the same signs on both sides.'],
    [result('2.5%', [-1, 3], 'opposite'), 'Amounts within 2.5%, -1 to 3 days from left to right, opposite signs.'],
    [result('0.50', [1, 1], 'ignored'), 'Amounts within 0.50, 1 day from left to right, signs left aside.'],
  ])('is told in one sentence: %#', (found, sentence) => {
    expect(termsSentence(found)).toBe(sentence);
  });
});
