import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { findClaim, takeClaim } from '../../ledger/sender-claim-store.ts';
import { refusal } from '../decisions/refusal.ts';

export interface SenderClaim {
  readonly unit: string;
  readonly holder: string;
  readonly generation: number;
}

/** Takes the unit's claim for one sender. Whoever held it before is fenced out: its writes carry an older generation. */
export const takeSenderClaim = defineWrite(
  'posting.takeClaim',
  (db: WritableLedger, args: { unit: string; holder: string; at: string }): SenderClaim => ({
    unit: args.unit,
    holder: args.holder,
    generation: takeClaim(db, args),
  }),
);

/** Refuses when another sender has taken the unit since; called first in every write of a sender. */
export function requireClaim(db: ReadableLedger, claim: SenderClaim): void {
  const held = findClaim(db, claim.unit);
  if (held?.holder !== claim.holder || held.generation !== claim.generation)
    throw refusal(
      'NOT_ALLOWED',
      `Another sender posts for unit ${claim.unit} now.`,
      'This one stops; nothing was sent twice.',
    );
}
