import type { MovementKey } from '../../../shared/domain/ids.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';
import { getMovement } from '../../ledger/movement-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';

/** Name of the reconciliation unit a movement belongs to; refuses one that belongs to none (its currency is in no unit). */
export const movementUnit = defineRead(
  'views.movementUnit',
  (db: ReadableLedger, args: { movementKey: number }): string => {
    const movement = getMovement(db, args.movementKey as MovementKey);
    if (movement.unit !== null) return movement.unit;
    throw new LedgerError(
      'REFUSED',
      `${movement.currency} belongs to no unit of the connection profile.`,
      'Add the currency to a unit in the connection profile.',
      { detailCode: 'BAD_INPUT' },
    );
  },
);
