import type { PlainDate } from '../../../../shared/domain/ids.ts';
import { ListTally, wordsOfTotals } from '../../../../shared/domain/list-tally.ts';
import { QUERY_DEFINITIONS } from '../queries/definitions.ts';
import { readListTotals } from '../queries/list-totals.ts';
import type { PromptValues } from '../queries/query-client.ts';
import { AFTER_KEY, SORT_KEY } from '../queries/query-definition.ts';
import type { QueryRow } from '../queries/result-reader.ts';
import { readEach, type ReadRows } from '../queries/row-values.ts';
import { CUSTOMER_KEYS, ITEM_KEYS, readCustomer, readItem, readPayments } from '../queries/rows.ts';
import type { BulkList } from '../types.ts';
import type { QueryCheck } from './check-queries.ts';
import { tryTo, type Notes } from './notes.ts';

type ListKey = BulkList['kind'];

/**
 * Looks at the first page of a list for each business unit: whether the site cuts it below what was asked for, whether
 * AFTER_KEY leads on, whether the rows can be read, and whether they agree with the query beside the list that counts, as a poll
 * would hold them against each other.
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
      await compareCount(check, listOf(key, prompts), page, notes, signal);
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
  check: QueryCheck,
  list: BulkList,
  page: Pick<FirstPage, 'rows' | 'isWhole'>,
  notes: Notes,
  signal?: AbortSignal,
): Promise<void> {
  const { client, user, exponentOf, gateway } = check;
  const { setId } = gateway.profile;
  const read = readRows(check, list.kind, page.rows);
  const name = client.nameOf(list.kind);
  const [unread] = read.refused;
  if (unread !== undefined)
    notes.found.push(
      `rows that cannot be read: query ${name} gives ${read.refused.length} on its first page, such as ${unread.row}: ${unread.reason}. They are left out and counted`,
    );
  // Also beside a list of many pages, which only a poll reads whole: a count that cannot be read stops every poll of the list.
  const totals = await readListTotals({ client, exponentOf, setId }, list, signal);
  if (totals === null || !page.isWhole) return;
  const tally = new ListTally();
  tally.add({ rows: read.values, refused: read.refused });
  if (tally.compareWith(totals) !== 'differs') return;
  const unit = unitOf(list, setId);
  notes.missing.push({
    what: `query ${name} gives ${tally.words()} for ${unit}, query ${totals.countedBy} counts ${wordsOfTotals(totals)}`,
    why:
      read.values.length + read.refused.length < totals.count
        ? `Row security hides rows from ${user}, or the site cuts the list. A read like this is not taken in.`
        : 'The two queries have different criteria. A read like this is not taken in.',
    fix: `Give ${user} access to the business unit or SetID ${unit} (Define Unit Security, Define TableSet Security), or make the criteria of both queries the same.`,
  });
}

function readRows({ gateway, exponentOf }: QueryCheck, key: ListKey, rows: readonly QueryRow[]): ReadRows<object> {
  const { queries } = gateway.profile;
  if (key === 'customers') return readEach(rows, CUSTOMER_KEYS, (row) => readCustomer(row, queries));
  if (key === 'openItems') return readEach(rows, ITEM_KEYS, (row) => readItem(row, exponentOf));
  return readPayments(rows, exponentOf);
}

function listOf(key: ListKey, prompts: PromptValues): BulkList {
  if (key === 'customers') return { kind: key };
  if (key === 'openItems') return { kind: key, businessUnit: prompts['BUSINESS_UNIT'] ?? '' };
  return { kind: key, depositBu: prompts['DEPOSIT_BU'] ?? '', from: (prompts['FROM_DATE'] ?? '') as PlainDate };
}

function unitOf(list: BulkList, setId: string): string {
  if (list.kind === 'customers') return setId;
  return list.kind === 'openItems' ? list.businessUnit : list.depositBu;
}
