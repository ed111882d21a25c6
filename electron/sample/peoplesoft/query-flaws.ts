import { z } from 'zod';
import type { QueryDefinition, QueryValue } from './query-definition.ts';

/** How one query of a half-configured site differs from what was asked for. */
export const queryFlawSchema = z.strictObject({
  query: z.string(),
  /** True: it was never created. */
  isMissing: z.boolean().optional(),
  /** Headings that the administrator left out. */
  withoutColumns: z.array(z.string()).optional(),
  /** Prompts under another unique name, by the name they should have. */
  promptNames: z.record(z.string(), z.string()).optional(),
  /** Rows of the whole list at most: whatever comes behind is kept back silently, on every page. */
  rowsInAll: z.number().int().nonnegative().optional(),
});
export type QueryFlaw = z.infer<typeof queryFlawSchema>;

/** The query as the site really has it; null when it has none. */
export function flawedQuery(definition: QueryDefinition, flaws: readonly QueryFlaw[]): QueryDefinition | null {
  return flaws
    .filter((flaw) => flaw.query === definition.name)
    .reduce<QueryDefinition | null>((query, flaw) => (query === null ? null : withFlaw(query, flaw)), definition);
}

function withFlaw(query: QueryDefinition, flaw: QueryFlaw): QueryDefinition | null {
  if (flaw.isMissing === true) return null;
  const kept = query.columns.map(({ heading }) => !(flaw.withoutColumns ?? []).includes(heading));
  const named = (prompt: string) => flaw.promptNames?.[prompt] ?? prompt;
  return {
    ...query,
    prompts: query.prompts.map(named),
    columns: query.columns.filter((_, at) => kept[at]),
    run: (context, prompts, limit) => {
      const asked = Object.fromEntries(query.prompts.map((name) => [name, prompts[named(name)] ?? '']));
      const rows = query.run(context, asked, limit);
      const given =
        flaw.rowsInAll === undefined
          ? rows
          : rowsUpTo(query, flaw.rowsInAll, rows, () =>
              query.run(context, { ...asked, AFTER_KEY: '' }, flaw.rowsInAll ?? 0),
            );
      return given.map((row) => row.filter((_, at) => kept[at]));
    },
  };
}

/** Those of a page that are within the first rows of the whole list. */
function rowsUpTo(
  { columns }: QueryDefinition,
  most: number,
  page: readonly QueryValue[][],
  first: () => readonly QueryValue[][],
): readonly QueryValue[][] {
  if (most === 0) return [];
  const keyAt = columns.findIndex(({ heading }) => heading.endsWith('SORT_KEY'));
  const last = String(first().at(-1)?.[keyAt] ?? '');
  return page.filter((row) => String(row[keyAt]) <= last);
}
