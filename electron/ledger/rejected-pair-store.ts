import { createHash } from 'node:crypto';
import type { Instant, ItemKey, MatchId, MovementKey } from '../../shared/domain/ids.ts';
import { allocationsOfMatch } from './match-store.ts';
import type { WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export interface RejectedPair {
  readonly movementKey: MovementKey;
  readonly itemsHash: string;
}

/** Hash of a set of items, whatever their order: names a pair that a person has said no to. */
export function itemsHash(itemKeys: readonly ItemKey[]): string {
  const text = itemKeys.toSorted((left, right) => left - right).join(',');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Notes that a person said no to each movement of a match with its items, and returns the pairs that are new. */
export function rejectPairs(
  db: WritableLedger,
  rejection: {
    readonly matchId: MatchId;
    readonly actor: string;
    readonly at: Instant;
    readonly reason?: string | null;
  },
): readonly RejectedPair[] {
  const byMovement = new Map<MovementKey, ItemKey[]>();
  for (const { movementKey, itemKey } of allocationsOfMatch(db, rejection.matchId))
    byMovement.set(movementKey, [...(byMovement.get(movementKey) ?? []), itemKey]);
  return [...byMovement].flatMap(([movementKey, itemKeys]) => rejectItems(db, { ...rejection, movementKey, itemKeys }));
}

/** Notes that a person said no to a movement with these items; the pair when it is new, else nothing. */
export function rejectItems(
  db: WritableLedger,
  rejection: {
    readonly movementKey: MovementKey;
    readonly itemKeys: readonly ItemKey[];
    readonly actor: string;
    readonly at: Instant;
    readonly reason?: string | null;
  },
): readonly RejectedPair[] {
  const pair = { movementKey: rejection.movementKey, itemsHash: itemsHash(rejection.itemKeys) };
  const { changes } = statement(
    db,
    `INSERT INTO rejected_pair (movement_key, items_hash, actor, rejected_at, reason) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  ).run(pair.movementKey, pair.itemsHash, rejection.actor, rejection.at, rejection.reason ?? null);
  return changes > 0 ? [pair] : [];
}

/** Forgets that a person said no to this pair: the decision that said so is taken back. */
export function forgetRejectedPair(db: WritableLedger, { movementKey, itemsHash: hash }: RejectedPair): void {
  statement(db, 'DELETE FROM rejected_pair WHERE movement_key = ? AND items_hash = ?').run(movementKey, hash);
}
