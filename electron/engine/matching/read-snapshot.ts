import { itemHoldsSql, itemsBeingTakenBack, type ItemHolds } from '../../ledger/item-balance.ts';
import { snapshotBuilder } from '../../matching/movements/build-snapshot.ts';
import type { ReceiptRow, Settings, Snapshot } from '../../matching/movements/snapshot.ts';
import { stripeMoneyIds } from '../../matching/movements/stripe-money-ids.ts';
import { hashItems } from './hash-items.ts';
import { ITEM_COLUMNS, itemRecordOf, itemRowOf, type ItemValues } from './item-record.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readMovements } from './read-movements.ts';
import { batchesOf, withinSql } from './row-batches.ts';
import { rowsOf } from './rows-of.ts';
import type { RowSink, RowSource } from './row-source.ts';

/** What the rules go by besides rows. */
export function matchingSettings(profile: MatchingProfile): Settings {
  const { units, tolerances, switchedOff } = profile;
  return { units, tolerances, switchedOff, hashItems };
}

/** Reads everything the rules go by into columns. Call it inside one read transaction. `also` is told of every row. */
export function readSnapshot(source: RowSource, also?: RowSink): Snapshot {
  const builder = snapshotBuilder(matchingSettings(source.profile));
  readRows(source, also === undefined ? builder : both(also, builder));
  return builder.finish();
}

function both(one: RowSink, other: RowSink): RowSink {
  return {
    addItem: (row) => {
      one.addItem(row);
      other.addItem(row);
    },
    addReceipt: (row) => {
      one.addReceipt(row);
      other.addReceipt(row);
    },
    addMovement: (row) => {
      one.addMovement(row);
      other.addMovement(row);
    },
  };
}

/** Reads the rows into a sink. Call it inside one read transaction. */
export function readRows(source: RowSource, sink: RowSink): void {
  readItems(source, sink);
  readReceipts(source, sink);
  readMovements(source, sink);
}

const NO_HOLDS = { heldInMinor: 0, settledInMinor: 0, outMinor: 0, isTaken: 0 };

function readItems({ db, within }: RowSource, sink: RowSink): void {
  const keys = within?.item ?? null;
  const mine = withinSql('a.item_key', keys);
  const holds = rowsOf(
    db.prepare<unknown[], ItemHolds>(itemHoldsSql(mine.sql)).iterate(...mine.values),
    (row) => row.itemKey,
  );
  const takenBack = itemsBeingTakenBack(db);
  const items = batchesOf<ItemValues>(db, { select: `SELECT ${ITEM_COLUMNS} FROM ar_item`, key: 'item_key', keys });
  for (const batch of items)
    for (const values of batch) {
      const row = itemRecordOf(values);
      const [own = NO_HOLDS] = holds.of(row.item_key);
      sink.addItem(itemRowOf({ ...row, ...own, isTakenBack: takenBack.has(row.item_key) ? 1 : 0 }));
    }
  holds.close();
}

interface PaymentRecord {
  payment_key: number;
  deposit_bu: string;
  payment_id: string;
  amount_minor: number;
  exponent: number;
  currency: string;
  accounting_date: string;
  bank: string;
  comment: string | null;
  status: ReceiptRow['status'];
  taken: number;
}

/** Payments in PeopleSoft that this ledger did not send: those of other ledgers of ours count like ones keyed by hand. */
function readReceipts({ db, profile, within }: RowSource, sink: RowSink): void {
  const mine = withinSql('payment_key', within?.receipt ?? null);
  const items = rowsOf(
    db
      .prepare<unknown[], { payment_key: number; cust_id: string; item: string }>(
        `SELECT payment_key, cust_id, item FROM ps_payment_item WHERE ${mine.sql}
         ORDER BY payment_key, business_unit, cust_id, item, item_line`,
      )
      .iterate(...mine.values),
    (row) => row.payment_key,
  );
  const payments = db.prepare<unknown[], PaymentRecord>(
    `SELECT payment_key, deposit_bu, payment_id, amount_minor, exponent, currency, accounting_date,
       bank_code || '/' || bank_account_key AS bank, comment, status,
       EXISTS (SELECT 1 FROM match WHERE match.payment_key = p.payment_key AND state IN ('approved', 'posted')) AS taken
      FROM ps_payment p WHERE NOT EXISTS (SELECT 1 FROM posting WHERE posting.reference = p.payment_id COLLATE NOCASE)
        AND NOT EXISTS (SELECT 1 FROM duplicate_member d WHERE d.part = 'dropped' AND d.payment_key = p.payment_key) AND ${mine.sql}
     ORDER BY payment_key`,
  );
  for (const row of payments.iterate(...mine.values)) {
    const unit = profile.units.find(
      (each) => each.depositBu === row.deposit_bu && each.clearingBanks.includes(row.bank),
    );
    // A receipt that a decided match already took may still be named by its charges, but is offered to no other.
    sink.addReceipt({
      paymentKey: row.payment_key,
      clearingUnit: row.taken === 1 && stripeMoneyIds(row.comment ?? '').length === 0 ? null : (unit?.unit ?? null),
      paymentId: row.payment_id,
      comment: row.comment,
      currency: row.currency,
      exponent: row.exponent,
      amountMinor: row.amount_minor,
      accountingDate: row.accounting_date,
      status: row.status,
      items: items.of(row.payment_key).map((each) => ({ customer: each.cust_id, item: each.item })),
    });
  }
  items.close();
}
