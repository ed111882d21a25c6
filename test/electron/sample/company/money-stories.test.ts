import { describe, expect, it } from 'vitest';
import { localDate, seconds } from '../../../../electron/sample/company/calendar.ts';
import { generateCompany } from '../../../../electron/sample/company/generate-company.ts';
import { month, objectsOf, type Month, type Row } from './month.ts';

const SEEDS = [7, 11] as const;
const made = new Map<number, Month>(SEEDS.map((seed) => [seed, month({ seed, movements: 500 })]));

function of(seed: number): Month {
  const known = made.get(seed);
  if (!known) throw new Error(`no month of seed ${seed}`);
  return known;
}

const methodOf = (row: Row) => Reflect.get(row['payment_method_details'] as object, 'type') as unknown;
const has = (row: Row, fields: Row) => Object.entries(fields).every(([name, value]) => row[name] === value);

/** Each story by what it leaves at Stripe. */
const LEFT: Readonly<Record<string, readonly [string, (row: Row) => boolean]>> = {
  'a debit that succeeded days later': ['charge', (row) => row['status'] === 'succeeded' && methodOf(row) !== 'card'],
  'a debit that failed': ['charge', (row) => row['status'] === 'failed' && methodOf(row) !== 'card'],
  'a debit that is pending': ['charge', (row) => has(row, { status: 'pending', balance_transaction: null })],
  'a debit that the bank took back': ['charge', (row) => typeof row['failure_balance_transaction'] === 'string'],
  'a payment in progress': ['payment_intent', (row) => row['status'] === 'processing'],
  'an invoice made void': ['invoice', (row) => row['status'] === 'void'],
  'a bad debt': ['invoice', (row) => row['status'] === 'uncollectible'],
  'an invoice overpaid': ['invoice', (row) => Number(row['amount_overpaid']) > 0],
  'an invoice paid with credit': ['invoice', (row) => Number(row['starting_balance']) < 0 && row['status'] === 'paid'],
  'an invoice less due by a credit note': ['invoice', (row) => Number(row['pre_payment_credit_notes_amount']) > 0],
  'a credit note before the payment': ['credit_note', (row) => has(row, { type: 'pre_payment', status: 'issued' })],
  'a credit note by refund': ['credit_note', (row) => (row['refunds'] as unknown[]).length > 0],
  'a credit note to the balance': ['credit_note', (row) => row['customer_balance_transaction'] !== null],
  'a credit note made void': ['credit_note', (row) => row['status'] === 'void'],
  'credit of a customer': ['customer', (row) => Number(row['balance']) < 0],
  'a transfer that came': ['customer_cash_balance_transaction', (row) => row['type'] === 'funded'],
  'a transfer that was applied': ['customer_cash_balance_transaction', (row) => row['type'] === 'applied_to_payment'],
  'funds nobody claimed': ['balance_transaction', (row) => row['reporting_category'] === 'unreconciled_customer_funds'],
  'a refund pending or canceled': ['refund', (row) => row['status'] === 'canceled'],
  'a dispute prevented': ['dispute', (row) => row['status'] === 'prevented'],
  'an inquiry closed': ['dispute', (row) => row['status'] === 'warning_closed'],
  'a fee for fighting a dispute': ['balance_transaction', (row) => row['description'] === 'Dispute countered fee'],
  'a payout by hand': [
    'payout',
    (row) => has(row, { automatic: false, status: 'paid' }) && row['method'] === 'standard',
  ],
  'a payout at once': ['payout', (row) => row['method'] === 'instant'],
  'a payout canceled': ['payout', (row) => row['status'] === 'canceled'],
  'a payout failed after it was paid': ['payout', (row) => row['status'] === 'failed'],
  'a payout reversed': ['payout', (row) => typeof row['reversed_by'] === 'string'],
  'a payout below zero': ['payout', (row) => row['automatic'] === true && Number(row['amount']) < 0],
  'a top-up': ['topup', (row) => row['status'] === 'succeeded'],
  'a top-up that failed': ['topup', (row) => has(row, { status: 'failed', balance_transaction: null })],
  'a top-up reversed': ['topup', (row) => row['status'] === 'reversed'],
  'a reserve held': ['balance_transaction', (row) => row['type'] === 'reserve_hold'],
  'a reserve released': ['balance_transaction', (row) => row['type'] === 'reserve_release'],
  'money held for connected accounts': [
    'balance_transaction',
    (row) => row['reporting_category'] === 'connect_reserved_funds',
  ],
  'network costs': ['balance_transaction', (row) => row['reporting_category'] === 'network_cost'],
  'tax of its own': ['balance_transaction', (row) => row['reporting_category'] === 'tax'],
  'tax within a fee': [
    'balance_transaction',
    (row) => (row['fee_details'] as Row[]).some((detail) => detail['type'] === 'tax'),
  ],
};

describe.each(SEEDS)('a month of 500 movements with seed %d', (seed) => {
  it.each(Object.entries(LEFT))('holds %s', (_, [object, holds]) => {
    expect(objectsOf(of(seed), object).filter(holds).length).toBeGreaterThan(0);
  });

  it('has charges whose balance transaction came later, and tells so', () => {
    const rows = new Map(objectsOf(of(seed), 'balance_transaction').map((row) => [row['id'], row]));
    const late = of(seed).stripe.filter(({ events }) => events?.some(({ type }) => type === 'charge.updated'));
    expect(late.length).toBeGreaterThan(0);
    for (const { object, events } of late)
      expect(rows.get(object['balance_transaction'])?.['created']).toBe(events?.[0]?.at);
  });

  it('has charges that wait for their balance transaction, which comes on another day of the unit', () => {
    const charges = new Map(objectsOf(of(seed), 'charge').map((row) => [row['id'], row]));
    const coming = of(seed).coming.map(({ object, comesAt = 0 }) => ({ object, comesAt }));
    const late = of(seed).movementTruth.filter(({ story }) => story === 'lateBalanceRow');
    expect(late.length).toBeGreaterThan(0);
    for (const { objectId } of late) {
      expect(charges.get(objectId)).toMatchObject({ status: 'succeeded', balance_transaction: null });
      const row = coming.find(({ object }) => object.object === 'balance_transaction' && object['source'] === objectId);
      const then = coming.find(({ object }) => object.id === objectId);
      expect(then?.object['balance_transaction']).toBe(row?.object.id);
      const days = [Number(charges.get(objectId)?.['created']), row?.comesAt ?? 0].map((at) =>
        localDate(at, 'America/New_York'),
      );
      expect(days[0]).not.toBe(days[1]);
    }
  });

  it('links one invoice to several payments, and one payment to several invoices', () => {
    const payments = objectsOf(of(seed), 'invoice_payment');
    const most = (key: (row: Row) => unknown) =>
      Math.max(...[...Map.groupBy(payments, key).values()].map((rows) => rows.length));
    expect(most((row) => row['invoice'])).toBeGreaterThan(1);
    expect(most((row) => Reflect.get(row['payment'] as object, 'payment_intent'))).toBeGreaterThan(2);
  });

  it('refunds one charge several times, and never more than it was', () => {
    const refunds = objectsOf(of(seed), 'refund').filter((row) => row['status'] === 'succeeded');
    const ofCharge = Map.groupBy(refunds, (row) => row['charge']);
    expect(Math.max(...[...ofCharge.values()].map((rows) => rows.length))).toBe(3);
    const charges = new Map(objectsOf(of(seed), 'charge').map((row) => [row['id'], row]));
    for (const [id, rows] of ofCharge)
      expect(rows.reduce((sum, row) => sum + Number(row['amount']), 0)).toBe(charges.get(id)?.['amount_refunded']);
  });

  it('has customers that Stripe knows twice', () => {
    const customers = Map.groupBy(objectsOf(of(seed), 'customer'), (row) => row['email']);
    const twice = [...customers.values()].filter((rows) => rows.length > 1);
    expect(twice.length).toBeGreaterThan(0);
    const custIds = new Map(of(seed).customerTruth.map((truth) => [truth.stripeCustomer, truth.custId]));
    for (const rows of twice) expect(new Set(rows.map((row) => custIds.get(String(row['id'])))).size).toBe(1);
  });

  it('has charges between the unit’s midnight and UTC’s', () => {
    const zone = { usd: 'America/New_York', eur: 'Europe/Berlin' };
    const truth = of(seed).movementTruth.filter(({ story }) => story === 'aroundMidnight');
    expect(truth.length).toBeGreaterThanOrEqual(2);
    const charges = new Map(objectsOf(of(seed), 'charge').map((row) => [row['id'], row]));
    const rows = new Map(objectsOf(of(seed), 'balance_transaction').map((row) => [row['source'], row]));
    for (const { objectId } of truth) {
      const at = Number(charges.get(objectId)?.['created']);
      const currency = String(rows.get(objectId)?.['currency']) as keyof typeof zone;
      expect(localDate(at, zone[currency])).not.toBe(new Date(at * 1_000).toISOString().slice(0, 10));
    }
  });

  it('leaves every customer’s balance where her last change of it left it', () => {
    const changes = objectsOf(of(seed), 'customer_balance_transaction');
    expect(changes.length).toBeGreaterThan(2);
    const customers = new Map(objectsOf(of(seed), 'customer').map((row) => [row['id'], row]));
    for (const [customer, rows] of Map.groupBy(changes, (row) => row['customer'])) {
      expect(rows.reduce((sum, row) => sum + Number(row['amount']), 0)).toBe(rows.at(-1)?.['ending_balance']);
      expect(customers.get(customer)?.['balance']).toBe(rows.at(-1)?.['ending_balance']);
    }
  });

  it('knows what comes later: debits that succeed and payouts that arrive after its start', () => {
    const start = seconds('2026-11-02T14:00:00Z');
    const { coming } = of(seed);
    expect(coming.every(({ comesAt = 0 }) => comesAt > start)).toBe(true);
    expect(coming.some(({ object }) => object.object === 'charge' && object['status'] === 'succeeded')).toBe(true);
  });
});

describe('a company of less than 500 movements', () => {
  it('has ordinary business only', () => {
    const kinds = new Set(
      [...generateCompany({ seed: 7, movements: 499 })].map((fact) => (fact.to === 'stripe' ? fact.object.object : '')),
    );
    for (const object of ['topup', 'credit_note', 'customer_balance_transaction']) expect(kinds).not.toContain(object);
  });
});
