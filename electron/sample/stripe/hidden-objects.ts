import type { StripeBookObject } from '../company/company.ts';
import type { Statements } from './statements.ts';

const ROWS = ['balance_transaction', 'failure_balance_transaction'] as const;

/**
 * Objects that lists and retrieve do not show (yet), while the balance counts them: what Stripe is late with, or has lost. Who names a
 * hidden balance transaction names none until it is there.
 */
export class HiddenObjects {
  readonly #statements: Statements;
  #some: boolean;

  constructor(statements: Statements) {
    this.#statements = statements;
    this.#some = this.all().length > 0;
  }

  /** Hides until that second, or until told otherwise (null). */
  hide(id: string, until: number | null): void {
    this.#statements.run('INSERT OR REPLACE INTO hidden VALUES (?, ?)', id, until);
    this.#some = true;
  }

  show(id: string): boolean {
    const { changes } = this.#statements.run('DELETE FROM hidden WHERE id = ?', id);
    this.#some = this.all().length > 0;
    return changes > 0;
  }

  all(): readonly { readonly id: string; readonly until: number | null }[] {
    return this.#statements.all('SELECT id, until FROM hidden ORDER BY id');
  }

  isHidden(id: string, now: number): boolean {
    if (!this.#some) return false;
    const row = this.#statements.one<{ until: number | null }>('SELECT until FROM hidden WHERE id = ?', id);
    return row !== undefined && (row.until === null || row.until > now);
  }

  /** A condition on the rows of a list, with its parameters; empty while nothing is hidden. */
  condition(now: number): { readonly sql: string; readonly values: readonly number[] } {
    if (!this.#some) return { sql: '', values: [] };
    return { sql: ' AND id NOT IN (SELECT id FROM hidden WHERE until IS NULL OR until > ?)', values: [now] };
  }

  /** The object without the balance transactions nobody may see. */
  withoutHidden(object: StripeBookObject, now: number): StripeBookObject {
    if (!this.#some) return object;
    const isGone = (value: unknown) => typeof value === 'string' && this.isHidden(value, now);
    const gone = ROWS.filter((field) => isGone(object[field])).map((field) => [field, null] as const);
    const { balance_transactions: rows } = object;
    const kept = Array.isArray(rows)
      ? { balance_transactions: rows.filter((row: { id?: unknown }) => !isGone(row.id)) }
      : {};
    return { ...object, ...Object.fromEntries(gone), ...kept };
  }
}
