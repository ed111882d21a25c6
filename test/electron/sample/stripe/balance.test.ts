import { describe, expect, it } from 'vitest';
import { SAMPLE_START } from '../../../../electron/sample/company/company.ts';
import { objectsOf, type Row } from '../company/month.ts';
import { serveMonth, type ServedMonth } from './serve-month.ts';

const START = Date.parse(SAMPLE_START) / 1_000;
const DAY = 86_400;

function sumOf(rows: readonly Row[], field: string, holds: (row: Row) => boolean = () => true): number {
  return rows.filter(holds).reduce((sum, row) => sum + Number(row[field]), 0);
}

async function amounts(served: ServedMonth, part: string): Promise<Record<string, number>> {
  const { body } = await served.get('/v1/balance');
  const rows = (body[part] ?? []) as { currency: string; amount: number }[];
  return Object.fromEntries(rows.map(({ currency, amount }) => [currency, amount]));
}

describe('the balance', () => {
  it('is to the last cent the sum of all balance transactions, available by the virtual clock or pending', async () => {
    let now = START;
    const served = await serveMonth({ now: () => now * 1_000 });
    const rows = objectsOf(served.month, 'balance_transaction');
    for (const later of [0, 2 * DAY, 30 * DAY]) {
      now = START + later;
      const available = await amounts(served, 'available');
      const pending = await amounts(served, 'pending');
      for (const currency of ['usd', 'eur']) {
        const own = rows.filter((row) => row['currency'] === currency);
        expect(available[currency]).toBe(sumOf(own, 'net', (row) => Number(row['available_on']) <= now));
        expect(pending[currency]).toBe(sumOf(own, 'net', (row) => Number(row['available_on']) > now));
      }
    }
    expect(await amounts(served, 'pending')).toEqual({ eur: 0, usd: 0 });
  });

  it('follows rows that come, change and go, also hidden ones', async () => {
    const served = await serveMonth({ movements: 60 });
    const before = (await amounts(served, 'available'))['usd'] ?? 0;
    const row = {
      id: 'txn_3Extra',
      object: 'balance_transaction',
      created: START - 60,
      available_on: START - 60,
      amount: 1_000,
      fee: 10,
      net: 990,
      currency: 'usd',
      reporting_category: 'other_adjustment',
      type: 'adjustment',
    };
    await served.control('PUT', '/__sim/objects', { object: row });
    expect((await amounts(served, 'available'))['usd']).toBe(before + 990);
    await served.control('PUT', '/__sim/hidden', { ids: [row.id] });
    expect((await amounts(served, 'available'))['usd']).toBe(before + 990);
    await served.control('PUT', '/__sim/objects', { object: { ...row, fee: 0, net: 1_000 } });
    expect((await amounts(served, 'available'))['usd']).toBe(before + 1_000);
    await served.control('DELETE', `/__sim/objects/${row.id}`);
    expect((await amounts(served, 'available'))['usd']).toBe(before);
  });

  it('shows what a reserve for connected accounts holds, beside what is left', async () => {
    const served = await serveMonth({ movements: 60 });
    const before = (await amounts(served, 'available'))['usd'] ?? 0;
    const heldBefore = (await amounts(served, 'connect_reserved'))['usd'] ?? 0;
    const hold = { amount: -500, fee: 0, net: -500, currency: 'usd', created: START - 60, available_on: START - 60 };
    const kind = { reporting_category: 'connect_reserved_funds', type: 'reserve_transaction' };
    const object = { id: 'txn_3Hold', object: 'balance_transaction', ...hold, ...kind };
    await served.control('PUT', '/__sim/objects', { object });
    expect((await amounts(served, 'available'))['usd']).toBe(before - 500);
    expect((await amounts(served, 'connect_reserved'))['usd']).toBe(heldBefore + 500);
  });

  it('needs its right, and takes no parameters', async () => {
    const served = await serveMonth({ movements: 20 });
    const { body } = await served.control('POST', '/__sim/keys', { rights: ['charge_read'] });
    const refused = await served.get('/v1/balance', String(body['key']));
    expect(refused.status).toBe(403);
    expect(JSON.stringify(refused.body)).toContain('rak_balance_read');
    expect((await served.get('/v1/balance', served.simulator.restrictedKey)).status).toBe(200);
    expect((await served.get('/v1/balance?limit=3')).status).toBe(400);
  });
});
