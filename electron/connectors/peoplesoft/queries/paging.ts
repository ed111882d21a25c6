import { ConnectorError } from '../../http/connector-error.ts';
import type { QueryKey } from './definitions.ts';
import { isPromptable, type PromptValues, type QueryClient } from './query-client.ts';
import { AFTER_KEY, SORT_KEY } from './query-definition.ts';
import type { QueryRow } from './result-reader.ts';

export interface RowPage {
  readonly rows: readonly QueryRow[];
  /** False when rows beyond these may exist. */
  readonly isLast: boolean;
}

/** Reads list queries page by page: a page is everything after a sort key, at most `maxRows` of it. */
export interface Pager {
  page(key: QueryKey, prompts: PromptValues, after: string | null, signal?: AbortSignal): Promise<RowPage>;
}

/**
 * `maxrows` is a cap and nothing says that it cut; besides, a site may have a lower cap of its own. A full page is followed by
 * the next, and shows that the site gives as many rows as we ask for: then a short page behind it in the same walk is the end.
 * Any other short page is proven by one more read after its last row, each time: a site may lower its cap between two reads.
 */
export function createPager(client: QueryClient, maxRows: number): Pager {
  /** Lists whose walk has given a full page, by query and prompts. */
  const uncapped = new Set<string>();
  return {
    async page(key, prompts, after, signal) {
      const read = async (from: string) =>
        (await client.run(key, { ...prompts, [AFTER_KEY]: from }, maxRows, signal)).rows;
      const rows = await read(after ?? '');
      if (after !== null && rows.length > 0 && sortKeyOf(rows.at(-1)) === after)
        throw notMoving(client.nameOf(key), after);
      const walk = JSON.stringify([key, prompts]);
      if (after === null) uncapped.delete(walk);
      if (rows.length >= maxRows) {
        uncapped.add(walk);
        return { rows, isLast: false };
      }
      if (rows.length === 0 || uncapped.has(walk)) return { rows, isLast: true };
      const cut = lastPromptable(rows);
      if (cut < 0) throw notPromptable(client.nameOf(key), rows);
      const rest = await read(sortKeyOf(rows[cut]));
      if (rest.length === rows.length - 1 - cut) return { rows, isLast: true };
      return { rows: [...rows.slice(0, cut + 1), ...rest], isLast: false };
    },
  };
}

/**
 * Where a page that is not the last may be cut so that the next one can be asked for: the last row whose sort key fits into a
 * prompt. Throws `ConnectorError` when there is none.
 */
export function cutForNext(
  queryName: string,
  rows: readonly QueryRow[],
): { readonly count: number; readonly next: string } {
  const cut = lastPromptable(rows);
  if (cut < 0) throw notPromptable(queryName, rows);
  return { count: cut + 1, next: sortKeyOf(rows[cut]) };
}

export function sortKeyOf(row: QueryRow | undefined): string {
  return row?.get(SORT_KEY) ?? '';
}

function lastPromptable(rows: readonly QueryRow[]): number {
  return rows.findLastIndex((row) => sortKeyOf(row) !== '' && isPromptable(sortKeyOf(row)));
}

function notPromptable(queryName: string, rows: readonly QueryRow[]): ConnectorError {
  return new ConnectorError(
    'peoplesoft',
    'malformed',
    `query ${queryName} cannot be read on: no row of its page has a usable ${SORT_KEY} (${JSON.stringify(sortKeyOf(rows.at(-1)))})`,
    'Ask the PeopleSoft administrator for a sort key without commas, never blank.',
  );
}

function notMoving(queryName: string, after: string): ConnectorError {
  return new ConnectorError(
    'peoplesoft',
    'malformed',
    `query ${queryName} answers the rows up to ${JSON.stringify(after)} again instead of those after it`,
    `Ask the PeopleSoft administrator to compare ${SORT_KEY} with > against the prompt ${AFTER_KEY} and to order by it.`,
  );
}
