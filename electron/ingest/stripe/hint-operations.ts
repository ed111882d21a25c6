import type { Instant } from '../../../shared/domain/ids.ts';
import { defineRead, defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { healGaps } from '../../ledger/stripe-gap-store.ts';
import {
  countHints,
  dropHint,
  forgetAbsent,
  recordAbsent,
  recordHintFailure,
  waitingHints,
  type NotedHint,
  type StripeHint,
} from '../../ledger/stripe-hint-store.ts';
import type { SyncCounts } from '../../ledger/sync-run-store.ts';
import { ownedTypeOf } from '../completeness/owner-hint.ts';
import type { IngestContext } from '../ingest-context.ts';
import type { ObservedPage } from './observed-page.ts';
import { storeStripePages } from './operations.ts';
import { isCustomerType, isListedType } from './steps.ts';
import { addCounts, NO_COUNTS } from '../sync-report.ts';

/** What came of asking for one hint. */
export type HintOutcome =
  /** Read, or refused by its form: the pages say which. `whole` false: more of a customer's list follows. */
  | { readonly kind: 'read'; readonly pages: readonly ObservedPage[]; readonly whole: boolean }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly error: string }
  /** A family this program does not read. */
  | { readonly kind: 'notRead' };
export interface AskedHint {
  readonly hint: StripeHint & { readonly reason: string };
  readonly outcome: HintOutcome;
}

/** The next hints to ask for; see `waitingHints`. */
export const hintsToRead = defineRead(
  'ingest.hintsToRead',
  (
    db,
    args: {
      readonly account: string;
      readonly except: readonly string[];
      readonly mostTries: number;
      readonly limit: number;
    },
  ): readonly NotedHint[] => waitingHints(db, args.account, args.limit, args),
);

export const hintsLeft = defineRead('ingest.hintsLeft', (db, args: { readonly account: string }): number =>
  [...countHints(db, args.account).values()].reduce((sum, count) => sum + count, 0),
);

/** Takes off the hints whose object was observed after `observedFrom`: what was hinted at has been read, or has come and cannot be. */
export const dropObservedHints = defineWrite(
  'ingest.dropObservedHints',
  (db, args: { readonly account: string; readonly observedFrom: Instant }): number =>
    statement(
      db,
      `DELETE FROM stripe_hint WHERE account = @account AND (EXISTS (SELECT 1 FROM source_object o WHERE o.system = 'stripe' AND o.account = stripe_hint.account
         AND o.object_type = stripe_hint.object_type AND o.object_id = stripe_hint.object_id AND o.observed_at > @observedFrom)
         OR EXISTS (SELECT 1 FROM refused_object r WHERE r.system = 'stripe' AND r.account = stripe_hint.account
           AND r.object_type = stripe_hint.object_type AND r.object_id = stripe_hint.object_id AND r.last_seen_at > @observedFrom))`,
    ).run(args).changes,
);

/** Stores what was read for hints, and takes off those that are done with. Answers what came in. */
export const storeHinted = defineWrite(
  'ingest.storeHinted',
  (db, args: { readonly context: IngestContext; readonly asked: readonly AskedHint[] }): SyncCounts => {
    let counts = NO_COUNTS;
    for (const asked of args.asked) counts = addCounts(counts, settle(db, args.context, asked));
    return counts;
  },
);

function settle(db: WritableLedger, context: IngestContext, { hint, outcome }: AskedHint): SyncCounts {
  switch (outcome.kind) {
    case 'read': {
      const counts = storePages(db, context, hint, outcome.pages);
      if (!outcome.whole) return counts;
      dropHint(db, hint);
      forgetAbsent(db, { ...hint, objectIds: [hint.objectId] });
      if (counts.refused === 0) healGaps(db, hint, isList(hint) ? 'list' : 'lookup', context.at);
      return counts;
    }
    case 'absent':
      recordAbsent(db, hint, hint.reason, context.at);
      healGaps(db, hint, 'absent', context.at);
      return NO_COUNTS;
    case 'failed':
      recordHintFailure(db, hint, outcome.error);
      return NO_COUNTS;
    case 'notRead':
      dropHint(db, hint);
      return NO_COUNTS;
  }
}

function storePages(
  db: WritableLedger,
  context: IngestContext,
  { objectType: type }: StripeHint,
  pages: readonly ObservedPage[],
): SyncCounts {
  if (!isListedType(type) && !isCustomerType(type)) return NO_COUNTS;
  return storeStripePages.run(db, {
    context,
    runId: null,
    type,
    arrivedBy: 'lookup',
    pages,
    cursor: null,
    closes: false,
  });
}

/** Whether it was asked for by a list, of a customer, a charge or an invoice, and not by its own id. */
function isList({ objectType, objectId }: StripeHint): boolean {
  return isCustomerType(objectType) || ownedTypeOf(objectType, objectId) !== null;
}
