import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { OwnColumns } from '../movements/movement-rows.ts';

/** What a movement takes over from its balance transaction. */
export interface BalanceTransactionRow {
  readonly balance_transaction_id: string;
  readonly amount_minor: number;
  readonly fee_minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly created_at: string;
  readonly known: number;
}
const COLUMNS = 'balance_transaction_id, amount_minor, fee_minor, exponent, currency, created_at, known';
const SELECT = `SELECT ${COLUMNS} FROM stripe_balance_transaction`;

/** By its source first: an object read before its money was booked names no balance transaction, the transaction names it. */
export function balanceTransactionOf(
  db: ReadableLedger,
  own: Pick<OwnColumns, 'account' | 'kind' | 'object_id' | 'balance_transaction_id'>,
): BalanceTransactionRow | undefined {
  const bySource =
    own.kind === 'fee' || own.kind === 'adjustment'
      ? undefined
      : statement<BalanceTransactionRow>(
          db,
          `${SELECT} WHERE source_id = ? AND account = ? AND reporting_category = ? ORDER BY created_at, balance_transaction_id LIMIT 1`,
        ).get(own.object_id, own.account, own.kind);
  if (bySource !== undefined || own.balance_transaction_id === null) return bySource;
  return statement<BalanceTransactionRow>(db, `${SELECT} WHERE account = ? AND balance_transaction_id = ?`).get(
    own.account,
    own.balance_transaction_id,
  );
}

/** The same by source for many objects of one kind at once; `idsJson` is a JSON list of their ids. */
export function transactionsOfSources(
  db: ReadableLedger,
  account: string,
  kind: OwnColumns['kind'],
  idsJson: string,
): ReadonlyMap<string, BalanceTransactionRow> {
  const rows = statement<BalanceTransactionRow & { source_id: string }>(
    db,
    `SELECT t.source_id, ${COLUMNS} FROM json_each(?) wanted CROSS JOIN stripe_balance_transaction t
     ON t.source_id = wanted.value AND t.account = ? AND t.reporting_category = ?
     ORDER BY created_at DESC, balance_transaction_id DESC`,
  ).all(idsJson, account, kind);
  // The first one of a source comes last and stays.
  return new Map(rows.map((row) => [row.source_id, row]));
}
