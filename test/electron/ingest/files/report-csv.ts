import type { WriterHandle } from '../../../../electron/ledger/connect-ledger.ts';
import { readPayload } from '../../../../electron/ledger/payload-pack-store.ts';
import { stripeExponent } from '../../../../shared/domain/stripe-currency.ts';
import { formatDecimal, money } from '../../../../shared/domain/money.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Every Stripe object of a ledger's mirror as Stripe sent it, by id. */
export function rawObjects(db: WriterHandle): ReadonlyMap<string, Raw> {
  const rows = db
    .prepare(
      `SELECT object_id, payload FROM source_object o JOIN source_version v ON v.source_key = o.source_key AND v.version = o.current_version
       WHERE system = 'stripe'`,
    )
    .raw()
    .all() as [string, Buffer][];
  return new Map(rows.map(([id, payload]) => [id, JSON.parse(readPayload(db, payload)) as Raw]));
}

const COLUMNS = [
  'balance_transaction_id',
  'created_utc',
  'available_on_utc',
  'currency',
  'gross',
  'fee',
  'net',
  'reporting_category',
  'source_id',
  'description',
  'customer_facing_amount',
  'customer_facing_currency',
  'customer_id',
  'customer_name',
  'customer_email',
  'charge_id',
  'charge_created_utc',
  'payment_intent_id',
  'statement_descriptor',
  'dispute_reason',
] as const;

/** Stripe's itemised activity report over these objects, as its documented schema has it: amounts in major units, times in UTC. */
export function activityReport(
  objects: ReadonlyMap<string, Raw>,
  isIn: (transaction: Raw) => boolean = () => true,
): string {
  const keys = [
    ...new Set([...objects.values()].filter(isCharge).flatMap((raw) => Object.keys(recordOf(raw['metadata'])))),
  ].toSorted();
  const lines = [...objects.values()]
    .filter((raw) => raw['object'] === 'balance_transaction' && isIn(raw))
    .toSorted((left, right) => Number(right['created']) - Number(left['created']))
    .map((raw) => rowOf(raw, objects, keys));
  return csv([[...COLUMNS, ...keys.map((key) => `payment_metadata[${key}]`)], ...lines]);
}

const RECONCILIATION_COLUMNS = [
  'automatic_payout_id',
  'automatic_payout_effective_at_utc',
  'balance_transaction_id',
  'created_utc',
  'available_on_utc',
  'currency',
  'gross',
  'fee',
  'net',
  'reporting_category',
  'source_id',
  'charge_id',
] as const;

/** Stripe's itemised payout reconciliation over the balance transactions that a payout took along: fewer columns, and the payout. */
export function payoutReconciliation(
  objects: ReadonlyMap<string, Raw>,
  payoutId: string,
  isIn: (transaction: Raw) => boolean = () => true,
): string {
  const payout = objects.get(payoutId);
  const lines = [...objects.values()]
    .filter((raw) => raw['object'] === 'balance_transaction' && !isPayout(raw) && isIn(raw))
    .map((raw) => {
      const cells = rowOf(raw, objects, []);
      const cell = (name: (typeof COLUMNS)[number]) => cells[COLUMNS.indexOf(name)] ?? '';
      const [, , ...shared] = RECONCILIATION_COLUMNS;
      return [payoutId, payout === undefined ? '' : time(payout['arrival_date']), ...shared.map(cell)];
    });
  return csv([RECONCILIATION_COLUMNS, ...lines]);
}

/** Stripe's balance summary over these objects: what was there at the begin of a day, and what it stands at. */
export function balanceSummary(objects: ReadonlyMap<string, Raw>, fromDate: string, toDate: string): string {
  const sum = (isIn: (raw: Raw) => boolean) =>
    [...objects.values()]
      .filter((raw) => raw['object'] === 'balance_transaction' && raw['currency'] === 'usd' && isIn(raw))
      .reduce((total, raw) => total + Number(raw['net']), 0);
  const line = (category: string, words: string, minor: number) => [category, words, major(minor, 'usd'), 'usd'];
  return csv([
    ['category', 'description', 'net_amount', 'currency'],
    line('starting_balance', `Starting balance (${fromDate})`, 0),
    line(
      'activity',
      'Activity',
      sum((raw) => !isPayout(raw)),
    ),
    line('payouts', 'Total payouts', sum(isPayout)),
    line(
      'ending_balance',
      `Ending balance (${toDate})`,
      sum(() => true),
    ),
  ]);
}

function isPayout(raw: Raw): boolean {
  return String(raw['reporting_category']).startsWith('payout');
}

function csv(rows: readonly (readonly string[])[]): string {
  return `${rows.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function rowOf(raw: Raw, objects: ReadonlyMap<string, Raw>, keys: readonly string[]): string[] {
  const source = objects.get(String(raw['source']));
  const chargeId = source === undefined ? '' : isCharge(source) ? String(source['id']) : text(source['charge']);
  const charge = objects.get(chargeId);
  const customer = objects.get(text(charge?.['customer']));
  const isFacing = source !== undefined && ['charge', 'refund', 'dispute'].includes(String(source['object']));
  const currency = String(raw['currency']);
  const facing = isFacing ? major(Number(source['amount']), text(source['currency'])) : '';
  const metadata = recordOf(charge?.['metadata']);
  return [
    String(raw['id']),
    time(raw['created']),
    time(raw['available_on']),
    currency,
    major(Number(raw['amount']), currency),
    major(Number(raw['fee']), currency),
    major(Number(raw['net']), currency),
    String(raw['reporting_category']),
    text(raw['source']),
    text(source !== undefined && isCharge(source) ? source['description'] : raw['description']),
    facing,
    isFacing ? text(source['currency']) : '',
    text(charge?.['customer']),
    text(customer?.['name']),
    text(customer?.['email']),
    chargeId,
    charge === undefined ? '' : time(charge['created']),
    text(charge?.['payment_intent']),
    text(charge?.['calculated_statement_descriptor']),
    source?.['object'] === 'dispute' ? text(source['reason']) : '',
    ...keys.map((key) => metadata[key] ?? ''),
  ];
}

const isCharge = (raw: Raw): boolean => raw['object'] === 'charge';
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const time = (second: unknown): string => new Date(Number(second) * 1_000).toISOString().slice(0, 19).replace('T', ' ');
const recordOf = (value: unknown) => (value ?? {}) as Readonly<Record<string, string>>;
const major = (minor: number, currency: string): string =>
  formatDecimal(money(minor, stripeExponent(currency) ?? 2, currency.toUpperCase()));
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
