import type { ReadableLedger } from '../../electron/ledger/operation.ts';

type Prepared = ReturnType<ReadableLedger['prepare']>;
const RUNS: readonly PropertyKey[] = ['get', 'all', 'iterate'];

/**
 * The lines of SQLite's plan ("SEARCH movement USING INDEX ...", "SCAN ...") for every query that `work` runs, with the values it ran with.
 * SQLite calls a table by its alias where it has one.
 */
export function queryPlans(db: ReadableLedger, work: (watched: ReadableLedger) => unknown): readonly string[] {
  const lines: string[] = [];
  const watch = (sql: string, prepared: Prepared): Prepared =>
    new Proxy(prepared, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name, target);
        if (typeof found !== 'function') return found;
        return (...values: unknown[]) => {
          if (RUNS.includes(name))
            for (const { detail } of db
              .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
              .all(...values))
              lines.push(detail);
          const result: unknown = Reflect.apply(found, target, values);
          return result === target ? watch(sql, target) : result;
        };
      },
    });
  const watched = {
    pragma: db.pragma.bind(db),
    prepare: (sql: string) => watch(sql, db.prepare(sql)),
  } as unknown as ReadableLedger;
  work(watched);
  return lines;
}

/** Of these plans the lines that walk a whole table, whatever it is called, of the given ones. */
export function wholeScans(plans: readonly string[], names: readonly string[]): readonly string[] {
  return plans.filter((line) => names.some((name) => new RegExp(`^SCAN ${name}\\b`).test(line)));
}
