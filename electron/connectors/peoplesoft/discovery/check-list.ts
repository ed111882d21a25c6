import { QUERY_DEFINITIONS } from '../queries/definitions.ts';
import type { PromptValues } from '../queries/query-client.ts';
import { AFTER_KEY, ROW_COUNT, SORT_KEY } from '../queries/query-definition.ts';
import type { QueryRow } from '../queries/result-reader.ts';
import { paymentKeyOf } from '../queries/rows.ts';
import type { QueryCheck } from './check-queries.ts';
import { tryTo, type Notes } from './notes.ts';

type ListKey = 'customers' | 'openItems' | 'payments';
const TOTALS = { customers: 'customerTotals', openItems: 'openItemTotals', payments: 'paymentTotals' } as const;

/**
 * Looks at the first page of a list for each business unit: whether the site cuts it below what was asked for, whether
 * AFTER_KEY leads on, and whether as many rows come as the query beside the list counts.
 */
export async function checkListWhole(
  check: QueryCheck,
  key: ListKey,
  tries: readonly PromptValues[],
  notes: Notes,
  signal?: AbortSignal,
): Promise<void> {
  const caps = new Set<number>();
  for (const prompts of tries)
    await tryTo(notes, async () => {
      const page = await firstPage(check, key, prompts, signal);
      if (page.leadsBack) {
        notes.missing.push(notPaging(check.client.nameOf(key), key));
        return;
      }
      if (page.cap !== null) caps.add(page.cap);
      if (page.isWhole) await compareCount(check, key, prompts, page.rows, notes, signal);
    });
  const { maxRows } = check.gateway.profile.queries;
  for (const cap of caps)
    notes.found.push(
      `a site limit: query ${check.client.nameOf(key)} gives ${cap} rows a call although ${maxRows} are asked for. Nothing is lost, reading takes more calls; ` +
        'to read faster, raise the maximum of fetched rows in the query profile of a permission list of the user',
    );
}

interface FirstPage {
  readonly rows: readonly QueryRow[];
  readonly isWhole: boolean;
  /** Rows the site gave where there were more; null when it gave what was asked for. */
  readonly cap: number | null;
  readonly leadsBack: boolean;
}

async function firstPage(
  { client, gateway }: QueryCheck,
  key: ListKey,
  prompts: PromptValues,
  signal?: AbortSignal,
): Promise<FirstPage> {
  const { maxRows } = gateway.profile.queries;
  const { rows } = await client.run(key, prompts, maxRows, signal);
  const last = rows.at(-1)?.get(SORT_KEY) ?? '';
  if (rows.length === 0) return { rows, isWhole: true, cap: null, leadsBack: false };
  // A key that no prompt can carry: the reading itself knows how to go on, this look does not need to.
  if (last === '' || last.includes(',')) return { rows, isWhole: false, cap: null, leadsBack: false };
  const [next] = (await client.run(key, { ...prompts, [AFTER_KEY]: last }, 1, signal)).rows;
  // Not by comparing keys: the database may order them otherwise than we would.
  const leadsBack = next !== undefined && rows.some((row) => row.get(SORT_KEY) === next.get(SORT_KEY));
  const isCut = next !== undefined && rows.length < maxRows;
  return { rows, isWhole: next === undefined, cap: isCut ? rows.length : null, leadsBack };
}

function notPaging(name: string, key: ListKey): Notes['missing'][number] {
  return {
    what: `query ${name} answers the rows up to ${AFTER_KEY} again instead of those after it`,
    why: `A list longer than one page cannot be read. ${QUERY_DEFINITIONS[key].without}`,
    fix: `Compare ${SORT_KEY} with > against the prompt ${AFTER_KEY}, order by ${SORT_KEY} ascending, and write numbers in it with leading zeros.`,
  };
}

async function compareCount(
  { client, user }: QueryCheck,
  key: ListKey,
  prompts: PromptValues,
  rows: readonly QueryRow[],
  notes: Notes,
  signal?: AbortSignal,
): Promise<void> {
  const totals = TOTALS[key];
  if (!client.isSetUp(totals)) return;
  const asked = Object.fromEntries(Object.entries(prompts).filter(([name]) => name !== AFTER_KEY));
  const counted = (await client.run(totals, asked, 1_000, signal)).rows.reduce(
    (sum, row) => sum + Number(row.get(ROW_COUNT)),
    0,
  );
  const came = key === 'payments' ? new Set(rows.map(paymentKeyOf)).size : rows.length;
  if (came === counted) return;
  const unit = prompts['BUSINESS_UNIT'] ?? prompts['DEPOSIT_BU'] ?? prompts['SETID'] ?? '';
  notes.missing.push({
    what: `query ${client.nameOf(key)} gives ${came} rows for ${unit}, query ${client.nameOf(totals)} counts ${counted}`,
    why:
      came < counted
        ? `Row security hides rows from ${user}, or the site cuts the list. A read like this is not taken in.`
        : 'The two queries have different criteria. A read like this is not taken in.',
    fix: `Give ${user} access to the business unit or SetID ${unit} (Define Unit Security, Define TableSet Security), or make the criteria of both queries the same.`,
  });
}
