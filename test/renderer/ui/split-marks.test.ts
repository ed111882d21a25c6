import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitMarks } from '../../../renderer/ui/split-marks.ts';

describe('marked text', () => {
  it('is cut at the differing ranges', () => {
    expect(splitMarks('Halvorsen & Sons', [[10, 11]])).toEqual([
      { start: 0, part: 'Halvorsen ', isMarked: false },
      { start: 10, part: '&', isMarked: true },
      { start: 11, part: ' Sons', isMarked: false },
    ]);
  });
  it('never loses or repeats a character, whatever the ranges', () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }));
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(range, { maxLength: 5 }), (text, marks) => {
        expect(
          splitMarks(text, marks)
            .map(({ part }) => part)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
