import { ConnectorError } from '../../http/connector-error.ts';
import type { ExponentOf } from '../exponents.ts';
import type { PeopleSoftPayment, PeopleSoftReader } from '../types.ts';
import { chunksOf, readByKeys } from './keyed-reads.ts';
import type { QueryClient } from './query-client.ts';
import type { QueryRow } from './result-reader.ts';
import { KEYS_PER_QUERY } from './query-definition.ts';
import { readPayments } from './rows.ts';

type Found = Awaited<ReturnType<PeopleSoftReader['findPayments']>>;
interface Search {
  readonly client: QueryClient;
  readonly maxRows: number;
  readonly exponentOf: ExponentOf;
  readonly depositBu: string;
  readonly canary: string | null;
  readonly signal: AbortSignal | undefined;
}

/**
 * Read-back by payment id in staging, error and payment tables, in this order: that is the way a payment moves, so one that
 * moves while we look is met in the next table instead of being missed in both. Rows that do not read are an error here,
 * never an absence. Throws `ConnectorError`.
 */
export async function findPayments(search: Search, paymentIds: readonly string[]): Promise<Found> {
  const staged = (await readTable(search, 'staging', paymentIds)).flatMap((row) => askedId(paymentIds, row));
  const errors = (await readTable(search, 'loadErrors', paymentIds)).flatMap((row) =>
    askedId(paymentIds, row).map((paymentId) => ({ paymentId, text: row.get('MESSAGE_TEXT') ?? '' })),
  );
  const payments: PeopleSoftPayment[] = [];
  let canarySeen = search.canary !== null;
  const chunks = chunksOf(paymentIds, KEYS_PER_QUERY - 1);
  for (const chunk of chunks.length > 0 || search.canary === null ? chunks : [[]]) {
    const found = await readPaymentTable(search, chunk);
    payments.push(...found.payments);
    canarySeen &&= found.canarySeen;
  }
  return { payments, staged: [...new Set(staged)], errors, canarySeen };
}

async function readPaymentTable(
  search: Search,
  ids: readonly string[],
): Promise<{ payments: readonly PeopleSoftPayment[]; canarySeen: boolean }> {
  const first = await askPaymentTable(search, ids);
  const missing = ids.filter((id) => !first.rows.some((row) => sameId(row.get('PAYMENT_ID'), id)));
  const payments = readAll(search, first.rows);
  if (missing.length === 0 || missing.length === ids.length) return { payments, canarySeen: first.canarySeen };
  // A site's silent row cap could have cut exactly the missing ones off behind the found ones: ask for them alone.
  const second = await askPaymentTable(search, missing);
  return {
    payments: [...payments, ...readAll(search, second.rows)],
    canarySeen: first.canarySeen && second.canarySeen,
  };
}

async function askPaymentTable(
  search: Search,
  ids: readonly string[],
): Promise<{ rows: readonly QueryRow[]; canarySeen: boolean }> {
  const { client, canary, depositBu, maxRows, signal } = search;
  const asked = ids.length === 0 && canary !== null ? [canary] : ids;
  const answers = await readByKeys(
    client,
    {
      query: 'paymentsById',
      keyPrompt: 'PAYMENT_IDS',
      prompts: { DEPOSIT_BU: depositBu },
      keys: asked,
      always: canary,
    },
    maxRows,
    signal,
  );
  const canarySeen =
    canary !== null && answers.every((rows) => rows.some((row) => sameId(row.get('PAYMENT_ID'), canary)));
  return { rows: answers.flat().filter((row) => askedId(ids, row).length > 0), canarySeen };
}

async function readTable(
  { client, depositBu, maxRows, signal }: Search,
  query: 'staging' | 'loadErrors',
  keys: readonly string[],
): Promise<readonly QueryRow[]> {
  return (
    await readByKeys(
      client,
      { query, keyPrompt: 'PAYMENT_IDS', prompts: { DEPOSIT_BU: depositBu }, keys },
      maxRows,
      signal,
    )
  ).flat();
}

function readAll({ client, exponentOf }: Search, rows: readonly QueryRow[]): readonly PeopleSoftPayment[] {
  const { values, refused } = readPayments(rows, exponentOf);
  assertAllRead(client.nameOf('paymentsById'), refused);
  return values;
}

/** In reads by key a row that does not read must not look like an absent one. */
export function assertAllRead(
  queryName: string,
  refused: readonly { readonly row: string; readonly reason: string }[],
): void {
  if (refused.length === 0) return;
  throw new ConnectorError(
    'peoplesoft',
    'malformed',
    `query ${queryName} answers rows that cannot be read: ${refused.map(({ row, reason }) => `${row}: ${reason}`).join('; ')}`,
    'Correct the row in PeopleSoft, or the query.',
  );
}

function askedId(ids: readonly string[], row: QueryRow): readonly string[] {
  const id = ids.find((one) => sameId(row.get('PAYMENT_ID'), one));
  return id === undefined ? [] : [id];
}

/** References are compared without case: PeopleSoft upper-cases keys on some fields. */
function sameId(left: string | undefined, right: string): boolean {
  return left?.toUpperCase() === right.toUpperCase();
}
