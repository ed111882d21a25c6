import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { ChargeColumns } from '../../matching/duplicates/charge-duplicates.ts';
import { allMerges } from '../../ledger/customer-merge-store.ts';
import type { KeyPage } from '../../ledger/matching-scope-store.ts';
import { withinSql } from '../matching/row-batches.ts';
import { KeyPages } from '../matching/scope-index.ts';
import { blockKey } from '../matching/scope-keys.ts';
import { mergedIds } from './merged-ids.ts';
import { interned } from './interned.ts';

/** What a charge that a person dropped as a duplicate looks like: it takes part in no suspicion any more. */
export const TAKES_PART = `kind = 'charge' AND unit IS NOT NULL AND source_status = 'succeeded' AND NOT (state = 'excluded' AND gate IS NULL)`;

const COLUMNS =
  'movement_key, account, livemode, currency, exponent, amount_minor, customer_id, card_fingerprint, occurred_at';
type Column = [
  key: number,
  account: string,
  livemode: number,
  currency: string,
  exponent: number,
  amountMinor: number,
  customer: string | null,
  card: string | null,
  at: string,
];
/** Charges a row each, and what of them only the ledger needs. */
export interface ReadCharges {
  /** Their movements, in ascending order. */
  readonly keys: Int32Array;
  readonly columns: ChargeColumns;
}

/** Reads what is needed of every charge, or of `among` alone, to see which of them lie near each other. */
export function readChargeColumns(db: ReadableLedger, among: readonly number[] | null): ReadCharges {
  // Keys are given out in ascending order, so the highest is room enough; counting would be a walk of its own.
  const highest = statement<{ key: number | null }>(db, 'SELECT max(movement_key) AS key FROM movement').get();
  const room = among?.length ?? highest?.key ?? 0;
  const keys = new Int32Array(room);
  const columns = {
    scope: new Int32Array(room),
    amountMinor: new Float64Array(room),
    customer: new Int32Array(room),
    card: new Int32Array(room),
    at: new Float64Array(room),
  };
  const [scopeOf, customerOf, cardOf] = [scopeNumbers(), interned(), interned()];
  const oneOf = mergedIds(db);
  const mine = withinSql('movement_key', among);
  const rows = db
    .prepare<unknown[], Column>(
      `SELECT ${COLUMNS} FROM movement WHERE ${TAKES_PART} AND ${mine.sql} ORDER BY movement_key`,
    )
    .raw();
  let row = 0;
  for (const [key, account, livemode, currency, exponent, amountMinor, customer, card, at] of rows.iterate(
    ...mine.values,
  )) {
    keys[row] = key;
    columns.scope[row] = scopeOf(account, livemode, currency, exponent);
    columns.amountMinor[row] = amountMinor;
    columns.customer[row] = customer === null ? -1 : customerOf(oneOf(account, customer));
    columns.card[row] = card === null ? -1 : cardOf(card);
    columns.at[row] = Date.parse(at) / 1_000;
    row += 1;
  }
  return { keys: keys.subarray(0, row), columns: { count: row, ...columns } };
}

/**
 * Which charges are compared: a charge shares a key with every one that it may be paired with, whatever their times. Of all of them, or of these
 * movements.
 */
export function readChargeBlocks(db: ReadableLedger, among: readonly number[] | null): readonly KeyPage[] {
  const pages = new KeyPages();
  const oneOf = mergedIds(db);
  pages.add('movement', MERGES_ROW, [mergesMark(db)]);
  const mine = withinSql('movement_key', among);
  const rows = db
    .prepare<unknown[], Column>(
      `SELECT ${COLUMNS} FROM movement WHERE ${TAKES_PART} AND ${mine.sql} ORDER BY movement_key`,
    )
    .raw();
  for (const [key, account, livemode, currency, exponent, amountMinor, customer, card] of rows.iterate(
    ...mine.values,
  )) {
    const scope = `${account} ${livemode} ${currency} ${exponent} ${amountMinor}`;
    const keys: number[] = [];
    if (customer !== null) keys.push(blockKey(`${scope} by ${oneOf(account, customer)}`));
    if (card !== null) keys.push(blockKey(`${scope} from ${card}`));
    pages.add('movement', key, keys);
  }
  return pages.take();
}

/** No movement has this key: beside it stands what merges the blocks were made under. */
const MERGES_ROW = 0;

function mergesMark(db: ReadableLedger): number {
  return blockKey(
    JSON.stringify(allMerges(db).map(({ account, customerId, members }) => [account, customerId, members])),
  );
}

/** Whether blocks were made, and by the customers that count as one now. */
export function isOfTheseMerges(db: ReadableLedger, [first]: readonly KeyPage[]): boolean {
  return first !== undefined && first.rowKeys[0] === MERGES_ROW && first.hashes[0] === mergesMark(db);
}

/** Numbers for what charges must share to be compared; most follow one of the same. */
function scopeNumbers(): (account: string, livemode: number, currency: string, exponent: number) => number {
  const numberOf = interned();
  let last = { account: '', livemode: -1, currency: '', exponent: -1, number: -1 };
  return (account, livemode, currency, exponent) => {
    const isSame =
      last.account === account &&
      last.livemode === livemode &&
      last.currency === currency &&
      last.exponent === exponent;
    if (!isSame) {
      const number = numberOf(`${account} ${livemode} ${currency} ${exponent}`);
      last = { account, livemode, currency, exponent, number };
    }
    return last.number;
  };
}
