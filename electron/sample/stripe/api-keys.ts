import type { Statements } from './statements.ts';

export interface ApiKey {
  readonly key: string;
  /** Null: everything. */
  readonly rights: readonly string[] | null;
  readonly expired: boolean;
}

/** The account's keys, which requests authenticate with. */
export class ApiKeys {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  all(): ApiKey[] {
    const rows = this.#statements.all<{ key: string; rights: string | null; expired: number }>('SELECT * FROM api_key');
    return rows.map((row) => ({
      key: row.key,
      rights: row.rights === null ? null : (JSON.parse(row.rights) as string[]),
      expired: row.expired === 1,
    }));
  }

  save(key: ApiKey): void {
    const rights = key.rights === null ? null : JSON.stringify(key.rights);
    this.#statements.run('INSERT OR REPLACE INTO api_key VALUES (?, ?, ?)', key.key, rights, key.expired ? 1 : 0);
  }
}
