import type { JsonValue } from '../../ledger/canonical-json.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { NotCompared } from '../../ledger/duplicate-not-compared-store.ts';
import { statement } from '../../ledger/statement.ts';
import { dayNumber } from '../../matching/day-number.ts';
import { paymentDuplicates, paymentPairs, type PaymentColumns } from '../../matching/duplicates/payment-duplicates.ts';
import { stripeMoneyIds } from '../../matching/movements/stripe-money-ids.ts';
import type { PaymentFacts } from '../../matching/duplicates/weigh-payments.ts';
import { foundCluster } from './found-cluster.ts';
import { interned } from './interned.ts';
import { toldApart, unjudged, type FoundOfSystem, type StandingClusters } from './standing-clusters.ts';

/** Gone ones are no double any more; dropped ones have been decided on. */
const TAKES_PART = `p.status <> 'error' AND p.amount_minor > 0
  AND NOT EXISTS (SELECT 1 FROM duplicate_member d WHERE d.part = 'dropped' AND d.payment_key = p.payment_key)`;

/** Finds payments in PeopleSoft that are suspected to be one receipt. `unitOf`: the unit of a deposit unit; null: not ours to look at. */
export function findPaymentDuplicates(
  db: ReadableLedger,
  unitOf: (depositBu: string) => string | null,
  standing: StandingClusters,
): FoundOfSystem {
  const { keys, columns } = readColumns(db);
  const pairs = paymentPairs(columns);
  const read = paymentReader(db);
  const alike = alikeCounts(columns, pairs.rows);
  const known = (row: number): KnownPayment => {
    const one = read(keys[row] ?? 0);
    if (one === null) throw new Error('a payment of a pair was not read');
    return one;
  };
  const searched = { keys, pairs: pairs.pairs };
  const apart = toldApart(standing, searched, (key) => {
    const one = read(key);
    return one === null ? null : evidenceOf(one);
  });
  const found = paymentDuplicates(pairs, (row) => ({ ...known(row).facts, alike: alike(row) }), apart);
  const clusters = found.flatMap((suspicion) => {
    const members = suspicion.rows.map(known);
    const [first] = members;
    const unit = first === undefined ? null : unitOf(first.depositBu);
    if (first === undefined || unit === null) return [];
    return [
      foundCluster(suspicion, {
        unit,
        members: members.map(({ paymentKey }) => ({ movementKey: null, paymentKey })),
        evidence: members.map(evidenceOf),
        amountMinor: first.amountMinor,
        exponent: first.exponent,
        currency: first.currency,
        customer: members.find(({ customer }) => customer !== null)?.customer ?? null,
        firstAt: first.date,
        lastAt: members.at(-1)?.date ?? first.date,
      }),
    ];
  });
  const notCompared = pairs.crowded.flatMap((row): NotCompared[] => {
    const one = read(keys[row] ?? 0);
    const unit = one === null ? null : unitOf(one.depositBu);
    return one === null || unit === null ? [] : [{ unit, movementKey: null, paymentKey: keys[row] ?? 0 }];
  });
  return { clusters, notCompared, unjudged: unjudged(standing, searched) };
}

function evidenceOf({ date, currency, amountMinor, exponent, facts }: KnownPayment): JsonValue {
  const { paymentId, bank, named, items } = facts;
  return [date, amountMinor, exponent, currency, paymentId, bank, [...named], [...items]];
}

type Column = [
  key: number,
  depositBu: string,
  currency: string,
  exponent: number,
  amountMinor: number,
  paymentId: string,
  comment: string | null,
  date: string,
];

function readColumns(db: ReadableLedger): { readonly keys: Int32Array; readonly columns: PaymentColumns } {
  const total = statement<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM ps_payment p WHERE ${TAKES_PART}`,
  ).get();
  const count = total?.count ?? 0;
  const keys = new Int32Array(count);
  const columns = {
    count,
    scope: new Int32Array(count),
    amountMinor: new Float64Array(count),
    paymentId: new Int32Array(count),
    named: new Int32Array(count),
    day: new Float64Array(count),
  };
  const [scopeOf, idOf, nameOf] = [interned(), interned(), interned()];
  const rows = db
    .prepare<[], Column>(
      `SELECT payment_key, deposit_bu, currency, exponent, amount_minor, payment_id, comment, accounting_date
       FROM ps_payment p WHERE ${TAKES_PART}`,
    )
    .raw();
  let row = 0;
  for (const [key, depositBu, currency, exponent, amountMinor, paymentId, comment, date] of rows.iterate()) {
    const [named] = stripeMoneyIds(comment ?? '');
    keys[row] = key;
    columns.scope[row] = scopeOf(`${depositBu} ${currency} ${exponent}`);
    columns.amountMinor[row] = amountMinor;
    columns.paymentId[row] = idOf(paymentId.toUpperCase());
    columns.named[row] = named === undefined ? -1 : nameOf(named);
    columns.day[row] = dayNumber(date);
    row += 1;
  }
  return { keys, columns };
}

interface PaymentRecord {
  readonly deposit_bu: string;
  readonly payment_id: string;
  readonly amount_minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly accounting_date: string;
  readonly bank: string;
  readonly comment: string | null;
  readonly is_ours: 0 | 1;
}
interface ItemRecord {
  readonly cust_id: string;
  readonly item: string;
  readonly amount_minor: number;
  readonly original_minor: number | null;
}
interface KnownPayment {
  readonly paymentKey: number;
  readonly depositBu: string;
  readonly amountMinor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly date: string;
  readonly customer: string | null;
  readonly facts: Omit<PaymentFacts, 'alike'>;
}

const PAYMENT = `SELECT deposit_bu, payment_id, amount_minor, exponent, currency, accounting_date, bank_code || '/' || bank_account_key AS bank, comment,
    EXISTS (SELECT 1 FROM posting WHERE posting.reference = p.payment_id COLLATE NOCASE) AS is_ours
  FROM ps_payment p WHERE payment_key = ?`;
const ITEMS = `SELECT pi.cust_id, pi.item, pi.amount_minor, i.original_minor FROM ps_payment_item pi
    LEFT JOIN ar_item i USING (business_unit, cust_id, item, item_line) WHERE payment_key = ? ORDER BY pi.cust_id, pi.item`;

/** Reads all that a payment is compared by, once each. Null: there is no such payment any more. */
function paymentReader(db: ReadableLedger): (paymentKey: number) => KnownPayment | null {
  const read = statement<PaymentRecord>(db, PAYMENT);
  const itemsOf = statement<ItemRecord>(db, ITEMS);
  const found = new Map<number, KnownPayment>();
  return (paymentKey) => {
    const before = found.get(paymentKey);
    if (before !== undefined) return before;
    const record = read.get(paymentKey);
    if (record === undefined) return null;
    const items = itemsOf.all(paymentKey);
    const payment: KnownPayment = {
      paymentKey,
      depositBu: record.deposit_bu,
      amountMinor: record.amount_minor,
      exponent: record.exponent,
      currency: record.currency,
      date: record.accounting_date,
      customer: items[0]?.cust_id ?? null,
      facts: {
        paymentId: record.payment_id.toUpperCase(),
        bank: record.bank,
        day: dayNumber(record.accounting_date),
        named: stripeMoneyIds(record.comment ?? '').toSorted(),
        items: [...new Set(items.map(({ cust_id, item }) => `${cust_id} ${item}`))],
        isOurs: record.is_ours === 1,
        hasRoom: items.some(({ amount_minor, original_minor }) => 2 * amount_minor <= (original_minor ?? 0)),
      },
    };
    found.set(paymentKey, payment);
    return payment;
  };
}

/** How many payments have the amount of a row, counted only for the rows asked about. */
function alikeCounts({ count, scope, amountMinor }: PaymentColumns, rows: readonly number[]): (row: number) => number {
  const nameOf = (row: number): string => `${scope[row]} ${amountMinor[row]}`;
  const amounts = new Set(rows.map((row) => amountMinor[row] ?? 0));
  const counts = new Map<string, number>();
  for (let row = 0; row < count; row++)
    if (amounts.has(amountMinor[row] ?? 0)) counts.set(nameOf(row), (counts.get(nameOf(row)) ?? 0) + 1);
  return (row) => counts.get(nameOf(row)) ?? 0;
}
