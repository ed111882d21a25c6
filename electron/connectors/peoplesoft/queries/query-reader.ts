import type { Gateway } from '../gateway.ts';
import { ConnectorError } from '../../http/connector-error.ts';
import type { ExponentOf } from '../exponents.ts';
import type { BatchStatus, PeopleSoftPage, PeopleSoftReader } from '../types.ts';
import type { QueryKey } from './definitions.ts';
import { readDatabaseFacts } from './database-facts.ts';
import { assertAllRead, findPayments } from './find-payments.ts';
import { joinParts, readByKeys } from './keyed-reads.ts';
import { readListTotals } from './list-totals.ts';
import { cutForNext, createPager, type Pager } from './paging.ts';
import { readPaymentPage } from './payment-page.ts';
import type { PromptValues, QueryClient } from './query-client.ts';
import type { QueryRow } from './result-reader.ts';
import { optionalText, readEach, type ReadRows, RowRefused, wholeNumber } from './row-values.ts';
import { CUSTOMER_KEYS, ITEM_KEYS, readCustomer, readItem } from './rows.ts';

/** All reads of one connection but `identify`. */
export function createQueryReader(
  gateway: Gateway,
  client: QueryClient,
  exponentOf: ExponentOf,
): Omit<PeopleSoftReader, 'identify'> {
  const { queries, setId } = gateway.profile;
  const { maxRows } = queries;
  const pager = createPager(client, maxRows);
  const customersOf = (rows: readonly QueryRow[]) => readEach(rows, CUSTOMER_KEYS, (row) => readCustomer(row, queries));
  const itemsOf = (rows: readonly QueryRow[]) => readEach(rows, ITEM_KEYS, (row) => readItem(row, exponentOf));
  const only = async (key: QueryKey, prompts: PromptValues, signal?: AbortSignal) =>
    (await client.run(key, prompts, maxRows, signal)).rows;

  return {
    customers: (after, signal) =>
      readPage({ client, pager }, { key: 'customers', prompts: { SETID: setId }, after, read: customersOf }, signal),
    openItems: (businessUnit, after, signal) =>
      readPage(
        { client, pager },
        { key: 'openItems', prompts: { BUSINESS_UNIT: businessUnit }, after, read: itemsOf },
        signal,
      ),
    payments: (depositBu, from, after, signal) =>
      readPaymentPage({ client, pager, exponentOf }, { DEPOSIT_BU: depositBu, FROM_DATE: from }, after, signal),
    listTotals: (list, signal) => readListTotals({ client, exponentOf, setId }, list, signal),
    async itemsByKey(keys, signal) {
      const name = client.nameOf('itemsByKey');
      const joined = keys.map((key) => joinParts(name, [key.businessUnit, key.custId, key.item, String(key.itemLine)]));
      const answers = await readByKeys(
        client,
        { query: 'itemsByKey', keyPrompt: 'ITEM_KEYS', prompts: {}, keys: joined },
        maxRows,
        signal,
      );
      return allOf(name, itemsOf(answers.flat()));
    },
    async customersById(custIds, signal) {
      const answers = await readByKeys(
        client,
        { query: 'customersById', keyPrompt: 'CUST_IDS', prompts: { SETID: setId }, keys: custIds },
        maxRows,
        signal,
      );
      return allOf(client.nameOf('customersById'), customersOf(answers.flat()));
    },
    async cashAccounts(bankCode, bankAccountKey, currency, signal) {
      const rows = await only('bankAccounts', { BANK_CD: bankCode, BANK_ACCT_KEY: bankAccountKey }, signal);
      return cashAccountsOf(rows, { bankCode, bankAccountKey, currency });
    },
    activeTemplates: (templates, signal) => activeTemplates(client, gateway.profile, templates, signal),
    async openPeriod(businessUnit, date, signal) {
      const rows = await only('openPeriods', { BUSINESS_UNIT: businessUnit, ACCOUNTING_DT: date }, signal);
      const flags = rows
        .filter((row) => row.get('BUSINESS_UNIT') === businessUnit && row.get('ACCOUNTING_DT') === date)
        .map((row) => row.get('OPEN_FLAG'));
      if (flags.length === 0 || flags.some((flag) => flag !== 'Y' && flag !== 'N')) return 'unknown';
      return flags.every((flag) => flag === 'Y') ? 'open' : 'closed';
    },
    findPayments: (depositBu, paymentIds, canary, signal) =>
      findPayments({ client, maxRows, exponentOf, depositBu, canary, signal }, paymentIds),
    async batchStatus(signal) {
      const [row] = await only('batchStatus', {}, signal);
      const name = client.nameOf('batchStatus');
      if (row === undefined) throw noBatchRow(name);
      return readBatchStatus(name, row);
    },
    databaseFacts: (signal) => readDatabaseFacts(gateway, client, signal),
  };
}

/** Of these templates those that are active; null where the site has not created the query. */
async function activeTemplates(
  client: QueryClient,
  { setId, queries }: Gateway['profile'],
  templates: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[] | null> {
  if (!client.isSetUp('accountingTemplates')) return null;
  const { rows } = await client.run('accountingTemplates', { SETID: setId }, queries.maxRows, signal);
  const active = rows.filter((row) => row.get('EFF_STATUS') === 'A').map((row) => row.get('ACCTG_TEMPLATE') ?? '');
  return templates.filter((template) => active.includes(template));
}

/** Each cash account of the active rows of one bank account in one currency, once. */
function cashAccountsOf(
  rows: readonly QueryRow[],
  bank: { readonly bankCode: string; readonly bankAccountKey: string; readonly currency: string },
): readonly string[] {
  const active = rows.filter((row) => {
    const itsCurrency = row.get('CURRENCY_CD') ?? '';
    const isSame = row.get('BANK_CD') === bank.bankCode && row.get('BANK_ACCT_KEY') === bank.bankAccountKey;
    return isSame && row.get('ACCT_STATUS') === 'A' && (itsCurrency === '' || itsCurrency === bank.currency);
  });
  return [...new Set(active.map((row) => row.get('ACCOUNT') ?? ''))];
}

interface PageRead<Value> {
  readonly key: 'customers' | 'openItems';
  readonly prompts: PromptValues;
  readonly after: string | null;
  readonly read: (rows: readonly QueryRow[]) => ReadRows<Value>;
}

async function readPage<Value>(
  by: { client: QueryClient; pager: Pager },
  page: PageRead<Value>,
  signal?: AbortSignal,
): Promise<PeopleSoftPage<Value>> {
  const { rows, isLast } = await by.pager.page(page.key, page.prompts, page.after, signal);
  const cut = isLast ? { count: rows.length, next: null } : cutForNext(by.client.nameOf(page.key), rows);
  const { values, refused } = page.read(rows.slice(0, cut.count));
  return { rows: values, refused, next: cut.next };
}

function allOf<Value>(queryName: string, read: ReadRows<Value>): readonly Value[] {
  assertAllRead(queryName, read.refused);
  return read.values;
}

/** The query counts, so it has a row whatever there is to count; none says nothing about when the batch ran. */
function noBatchRow(queryName: string): ConnectorError {
  return new ConnectorError(
    'peoplesoft',
    'malformed',
    `query ${queryName} gave no row`,
    'Ask the PeopleSoft administrator whether row security hides the process from the integration user, or the query gives no row where nothing is in error.',
  );
}

function readBatchStatus(queryName: string, row: QueryRow): BatchStatus {
  try {
    return {
      lastRunAt: optionalText(row, 'LAST_RUN_DTTM'),
      nextRunAt: optionalText(row, 'NEXT_RUN_DTTM'),
      groupsInError: wholeNumber(row, 'GROUPS_IN_ERROR'),
    };
  } catch (cause) {
    if (!(cause instanceof RowRefused)) throw cause;
    throw new ConnectorError(
      'peoplesoft',
      'malformed',
      `query ${queryName}: ${cause.message}`,
      'Ask the PeopleSoft administrator to correct the query.',
      { cause },
    );
  }
}
