import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strongClusters, type StrongPair } from '../../../../electron/matching/duplicates/strong-clusters.ts';

const pair = (left: number, right: number, score = 80): StrongPair => ({ left, right, score });
const pairs = fc
  .array(fc.record({ left: fc.nat({ max: 11 }), right: fc.nat({ max: 11 }), score: fc.constantFrom(60, 70, 80, 90) }), {
    maxLength: 30,
  })
  .map((list) => {
    const byPair = new Map(
      list.filter(({ left, right }) => left < right).map((one) => [`${one.left},${one.right}`, one]),
    );
    return [...byPair.values()];
  });

describe('clusters of strong pairs', () => {
  it('join three rows that all resemble each other', () => {
    expect(strongClusters([pair(0, 1), pair(1, 2, 70), pair(0, 2, 60)])).toEqual([[0, 1, 2]]);
  });

  it('do not chain two rows through one in the middle: each pair stands by itself, and neither is dropped', () => {
    expect(strongClusters([pair(0, 1), pair(1, 2)])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(strongClusters([pair(0, 1, 90), pair(1, 2)])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('are found in a chain of sixty thousand rows, which no walk per pair would get through', () => {
    const rows = 60_000;
    const chain = Array.from({ length: rows - 1 }, (_, row) => pair(row, row + 1));
    expect(strongClusters(chain)).toHaveLength(rows - 1);
  });

  it('hold only rows of which every two are a strong pair, and lose no pair', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const linked = new Set(list.map(({ left, right }) => `${left},${right}`));
        const clusters = strongClusters(list);
        for (const rows of clusters)
          for (const [at, row] of rows.entries())
            for (const other of rows.slice(at + 1)) expect(linked.has(`${row},${other}`)).toBe(true);
        for (const { left, right } of list)
          expect(clusters.some((rows) => rows.includes(left) && rows.includes(right))).toBe(true);
      }),
    );
  });

  it('are the same in any order of pairs and under any numbering of the rows', () => {
    fc.assert(
      fc.property(
        pairs,
        fc.shuffledSubarray([...Array(12).keys()], { minLength: 12, maxLength: 12 }),
        (list, numbers) => {
          const renamed = list
            .map(({ left, right, score }) => pair(numbers[left] ?? 0, numbers[right] ?? 0, score))
            .toReversed();
          const named = (clusters: readonly (readonly number[])[]) =>
            clusters.map((rows) => rows.toSorted((one, other) => one - other).join(' ')).toSorted();
          const expected = strongClusters(list).map((rows) => rows.map((row) => numbers[row] ?? 0));
          expect(named(strongClusters(renamed))).toEqual(named(expected));
        },
      ),
    );
  });
});
