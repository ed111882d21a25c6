import { MOVEMENT_STATES } from '../../../shared/domain/states.ts';
import { SETTLED_STATES } from '../../../shared/domain/open-movement.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { readKeys } from './keys.ts';

const listed = (states: readonly string[]) => states.map((state) => `'${state}'`).join(', ');
const OPEN_SQL = `attention IS NOT NULL AND state IN (${listed(MOVEMENT_STATES.filter((state) => !SETTLED_STATES.includes(state)))})`;

/** Place of the first of these movements that still waits for a person, or null: for the rows near hers, where it nearly always is. */
export const firstOpen = defineRead(
  'views.firstOpen',
  (db: ReadableLedger, args: { keys: readonly number[] }): number | null => {
    const isOpen = statement(db, `SELECT 1 FROM movement WHERE movement_key = ? AND ${OPEN_SQL}`);
    const found = args.keys.findIndex((key) => isOpen.get(key) !== undefined);
    return found < 0 ? null : found;
  },
);

/** Keys of all movements of a unit that still wait for a person, in no order: from the index of states, whose other rows are not looked at. */
export const openMovementKeys = defineRead(
  'views.openMovements',
  (db: ReadableLedger, args: { unit: string }): Int32Array =>
    readKeys(
      db,
      `SELECT movement_key FROM movement INDEXED BY movement_by_state WHERE unit = @unit AND ${OPEN_SQL}`,
      args,
    ),
);

/**
 * Of `keys`, the first place after `position`, then from the top up to it, whose key is among `wanted`; null when there is none. One pass
 * over each, so a million rows are milliseconds.
 */
export function nextPlace(keys: Int32Array, position: number, wanted: Int32Array): number | null {
  const highest = wanted.reduce((most, key) => Math.max(most, key), 0);
  const isWanted = new Uint8Array(highest + 1);
  for (const key of wanted) isWanted[key] = 1;
  const search = (from: number, to: number): number | null => {
    for (let at = from; at < to; at++) if (isWanted[keys[at] ?? 0] === 1) return at;
    return null;
  };
  return search(position + 1, keys.length) ?? search(0, Math.min(position, keys.length));
}
