import type Database from 'better-sqlite3';

/** Prepared statements of one database, each prepared once however often it runs. */
export class Statements {
  readonly #books: Database.Database;
  readonly #known = new Map<string, Database.Statement>();

  constructor(books: Database.Database) {
    this.#books = books;
  }

  one<Row>(sql: string, ...values: unknown[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: unknown[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  run(sql: string, ...values: unknown[]): Database.RunResult {
    return this.#prepare(sql).run(...values);
  }

  #prepare(sql: string): Database.Statement {
    const known = this.#known.get(sql);
    if (known) return known;
    const made = this.#books.prepare(sql);
    this.#known.set(sql, made);
    return made;
  }
}
