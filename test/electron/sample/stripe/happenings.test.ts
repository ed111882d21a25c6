import { describe, expect, it } from 'vitest';
import { SAMPLE_START } from '../../../../electron/sample/company/company.ts';
import { objectsOf, type Row } from '../company/month.ts';
import { serveMonth, type ServedMonth } from './serve-month.ts';

const START_MS = Date.parse(SAMPLE_START);

function one(served: ServedMonth, object: string, holds: (row: Row) => boolean): Row {
  const found = objectsOf(served.month, object).find(holds);
  if (!found) throw new Error(`the month has no such ${object}`);
  return found;
}

async function newEvents(served: ServedMonth, work: () => Promise<unknown>): Promise<string[]> {
  const [last] = await served.data('/v1/events?limit=1');
  await work();
  const news = await served.data(`/v1/events?limit=100&ending_before=${String(last?.['id'])}`);
  return news.map((event) => String(event['type'])).sort();
}

async function availableUsd(served: ServedMonth): Promise<number> {
  const { body } = await served.get('/v1/balance');
  const rows = body['available'] as { currency: string; amount: number }[];
  return rows.find(({ currency }) => currency === 'usd')?.amount ?? 0;
}

describe('what happens to an object later', () => {
  it('a refund of last month fails today: the money is back, its object says so, events tell', async () => {
    const served = await serveMonth();
    const refund = one(served, 'refund', (row) => row['status'] === 'succeeded' && row['currency'] === 'usd');
    const before = await availableUsd(served);
    const happen = () => served.control('POST', '/__sim/happenings', { kind: 'refundFails', id: refund['id'] });
    expect(await newEvents(served, happen)).toEqual(['charge.refund.updated', 'refund.failed', 'refund.updated']);
    const { body } = await served.get(`/v1/refunds/${String(refund['id'])}?expand[]=failure_balance_transaction`);
    expect(body).toMatchObject({ status: 'failed', failure_reason: 'lost_or_stolen_card' });
    expect(body['failure_balance_transaction']).toMatchObject({ reporting_category: 'refund_failure' });
    expect(await availableUsd(served)).toBe(before + Number(refund['amount']));
  });

  it.each(['refundFails', 'refundCanceled'])(
    '%s: its charge says that so much less of it is refunded',
    async (kind) => {
      const served = await serveMonth();
      const refund = one(served, 'refund', (row) => row['status'] === 'succeeded');
      const charge = async () => (await served.get(`/v1/charges/${String(refund['charge'])}`)).body;
      const before = await charge();
      const happen = async () => served.control('POST', '/__sim/happenings', { kind, id: refund['id'] });
      await happen();
      const left = Number(before['amount_refunded']) - Number(refund['amount']);
      expect(await charge()).toMatchObject({ amount_refunded: left, refunded: false });
      await happen();
      expect(await charge()).toMatchObject({ amount_refunded: left });
    },
  );

  it('a dispute is won: its second row reinstates the amount, not the fee', async () => {
    const served = await serveMonth({ movements: 1_000 });
    const dispute = one(served, 'dispute', (row) => row['status'] === 'needs_response');
    const happen = () => served.control('POST', '/__sim/happenings', { kind: 'disputeWon', id: dispute['id'] });
    expect(await newEvents(served, happen)).toEqual(['charge.dispute.closed', 'charge.dispute.funds_reinstated']);
    const rows = (await served.get(`/v1/disputes/${String(dispute['id'])}`)).body['balance_transactions'] as Row[];
    expect(rows).toHaveLength(2);
    expect(Number(rows[0]?.['amount']) + Number(rows[1]?.['amount'])).toBe(0);
    expect(rows[1]).toMatchObject({ fee: 0, reporting_category: 'dispute_reversal' });
  });

  it('a payout fails days after it was paid, at its own second of the virtual clock and not before', async () => {
    let now = START_MS;
    const served = await serveMonth({ now: () => now });
    const payout = one(served, 'payout', (row) => row['status'] === 'paid' && row['automatic'] === true);
    const path = `/v1/payouts/${String(payout['id'])}`;
    const wanted = { kind: 'payoutFails', id: payout['id'], afterSeconds: 3 * 86_400 };
    expect((await served.control('POST', '/__sim/happenings', wanted)).status).toBe(200);
    now += 2 * 86_400_000;
    expect((await served.get(path)).body).toMatchObject({ status: 'paid' });
    now += 2 * 86_400_000;
    expect((await served.get(path)).body).toMatchObject({ status: 'failed', failure_code: 'account_closed' });
    const [told] = await served.data('/v1/events?type=payout.failed&limit=1');
    expect(told).toMatchObject({ created: START_MS / 1_000 + 3 * 86_400 });
  });

  it('a customer of long ago is renamed: only an event tells', async () => {
    const served = await serveMonth({ movements: 60 });
    const customer = one(served, 'customer', () => true);
    const wanted = { kind: 'customerRenamed', id: customer['id'], name: 'Another Name' };
    expect(await newEvents(served, () => served.control('POST', '/__sim/happenings', wanted))).toEqual([
      'customer.updated',
    ]);
    const [told] = await served.data('/v1/events?type=customer.updated&limit=1');
    expect(told).toMatchObject({ data: { object: { id: customer['id'], name: 'Another Name' } } });
  });

  it('a charge that was captured asynchronously gets its balance transaction later', async () => {
    const served = await serveMonth({ movements: 60 });
    const known = one(served, 'charge', (row) => row['status'] === 'succeeded' && row['currency'] === 'usd');
    const object = { ...known, id: 'ch_3Async', balance_transaction: null, created: START_MS / 1_000 - 30 };
    await served.control('PUT', '/__sim/objects', { object });
    const happen = () => served.control('POST', '/__sim/happenings', { kind: 'chargeCaptured', id: object.id });
    expect(await newEvents(served, happen)).toEqual(['charge.updated']);
    const { body } = await served.get('/v1/charges/ch_3Async?expand[]=balance_transaction');
    expect(body['balance_transaction']).toMatchObject({ amount: known['amount'], reporting_category: 'charge' });
  });

  it('a row comes a second time under another id', async () => {
    const served = await serveMonth({ movements: 60 });
    const row = one(served, 'balance_transaction', (each) => each['reporting_category'] === 'charge');
    await served.control('POST', '/__sim/happenings', { kind: 'rowDoubled', id: row['id'] });
    expect(await served.data(`/v1/balance_transactions?source=${String(row['source'])}`)).toHaveLength(2);
  });

  it('is refused where it cannot happen to this object', async () => {
    const served = await serveMonth({ movements: 60 });
    const customer = one(served, 'customer', () => true);
    const answer = await served.control('POST', '/__sim/happenings', { kind: 'disputeWon', id: customer['id'] });
    expect(answer.status).toBe(400);
    expect(String(answer.body['error'])).toContain('a dispute');
  });
});

describe('what is hidden', () => {
  it('is in no list, retrieve or event until its second has come, and the balance counts it all along', async () => {
    let now = START_MS;
    const served = await serveMonth({ now: () => now });
    const charge = one(served, 'charge', (row) => row['status'] === 'succeeded' && row['currency'] === 'usd');
    const row = String(charge['balance_transaction']);
    const before = await availableUsd(served);
    await served.control('PUT', '/__sim/hidden', { ids: [row], seconds: 3_600 });
    const read = async () => (await served.get(`/v1/charges/${String(charge['id'])}`)).body['balance_transaction'];
    expect(await read()).toBeNull();
    expect((await served.get(`/v1/balance_transactions/${row}`)).status).toBe(404);
    expect(await served.data(`/v1/balance_transactions?source=${String(charge['id'])}`)).toEqual([]);
    expect(await availableUsd(served)).toBe(before);
    expect(await served.data('/v1/events?type=charge.updated&created[gte]=' + START_MS / 1_000)).toEqual([]);
    now += 3_601_000;
    expect(await read()).toBe(row);
    expect(await served.data('/v1/events?type=charge.updated&created[gte]=' + START_MS / 1_000)).toHaveLength(1);
  });

  it('leaves no page of events empty while there are more', async () => {
    const served = await serveMonth();
    const newest = await served.data('/v1/events?type=charge.succeeded&limit=30');
    const ids = newest.map((event) => (event['data'] as { object: { id: string } }).object.id);
    await served.control('PUT', '/__sim/hidden', { ids: ids.slice(0, 25) });
    const { body } = await served.get('/v1/events?type=charge.succeeded&limit=5');
    expect((body['data'] as Row[]).map((event) => event['id'])).toEqual(newest.slice(25).map((event) => event['id']));
    expect(body['has_more']).toBe(true);
  });

  it('is a lost charge or a refund before its charge, until it is told to show', async () => {
    const served = await serveMonth();
    const refund = one(served, 'refund', () => true);
    const charge = String(refund['charge']);
    await served.control('PUT', '/__sim/hidden', { ids: [charge] });
    expect((await served.get(`/v1/charges/${charge}`)).status).toBe(404);
    expect((await served.get(`/v1/refunds/${String(refund['id'])}`)).body).toMatchObject({ charge });
    expect((await served.control('GET', '/__sim/hidden')).body['hidden']).toEqual([{ id: charge, until: null }]);
    await served.control('DELETE', '/__sim/hidden', { ids: [charge] });
    expect((await served.get(`/v1/charges/${charge}`)).status).toBe(200);
  });
});

describe('an older API version', () => {
  it('renders the events of before the account’s upgrade, and newer ones on demand', async () => {
    const served = await serveMonth();
    const versions = new Map<string, number[]>();
    let cursor = '';
    for (;;) {
      const { body } = await served.get(`/v1/events?type=charge.succeeded&limit=100${cursor}`);
      const page = body['data'] as { id: string; api_version: string; created: number; data: { object: Row } }[];
      for (const event of page) {
        versions.set(event.api_version, [...(versions.get(event.api_version) ?? []), event.created]);
        expect('invoice' in event.data.object).toBe(event.api_version === '2024-06-20');
      }
      if (body['has_more'] !== true) break;
      cursor = `&starting_after=${String(page.at(-1)?.id)}`;
    }
    expect([...versions.keys()].sort()).toEqual(['2024-06-20', '2026-10-28.endive']);
    expect(Math.max(...(versions.get('2024-06-20') ?? []))).toBeLessThan(
      Math.min(...(versions.get('2026-10-28.endive') ?? [])),
    );
    await served.control('PUT', '/__sim/event-version', { apiVersion: '2024-06-20' });
    const customer = one(served, 'customer', () => true);
    await served.control('POST', '/__sim/happenings', { kind: 'customerRenamed', id: customer['id'] });
    const [told] = await served.data('/v1/events?type=customer.updated&limit=1');
    expect(told).toMatchObject({ api_version: '2024-06-20' });
  });

  it('gives a charge and an invoice the links that were taken out since, and a balance transaction no balance', async () => {
    const served = await serveMonth();
    const payment = one(served, 'invoice_payment', () => true);
    const invoice = String(payment['invoice']);
    const intent = String((payment['payment'] as Row)['payment_intent']);
    const older = async (path: string) => {
      const headers = { authorization: `Bearer ${served.simulator.key}`, 'stripe-version': '2024-06-20' };
      return (await (await fetch(served.simulator.url + path, { headers })).json()) as Row;
    };
    const linked = await older(`/v1/invoices/${invoice}`);
    expect(linked).toMatchObject({ paid: true });
    expect(linked['charge']).toMatch(/^ch_/);
    const [charge] = (await older(`/v1/charges?payment_intent=${intent}`))['data'] as Row[];
    expect(charge).toMatchObject({ invoice });
    const [row] = (await older('/v1/balance_transactions?limit=1'))['data'] as Row[];
    expect(row).not.toHaveProperty('balance_type');
    await served.control('POST', '/__sim/faults', { kind: 'olderShape' });
    expect((await served.get(`/v1/invoices/${invoice}`)).body).toHaveProperty('paid_out_of_band');
  });
});
