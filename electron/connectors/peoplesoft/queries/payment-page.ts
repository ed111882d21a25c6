import { ConnectorError } from '../../http/connector-error.ts';
import type { ExponentOf } from '../exponents.ts';
import type { PeopleSoftPage, PeopleSoftPayment } from '../types.ts';
import { cutForNext, sortKeyOf, type Pager } from './paging.ts';
import { isPromptable, type PromptValues, type QueryClient } from './query-client.ts';
import type { QueryRow } from './result-reader.ts';
import { paymentKeyOf, readPayments } from './rows.ts';

/** A payment with more rows than this many pages is a wrong query, not a payment. */
const MAX_PAGES_OF_ONE_PAYMENT = 100;

/**
 * One page of whole payments. Rows of a payment may straddle pages: the payment a page ends in is left to the next page, and
 * where one payment fills the page, reading goes on until it ends. Throws `ConnectorError`.
 */
export async function readPaymentPage(
  by: { readonly client: QueryClient; readonly pager: Pager; readonly exponentOf: ExponentOf },
  prompts: PromptValues,
  after: string | null,
  signal?: AbortSignal,
): Promise<PeopleSoftPage<PeopleSoftPayment>> {
  const name = by.client.nameOf('payments');
  const rows: QueryRow[] = [];
  let from = after;
  for (let pages = 0; pages < MAX_PAGES_OF_ONE_PAYMENT; pages += 1) {
    const page = await by.pager.page('payments', prompts, from, signal);
    if (page.isLast) return wholePayments([...rows, ...page.rows], null, by.exponentOf);
    const cut = cutForNext(name, page.rows);
    rows.push(...page.rows.slice(0, cut.count));
    const count = wholePaymentsIn(rows);
    if (count > 0) return wholePayments(rows.slice(0, count), sortKeyOf(rows[count - 1]), by.exponentOf);
    from = cut.next;
  }
  throw new ConnectorError(
    'peoplesoft',
    'malformed',
    `query ${name} gives ${rows.length} rows for the payment ${paymentKeyOf(rows[0] ?? new Map())} and does not end`,
    'Check the joins and the order of the query.',
  );
}

/** Rows up to the last one that closes a payment, is followed by another and can be continued from; 0 when there is none. */
function wholePaymentsIn(rows: readonly QueryRow[]): number {
  for (let end = rows.length - 1; end > 0; end -= 1) {
    const before = rows[end - 1];
    const behind = rows[end];
    if (
      before !== undefined &&
      behind !== undefined &&
      paymentKeyOf(before) !== paymentKeyOf(behind) &&
      sortKeyOf(before) !== '' &&
      isPromptable(sortKeyOf(before))
    )
      return end;
  }
  return 0;
}

function wholePayments(
  rows: readonly QueryRow[],
  next: string | null,
  exponentOf: ExponentOf,
): PeopleSoftPage<PeopleSoftPayment> {
  const { values, refused } = readPayments(rows, exponentOf);
  return { rows: values, refused, next };
}
