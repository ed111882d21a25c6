import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import type { StripeType } from '../../connectors/stripe/types.ts';
import { recordPage } from '../../ledger/mirror-store.ts';
import { defineRead, defineWrite } from '../../ledger/operation.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { keepToBooks } from '../../ledger/stripe-books.ts';
import { forgetAbsent } from '../../ledger/stripe-hint-store.ts';
import type { SyncCounts } from '../../ledger/sync-run-store.ts';
import { addSyncCounts, endSyncRun } from '../../ledger/sync-run-store.ts';
import { closeListed, countListed, ListTally, type ListPart } from '../completeness/listed-by-month.ts';
import { rederiveMovement } from '../movements/derive-movement.ts';
import { movementsAfter, movementsOfCharge } from '../movements/movement-rows.ts';
import type { IngestContext } from '../ingest-context.ts';
import { objectsOf, type ObservedPage, type ReadObject } from './observed-page.ts';
import { rememberObserved } from '../observation-clock.ts';
import { surroundingsOf, type PageSurroundings } from './page-surroundings.ts';
import { hasUnresolvedRefusals, recordRefused, resolveRefused } from '../refused-objects.ts';
import { storeStripeFact } from './store-fact.ts';
import { LATENESS_OF_READS, standingOf } from './state-order.ts';
import { readStripeCursor, writeStripeCursor } from './cursor.ts';
import type { StripeCursor } from './cursor.ts';

export interface StoreStripePages {
  readonly context: IngestContext;
  readonly runId: number | null;
  readonly type: StripeType;
  /** How they came, e.g. `poll`, `lookup`. */
  readonly arrivedBy: string;
  readonly pages: readonly ObservedPage[];
  /** Where to go on; written with the pages or not at all. */
  readonly cursor: StripeCursor | null;
  /** The window is read to its end: the run is complete. */
  readonly closes: boolean;
  /** Which part of a list they are; left out for what was not listed. */
  readonly list?: ListPart;
}

/** Stores pages of one type with the cursor that follows them. Replaying any page, in any order, changes nothing. */
export const storeStripePages = defineWrite(
  'ingest.storeStripePage',
  (db, args: StoreStripePages): SyncCounts => {
    const { context, runId, type } = args;
    keepToBooks(db, context);
    const counts = { read: 0, new: 0, changed: 0, refused: 0 };
    const tally = new ListTally();
    for (const page of args.pages) {
      const objects = objectsOf(page);
      tally.add(objects);
      const stored = storePage(db, args, page, objects);
      counts.read += stored.read;
      counts.new += stored.new;
      counts.changed += stored.changed;
      counts.refused += stored.refused;
    }
    if (args.list !== undefined) {
      const listed = { account: context.account, type, part: args.list, at: context.at };
      countListed(db, listed, tally);
      if (args.closes) closeListed(db, listed);
    }
    if (args.cursor !== null) writeStripeCursor(db, context.account, type, args.cursor, context.at);
    if (runId !== null) {
      addSyncCounts(db, runId, counts);
      if (args.closes) endSyncRun(db, { runId, state: 'complete', at: context.at });
    }
    return counts;
  },
  { bulk: true },
);

function storePage(
  db: WritableLedger,
  args: StoreStripePages,
  page: ObservedPage,
  objects: readonly ReadObject[],
): SyncCounts {
  const { context, type } = args;
  const source = { system: 'stripe', account: context.account } as const;
  const mayResolve = hasUnresolvedRefusals(db, source, type);
  const counts = { read: objects.length + page.refused.length, new: 0, changed: 0, refused: page.refused.length };
  const { observedAt } = page;
  const ids = objects.map(({ id }) => id);
  const standings = objects.map(({ fact }) => standingOf(fact, LATENESS_OF_READS));
  const seen = { ...source, type, observedAt, arrivedBy: args.arrivedBy, ids, standings, texts: page.texts };
  const outcomes = recordPage(db, seen);
  const fresh = objects.filter((_object, index) => outcomes[index] === 'new');
  const around = fresh.length === 0 ? null : arrived(db, context, type, fresh);
  for (const [index, object] of objects.entries()) {
    if (mayResolve) resolveRefused(db, source, type, object.id, observedAt);
    const recorded = outcomes[index];
    if (recorded !== 'new' && recorded !== 'changed') continue;
    counts[recorded] += 1;
    storeStripeFact(db, context, object, recorded === 'new' ? around : null);
  }
  for (const refused of page.refused) recordRefused(db, source, { ...refused, type }, page.observedAt);
  rememberObserved(db, page.observedAt);
  return counts;
}

/** Notes that objects seen for the first time are there, and asks for what surrounds them. */
function arrived(
  db: WritableLedger,
  context: IngestContext,
  type: StripeType,
  fresh: readonly ReadObject[],
): PageSurroundings {
  const objectIds = fresh.map(({ id }) => id);
  forgetAbsent(db, { account: context.account, objectType: type, objectIds });
  return surroundingsOf(db, context, type, fresh);
}

export const stripeCursor = defineRead(
  'ingest.stripeCursor',
  (db, args: { readonly account: string; readonly type: StripeType }): StripeCursor =>
    readStripeCursor(db, args.account, args.type),
);

/** Charges that stored refunds and disputes wait for, oldest wait first. */
export const awaitedCharges = defineRead(
  'ingest.awaitedCharges',
  (db, args: { readonly account: string; readonly limit: number }): readonly string[] =>
    statement<{ charge_id: string }>(
      db,
      `SELECT charge_id FROM movement WHERE account = ? AND state = 'notEvaluated' AND gate = ? AND charge_id IS NOT NULL
       GROUP BY charge_id ORDER BY min(movement_key) LIMIT ?`,
    )
      .all(args.account, 'waitingForCharge' satisfies MovementGate, args.limit)
      .map((row) => row.charge_id),
);

/** Writes down that a charge was asked for by its id and is not to be had: what hangs on it shows as lookup failed. */
export const recordFailedLookup = defineWrite(
  'ingest.recordFailedLookup',
  (
    db,
    args: {
      readonly context: IngestContext;
      readonly chargeId: string;
      readonly outcome: 'chargeAbsent' | 'chargeRefused';
    },
  ): number => {
    const dependents = movementsOfCharge(db, args.context.account, args.chargeId);
    for (const movement of dependents) rederiveMovement(db, args.context, movement, { gate: args.outcome });
    return dependents.length;
  },
);

/**
 * Derives stored movements anew after the profile's units have changed (go-live date, currencies, zone), a slice at a time.
 * Returns the key to go on after, or null at the end.
 */
export const rederiveMovements = defineWrite(
  'ingest.rederiveMovements',
  (db, args: { readonly context: IngestContext; readonly after: number; readonly limit: number }): number | null => {
    const slice = movementsAfter(db, args.after, args.limit);
    for (const movement of slice)
      rederiveMovement(db, { ...args.context, account: movement.account, livemode: movement.livemode === 1 }, movement);
    return slice.length < args.limit ? null : (slice.at(-1)?.movement_key ?? null);
  },
);
