import type { Instant, ItemKey, MovementKey, UnitId } from '../../../shared/domain/ids.ts';
import type { NewMatch } from '../../../electron/ledger/match-store.ts';
import type { NewPosting } from '../../../electron/ledger/posting-store.ts';
import type { WritableLedger } from '../../../electron/ledger/operation.ts';

export const UNIT = 'US' as UnitId;
export const DAY = '2026-10-05T10:00:00.000Z' as Instant;

/** The instant `n` seconds into the test's day. */
export function moment(n: number): Instant {
  return new Date(Date.parse(DAY) + n * 1_000).toISOString() as Instant;
}

/** A succeeded charge, unmatched. */
export function insertCharge(db: WritableLedger, objectId: string, amountMinor: number): MovementKey {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO movement (account, livemode, kind, object_id, unit, amount_minor, exponent, currency, occurred_at,
         accounting_date, accounting_date_basis, source_status, state, state_changed_at)
       VALUES ('acct_1', 0, 'charge', ?, ?, ?, 2, 'USD', ?, '2026-10-05', 'balanceTransaction', 'succeeded', 'unmatched', ?)`,
    )
    .run(objectId, UNIT, amountMinor, DAY, DAY);
  return Number(lastInsertRowid) as MovementKey;
}

/** An open AR item. */
export function insertItem(db: WritableLedger, item: string, balanceMinor: number): ItemKey {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO ar_item (business_unit, cust_id, item, item_line, status, balance_minor, original_minor, exponent, currency,
         item_date, entry_type, seen_run, read_at)
       VALUES ('US001', '1001', ?, 0, 'open', ?, ?, 2, 'USD', '2026-10-01', 'IN', 1, ?)`,
    )
    .run(item, balanceMinor, balanceMinor, DAY);
  return Number(lastInsertRowid) as ItemKey;
}

/** A match of one movement with items, as a rule would propose it. */
export function paymentMatch(
  movementKey: MovementKey,
  items: readonly (readonly [ItemKey, number])[],
  more: Partial<NewMatch> = {},
): NewMatch {
  return {
    unit: UNIT,
    kind: 'payment',
    ruleId: 'reference',
    ruleVersion: 1,
    score: 0.98,
    margin: 0.4,
    automatic: false,
    pointsJson: '[]',
    movements: [movementKey],
    allocations: items.map(([itemKey, amountMinor]) => ({
      movementKey,
      itemKey,
      amountMinor,
      itemAmountMinor: amountMinor,
    })),
    at: DAY,
    ...more,
  };
}

/** The posting of a match. */
export function paymentPosting(
  effect: { readonly matchId: NewPosting['matchId']; readonly movementKey: MovementKey; readonly generation?: number },
  more: Partial<NewPosting> = {},
): NewPosting {
  const generation = effect.generation ?? 1;
  return {
    effectKey: `acct_1/test/${effect.movementKey}/payment`,
    generation,
    kind: 'payment',
    matchId: effect.matchId,
    movementKey: effect.movementKey,
    unit: UNIT,
    reference: `T${String(effect.movementKey).padStart(8, '0')}G${generation}`,
    payloadJson: '{}',
    payloadHash: 'h',
    amountMinor: 100,
    exponent: 2,
    currency: 'USD',
    accountingDate: '2026-10-05' as NewPosting['accountingDate'],
    approvedBy: 'JBROWN',
    at: DAY,
    ...more,
  };
}
