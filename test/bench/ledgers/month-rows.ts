import type { WriterHandle } from '../../../electron/ledger/open-ledger.ts';
import type { AutomaticDecision } from '../../../electron/engine/engine-types.ts';
import { formatDecimal, money } from '../../../shared/domain/money.ts';
import { ACCOUNT, AT, custId, customerCount, customerId, UNIT } from './generated-rows.ts';

/**
 * A month's movements with what a month has: charges that name their invoice in metadata, in their text, or two at once, that name none, pay
 * short, name another customer's, or fail; refunds with and without a credit memo; disputes, fees and payouts; receipts keyed by hand. Row `i` is
 * told by arithmetic, so that any stretch of them can be written by itself; rows come in the order of their time, as a poll brings them.
 */
export type MonthKind =
  | 'named'
  | 'described'
  | 'two'
  | 'amount'
  | 'sum'
  | 'short'
  | 'unlinked'
  | 'foreign'
  | 'keyed'
  | 'failed'
  | 'refund'
  | 'dispute'
  | 'fee'
  | 'payout';
/** Of a thousand movements, how many are up to and with which kind. */
const SHARES: readonly (readonly [upTo: number, MonthKind])[] = [
  [360, 'named'],
  [460, 'described'],
  [490, 'two'],
  [570, 'amount'],
  [590, 'sum'],
  [615, 'short'],
  [635, 'unlinked'],
  [640, 'foreign'],
  [642, 'keyed'],
  [660, 'failed'],
  [720, 'refund'],
  [728, 'dispute'],
  [960, 'fee'],
  [1_000, 'payout'],
];
const DAYS = 31;
/** A refund is of a charge so many rows before at most. */
const BEFORE = 400;

function mixed(index: number, salt: number): number {
  let value = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}

function kindOf(index: number): MonthKind {
  const place = mixed(index, 1) % 1_000;
  return SHARES.find(([upTo]) => place < upTo)?.[1] ?? 'fee';
}

interface MonthRow {
  readonly kind: MonthKind;
  readonly customer: number;
  readonly amountMinor: number;
  readonly date: string;
  readonly occurredAt: string;
}

function rowOf(index: number, rows: number): MonthRow {
  const customer = mixed(index, 2) % customerCount(rows);
  // Prices of a list collide, sums on invoices hardly do.
  const amountMinor =
    mixed(index, 3) % 4 === 0 ? 500 * (1 + (mixed(index, 4) % 200)) : 1_000 + (mixed(index, 5) % 900_000);
  const minutes = Math.min(DAYS * 1_440 - 1, Math.floor((index / rows) * DAYS * 1_440));
  const day = String(1 + Math.floor(minutes / 1_440)).padStart(2, '0');
  const time = `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return {
    kind: kindOf(index),
    customer,
    amountMinor,
    date: `2026-10-${day}`,
    occurredAt: `2026-10-${day}T${time}:00.000Z`,
  };
}

const itemNumber = (index: number, part = 0): string => `INV-${String(1_000_000 + 2 * index + part)}`;
const creditNumber = (index: number): string => `CM-${String(1_000_000 + index)}`;
const hasCreditMemo = (index: number): boolean => mixed(index, 7) % 2 === 0;
const halvesOf = (minor: number): readonly number[] => [Math.floor(minor / 3), minor - Math.floor(minor / 3)];
const objectId = (index: number, prefix: string): string => `${prefix}_bench${String(10_000_000 + index)}x`;

/** The charge that refund `index` is of; its own place when none stands before it. */
function refundedBy(index: number): number {
  for (let before = index - 1 - (mixed(index, 6) % (BEFORE / 2)); before > index - BEFORE && before >= 0; before--)
    if (['named', 'described', 'amount'].includes(kindOf(before))) return before;
  return index;
}

/** What is truly paid by one movement of a month of `rows`, told as automatic decisions tell it. */
export interface MonthTruth {
  readonly kind: MonthKind;
  readonly allocations: AutomaticDecision['allocations'];
  readonly charge: string | null;
  readonly receipt: string | null;
}

/** The truth of the movement with an object id of `writeMonth`. Throws RangeError for any other id. */
export function monthTruth(id: string, rows: number): MonthTruth {
  const index = Number(/^[a-z]+_bench(\d+)x$/.exec(id)?.[1]) - 10_000_000;
  if (!Number.isSafeInteger(index)) throw new RangeError(`${id} is not of a generated month`);
  const { kind, customer, amountMinor } = rowOf(index, rows);
  const nothing = { kind, allocations: [], charge: null, receipt: null };
  const paid = (number: string, minor: number, of = customer) => ({
    businessUnit: UNIT.businessUnit,
    custId: custId(of),
    item: number,
    itemLine: 1,
    amount: formatDecimal(money(minor, 2, 'USD')),
  });
  switch (kind) {
    case 'two':
    case 'sum':
      return {
        ...nothing,
        allocations: halvesOf(amountMinor).map((half, part) => paid(itemNumber(index, part), half)),
      };
    case 'named':
    case 'described':
    case 'amount':
    case 'unlinked':
    case 'short':
      return { ...nothing, allocations: [paid(itemNumber(index), amountMinor)] };
    case 'keyed':
      return { ...nothing, receipt: `K${index}` };
    case 'refund': {
      const charge = refundedBy(index);
      const { customer: payer, amountMinor: minor } = rowOf(charge, rows);
      const credited = hasCreditMemo(index) ? [paid(creditNumber(index), minor, payer)] : [];
      return { ...nothing, charge: objectId(charge, 'ch'), allocations: credited };
    }
    case 'foreign':
    case 'failed':
    case 'dispute':
    case 'fee':
    case 'payout':
      return nothing;
  }
}

/** Writes movements `from` to `until` of a month of `rows` with the items and receipts that go with them. */
export function writeMonth(db: WriterHandle, rows: number, from = 0, until = rows): void {
  const write = monthWriter(db);
  for (let index = from; index < until; index++) {
    const row = rowOf(index, rows);
    const { kind, customer, amountMinor, date } = row;
    switch (kind) {
      case 'two':
      case 'sum':
        halvesOf(amountMinor).forEach((half, part) => write.item(customer, itemNumber(index, part), half, date));
        break;
      case 'named':
      case 'described':
      case 'amount':
      case 'unlinked':
      case 'keyed':
        write.item(customer, itemNumber(index), amountMinor, date);
        break;
      case 'short':
        write.item(customer, itemNumber(index), amountMinor + 700, date);
        break;
      case 'foreign':
        write.item(customer + 1, itemNumber(index), amountMinor, date);
        break;
      case 'refund':
        if (hasCreditMemo(index)) {
          const charge = refundedBy(index);
          const paid = rowOf(charge, rows);
          write.credit(paid.customer, creditNumber(index), -paid.amountMinor, date, itemNumber(charge));
        }
        break;
      case 'failed':
      case 'dispute':
      case 'fee':
      case 'payout':
        break;
    }
    if (kind === 'keyed') write.receipt(index, customer, itemNumber(index), amountMinor, date);
    writeMovement(write, row, index, rows);
  }
}

function writeMovement(write: MonthWriter, row: MonthRow, index: number, rows: number): void {
  const { kind, customer, amountMinor, date, occurredAt } = row;
  const text =
    kind === 'described' || kind === 'foreign' || kind === 'short'
      ? `Payment of invoice ${itemNumber(index)}`
      : kind === 'two'
        ? `Invoices ${itemNumber(index)}, ${itemNumber(index, 1)}`
        : `Order ${String(mixed(index, 8) % 1_000_000)}`;
  const metadata = kind === 'named' ? { invoice_number: itemNumber(index), cart: `c${mixed(index, 9) % 100_000}` } : {};
  const base = { customer: kind === 'unlinked' ? null : customerId(customer), date, occurredAt, text };
  switch (kind) {
    case 'refund': {
      const charge = refundedBy(index);
      const paid = rowOf(charge, rows);
      const of = { customer: customerId(paid.customer), chargeId: objectId(charge, 'ch'), status: 'succeeded' };
      write.movement({
        ...base,
        ...of,
        kind: 'refund',
        id: objectId(index, 're'),
        minor: -paid.amountMinor,
        metadata: {},
      });
      return;
    }
    case 'dispute': {
      const charge = refundedBy(index);
      const paid = customerId(rowOf(charge, rows).customer);
      const of = { customer: paid, chargeId: objectId(charge, 'ch'), status: 'needs_response' };
      write.movement({ ...base, ...of, kind: 'dispute', id: objectId(index, 'dp'), minor: -amountMinor, metadata: {} });
      return;
    }
    case 'fee':
    case 'payout':
      write.movement({
        ...base,
        customer: null,
        kind,
        id: objectId(index, 'txn'),
        minor: -amountMinor,
        metadata: {},
        status: 'paid',
        chargeId: null,
      });
      return;
    case 'named':
    case 'described':
    case 'two':
    case 'amount':
    case 'sum':
    case 'short':
    case 'unlinked':
    case 'foreign':
    case 'keyed':
    case 'failed':
      write.movement({
        ...base,
        kind: 'charge',
        id: objectId(index, 'ch'),
        minor: amountMinor,
        metadata,
        chargeId: null,
        status: kind === 'failed' ? 'failed' : 'succeeded',
      });
  }
}

interface WrittenMovement {
  readonly kind: string;
  readonly id: string;
  readonly customer: string | null;
  readonly chargeId: string | null;
  readonly minor: number;
  readonly date: string;
  readonly occurredAt: string;
  readonly text: string;
  readonly metadata: object;
  readonly status: string;
}
type MonthWriter = ReturnType<typeof monthWriter>;

function monthWriter(db: WriterHandle) {
  const item = db.prepare(
    `INSERT INTO ar_item (business_unit, cust_id, item, item_line, status, balance_minor, original_minor, exponent, currency, item_date,
       due_date, po_reference, entry_type, seen_run, read_at) VALUES (?, ?, ?, 1, 'open', ?, ?, 2, 'USD', ?, ?, ?, ?, 1, ?)`,
  );
  const movement = db.prepare(
    `INSERT INTO movement (account, livemode, kind, object_id, charge_id, unit, customer_id, customer_name, amount_minor, exponent, currency,
       occurred_at, accounting_date, accounting_date_basis, source_status, description, metadata_json, payment_intent_id, state, state_changed_at)
     VALUES (?, 0, ?, ?, ?, ?, ?, 'Bench customer', ?, 2, 'USD', ?, ?, 'success', ?, ?, ?, ?, 'unmatched', ?)`,
  );
  const receipt = db.prepare(
    `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
       bank_account_key, entered_by, comment, status, seen_run) VALUES (?, ?, 1, ?, ?, 2, 'USD', ?, ?, ?, 'CLERK', NULL, 'posted', 1)`,
  );
  const line = db.prepare(
    'INSERT INTO ps_payment_item (payment_key, business_unit, cust_id, item, item_line, amount_minor) VALUES (?, ?, ?, ?, 1, ?)',
  );
  const { businessUnit, depositBu, unit, bankCode, bankAccountKey } = UNIT;
  return {
    item: (customer: number, number: string, minor: number, date: string) =>
      item.run(businessUnit, custId(customer), number, minor, minor, date, date, null, 'IN', AT),
    credit: (customer: number, number: string, minor: number, date: string, names: string) =>
      item.run(businessUnit, custId(customer), number, minor, minor, date, date, names, 'CR', AT),
    movement: ({ kind, id, chargeId, customer, minor, occurredAt, date, status, text, metadata }: WrittenMovement) =>
      movement.run(
        ACCOUNT,
        kind,
        id,
        chargeId,
        unit,
        customer,
        minor,
        occurredAt,
        date,
        status,
        text,
        JSON.stringify(metadata),
        kind === 'charge' ? id.replace('ch_', 'pi_') : null,
        AT,
      ),
    receipt(index: number, customer: number, number: string, minor: number, date: string) {
      const { lastInsertRowid } = receipt.run(
        depositBu,
        `K${index}`,
        `K${index}`,
        minor,
        date,
        bankCode,
        bankAccountKey,
      );
      line.run(lastInsertRowid, businessUnit, custId(customer), number, minor);
    },
  };
}
