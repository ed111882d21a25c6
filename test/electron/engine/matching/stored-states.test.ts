import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchingProfile } from '../../../../electron/engine/matching/matching-request.ts';
import { readLinks } from '../../../../electron/engine/matching/read-links.ts';
import { readSnapshot } from '../../../../electron/engine/matching/read-snapshot.ts';
import { storedOutcomes } from '../../../../electron/engine/matching/stored-outcome.ts';
import { StoredStates } from '../../../../electron/engine/matching/stored-states.ts';
import { change, make, start } from './book-changes.ts';
import { profile, type Books } from './books.ts';
import { runHere } from './run-here.ts';

/** What the reading kept of each movement stands beside what the ledger says of it when it is asked again. */
function kept({ db }: Books, movement: readonly number[] | null) {
  const stands = new StoredStates();
  const asked = matchingProfile(profile);
  const within = movement === null ? null : { movement, item: [], receipt: [] };
  const { movements } = readSnapshot({ db, profile: asked, links: readLinks(db, asked), within, stands });
  const stored = storedOutcomes(db, movements.key);
  return movements.key.map((key, at) => ({ key, kept: stands.at(at), stored: stored.get(key) }));
}

describe('what is kept of movements when they are read', () => {
  it('is what the ledger says of them, for all that have neither match nor candidates, and of no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 25 }), async (changes) => {
        const books = start();
        try {
          for (const [serial, one] of changes.entries()) {
            make(books, serial + 1, one);
            if (serial % 8 === 7) await runHere(books, 'whole');
          }
          const all = kept(books, null);
          for (const each of all) expect(each.kept).toEqual(each.stored?.isPlain === true ? each.stored : null);
          const some = all.filter((_, at) => at % 2 === 1);
          const keys = some.map(({ key }) => key);
          expect(kept(books, keys)).toEqual(some);
        } finally {
          books.close();
        }
      }),
      { numRuns: 12 },
    );
  });
});
