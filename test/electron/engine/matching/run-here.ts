import type { Instant } from '../../../../shared/domain/ids.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { matchLedger } from '../../../../electron/engine/matching/match-ledger.ts';
import { matchingProfile, packChanges, type RunKind } from '../../../../electron/engine/matching/matching-request.ts';
import { applyOutcomes } from '../../../../electron/engine/matching/apply-outcomes.ts';
import { applyLinks } from '../../../../electron/engine/matching/operations.ts';
import { readLinks } from '../../../../electron/engine/matching/read-links.ts';
import { returnLostReceipts } from '../../../../electron/engine/matching/return-lost-receipts.ts';
import { addWholePages, beginWhole, keepScope } from '../../../../electron/engine/matching/scope-operations.ts';
import { profile, type Books } from './books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;

/** What the matching thread and its caller do, in this process: a thread for each of many runs would take minutes. Answers how many outcomes differed. */
export async function runHere({ db }: Books, kind: RunKind): Promise<number> {
  const ledger = directLedger(db);
  const by = { actor: 'clerk', machine: 'desk-1', at: AT };
  const request = matchingProfile(profile);
  if (kind !== 'dry') await ledger.write(returnLostReceipts, { ...by, limit: 500 });
  if (kind === 'whole') await ledger.write(beginWhole, null);
  if (kind !== 'dry') await ledger.write(applyLinks, { changes: readLinks(db, request).changes, ...by });
  const chunks = matchLedger(db, request, readLinks(db, request), kind);
  let chunk = chunks.next();
  while (chunk.done !== true) {
    if (kind !== 'dry') await ledger.write(applyOutcomes, { packs: [packChanges(chunk.value.changes)], ...by });
    chunk = chunks.next();
  }
  const { scope, changed } = chunk.value;
  if (scope?.whole === true) await ledger.write(addWholePages, { pages: scope.pages, first: true });
  if (scope !== null) await ledger.write(keepScope, scope);
  return changed;
}
