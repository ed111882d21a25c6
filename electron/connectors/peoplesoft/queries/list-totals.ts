import { ConnectorError } from '../../http/connector-error.ts';
import type { ExponentOf } from '../exponents.ts';
import type { CurrencyTotal } from '../../../../shared/domain/list-tally.ts';
import type { BulkList, ListTotals } from '../types.ts';
import type { QueryKey } from './definitions.ts';
import type { PromptValues, QueryClient } from './query-client.ts';
import { ROW_COUNT, TOTAL_AMT } from './query-definition.ts';
import type { QueryRow } from './result-reader.ts';
import { optionalText, requiredText, RowRefused, wholeNumber } from './row-values.ts';

/** One row a currency: no company has as many. */
const MOST_CURRENCIES = 1_000;

interface Asked {
  readonly totals: QueryKey;
  readonly list: QueryKey;
  readonly prompts: PromptValues;
  /** Column of the currency; null where the list has no amounts. */
  readonly currencyField: string | null;
}

/**
 * What PeopleSoft counts and sums for one list with the very prompts of its pages; null where the site has not created the
 * query beside the list. No row means nothing is there. Throws `ConnectorError`.
 */
export async function readListTotals(
  by: { readonly client: QueryClient; readonly exponentOf: ExponentOf; readonly setId: string },
  list: BulkList,
  signal?: AbortSignal,
): Promise<ListTotals | null> {
  const { client } = by;
  const asked = askedOf(list, by.setId);
  if (!client.isSetUp(asked.totals)) return null;
  const { rows } = await client.run(asked.totals, asked.prompts, MOST_CURRENCIES, signal);
  const countedBy = client.nameOf(asked.totals);
  try {
    const counts = rows.map((row) => wholeNumber(row, ROW_COUNT));
    return {
      countedBy,
      listedBy: client.nameOf(asked.list),
      count: counts.reduce((sum, one) => sum + one, 0),
      sums: asked.currencyField === null ? [] : sumsOf(rows, asked.currencyField, by.exponentOf),
    };
  } catch (cause) {
    if (!(cause instanceof RowRefused)) throw cause;
    throw new ConnectorError(
      'peoplesoft',
      'malformed',
      `query ${countedBy}: ${cause.message}`,
      'Ask the PeopleSoft administrator to correct the query; its definition is in the list of queries.',
      { cause },
    );
  }
}

function askedOf(list: BulkList, setId: string): Asked {
  switch (list.kind) {
    case 'customers':
      return { totals: 'customerTotals', list: 'customers', prompts: { SETID: setId }, currencyField: null };
    case 'openItems':
      return {
        totals: 'openItemTotals',
        list: 'openItems',
        prompts: { BUSINESS_UNIT: list.businessUnit },
        currencyField: 'BAL_CURRENCY',
      };
    case 'payments':
      return {
        totals: 'paymentTotals',
        list: 'payments',
        prompts: { DEPOSIT_BU: list.depositBu, FROM_DATE: list.from },
        currencyField: 'PAYMENT_CURRENCY',
      };
  }
}

function sumsOf(rows: readonly QueryRow[], currencyField: string, exponentOf: ExponentOf): readonly CurrencyTotal[] {
  const sums = rows.map((row) => {
    // Rows without a currency are refused one by one where they are listed; the rest of the list is read all the same.
    const currency = (optionalText(row, currencyField) ?? '').toUpperCase();
    const exponent = currency === '' ? null : exponentOf(currency);
    const minor = exponent === null ? null : minorUnits(requiredText(row, TOTAL_AMT), exponent);
    return { currency, count: wholeNumber(row, ROW_COUNT), minor, exponent: exponent ?? 0 };
  });
  const named = sums.filter(({ currency }) => currency !== '');
  const twice = named.find((one, index) => named.findIndex(({ currency }) => currency === one.currency) !== index);
  if (twice !== undefined) throw new RowRefused(`it has more than one row for ${twice.currency}`);
  return sums;
}

/** A decimal as exact minor units: a total outgrows what a single amount may hold. Null when it has decimals the currency lacks. */
function minorUnits(text: string, exponent: number): bigint | null {
  const parts = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text);
  const [, sign = '', whole = '', decimals = ''] = parts ?? [];
  if (parts === null || whole + decimals === '') throw new RowRefused(`${TOTAL_AMT} is not an amount: ${text}`);
  if (/[1-9]/.test(decimals.slice(exponent))) return null;
  const minor = BigInt(whole + decimals.slice(0, exponent).padEnd(exponent, '0'));
  return sign === '-' ? -minor : minor;
}
