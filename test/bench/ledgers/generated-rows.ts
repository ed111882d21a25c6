import type { WriterHandle } from '../../../electron/ledger/open-ledger.ts';
import { SAMPLE_SET_ID, SAMPLE_UNITS } from '../../../electron/sample/company/company.ts';

/** One generated charge and the item it names; row i of either side is told by arithmetic, so nothing is held in memory. */
export interface GeneratedRow {
  readonly item: string;
  readonly customer: number;
  readonly amountMinor: number;
  readonly date: string;
}
export const ACCOUNT = 'acct_bench';
export const [UNIT] = SAMPLE_UNITS;
export const AT = '2026-11-01T12:00:00.000Z';
const ROWS_PER_CUSTOMER = 20;
const DAYS = 31;

export function customerCount(rows: number): number {
  return Math.max(1, Math.ceil(rows / ROWS_PER_CUSTOMER));
}

/** What item `index` of `rows` is. */
export function itemOf(index: number, rows: number): GeneratedRow {
  const day = ((index * 11) % DAYS) + 1;
  return {
    item: `INV-${String(1_000_000 + index)}`,
    customer: (index * 31) % customerCount(rows),
    amountMinor: 1_000 + ((index * 7_907) % 900_000),
    date: `2026-10-${String(day).padStart(2, '0')}`,
  };
}

/** Which item charge `index` pays: every item once, in an order that has nothing to do with the items' own. */
export function itemPaidBy(index: number, rows: number): number {
  return (index * stepOf(rows)) % rows;
}

function stepOf(rows: number): number {
  for (const prime of [7_919, 7_927, 7_933]) if (rows % prime !== 0) return prime;
  throw new RangeError(`${rows} rows cannot be scattered: choose another number`);
}

/** Customers of both systems, each pair linked by a person. */
export function writeCustomers(db: WriterHandle, rows: number): void {
  const here = db.prepare(
    `INSERT INTO ps_customer (set_id, cust_id, name, exact_name, status, present, seen_run) VALUES (?, ?, ?, ?, 'active', 1, 1)`,
  );
  const there = db.prepare(
    `INSERT INTO stripe_customer (account, customer_id, name, exact_name, email, deleted, metadata_json) VALUES (?, ?, ?, ?, NULL, 0, '{}')`,
  );
  const link = db.prepare(
    `INSERT INTO crosswalk_link (account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at,
       decided_by, decided_at) VALUES (?, ?, ?, ?, 'confirmed', 'person', '{}', 'bench', ?, 'bench', ?)`,
  );
  for (let customer = 0; customer < customerCount(rows); customer++) {
    const name = `Bench customer ${(customer * 48_271) % 2_147_483_647}`;
    here.run(SAMPLE_SET_ID, custId(customer), name, name.toUpperCase());
    there.run(ACCOUNT, customerId(customer), `${name} online`, `${name} online`.toUpperCase());
    link.run(ACCOUNT, customerId(customer), SAMPLE_SET_ID, custId(customer), AT, AT);
  }
}

export function custId(customer: number): string {
  return `C${String(100_000 + customer)}`;
}

export function customerId(customer: number): string {
  return `cus_bench${String(100_000 + customer)}`;
}

/** Open AR items, one a row. */
export function writeItems(db: WriterHandle, rows: number): void {
  const write = db.prepare(
    `INSERT INTO ar_item (business_unit, cust_id, item, item_line, status, balance_minor, original_minor, exponent, currency, item_date,
       due_date, entry_type, seen_run, read_at) VALUES (?, ?, ?, 1, 'open', ?, ?, 2, 'USD', ?, ?, 'IN', 1, ?)`,
  );
  for (let index = 0; index < rows; index++) {
    const { item, customer, amountMinor, date } = itemOf(index, rows);
    write.run(UNIT.businessUnit, custId(customer), item, amountMinor, amountMinor, date, date, AT);
  }
}

/** Succeeded charges, each naming its item in its metadata and paying it exactly. */
export function writeMovements(db: WriterHandle, rows: number): void {
  const write = db.prepare(
    `INSERT INTO movement (account, livemode, kind, object_id, unit, customer_id, customer_name, amount_minor, exponent, currency,
       occurred_at, accounting_date, accounting_date_basis, source_status, description, metadata_json, state, state_changed_at)
     VALUES (?, 0, 'charge', ?, ?, ?, ?, ?, 2, 'USD', ?, ?, 'success', 'succeeded', 'Payment', ?, 'unmatched', ?)`,
  );
  for (let index = 0; index < rows; index++) {
    const { item, customer, amountMinor, date } = itemOf(itemPaidBy(index, rows), rows);
    const objectId = `ch_bench${String(10_000_000 + ((index * 48_271) % 89_999_999))}x${index}`;
    const occurredAt = `${date}T${String(index % 24).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00.000Z`;
    const metadata = JSON.stringify({ invoice_number: item });
    const name = `Bench customer ${(customer * 48_271) % 2_147_483_647} online`;
    write.run(ACCOUNT, objectId, UNIT.unit, customerId(customer), name, amountMinor, occurredAt, date, metadata, AT);
  }
}
