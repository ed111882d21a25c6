import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateCompany } from '../../../../electron/sample/company/generate-company.ts';
import type { CompanyRequest } from '../../../../electron/sample/company/company.ts';
import { money, parseDecimal, compareMoney } from '../../../../shared/domain/money.ts';
import { stripeAmountFault, stripeExponent } from '../../../../shared/domain/stripe-currency.ts';
import { itemKey, month, objectsOf, type Month } from './month.ts';

function digest(request: CompanyRequest): string {
  const hash = createHash('sha256');
  for (const fact of generateCompany(request)) hash.update(JSON.stringify(fact));
  return hash.digest('hex');
}

const CARRIED: ReadonlySet<unknown> = new Set(['charge', 'refund', 'dispute', 'payout']);

function movementsOf(of: Month): Record<string, number> {
  const rows = objectsOf(of, 'balance_transaction');
  return {
    charges: objectsOf(of, 'charge').filter((charge) => charge['status'] === 'succeeded').length,
    refunds: objectsOf(of, 'refund').length,
    disputes: objectsOf(of, 'dispute').length,
    payouts: objectsOf(of, 'payout').length,
    // Every other row is a movement of its own; these are carried by the object they move the money of.
    rows: rows.filter((row) => !CARRIED.has(row['reporting_category'])).length,
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const minor = (row: Readonly<Record<string, unknown>>, field: string) => Number(row[field]);

describe('the same request', () => {
  it('always gives the same facts, and another seed gives others', () => {
    expect(digest({ seed: 7, movements: 800 })).toBe(digest({ seed: 7, movements: 800 }));
    expect(digest({ seed: 8, movements: 800 })).not.toBe(digest({ seed: 7, movements: 800 }));
  });

  it('makes nothing at all for an empty company', () => {
    expect([...generateCompany({ seed: 7, movements: 0 })]).toEqual([]);
  });

  it.each([-1, 1.5, 1_000_001])('refuses %d movements and says what is allowed', (movements) => {
    expect(() => [...generateCompany({ seed: 7, movements })]).toThrow('from 0 to 1,000,000');
  });
});

describe('the movements of a month', () => {
  it.each([1, 2, 9, 33, 34, 100, 499, 500, 501, 1_234, 5_000])(
    'are exactly %d, at least 55 %% of them succeeded charges',
    (movements) => {
      const counts = movementsOf(month({ seed: 3, movements }));
      expect(sum(Object.values(counts))).toBe(movements);
      expect(counts['charges'] ?? 0).toBeGreaterThanOrEqual(0.55 * movements);
    },
  );

  it.each([1, 2, 7, 19])('tell every story at 5,000 movements with seed %d', (seed) => {
    const told = new Set(month({ seed, movements: 5_000 }).movementTruth.map((truth) => truth.story));
    for (const story of [
      'byReference',
      'byAmount',
      'oneForSeveral',
      'oneForSeveralSilent',
      'severalForOne',
      'short',
      'over',
      'retriedOriginal',
      'retriedDuplicate',
      'identicalNotDuplicate',
      'loneWrongCandidate',
      'colleaguePays',
      'handKeyed',
      'beforeGoLive',
      'noCustomer',
      'noInvoice',
      'misquoted',
      'byPurchaseOrder',
      'oneTypo',
      'garbled',
      'sameAmounts',
      'deduction',
      'twoSessionsFirst',
      'twoSessionsAgain',
      'otherCurrency',
      'doubledByInterface',
      'doubledByPerson',
      'refundFull',
      'refundPartial',
      'refundPending',
      'refundFailed',
      'refundLastMonth',
      'disputeLost',
      'disputeWon',
      'disputeOpen',
      'inquiry',
    ])
      expect(told).toContain(story);
  });

  it('use every currency of both units', () => {
    const used = new Set(objectsOf(month({ seed: 7, movements: 5_000 }), 'charge').map((charge) => charge['currency']));
    expect(used).toEqual(new Set(['cad', 'chf', 'eur', 'gbp', 'huf', 'isk', 'jpy', 'kwd', 'ugx', 'usd']));
  });
});

describe('Stripe amounts', () => {
  it.each([7, 11])('obey the rule of their currency in every object (seed %d)', (seed) => {
    const made = month({ seed, movements: 3_000 });
    const faults = made.stripe.flatMap(({ object }) => {
      const currency = object['currency'];
      if (typeof currency !== 'string') return [];
      const context = object.object === 'payout' ? 'payout' : 'api';
      return ['amount', 'amount_refunded', 'amount_paid', 'total', 'fee', 'net']
        .map((field) => object[field])
        .filter((value) => typeof value === 'number')
        .map((value) => stripeAmountFault(value, currency, context));
    });
    expect(faults.length).toBeGreaterThan(10_000);
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });

  it('never have more than eight digits in a charge', () => {
    for (const charge of objectsOf(month({ seed: 5, movements: 3_000 }), 'charge'))
      expect(minor(charge, 'amount')).toBeLessThanOrEqual(99_999_999);
  });
});

describe('the Stripe balance', () => {
  const made = month({ seed: 7, movements: 5_000 });
  const rows = made.stripe.filter((fact) => fact.object.object === 'balance_transaction');

  it('has net = amount - fee in every row', () => {
    for (const { object } of rows) expect(minor(object, 'net')).toBe(minor(object, 'amount') - minor(object, 'fee'));
  });

  it('pays out in each payout exactly the sum of the rows it settles', () => {
    const payouts = made.stripe.filter((fact) => fact.object.object === 'payout' && fact.object['automatic'] === true);
    expect(payouts.length).toBeGreaterThan(30);
    for (const { object, settles } of payouts) {
      const own = rows.filter((row) => row.settlement !== undefined && settles?.includes(row.settlement));
      expect(sum(own.map((row) => minor(row.object, 'net')))).toBe(object['amount']);
      for (const row of own) expect(row.object['currency']).toBe(object['currency']);
    }
  });

  it('settles every row at most once, and leaves what became available later', () => {
    const settled = made.stripe.flatMap((fact) => fact.settles ?? []);
    expect(new Set(settled).size).toBe(settled.length);
  });

  it('moves the money of a failed refund out and back, and of a pending one not at all', () => {
    const netOf = (id: unknown) =>
      sum(rows.filter((row) => row.object['source'] === id).map((row) => minor(row.object, 'net')));
    const refunds = objectsOf(made, 'refund');
    const failed = refunds.filter((refund) => refund['status'] === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const refund of failed) expect(refund['failure_balance_transaction']).toMatch(/^txn_/);
    for (const refund of refunds.filter((refund) => refund['status'] === 'pending'))
      expect(netOf(refund['id'])).toBe(0);
  });

  it('gives disputes none, one or two rows, and inquiries and prevented ones none', () => {
    const disputes = objectsOf(made, 'dispute').map((dispute) => ({
      isInquiry: String(dispute['status']).startsWith('warning_') || dispute['status'] === 'prevented',
      rows: (dispute['balance_transactions'] as readonly unknown[]).length,
    }));
    expect(new Set(disputes.map((dispute) => dispute.rows))).toEqual(new Set([0, 1, 2]));
    for (const { isInquiry, rows } of disputes) expect(isInquiry).toBe(rows === 0);
  });

  it('names an exchange rate exactly where the settlement currency differs', () => {
    const charges = new Map(objectsOf(made, 'charge').map((charge) => [charge['id'], charge]));
    for (const { object } of rows.filter((row) => row.object['type'] === 'charge')) {
      const charge = charges.get(object['source']);
      const same = charge?.['currency'] === object['currency'];
      expect(object['exchange_rate'] === null).toBe(same);
      expect(same && object['amount'] !== charge?.['amount']).toBe(false);
    }
  });
});

describe('the truth', () => {
  const made = month({ seed: 7, movements: 5_000 });
  const charges = new Map(objectsOf(made, 'charge').map((charge) => [String(charge['id']), charge]));

  const refunds = new Map(objectsOf(made, 'refund').map((refund) => [String(refund['id']), refund]));

  function chargeMoney(id: string) {
    const charge = charges.get(id) ?? refunds.get(id);
    const currency = String(charge?.['currency']).toUpperCase();
    return money(Number(charge?.['amount']), stripeExponent(currency) ?? 0, currency);
  }

  it('allocates no more than a charge, to items that exist, of the same customer and currency', () => {
    for (const truth of made.movementTruth) {
      if (truth.allocations.length === 0) continue;
      const paid = chargeMoney(truth.objectId);
      const parts = truth.allocations.map((allocation) => {
        expect(made.items.get(itemKey(allocation))?.currency).toBe(paid.currency);
        return parseDecimal(allocation.amount, 3, paid.currency).minor;
      });
      expect(compareMoney(money(sum(parts), 3, paid.currency), paid)).toBeLessThanOrEqual(0);
    }
  });

  it('never pays an item more than its amount', () => {
    const paid = new Map<string, number>();
    for (const truth of made.movementTruth)
      for (const allocation of truth.allocations) {
        const key = itemKey(allocation);
        const sign = truth.movementKind === 'refund' ? -1 : 1;
        paid.set(key, (paid.get(key) ?? 0) + sign * parseDecimal(allocation.amount, 3, 'USD').minor);
      }
    for (const [key, amount] of paid) {
      const original = parseDecimal(made.items.get(key)?.amount ?? '0', 3, 'USD').minor;
      expect(Math.sign(amount)).toBe(Math.sign(original));
      expect(Math.abs(amount)).toBeLessThanOrEqual(Math.abs(original));
    }
  });

  it('pays most refunds back on a credit memo that names the invoice, and has some without and some astray', () => {
    const succeeded = made.movementTruth.filter(({ objectId }) => refunds.get(objectId)?.['status'] === 'succeeded');
    const credits = succeeded.flatMap(({ allocations }) => allocations.map((each) => made.items.get(itemKey(each))));
    expect(credits.length).toBeGreaterThan(succeeded.length / 2);
    expect(credits.every((credit) => credit?.entryType === 'CR' && credit.amount.startsWith('-'))).toBe(true);
    const truly = new Set(credits);
    const astray = [...made.items.values()].filter((item) => item.entryType === 'CR' && !truly.has(item));
    expect(astray.length).toBeGreaterThan(0);
    expect(succeeded.some(({ allocations }) => allocations.length === 0)).toBe(true);
  });

  it('covers every succeeded charge, refund and dispute once', () => {
    const wanted = [
      ...[...charges.values()].filter((charge) => charge['status'] === 'succeeded'),
      ...objectsOf(made, 'refund'),
      ...objectsOf(made, 'dispute'),
    ].map((row) => String(row['id']));
    expect(made.movementTruth.map((truth) => truth.objectId).sort()).toEqual(wanted.sort());
  });

  const custIds = new Map(made.customerTruth.map((customer) => [customer.stripeCustomer, customer.custId]));
  const paidByReceipt = new Set(made.receipts.flatMap((receipt) => receipt.items.map(itemKey)));

  function equalItems(chargeId: string) {
    const paid = chargeMoney(chargeId);
    const custId = custIds.get(String(charges.get(chargeId)?.['customer']));
    return [...made.items.values()].filter(
      (item) =>
        item.custId === custId &&
        item.currency === paid.currency &&
        compareMoney(parseDecimal(item.amount, 3, item.currency), paid) === 0,
    );
  }

  it('allows nothing automatic for a lone wrong candidate: the item it was meant for is paid, an equal one is open', () => {
    const lone = made.movementTruth.filter((truth) => truth.story === 'loneWrongCandidate');
    expect(lone.length).toBeGreaterThan(20);
    for (const truth of lone) {
      expect(truth.allocations).toEqual([]);
      const equal = equalItems(truth.objectId);
      expect(equal.some((item) => paidByReceipt.has(itemKey(item)))).toBe(true);
      expect(equal.some((item) => !paidByReceipt.has(itemKey(item)))).toBe(true);
    }
  });

  it('has no item of the amount of a prepayment', () => {
    for (const truth of made.movementTruth.filter((known) => known.story === 'noInvoice'))
      expect(equalItems(truth.objectId)).toEqual([]);
  });

  it('names the receipt of every charge that was keyed by hand, in the clearing account and on the days around it', () => {
    const receipts = new Map(made.receipts.map((receipt) => [receipt.paymentId, receipt]));
    const keyed = made.movementTruth.filter((truth) => truth.story === 'handKeyed');
    expect(keyed.length).toBeGreaterThan(20);
    for (const truth of keyed) {
      const receipt = receipts.get(truth.receipt ?? '');
      expect(receipt?.bankCode).toBe('STRPE');
      expect(receipt?.accountingDate).toMatch(/^2026-10-0[1-4]$/);
      expect(receipt?.comment ?? truth.objectId).toContain(truth.objectId);
    }
  });

  it('books cheques to another bank than the clearing accounts', () => {
    for (const payment of made.colleaguePayments) expect(payment.bankCode).not.toBe('STRPE');
  });
});
