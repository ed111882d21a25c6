import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { ChargeColumns } from '../../matching/duplicates/charge-duplicates.ts';
import { mergedIds } from './merged-ids.ts';
import { interned } from './interned.ts';

/** What a charge that a person dropped as a duplicate looks like: it takes part in no suspicion any more. */
const TAKES_PART = `kind = 'charge' AND unit IS NOT NULL AND source_status = 'succeeded' AND NOT (state = 'excluded' AND gate IS NULL)`;

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
  isOpen: 0 | 1,
];
/** Charges a row each, and what of them only the ledger needs. */
export interface ReadCharges {
  /** Their movements, in ascending order. */
  readonly keys: Int32Array;
  readonly columns: ChargeColumns;
  /** Rows that nothing is proposed for: what they pay is known from nothing but what they say. */
  readonly open: readonly number[];
}

/** Reads what is needed of every charge to see which of them lie near each other. */
export function readChargeColumns(db: ReadableLedger): ReadCharges {
  // Keys are given out in ascending order, so the highest is room enough; counting would be a walk of its own.
  const highest = statement<{ key: number | null }>(db, 'SELECT max(movement_key) AS key FROM movement').get();
  const room = highest?.key ?? 0;
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
  const rows = db
    .prepare<[], Column>(
      `SELECT movement_key, account, livemode, currency, exponent, amount_minor, customer_id, card_fingerprint, occurred_at,
         state IN ('unmatched', 'ambiguous')
       FROM movement WHERE ${TAKES_PART} ORDER BY movement_key`,
    )
    .raw();
  const open: number[] = [];
  let row = 0;
  for (const [key, account, livemode, currency, exponent, amountMinor, customer, card, at, isOpen] of rows.iterate()) {
    keys[row] = key;
    columns.scope[row] = scopeOf(account, livemode, currency, exponent);
    columns.amountMinor[row] = amountMinor;
    columns.customer[row] = customer === null ? -1 : customerOf(oneOf(account, customer));
    columns.card[row] = card === null ? -1 : cardOf(card);
    columns.at[row] = Date.parse(at) / 1_000;
    if (isOpen === 1) open.push(row);
    row += 1;
  }
  return { keys: keys.subarray(0, row), columns: { count: row, ...columns }, open };
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
