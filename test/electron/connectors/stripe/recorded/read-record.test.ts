import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../../../electron/connectors/stripe/recorded/read-record.ts';
import type { RecordedObject, StripeFact } from '../../../../../electron/connectors/stripe/types.ts';
import * as samples from '../samples.ts';
import { CREATED, OF_2015, OF_2018, OF_2019, OF_2020, OF_2022, OF_2024, OF_2025 } from './older-objects.ts';

const OWNER = { account: 'acct_1', livemode: false };
type Fields = Readonly<Record<string, unknown>>;

function read(value: unknown): readonly RecordedObject[] {
  const record = readRecord(value, OWNER);
  if ('refused' in record) throw new Error(record.refused.reason);
  expect(record.besides).toEqual([]);
  return record.objects;
}
function refusal(value: unknown): string {
  const record = readRecord(value, OWNER);
  return 'refused' in record ? record.refused.reason : 'taken in';
}
function factOf(from: readonly Fields[], id: string): StripeFact {
  const found = from.flatMap(read).find((recorded) => recorded.id === id)?.object;
  if (found === undefined || found === null) throw new Error(`${id} was not read`);
  return found.fact;
}
const event = (object: unknown, fields: Fields = {}): Fields => ({
  id: 'evt_1',
  object: 'event',
  api_version: '2015-02-10',
  created: CREATED + 100,
  data: { object },
  livemode: false,
  type: 'charge.succeeded',
  ...fields,
});

describe('objects of past API versions say what the pinned version says', () => {
  it('2015: a paid charge with its card and its refunds', () => {
    expect(factOf(OF_2015, 'ch_1')).toMatchObject({
      status: 'succeeded',
      captured: true,
      amount: { minor: 12_50 },
      amountRefunded: { minor: 5_00 },
      disputed: false,
      paymentIntent: null,
      paymentMethod: 'card_1',
      payerFingerprint: 'fp_1',
      billingName: 'Ada',
    });
    expect(factOf(OF_2015, 're_1')).toMatchObject({ status: 'succeeded', charge: 'ch_1', amount: { minor: 5_00 } });
  });

  it('2015: an invoice by its date and its flags, a customer by her account balance', () => {
    expect(factOf(OF_2015, 'in_1')).toMatchObject({
      status: 'paid',
      amountPaid: { minor: 12_50 },
      tax: { minor: 2_00 },
      finalizedAt: new Date((CREATED - 30) * 1_000).toISOString(),
    });
    expect(factOf(OF_2015, 'cus_1')).toMatchObject({ balance: { minor: -3_00 }, name: null });
  });

  it('2015: categories of balance transactions follow from their types, transfers to the bank are payouts', () => {
    const categories = ['txn_1', 'txn_2', 'txn_3', 'txn_4', 'txn_5'].map((id) => {
      const fact = factOf(OF_2015, id);
      return fact.type === 'balance_transaction' ? [fact.reportingCategory, fact.balanceType, fact.known] : null;
    });
    expect(categories).toEqual([
      ['charge', 'payments', true],
      ['refund', 'payments', true],
      ['dispute', 'payments', true],
      ['transfer_reversal', 'payments', true],
      ['payout', 'payments', true],
    ]);
    expect(factOf(OF_2015, 'tr_1')).toMatchObject({ type: 'payout', status: 'paid', automatic: true });
  });

  it('2018: the dispute of a charge, its money among the objects inside', () => {
    expect(factOf(OF_2018, 'ch_1')).toMatchObject({
      disputed: true,
      paymentMethod: 'card_1',
      payerFingerprint: 'fp_1',
    });
    expect(factOf(OF_2018, 'dp_1')).toMatchObject({ balanceTransactions: ['txn_3'] });
    expect(factOf(OF_2018, 'txn_3')).toMatchObject({ reportingCategory: 'dispute', fee: { minor: 15_00 } });
    expect(factOf(OF_2018, 'po_1')).toMatchObject({ reconciliationStatus: 'completed' });
    expect(factOf(OF_2018, 'in_1')).toMatchObject({ status: 'paid', tax: { minor: 0 } });
  });

  it('2019-05-16: the charges inside a payment intent, and its statuses', () => {
    expect(factOf(OF_2019, 'pi_1')).toMatchObject({ latestCharge: 'ch_1', paymentMethodTypes: ['card'] });
    expect(factOf(OF_2019, 'ch_1')).toMatchObject({ paymentIntent: 'pi_1', paymentMethod: 'pm_1' });
    expect(factOf(OF_2019, 'pi_2')).toMatchObject({ status: 'requires_action', amountReceived: { minor: 0 } });
  });

  it('2020-08-27: a credit note with its refund and its tax', () => {
    expect(factOf(OF_2020, 'cn_1')).toMatchObject({ refunds: ['re_1'], tax: { minor: 80 } });
    expect(factOf(OF_2020, 'in_1')).toMatchObject({ tax: { minor: 2_00 } });
  });

  it('what is of the pinned version stays as it is', () => {
    const now = [samples.charge(), samples.refund(), samples.invoice(), samples.balanceTransaction(), samples.payout()];
    for (const value of [...now, ...OF_2022, ...OF_2024, ...OF_2025]) {
      const [own] = read(value);
      expect(own?.raw).toBe(JSON.stringify(value));
      expect(own?.object).not.toBeNull();
    }
  });

  it('says which payment paid which invoice as long as Stripe has no object for it', () => {
    const links = (from: readonly Fields[]) => from.flatMap(read).flatMap(({ link }) => link ?? []);
    const byCharge = { invoice: 'in_1', paymentIntent: null, charge: 'ch_1' };
    const byIntent = { invoice: 'in_1', paymentIntent: 'pi_1', charge: null };
    expect(links(OF_2015)).toEqual([byCharge, byCharge]);
    expect(links(OF_2019)).toEqual([byIntent, byIntent]);
    expect(links(OF_2020)).toEqual([byIntent]);
    expect(links(OF_2022)).toEqual([byIntent]);
    expect(links(OF_2024)).toEqual([]);
    expect(links(OF_2025)).toEqual([]);
  });
});

describe('a record of a file', () => {
  it('is of the instant of its event, or of the last one that a bare object speaks of', () => {
    expect(read(event(samples.charge()))[0]?.asOf).toBe(new Date((CREATED + 100) * 1_000).toISOString());
    const bare = read(samples.invoice({ status_transitions: { finalized_at: CREATED + 60, paid_at: CREATED + 90 } }));
    expect(bare[0]?.asOf).toBe(new Date((CREATED + 90) * 1_000).toISOString());
    // A due date lies ahead and metadata may say anything.
    const ahead = samples.invoice({ due_date: CREATED + 9_999, metadata: { created: '2', paid_at: '3' } });
    expect(read(ahead)[0]?.asOf).toBe(new Date((CREATED + 60) * 1_000).toISOString());
  });

  it('comes out of the envelopes of event buses', () => {
    const inner = event(samples.charge());
    expect(
      read({
        version: '0',
        id: 'x',
        'detail-type': 'charge.succeeded',
        source: 'aws.partner/stripe.com/ed_1',
        detail: inner,
      }),
    ).toEqual(read(inner));
    expect(
      read({ specversion: '1.0', type: 'com.stripe.v1.charge.succeeded', source: 's', id: 'x', data: inner }),
    ).toEqual(read(inner));
  });

  it('of a deletion leaves the customer deleted', () => {
    const [own] = read(event(samples.customer(), { type: 'customer.deleted' }));
    expect(own?.object?.fact).toMatchObject({ type: 'customer', deleted: true });
    expect(read({ id: 'cus_1', object: 'customer', deleted: true })[0]?.object?.fact).toMatchObject({ deleted: true });
  });

  it('of an unknown family is kept without a fact', () => {
    const [own] = read(event({ id: 'seti_1', object: 'setup_intent', livemode: false, created: CREATED }));
    expect(own).toMatchObject({ type: 'setup_intent', id: 'seti_1', object: null });
    expect(read(event({ object: 'balance', available: [], livemode: false }))[0]).toMatchObject({
      id: 'balance',
      object: null,
    });
  });

  it('is refused in words where it is not ours or holds nothing', () => {
    expect(refusal(event(samples.charge(), { account: 'acct_2' }))).toContain('connected account acct_2');
    expect(refusal(event(samples.charge(), { livemode: true }))).toContain('live data on a test connection');
    expect(refusal(samples.charge({ livemode: true }))).toContain('live data on a test connection');
    expect(refusal({ id: 'seti_1', object: 'setup_intent', livemode: true, created: 1 })).toContain('live data');
    expect(
      refusal({
        id: 'evt_1',
        object: 'v2.core.event',
        type: 'v1.x',
        related_object: { id: 'a', type: 'b' },
        livemode: false,
      }),
    ).toContain('thin event');
    expect(refusal(event(null))).toBe('the event holds no object');
    expect(refusal({ hello: 1 })).toContain('does not say what object it is');
    expect(refusal(12)).toBe('it is not a JSON object');
    expect(refusal(samples.charge({ currency: 'xqz' }))).toContain('unknown currency');
    expect(read(event(samples.charge(), { account: 'acct_1' }))).toHaveLength(1);
  });

  it('names what inside it cannot be read and keeps the rest', () => {
    const old = { ...OF_2015[0], refunds: [{ amount: 5_00, created: CREATED, currency: 'usd' }] };
    const record = readRecord(old, OWNER);
    if ('refused' in record) throw new Error(record.refused.reason);
    expect(record.objects.map(({ id }) => id)).toEqual(['ch_1']);
    expect(record.besides.map(({ type, reason }) => [type, reason])).toEqual([
      ['refund', expect.stringContaining('id')],
    ]);
  });

  it('never throws, whatever stands in it', () => {
    const pieces = fc.constantFrom(...[...OF_2015, ...OF_2019].flatMap((value) => Object.entries(value)));
    const mixed = fc
      .array(fc.oneof(pieces, fc.tuple(fc.string(), fc.jsonValue())))
      .map((entries) => Object.fromEntries(entries));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          mixed,
          mixed.map((value) => event(value)),
        ),
        (value) => {
          const record = readRecord(value, OWNER);
          expect('refused' in record || record.objects.length > 0).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});
