import { describe, expect, it } from 'vitest';
import { objectsOf } from '../company/month.ts';
import { serveMonth, type ServedMonth } from './serve-month.ts';

const FAMILIES = [
  ['customer', 'customers'],
  ['invoice', 'invoices'],
  ['invoice_payment', 'invoice_payments'],
  ['charge', 'charges'],
  ['refund', 'refunds'],
  ['dispute', 'disputes'],
  ['payout', 'payouts'],
  ['balance_transaction', 'balance_transactions'],
] as const;

type Row = Record<string, unknown>;
const ids = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map((row) => String(row['id']));

async function walk(
  served: ServedMonth,
  path: string,
  direction: 'starting_after' | 'ending_before',
  start = '',
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = start;
  for (;;) {
    const join = path.includes('?') ? '&' : '?';
    const { body } = await served.get(`${path}${join}limit=37${cursor === '' ? '' : `&${direction}=${cursor}`}`);
    const page = body['data'] as Row[];
    rows.push(...(direction === 'starting_after' ? page : page.toReversed()));
    if (body['has_more'] !== true) return rows;
    cursor = String((direction === 'starting_after' ? page.at(-1) : page[0])?.['id']);
  }
}

describe('a list', () => {
  it('gives the whole set, newest first, page by page in either direction', async () => {
    const served = await serveMonth();
    for (const [object, path] of FAMILIES) {
      const wanted = ids(objectsOf(served.month, object));
      const down = await walk(served, `/v1/${path}`, 'starting_after');
      expect(ids(down).sort()).toEqual(wanted.sort());
      const created = down.map((row) => Number(row['created']));
      expect(created).toEqual(created.toSorted((a, b) => b - a));
      const oldest = String(down.at(-1)?.['id']);
      const up = await walk(served, `/v1/${path}`, 'ending_before', oldest);
      expect(ids(up)).toEqual(ids(down).slice(0, -1).reverse());
    }
  });

  it('has an envelope with its own address and 10 rows where no limit is given', async () => {
    const served = await serveMonth();
    const { body } = await served.get('/v1/charges');
    expect(body).toMatchObject({ object: 'list', url: '/v1/charges', has_more: true });
    expect(body['data']).toHaveLength(10);
  });

  it('keeps to the bounds of created, each included or excluded as asked', async () => {
    const served = await serveMonth();
    const all = objectsOf(served.month, 'charge')
      .map((row) => Number(row['created']))
      .sort((a, b) => a - b);
    const middle = all[Math.floor(all.length / 2)] ?? 0;
    const count = async (query: string) => (await walk(served, `/v1/charges?${query}`, 'starting_after')).length;
    expect(await count(`created[gte]=${middle}`)).toBe(all.filter((at) => at >= middle).length);
    expect(await count(`created[gt]=${middle}`)).toBe(all.filter((at) => at > middle).length);
    expect(await count(`created[lt]=${middle}`)).toBe(all.filter((at) => at < middle).length);
    expect(await count(`created[lte]=${middle}`)).toBe(all.filter((at) => at <= middle).length);
    expect(await count(`created=${middle}`)).toBe(all.filter((at) => at === middle).length);
    expect(await count(`created[gte]=${middle}&created[lt]=${middle + 86_400}`)).toBe(
      all.filter((at) => at >= middle && at < middle + 86_400).length,
    );
  });

  it('follows the filters from a charge to its invoices', async () => {
    const served = await serveMonth();
    const link = objectsOf(served.month, 'invoice_payment')[0] as {
      payment: { payment_intent: string };
      invoice: string;
    };
    const intent = link.payment.payment_intent;
    const found = await served.data(
      `/v1/invoice_payments?payment[type]=payment_intent&payment[payment_intent]=${intent}`,
    );
    expect(found.map((row) => row['invoice'])).toContain(link.invoice);
    for (const row of found) expect(row['payment']).toEqual({ type: 'payment_intent', payment_intent: intent });
    const [charge] = await served.data(`/v1/charges?payment_intent=${intent}`);
    expect(charge?.['payment_intent']).toBe(intent);
    expect(charge).not.toHaveProperty('invoice');
    const ofInvoice = await served.data(`/v1/invoice_payments?invoice=${link.invoice}`);
    for (const row of ofInvoice) expect(row['invoice']).toBe(link.invoice);
  });

  it('lists for an automatic payout the rows that add up to it, with its own row to zero', async () => {
    const served = await serveMonth();
    for (const payout of objectsOf(served.month, 'payout')) {
      const rows = await walk(served, `/v1/balance_transactions?payout=${String(payout['id'])}`, 'starting_after');
      const net = (of: Row[]) => of.reduce((sum, row) => sum + Number(row['net']), 0);
      expect(net(rows.filter((row) => row['source'] !== payout['id'] || row['type'] !== 'payout'))).toBe(
        payout['amount'],
      );
      expect(net(rows.filter((row) => row['type'] !== 'payout_failure' || row['source'] !== payout['id']))).toBe(0);
    }
  });

  it('replaces ids by objects where expand asks for it', async () => {
    const served = await serveMonth();
    const rows = await served.data(
      '/v1/charges?limit=100&expand[]=data.balance_transaction&expand[]=data.payment_intent.latest_charge&expand[]=data.refunds',
    );
    const paid = rows.filter((row) => row['status'] === 'succeeded');
    expect(paid.length).toBeGreaterThan(50);
    for (const row of paid) {
      expect(row['balance_transaction']).toMatchObject({ object: 'balance_transaction', source: row['id'] });
      expect(row['payment_intent']).toMatchObject({ object: 'payment_intent', latest_charge: { id: row['id'] } });
      expect(row['refunds']).toMatchObject({ object: 'list' });
    }
    const [link] = await served.data(
      '/v1/invoice_payments?limit=1&expand[]=data.invoice&expand[]=data.payment.payment_intent',
    );
    expect(link).toMatchObject({
      invoice: { object: 'invoice' },
      payment: { payment_intent: { object: 'payment_intent' } },
    });
  });

  it('tells the tax ids of customers only where expand asks for them', async () => {
    const served = await serveMonth();
    const plain = await served.data('/v1/customers?limit=100');
    expect(plain.filter((row) => 'tax_ids' in row)).toEqual([]);
    const expanded = await served.data('/v1/customers?limit=100&expand[]=data.tax_ids');
    const held = expanded.flatMap((row) => {
      expect(row['tax_ids']).toMatchObject({ object: 'list', has_more: false });
      return (row['tax_ids'] as { data: Row[] }).data;
    });
    expect(held.length).toBeGreaterThan(0);
    for (const id of held) expect(id).toMatchObject({ object: 'tax_id', verification: null });
  });

  it('shows objects in the shape of the pinned version', async () => {
    const served = await serveMonth();
    const [invoice] = await served.data('/v1/invoices?limit=1');
    expect(invoice).toMatchObject({
      livemode: false,
      collection_method: 'send_invoice',
      amount_overpaid: expect.any(Number) as unknown,
    });
    for (const gone of ['charge', 'payment_intent', 'paid', 'paid_out_of_band'])
      expect(invoice).not.toHaveProperty(gone);
    const [row] = await served.data('/v1/balance_transactions?limit=1');
    expect(row).toMatchObject({ balance_type: 'payments', reporting_category: expect.any(String) as unknown });
  });
});
