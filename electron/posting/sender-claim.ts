import { defineWrite, type ReadableLedger, type WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import { refusal } from './refusal.ts';

export interface SenderClaim {
  readonly unit: string;
  readonly holder: string;
  readonly generation: number;
}

/** Takes the unit's claim for one sender. Whoever held it before is fenced out: its writes carry an older generation. */
export const takeSenderClaim = defineWrite(
  'posting.takeClaim',
  (db: WritableLedger, args: { unit: string; holder: string; at: string }): SenderClaim => {
    statement(
      db,
      `INSERT INTO sender_claim (unit, holder, generation, taken_at) VALUES (@unit, @holder, 1, @at)
     ON CONFLICT (unit) DO UPDATE SET holder = excluded.holder, generation = generation + 1, taken_at = excluded.taken_at`,
    ).run(args);
    const row = statement<{ generation: number }>(db, 'SELECT generation FROM sender_claim WHERE unit = ?').get(
      args.unit,
    );
    return { unit: args.unit, holder: args.holder, generation: row?.generation ?? 1 };
  },
);

/** Refuses when another sender has taken the unit since; called first in every write of a sender. */
export function requireClaim(db: ReadableLedger, claim: SenderClaim): void {
  const row = statement<{ holder: string; generation: number }>(
    db,
    'SELECT holder, generation FROM sender_claim WHERE unit = ?',
  ).get(claim.unit);
  if (row === undefined || row.holder !== claim.holder || row.generation !== claim.generation)
    throw refusal(
      'NOT_ALLOWED',
      `Another sender posts for unit ${claim.unit} now.`,
      'This one stops; nothing was sent twice.',
    );
}
