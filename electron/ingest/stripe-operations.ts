import type { MovementGate } from '../../shared/domain/movement-gate.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { RefusedObject, StripeObject, StripeType } from '../connectors/stripe/types.ts';
import { recordVersion } from '../ledger/mirror-store.ts';
import { defineRead, defineWrite } from '../ledger/operation.ts';
import type { WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import { forgetAbsent } from '../ledger/stripe-hint-store.ts';
import type { SyncCounts } from '../ledger/sync-run-store.ts';
import { addSyncCounts, endSyncRun } from '../ledger/sync-run-store.ts';
import { closeListed, countListed, type ListPart } from './completeness/listed-by-month.ts';
import { rederiveMovement } from './derive-movement.ts';
import { movementsAfter, movementsOfCharge } from './movement-rows.ts';
import type { IngestContext } from './ingest-context.ts';
import { rememberObserved } from './observation-clock.ts';
import { hasUnresolvedRefusals, recordRefused, resolveRefused } from './refused-objects.ts';
import { storeStripeFact } from './store-stripe-fact.ts';
import { LATENESS_OF_READS, standingOf } from './stripe-state-order.ts';
import { readStripeCursor, writeStripeCursor } from './stripe-cursor.ts';
import type { StripeCursor } from './stripe-cursor.ts';

/** Objects as one answer of Stripe brought them. */
export interface ObservedPage {
  /** When the answer was asked for: what it says is at least as new. */
  readonly observedAt: Instant;
  readonly objects: readonly StripeObject[];
  readonly refused: readonly RefusedObject[];
}
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
export const storeStripePages = defineWrite('ingest.storeStripePage', (db, args: StoreStripePages): SyncCounts => {
  const { context, runId, type } = args;
  const counts = { read: 0, new: 0, changed: 0, refused: 0 };
  for (const page of args.pages) {
    const stored = storePage(db, args, page);
    counts.read += stored.read;
    counts.new += stored.new;
    counts.changed += stored.changed;
    counts.refused += stored.refused;
  }
  if (args.list !== undefined) {
    const listed = { account: context.account, type, part: args.list, at: context.at };
    countListed(
      db,
      listed,
      args.pages.flatMap(({ objects }) => objects),
    );
    if (args.closes) closeListed(db, listed);
  }
  if (args.cursor !== null) writeStripeCursor(db, context.account, type, args.cursor, context.at);
  if (runId !== null) {
    addSyncCounts(db, runId, counts);
    if (args.closes) endSyncRun(db, { runId, state: 'complete', at: context.at });
  }
  return counts;
});

function storePage(db: WritableLedger, args: StoreStripePages, page: ObservedPage): SyncCounts {
  const { context, type } = args;
  const source = { system: 'stripe', account: context.account } as const;
  const mayResolve = hasUnresolvedRefusals(db, source, type);
  const counts = { read: page.objects.length + page.refused.length, new: 0, changed: 0, refused: page.refused.length };
  for (const object of page.objects) {
    const { id, raw } = object;
    const { observedAt } = page;
    const recorded = recordVersion(db, {
      ...source,
      type,
      id,
      payloadText: raw,
      observedAt,
      arrivedBy: args.arrivedBy,
      standing: standingOf(object.fact, LATENESS_OF_READS),
    });
    if (mayResolve) resolveRefused(db, source, type, id, observedAt);
    if (recorded !== 'new' && recorded !== 'changed') continue;
    counts[recorded] += 1;
    if (recorded === 'new') forgetAbsent(db, { account: context.account, objectType: type, objectId: id });
    storeStripeFact(db, context, object);
  }
  for (const refused of page.refused) recordRefused(db, source, { ...refused, type }, page.observedAt);
  rememberObserved(db, page.observedAt);
  return counts;
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
