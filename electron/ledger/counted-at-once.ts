import type { WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Under what a movement is counted. */
export interface CountedAs {
  readonly unit: string | null;
  readonly kind: string;
  readonly state: string;
  readonly attention: string | null;
}

/** Adds up what a transaction changes of the counts that are kept. */
export class CountsAtOnce {
  readonly #movements = new Map<string, number>();
  readonly #proposals = new Map<string, number>();

  /** A movement is counted under something else. */
  moved(before: CountedAs, after: Pick<CountedAs, 'state' | 'attention'>): void {
    if (before.state === after.state && before.attention === after.attention) return;
    const { unit, kind } = before;
    add(this.#movements, JSON.stringify([unit ?? '', kind, before.state, before.attention ?? '']), -1);
    add(this.#movements, JSON.stringify([unit ?? '', kind, after.state, after.attention ?? '']), 1);
  }

  /** A rule has proposed a match. */
  proposed(ruleId: string, automatic: 0 | 1): void {
    add(this.#proposals, JSON.stringify([ruleId, automatic]), 1);
  }

  /** Writes what has been added up. */
  write(db: WritableLedger): void {
    for (const [key, change] of this.#movements) {
      const [unit, kind, state, attention] = JSON.parse(key) as string[];
      // As an insert that may be an update, a fall would be refused before it is added to what is there.
      if (change !== 0) statement(db, change < 0 ? FALLS : RISES).run({ unit, kind, state, attention, change });
    }
    for (const [key, change] of this.#proposals) {
      const [ruleId, automatic] = JSON.parse(key) as [string, 0 | 1];
      statement(db, PROPOSED).run({ ruleId, automatic, change });
    }
  }
}

const FALLS = `UPDATE movement_count SET count = count + @change
  WHERE unit = @unit AND kind = @kind AND state = @state AND attention = @attention`;
const RISES = `INSERT INTO movement_count VALUES (@unit, @kind, @state, @attention, @change)
  ON CONFLICT DO UPDATE SET count = count + @change`;
const PROPOSED = `INSERT INTO rule_count (rule_id, outcome, automatic, matches) VALUES (@ruleId, 'proposed', @automatic, @change)
  ON CONFLICT (rule_id, outcome, automatic) DO UPDATE SET matches = matches + @change`;

function add(counts: Map<string, number>, key: string, change: number): void {
  counts.set(key, (counts.get(key) ?? 0) + change);
}

/**
 * Runs writes whose changes of movements' states and whose proposals are counted once, at their end, instead of at each row. `write` must add
 * every one of them to the counts it is given. Only inside a transaction: whoever sees its rows sees them counted.
 */
export function countedAtOnce<Result>(db: WritableLedger, write: (counts: CountsAtOnce) => Result): Result {
  const counts = new CountsAtOnce();
  statement(db, 'UPDATE matching_scope SET counting = 0').run();
  try {
    const result = write(counts);
    counts.write(db);
    return result;
  } finally {
    statement(db, 'UPDATE matching_scope SET counting = 1').run();
  }
}
