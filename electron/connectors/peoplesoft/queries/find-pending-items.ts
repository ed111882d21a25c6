import type { ExponentOf } from '../exponents.ts';
import type { PendingItemReader, PendingItemRow } from '../types.ts';
import { assertAllRead } from './find-payments.ts';
import { readByKeys } from './keyed-reads.ts';
import type { QueryClient } from './query-client.ts';
import type { QueryRow } from './result-reader.ts';
import { amount, coded, optionalText, plainDate, readEach, requiredText, wholeNumber } from './row-values.ts';

const KEYS = ['GROUP_BU', 'GROUP_ID', 'ITEM'] as const;
const POSTED = { Y: 'posted', N: 'waiting', E: 'error' } as const;

/** Reads of a site that takes items; `queries.pendingItems` must be in the profile. */
export function createPendingItemReader(options: {
  readonly client: QueryClient;
  readonly maxRows: number;
  readonly exponentOf: ExponentOf;
  readonly setId: string;
  readonly hasEntryTypes: boolean;
}): PendingItemReader {
  const { client, maxRows, exponentOf, setId } = options;
  return {
    async findPendingItems(businessUnit, items, canaryItem, signal) {
      const ask = async (keys: readonly string[]) => {
        const asked = keys.length === 0 && canaryItem !== null ? [canaryItem] : keys;
        const answers = await readByKeys(
          client,
          {
            query: 'pendingItems',
            keyPrompt: 'ITEMS',
            prompts: { BUSINESS_UNIT: businessUnit },
            keys: asked,
            always: canaryItem,
          },
          maxRows,
          signal,
        );
        const canarySeen = canaryItem !== null && answers.every((rows) => rows.some((row) => isItem(row, canaryItem)));
        return { rows: answers.flat(), canarySeen };
      };
      const first = await ask(items);
      const missing = items.filter((item) => !first.rows.some((row) => isItem(row, item)));
      // A site's silent row cap could have cut exactly the missing ones off behind the found ones: they are asked for alone.
      const isWhole = missing.length === 0 || missing.length === items.length;
      const second = isWhole ? null : await ask(missing);
      const rows = [...first.rows, ...(second?.rows ?? [])].filter((row) => items.some((item) => isItem(row, item)));
      const { values, refused } = readEach(rows, KEYS, (row) => readPendingItem(row, exponentOf));
      assertAllRead(client.nameOf('pendingItems'), refused);
      return { rows: values, canarySeen: first.canarySeen && (second?.canarySeen ?? true) };
    },
    async activeEntryTypes(signal) {
      if (!options.hasEntryTypes) return null;
      const { rows } = await client.run('entryTypes', { SETID: setId }, maxRows, signal);
      return rows.filter((row) => row.get('EFF_STATUS') === 'A').map((row) => row.get('ENTRY_TYPE') ?? '');
    },
  };
}

function isItem(row: QueryRow, item: string): boolean {
  return row.get('ITEM')?.toUpperCase() === item.toUpperCase();
}

function readPendingItem(row: QueryRow, exponentOf: ExponentOf): PendingItemRow {
  return {
    groupBu: requiredText(row, 'GROUP_BU'),
    groupId: requiredText(row, 'GROUP_ID'),
    businessUnit: requiredText(row, 'BUSINESS_UNIT'),
    custId: requiredText(row, 'CUST_ID'),
    item: requiredText(row, 'ITEM'),
    itemLine: wholeNumber(row, 'ITEM_LINE'),
    entryType: requiredText(row, 'ENTRY_TYPE'),
    entryReason: optionalText(row, 'ENTRY_REASON') ?? '',
    amount: amount(row, 'ENTRY_AMT', 'ENTRY_CURRENCY', exponentOf),
    accountingDate: plainDate(row, 'ACCOUNTING_DT'),
    status: coded(row, 'POSTED_FLAG', POSTED),
    statusText: optionalText(row, 'STATUS_TEXT'),
  };
}
