import { DEFAULT_TOLERANCES, type MatchingTolerances } from '../../../../shared/contract/profile-tolerances.ts';
import { matchMovements } from '../../../../electron/matching/movements/match-movements.ts';
import { snapshotBuilder } from '../../../../electron/matching/movements/build-snapshot.ts';
import type { Outcome } from '../../../../electron/matching/movements/outcome.ts';
import type { ItemRow, MovementRow, ReceiptRow, Snapshot } from '../../../../electron/matching/movements/snapshot.ts';

/** Rows for the matcher with sensible defaults; keys are given by the test. */
export function item(key: number, fields: Partial<ItemRow> = {}): ItemRow {
  return {
    key,
    customer: '1001',
    businessUnit: 'US001',
    item: `INV-00${48_000 + key}`,
    itemLine: 1,
    currency: 'USD',
    exponent: 2,
    availableMinor: 10_000,
    itemDate: '2026-10-01',
    dueDate: '2026-10-20',
    poReference: null,
    taken: false,
    ...fields,
  };
}
export const CONFIRMED = { linkId: 9, customer: '1001', strength: 'confirmed' } as const;
export const PROPOSED = { linkId: 9, customer: '1001', strength: 'proposed' } as const;

export function charge(key: number, fields: Partial<MovementRow> = {}): MovementRow {
  return {
    key,
    kind: 'charge',
    objectId: `ch_${key}AAAAAA`,
    chargeId: null,
    paymentIntentId: `pi_${key}AAAAAA`,
    unit: 'US',
    currency: 'USD',
    exponent: 2,
    amountMinor: 10_000,
    accountingDate: '2026-10-15',
    sourceStatus: 'succeeded',
    gate: 'open',
    gateReason: null,
    shutBy: null,
    standing: null,
    link: CONFIRMED,
    linkNote: null,
    metadata: {},
    description: null,
    statementDescriptor: null,
    invoices: [],
    rejected: [],
    ...fields,
  };
}
export function receipt(paymentKey: number, fields: Partial<ReceiptRow> = {}): ReceiptRow {
  return {
    paymentKey,
    clearingUnit: 'US',
    paymentId: `M${paymentKey}`,
    comment: null,
    currency: 'USD',
    exponent: 2,
    amountMinor: 10_000,
    accountingDate: '2026-10-16',
    status: 'posted',
    items: [],
    ...fields,
  };
}
/** What a receipt has that is keyed and not applied: nobody knows whose it is. */
export const NOBODY_KEYED = { status: 'unapplied', items: [] } as const;

export const hashItems = (keys: readonly number[]): string => keys.toSorted((left, right) => left - right).join();

export interface Rows {
  readonly items?: readonly ItemRow[];
  readonly receipts?: readonly ReceiptRow[];
  readonly movements: readonly MovementRow[];
  readonly tolerances?: MatchingTolerances;
}
/** The rows as the rules see them. */
export function snapshotOf(rows: Rows): Snapshot {
  const builder = snapshotBuilder({
    units: [{ unit: 'US', businessUnits: ['US001'] }],
    tolerances: rows.tolerances ?? DEFAULT_TOLERANCES,
    hashItems,
  });
  for (const each of rows.items ?? []) builder.addItem(each);
  for (const each of rows.receipts ?? []) builder.addReceipt(each);
  for (const each of rows.movements) builder.addMovement(each);
  return builder.finish();
}

/** Outcomes by movement key. */
export function match(rows: Rows): Map<number, Outcome> {
  const matched = matchMovements(snapshotOf(rows));
  const outcomes = new Map<number, Outcome>();
  for (let position = 0; position < matched.count; position++) {
    const outcome = matched.outcome(position);
    if (outcome !== null) outcomes.set(outcome.movementKey, outcome);
  }
  return outcomes;
}
