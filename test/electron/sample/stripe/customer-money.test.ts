import { describe, expect, it } from 'vitest';
import { SAMPLE_START } from '../../../../electron/sample/company/company.ts';
import { objectsOf } from '../company/month.ts';
import { serveMonth } from './serve-month.ts';

const START = Date.parse(SAMPLE_START) / 1_000;

async function withMoney() {
  const served = await serveMonth({ movements: 60 });
  const [hers = '', other = ''] = objectsOf(served.month, 'customer').map((row) => String(row['id']));
  const put = (object: object) => served.control('PUT', '/__sim/objects', { object });
  for (const [n, amount] of [-700, 200].entries())
    await put({
      id: `cbtxn_1Money${n}`,
      object: 'customer_balance_transaction',
      created: START - 500 + n,
      customer: hers,
      currency: 'usd',
      amount,
      ending_balance: n === 0 ? -700 : -500,
      type: n === 0 ? 'invoice_overpaid' : 'applied_to_invoice',
      invoice: `in_1Money${n}`,
    });
  await put({
    id: 'ccsbtxn_1Money',
    object: 'customer_cash_balance_transaction',
    created: START - 400,
    customer: hers,
    currency: 'usd',
    net_amount: 900,
    ending_balance: 900,
    type: 'funded',
  });
  return { served, hers, other };
}

describe('what lies below a customer', () => {
  it('is listed newest first, hers only, and retrieved by its id', async () => {
    const { served, hers, other } = await withMoney();
    const list = await served.get(`/v1/customers/${hers}/balance_transactions`);
    expect(list.body).toMatchObject({ object: 'list', url: `/v1/customers/${hers}/balance_transactions` });
    const rows = list.body['data'] as { id: string }[];
    expect(rows.map(({ id }) => id).slice(0, 2)).toEqual(['cbtxn_1Money1', 'cbtxn_1Money0']);
    expect(await served.data(`/v1/customers/${hers}/balance_transactions?invoice=in_1Money0`)).toHaveLength(1);
    expect(await served.data(`/v1/customers/${other}/balance_transactions`)).toEqual([]);
    expect(await served.data(`/v1/customers/${hers}/balance_transactions?limit=1`)).toHaveLength(1);
    const one = await served.get(`/v1/customers/${hers}/balance_transactions/cbtxn_1Money0`);
    expect(one.body).toMatchObject({ amount: -700 });
    expect((await served.get(`/v1/customers/${other}/balance_transactions/cbtxn_1Money0`)).status).toBe(404);
  });

  it('tells her cash balance by currency, and none where she never sent money', async () => {
    const { served, hers, other } = await withMoney();
    const cash = await served.get(`/v1/customers/${hers}/cash_balance`);
    expect(cash.body).toMatchObject({ object: 'cash_balance', available: { usd: 900 }, customer: hers });
    expect((await served.get(`/v1/customers/${other}/cash_balance`)).body['available']).toBeNull();
    expect(await served.data(`/v1/customers/${hers}/cash_balance_transactions`)).toHaveLength(1);
    const events = await served.data('/v1/events?type=customer_cash_balance_transaction.created&limit=1');
    expect(events[0]).toMatchObject({ data: { object: { id: 'ccsbtxn_1Money', customer: hers } } });
  });

  it('is not served elsewhere, for no customer, or without the right to customers', async () => {
    const { served, hers } = await withMoney();
    expect((await served.get('/v1/cash_balance_transactions')).status).toBe(404);
    expect((await served.get(`/v1/customers/${hers}/moon_dust`)).status).toBe(404);
    expect((await served.get('/v1/customers/cus_Nobody/balance_transactions')).status).toBe(400);
    const { body } = await served.control('POST', '/__sim/keys', { rights: ['charge_read'] });
    expect((await served.get(`/v1/customers/${hers}/cash_balance`, String(body['key']))).status).toBe(403);
  });
});
