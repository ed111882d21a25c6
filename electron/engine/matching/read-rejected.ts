import type { ReadableLedger } from '../../ledger/operation.ts';
import { pairingText } from '../../matching/pairing.ts';
import { hashItems } from './hash-items.ts';
import { withinSql } from './row-batches.ts';

const FEW = 1_000;

/** Pairings people said no to, by movement; of these movements, or (null) of all. */
export function readRejected(db: ReadableLedger, keys: readonly number[] | null): Map<number, string[]> {
  const mine = withinSql('movement_key', keys);
  // What was said no to is little: beyond these few it is walked through whole.
  const few = keys === null || keys.length > FEW ? null : keys;
  const ofMatches = withinSql('mm.movement_key', few);
  const found = new Map<number, string[]>();
  const add = (movementKey: number, text: string): void => {
    found.set(movementKey, [...(found.get(movementKey) ?? []), text]);
  };
  const pairs = db.prepare<unknown[], { movement_key: number; items_hash: string }>(
    `SELECT movement_key, items_hash FROM rejected_pair WHERE ${mine.sql} ORDER BY movement_key, items_hash`,
  );
  for (const row of pairs.iterate(...mine.values))
    add(
      row.movement_key,
      pairingText({ kind: 'payment', itemKeys: [] }, () => row.items_hash),
    );
  const matches = db.prepare<unknown[], { movement_key: number; payment_key: number | null; charge: number | null }>(
    `SELECT mm.movement_key, payment_key, charge_movement_key AS charge
     FROM ${few === null ? 'match INDEXED BY match_rejected CROSS JOIN match_movement mm' : 'match_movement mm CROSS JOIN match'} USING (match_id)
     WHERE ${ofMatches.sql} AND match.state = 'rejected' AND (match.kind = 'alreadyKeyed'
       OR (match.kind = 'refundOfCharge' AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.match_id = match.match_id))) ORDER BY mm.movement_key, match_id`,
  );
  for (const { movement_key, payment_key, charge } of matches.iterate(...ofMatches.values)) {
    if (payment_key !== null)
      add(movement_key, pairingText({ kind: 'alreadyKeyed', paymentKey: payment_key }, hashItems));
    if (charge !== null)
      add(movement_key, pairingText({ kind: 'refundOfCharge', chargeMovementKey: charge }, hashItems));
  }
  return found;
}
