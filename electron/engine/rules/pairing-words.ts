import type { RuleTrialRow } from '../../../shared/contract/rules.ts';
import type { ItemKey, MovementKey } from '../../../shared/domain/ids.ts';
import { formatDecimal, money } from '../../../shared/domain/money.ts';
import { getItem } from '../../ledger/item-store.ts';
import { getMovement } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** What a movement is known by to a person. Throws `NOT_FOUND`. */
export function movementShown(
  db: ReadableLedger,
  movementKey: number,
): Pick<RuleTrialRow, 'movementKey' | 'objectId' | 'customerName' | 'amount'> {
  const { objectId, customerName, amountMinor, exponent, currency } = getMovement(db, movementKey as MovementKey);
  return { movementKey, objectId, customerName, amount: { minor: amountMinor, exponent, currency } };
}

/** The pairing of a `RunDecision` in words: items with their amounts, a receipt, or the charge that a refund goes back to. */
export function pairingWords(db: ReadableLedger, pairing: string): string {
  const [kind = '', ...parts] = pairing.split(' ');
  if (kind === 'items') return parts.map((part) => itemWords(db, part)).join(', ');
  const key = Number(parts[0]);
  if (kind === 'charge') return `charge ${getMovement(db, key as MovementKey).objectId}`;
  const receipt = statement<{ paymentId: string }>(
    db,
    'SELECT payment_id AS paymentId FROM ps_payment WHERE payment_key = ?',
  ).get(key);
  return `receipt ${receipt?.paymentId ?? ''} keyed by hand`;
}

function itemWords(db: ReadableLedger, part: string): string {
  const [key, minor] = part.split(':').map(Number);
  const { item, exponent, currency } = getItem(db, (key ?? 0) as ItemKey);
  return `${item} with ${formatDecimal(money(minor ?? 0, exponent, currency))} ${currency}`;
}
