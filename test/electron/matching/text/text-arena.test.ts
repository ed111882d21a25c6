import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextArena, TOO_FAR } from '../../../../electron/matching/text/text-arena.ts';

/** Optimal string alignment by its definition. */
function edits(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1) {
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(i - 2, j - 2) + 1);
      const row = rows[i];
      if (row !== undefined) row[j] = best;
    }
  return at(a.length, b.length);
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', '7'), maxLength: 32 });

describe('text arena', () => {
  it('counts edits as their definition does, up to what was asked for', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 32 }), (a, b, most) => {
        const arena = new TextArena();
        const exact = edits(a, b);
        expect(arena.distance(arena.idOf(a), arena.idOf(b), most)).toBe(exact <= most ? exact : TOO_FAR);
      }),
    );
  });

  it('finds the letters of an abbreviation in its word', () => {
    const arena = new TextArena();
    const [short, long] = [arena.idOf('mfg'), arena.idOf('manufacturing')];
    expect([arena.isSkeleton(short, long), arena.isPrefix(short, long)]).toEqual([true, false]);
  });

  it('numbers every text once, in the order they come, and knows which it has', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 40 });
    fc.assert(
      fc.property(texts, texts, (known, asked) => {
        const arena = new TextArena();
        const expected = [...new Set(known)];
        for (const text of known) expect(arena.idOf(text)).toBe(expected.indexOf(text));
        expect(expected.map((_, id) => arena.textOf(id))).toEqual(expected);
        for (const text of asked) expect(arena.find(text)).toBe(expected.indexOf(text));
      }),
    );
  });

  it('keeps its numbers while it grows', () => {
    const arena = new TextArena();
    const texts = Array.from({ length: 20_000 }, (_, at) => `${at % 7}x${at}`);
    const numbers = texts.map((text) => arena.idOf(text));
    expect(numbers).toEqual([...texts.keys()]);
    expect(texts.map((text) => arena.find(text))).toEqual(numbers);
    expect(arena.find('nobody')).toBe(-1);
  });

  it('tells endings and blanks of the texts as they are', () => {
    const unit = fc.constantFrom('a', 'b', ' ', '1');
    const text = fc.string({ unit, maxLength: 5 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const arena = new TextArena();
        const [one, other] = [arena.idOf(a), arena.idOf(b)];
        expect(arena.isEnding(one, other)).toBe(b.endsWith(a));
        expect(arena.mayHaveBlank(one)).toBe(a.includes(' '));
      }),
    );
  });
});
