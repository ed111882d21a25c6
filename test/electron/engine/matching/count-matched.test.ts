import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runRead } from '../../../../electron/ledger/direct-ledger.ts';
import { countMatched, countOf, NO_COUNTS } from '../../../../electron/engine/matching/count-matched.ts';
import type { MovementState } from '../../../../shared/domain/states.ts';
import { change, make, start } from './book-changes.ts';
import type { Books } from './books.ts';
import { runHere } from './run-here.ts';

/** The counts by a look at each row. */
function countedOneByOne(books: Books) {
  const counts = { ...NO_COUNTS } as Record<keyof typeof NO_COUNTS, number>;
  for (const { state, byRule } of books.all<{ state: MovementState; byRule: number }>(
    `SELECT m.state, ifnull(match.automatic, 0) AND m.attention IS NULL AS byRule FROM movement m
     LEFT JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1 LEFT JOIN match USING (match_id)
     WHERE m.kind IN ('charge', 'refund', 'dispute')`,
  ))
    counts[countOf(state, byRule === 1)] += 1;
  return counts;
}

describe('counts after a run', () => {
  it('are those of a look at each row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 25 }), async (changes) => {
        const books = start();
        try {
          for (const [serial, one] of changes.entries()) {
            make(books, serial + 1, one);
            if (serial % 8 === 7) await runHere(books, 'whole');
          }
          await runHere(books, 'whole');
          books.run("UPDATE movement SET attention = 'proposal' WHERE movement_key % 3 = 0");
          const { matched, matchable } = runRead(books.db, countMatched, null);
          expect(matched).toEqual(countedOneByOne(books));
          expect(matchable).toBe(Object.values<number>({ ...matched }).reduce((sum, count) => sum + count, 0));
        } finally {
          books.close();
        }
      }),
      { numRuns: 10 },
    );
  }, 120_000);
});
