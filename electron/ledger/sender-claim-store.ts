import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Who may post for a unit now. The generation goes up with every claim, so that an earlier holder is told apart. */
export interface ClaimRow {
  readonly holder: string;
  readonly generation: number;
}

/** Gives the unit's claim to this holder, whoever had it before, and returns the new generation; 1 for the first. */
export function takeClaim(
  db: WritableLedger,
  claim: { readonly unit: string; readonly holder: string; readonly at: string },
): number {
  statement(
    db,
    `INSERT INTO sender_claim (unit, holder, generation, taken_at) VALUES (@unit, @holder, 1, @at)
     ON CONFLICT (unit) DO UPDATE SET holder = excluded.holder, generation = generation + 1, taken_at = excluded.taken_at`,
  ).run(claim);
  return findClaim(db, claim.unit)?.generation ?? 1;
}

/** The claim on a unit, or null: nobody has posted for it. */
export function findClaim(db: ReadableLedger, unit: string): ClaimRow | null {
  return statement<ClaimRow>(db, 'SELECT holder, generation FROM sender_claim WHERE unit = ?').get(unit) ?? null;
}
