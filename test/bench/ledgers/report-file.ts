import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const HEADER =
  'balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,description,' +
  'customer_facing_amount,customer_facing_currency,customer_id,customer_name,customer_email,charge_id,charge_created_utc,' +
  'payment_intent_id,statement_descriptor,payment_metadata[order_id]';
const FIRST_MS = Date.parse('2026-09-01T00:00:00Z');
const MONTH_SECONDS = 60 * 86_400;
const ROWS_A_CUSTOMER = 12;
const ROWS_A_WRITE = 2_000;
/** Of every hundred rows: payouts one, fees two, refunds five, the rest charges. */
const CYCLE = 100;

/**
 * Writes an itemised report of so many rows: charges of customers who come back, refunds of charges further up, fees and payouts, newest
 * last. The same count gives the same bytes.
 */
export async function writeReportFile(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${HEADER}\r\n`);
  for (let from = 0; from < rows; from += ROWS_A_WRITE) {
    const lines = Array.from({ length: Math.min(ROWS_A_WRITE, rows - from) }, (_, n) => rowOf(from + n, rows));
    if (!file.write(`${lines.join('\r\n')}\r\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

/** The rows of such a report as a bound reads them: the same text, no file. */
export async function* reportTexts(rows: number): AsyncGenerator<readonly string[]> {
  for (let from = 0; from < rows; from += ROWS_A_WRITE)
    yield Array.from({ length: Math.min(ROWS_A_WRITE, rows - from) }, (_, n) => rowOf(from + n, rows));
}

function rowOf(n: number, rows: number): string {
  const place = n % CYCLE;
  const at = timeOf(n, rows);
  const id = `txn_${keyOf(n)}`;
  if (place === 99) return cells(id, at, -5_000_00, 0, 'payout', `po_${keyOf(n)}`, 'STRIPE PAYOUT');
  if (place >= 97) return cells(id, at, -(20 + place), 0, 'fee', '', 'Billing usage fee');
  if (place >= 92) return cells(id, at, -amountOf(n - 90), 0, 'refund', `re_${keyOf(n)}`, 'Refund', n - 90, rows);
  const gross = amountOf(n);
  return cells(id, at, gross, Math.round(gross * 0.029) + 30, 'charge', `ch_${keyOf(n)}`, `Order ${n}`, n, rows);
}

/** Ids as Stripe makes them now begin with the time of creation, so that neighbours stand together in every index. */
function keyOf(n: number): string {
  return `1Bench${n.toString(36).padStart(6, '0')}`;
}

function amountOf(n: number): number {
  return 10_00 + ((n * 7_919) % 90_000);
}

function timeOf(n: number, rows: number): string {
  const second = Math.floor((n * MONTH_SECONDS) / rows);
  return new Date(FIRST_MS + second * 1_000).toISOString().slice(0, 19).replace('T', ' ');
}

function cells(
  id: string,
  at: string,
  gross: number,
  fee: number,
  category: string,
  source: string,
  description: string,
  charge?: number,
  rows = 1,
): string {
  const money = [major(gross), major(fee), major(gross - fee)].join(',');
  const own = `${id},${at},${at},usd,${money},${category},${source},${description}`;
  if (charge === undefined) return `${own},,,,,,,,,,`;
  const customer = Math.floor(charge / ROWS_A_CUSTOMER);
  const who = `cus_${keyOf(customer)},Customer ${customer} Ltd,accounts${customer}@example.com`;
  return `${own},${major(Math.abs(gross))},usd,${who},ch_${keyOf(charge)},${timeOf(charge, rows)},pi_${keyOf(charge)},TIEOUT BENCH,SO-${charge}`;
}

function major(minor: number): string {
  return (minor / 100).toFixed(2);
}
