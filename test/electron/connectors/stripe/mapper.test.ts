import { describe, expect, it } from 'vitest';
import { mapStripeObject } from '../../../../electron/connectors/stripe/mapper.ts';
import type { StripeType } from '../../../../electron/connectors/stripe/types.ts';
import * as samples from './samples.ts';

function fact(type: StripeType, value: unknown) {
  const mapped = mapStripeObject(type, value, false);
  if (!mapped.accepted) throw new Error(mapped.refused.reason);
  return mapped.object.fact;
}
function reason(type: StripeType, value: unknown, livemode = false) {
  const mapped = mapStripeObject(type, value, livemode);
  return mapped.accepted ? 'accepted' : mapped.refused.reason;
}

describe('mapStripeObject', () => {
  it('reads a charge', () => {
    expect(fact('charge', samples.charge())).toEqual({
      type: 'charge',
      status: 'succeeded',
      captured: true,
      amount: { minor: 1250, exponent: 2, currency: 'USD' },
      authorised: { minor: 1250, exponent: 2, currency: 'USD' },
      amountRefunded: { minor: 0, exponent: 2, currency: 'USD' },
      disputed: false,
      customer: 'cus_1',
      paymentIntent: 'pi_1',
      paymentMethod: null,
      paymentMethodType: 'card',
      balanceTransaction: 'txn_1',
      failureBalanceTransaction: null,
      description: 'Order 7',
      statementDescriptor: 'TIEOUT',
      payerFingerprint: 'fp_1',
      billingName: 'Ada',
      metadata: { invoice: 'INV-7' },
    });
  });

  it('counts only the captured part of a captured charge', () => {
    expect(fact('charge', samples.charge({ amount_captured: 800 }))).toMatchObject({ amount: { minor: 800 } });
    expect(fact('charge', samples.charge({ captured: false, amount_captured: 0 }))).toMatchObject({
      captured: false,
      amount: { minor: 1250 },
    });
  });

  it('tells the account of a payer who did not pay by card', () => {
    const paidBy = (details: object) => fact('charge', samples.charge({ payment_method_details: details }));
    for (const type of ['sepa_debit', 'us_bank_account', 'bacs_debit', 'au_becs_debit', 'acss_debit', 'card_present'])
      expect(paidBy({ type, [type]: { fingerprint: 'fp_bank', last4: '6789' } })).toMatchObject({
        paymentMethodType: type,
        payerFingerprint: 'fp_bank',
      });
    expect(paidBy({ type: 'ideal', ideal: { bank: 'ing' } })).toMatchObject({ payerFingerprint: null });
    expect(() => paidBy({ type: 'sepa_debit', sepa_debit: { fingerprint: 7 } })).toThrow('fingerprint');
  });

  it('takes the id of a reference that was expanded', () => {
    expect(
      fact('charge', samples.charge({ balance_transaction: { id: 'txn_9', object: 'balance_transaction' } })),
    ).toMatchObject({ balanceTransaction: 'txn_9' });
    expect(fact('dispute', samples.dispute())).toMatchObject({ balanceTransactions: ['txn_3'] });
  });

  it('reads the other families', () => {
    expect(fact('customer', samples.customer())).toEqual({
      type: 'customer',
      name: 'Ada Ltd',
      email: 'ap@example.com',
      deleted: false,
      balance: { minor: 0, exponent: 2, currency: 'USD' },
      metadata: {},
      address: null,
      phone: null,
    });
    const address = { line1: 'Hauptstr. 5', line2: null, city: 'Köln', postal_code: '50667', state: '', country: 'DE' };
    const ids = [
      { type: 'eu_vat', value: 'DE811907980' },
      { type: 'de_stn', value: '12/345/67890' },
    ];
    const told = samples.customer({ address, phone: '0221 555123', tax_ids: { object: 'list', data: ids } });
    expect(fact('customer', told)).toMatchObject({
      address: { street: 'Hauptstr. 5', city: 'Köln', postalCode: '50667', country: 'DE' },
      phone: '0221 555123',
      taxIds: ids.toReversed(),
    });
    expect(fact('customer', samples.customer({ currency: null }))).toMatchObject({ balance: null });
    expect(fact('customer', { id: 'cus_1', object: 'customer', deleted: true })).toMatchObject({
      deleted: true,
      name: null,
    });
    expect(fact('invoice', samples.invoice())).toMatchObject({
      number: 'INV-7',
      status: 'paid',
      finalizedAt: '2026-10-05T10:01:00.000Z',
    });
    expect(fact('invoice_payment', samples.invoicePayment())).toMatchObject({
      invoice: 'in_1',
      paymentIntent: 'pi_1',
      charge: null,
      amountPaid: { minor: 1250 },
    });
    expect(fact('refund', samples.refund())).toMatchObject({
      charge: 'ch_1',
      amount: { minor: 500 },
      failureBalanceTransaction: null,
    });
    expect(fact('payout', samples.payout())).toMatchObject({
      status: 'paid',
      amount: { minor: 900 },
      arrivalAt: '2026-10-05T10:00:00.000Z',
    });
    expect(fact('balance_transaction', samples.balanceTransaction({ exchange_rate: 1.0823 }))).toMatchObject({
      known: true,
      fee: { minor: 66 },
      exchangeRate: '1.0823',
    });
  });

  it('reads what moves a customer’s balances, a payment intent and a top-up', () => {
    expect(fact('payment_intent', samples.paymentIntent())).toMatchObject({
      status: 'succeeded',
      amountReceived: { minor: 1250 },
      latestCharge: 'ch_1',
      paymentMethodTypes: ['card'],
    });
    expect(fact('topup', samples.topup())).toMatchObject({ status: 'succeeded', amount: { minor: 100_000 } });
    expect(fact('customer_balance_transaction', samples.customerBalanceTransaction())).toEqual({
      type: 'customer_balance_transaction',
      customer: 'cus_1',
      cause: 'credit_note',
      amount: { minor: -300, exponent: 2, currency: 'USD' },
      endingBalance: { minor: -300, exponent: 2, currency: 'USD' },
      invoice: null,
      creditNote: 'cn_1',
    });
    expect(fact('customer_cash_balance_transaction', samples.cashBalanceTransaction())).toEqual({
      type: 'customer_cash_balance_transaction',
      customer: 'cus_1',
      cause: 'applied_to_payment',
      net: { minor: -1250, exponent: 2, currency: 'USD' },
      endingBalance: { minor: 0, exponent: 2, currency: 'USD' },
      paymentIntent: 'pi_1',
      refund: null,
      balanceTransaction: null,
    });
    expect(fact('dispute', samples.dispute())).toMatchObject({ evidenceDueAt: '2026-10-12T10:00:00.000Z' });
  });

  it('lets fields through that Stripe adds later, and keeps the text of the whole object', () => {
    const value = samples.charge({ brand_new: { deep: [1] } });
    const mapped = mapStripeObject('charge', value, false);
    expect(mapped.accepted && JSON.parse(mapped.object.raw)).toEqual(value);
  });

  it.each([
    ['a currency Stripe does not name', samples.charge({ currency: 'xqz' }), 'unknown currency XQZ'],
    [
      'a three-decimal amount that does not end in 0',
      samples.charge({ currency: 'kwd', amount: 1_001, amount_captured: 1_001 }),
      'KWD amounts end in 0, got 1001',
    ],
    [
      'a part of a króna',
      samples.charge({ currency: 'isk', amount: 150, amount_captured: 150 }),
      'ISK amounts are whole units sent with two decimals, got 150',
    ],
    ['a fraction of a minor unit', samples.charge({ amount: 12.5 }), 'field amount:'],
    ['a missing field', { ...samples.charge(), status: undefined }, 'field status:'],
    ['another object', samples.refund(), 'field object:'],
    ['a number', 7, 'field (whole object):'],
    ['nothing', undefined, 'field (whole object):'],
  ])('refuses %s with the reason', (_what, value, expected) => {
    expect(reason('charge', value)).toContain(expected);
  });

  it('refuses a balance transaction whose net is not amount less fee', () => {
    expect(reason('balance_transaction', samples.balanceTransaction({ net: 1 }))).toBe(
      'net 1 is not amount 1250 less fee 66',
    );
  });

  it('refuses the part of a forint in a payout, but not in a charge', () => {
    expect(reason('payout', samples.payout({ currency: 'huf', amount: 1_050 }))).toContain(
      'HUF payouts are whole units',
    );
    expect(reason('charge', samples.charge({ currency: 'huf', amount: 1_050, amount_captured: 1_050 }))).toBe(
      'accepted',
    );
  });

  it('refuses test data on a live connection and live data on a test connection', () => {
    expect(reason('charge', samples.charge(), true)).toContain('test data on a live connection');
    expect(reason('charge', samples.charge({ livemode: true }), false)).toContain('live data on a test connection');
  });

  it('keeps the id of a refused object when there is one', () => {
    const mapped = mapStripeObject('charge', { id: 'ch_9', object: 'charge' }, false);
    expect(mapped).toMatchObject({ accepted: false, refused: { type: 'charge', id: 'ch_9' } });
  });

  it('marks a reporting category it does not know instead of failing', () => {
    expect(fact('balance_transaction', samples.balanceTransaction({ reporting_category: 'moon_levy' }))).toMatchObject({
      known: false,
      reportingCategory: 'moon_levy',
    });
  });
});
