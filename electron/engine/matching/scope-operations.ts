import {
  addBlockPages,
  addKeyPage,
  beginWholeScope,
  dropKeyPages,
  keepMatchingScope,
  laterPages,
  mergeLaterPages,
  readMatchingScope,
  type KeyPage,
} from '../../ledger/matching-scope-store.ts';
import {
  defineRead,
  defineWrite,
  type AnyOperation,
  type ReadableLedger,
  type WritableLedger,
} from '../../ledger/operation.ts';
import type { ScopeToKeep } from './match-ledger.ts';
import type { MatchingProfile } from './matching-request.ts';
import { madeBy } from './matching-scope.ts';

/** Whether a run may read only what changed since the last one; else a whole one is due. */
export const mayReadChanges = defineRead(
  'matching.mayReadChanges',
  (db: ReadableLedger, { profile }: { readonly profile: MatchingProfile }): boolean =>
    readMatchingScope(db).madeBy === madeBy(profile),
);

/** A whole run begins: from here on changes are noted. */
export const beginWhole = defineWrite('matching.beginWhole', (db: WritableLedger, _args: null): void =>
  beginWholeScope(db),
);

/** Takes in keys that a whole run found; `first`: those of earlier runs go. */
export const addWholePages = defineWrite(
  'matching.addWholePages',
  (db: WritableLedger, { pages, first }: { readonly pages: readonly KeyPage[]; readonly first: boolean }): void => {
    if (first) dropKeyPages(db);
    for (const page of pages) addKeyPage(db, page, false);
  },
  { bulk: true },
);

/** Takes in which charges are compared with each other. `first`: those of earlier runs go where these are of all charges. */
export const keepBlocks = defineWrite(
  'matching.keepBlocks',
  (
    db: WritableLedger,
    { pages, whole, first }: { readonly pages: readonly KeyPage[]; readonly whole: boolean; readonly first: boolean },
  ): void => addBlockPages(db, pages, whole && first, !whole),
  { bulk: true },
);

/** Later pages beyond which they are made one of each kind. */
const LATER_MOST = 96;

/** A run is done and all of it written. */
export const keepScope = defineWrite(
  'matching.keepScope',
  (db: WritableLedger, scope: ScopeToKeep): void => {
    for (const page of scope.whole ? [] : scope.pages) addKeyPage(db, page, true);
    if (laterPages(db) > LATER_MOST) mergeLaterPages(db);
    keepMatchingScope(db, scope);
  },
  { bulk: true },
);

/** The ledger operations of what a run keeps for the next one. */
export const scopeOperations: readonly AnyOperation[] = [
  mayReadChanges,
  beginWhole,
  addWholePages,
  keepBlocks,
  keepScope,
];
