import type { Ledger } from '../../../../electron/ledger/operation.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { applyClusters } from '../../../../electron/engine/duplicates/apply-clusters.ts';
import { findDuplicates, type FoundBlocks } from '../../../../electron/engine/duplicates/find-duplicates.ts';
import { matchLedger } from '../../../../electron/engine/matching/match-ledger.ts';
import { matchingProfile, packChanges, type RunKind } from '../../../../electron/engine/matching/matching-request.ts';
import { applyOutcomes } from '../../../../electron/engine/matching/apply-outcomes.ts';
import { applyLinks } from '../../../../electron/engine/matching/operations.ts';
import { readLinks } from '../../../../electron/engine/matching/read-links.ts';
import { returnMatches, returnUnlinked } from '../../../../electron/engine/matching/return-matches.ts';
import { scoreLinks } from '../../../../electron/engine/matching/score-links.ts';
import { applyScores } from '../../../../electron/engine/matching/score-operations.ts';
import {
  addWholePages,
  beginWhole,
  keepBlocks,
  keepScope,
} from '../../../../electron/engine/matching/scope-operations.ts';
import { profile, type Books } from './books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;

/** Where a run is cut off, as by a kill: nothing after so many of its writes happens. */
class CutOff extends Error {}

/** The ledger, which takes so many writes and no more. */
function cutAfter(ledger: Ledger, writes: number): Ledger {
  let left = writes;
  return {
    read: (operation, args) => ledger.read(operation, args),
    write: async (operation, args) => {
      if (left <= 0) throw new CutOff();
      left -= 1;
      return ledger.write(operation, args);
    },
  };
}

/**
 * What the matching thread and its caller do, in this process: a thread for each of many runs would take minutes. Answers how many outcomes
 * differed; null: it was cut off after `writes` of its transactions.
 */
export async function runHere(books: Books, kind: RunKind, writes: number | null = null): Promise<number | null> {
  const ledger = directLedger(books.db);
  try {
    return await runOn(books, writes === null ? ledger : cutAfter(ledger, writes), kind);
  } catch (error) {
    if (error instanceof CutOff) return null;
    throw error;
  }
}

async function runOn({ db }: Books, ledger: Ledger, kind: RunKind): Promise<number> {
  const by = { actor: 'clerk', machine: 'desk-1', at: AT };
  const request = matchingProfile(profile);
  const given = { ledger, ...by, now: () => AT, throwIfCancelled: () => undefined };
  if (kind !== 'dry') await returnMatches(given);
  if (kind === 'whole') await ledger.write(beginWhole, null);
  const scored = kind === 'dry' ? null : scoreLinks(db, request, AT.slice(0, 10));
  if (scored !== null) {
    const { learned, customers, scoredOf } = scored;
    await ledger.write(applyScores, { learned, packed: JSON.stringify(customers.slice(0, 1)), scoredOf: null, ...by });
    await ledger.write(applyScores, { learned: null, packed: JSON.stringify(customers.slice(1)), scoredOf, ...by });
  }
  if (kind !== 'dry') await ledger.write(applyLinks, { changes: readLinks(db, request).changes, ...by });
  if (kind !== 'dry') await returnUnlinked(given);
  const chunks = matchLedger(db, request, readLinks(db, request), kind);
  let chunk = chunks.next();
  while (chunk.done !== true) {
    if (kind !== 'dry') await ledger.write(applyOutcomes, { packs: [packChanges(chunk.value.changes)], ...by });
    chunk = chunks.next();
  }
  const { scope, changed, touched } = chunk.value;
  let blocks: FoundBlocks | null = null;
  if (kind !== 'dry') {
    const { blocks: compared, ...found } = findDuplicates(db, { profile: request, today: AT.slice(0, 10), touched });
    await ledger.write(applyClusters, { ...found, ...by });
    blocks = compared;
  }
  if (scope?.whole === true) await ledger.write(addWholePages, { pages: scope.pages, first: true });
  if (blocks !== null) await ledger.write(keepBlocks, { ...blocks, first: true });
  if (scope !== null) await ledger.write(keepScope, scope);
  return changed;
}

/** How many suspicions a search over all charges would open, change or close. */
export async function duplicatesLeft({ db }: Books): Promise<number> {
  const by = { actor: 'clerk', machine: 'desk-1', at: AT };
  const request = { profile: matchingProfile(profile), today: AT.slice(0, 10), touched: null };
  const { blocks: _, ...found } = findDuplicates(db, request);
  const kept = notCompared(db);
  const { opened, changed, gone, followed } = await directLedger(db).write(applyClusters, { ...found, ...by });
  return opened + changed + gone + followed + (notCompared(db) === kept ? 0 : 1);
}

const notCompared = (db: Books['db']): string =>
  JSON.stringify(db.prepare('SELECT movement_key, payment_key FROM duplicate_not_compared ORDER BY 1, 2').all());
