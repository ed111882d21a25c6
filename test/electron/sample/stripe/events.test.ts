import { describe, expect, it } from 'vitest';
import { SAMPLE_START } from '../../../../electron/sample/company/company.ts';
import { objectsOf } from '../company/month.ts';
import { serveMonth, type ServedMonth } from './serve-month.ts';

const START_MS = Date.parse(SAMPLE_START);
const DAY_MS = 86_400_000;

async function all(served: ServedMonth, query: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (let cursor = ''; ; cursor = `&starting_after=${String(rows.at(-1)?.['id'])}`) {
    const { body } = await served.get(`/v1/events?limit=100${query}${cursor}`);
    rows.push(...(body['data'] as Record<string, unknown>[]));
    if (body['has_more'] !== true) return rows;
  }
}

describe('events', () => {
  it('are kept for 30 days, for list and retrieve alike', async () => {
    let now = START_MS;
    const served = await serveMonth({ now: () => now });
    const before = await all(served, '');
    const oldest = before.at(-1);
    expect(Number(oldest?.['created'])).toBeGreaterThanOrEqual((START_MS - 30 * DAY_MS) / 1_000);
    expect((await served.get(`/v1/events/${String(oldest?.['id'])}`)).body).toEqual(oldest);
    now += 10 * DAY_MS;
    const after = await all(served, '');
    expect(after.length).toBeLessThan(before.length);
    expect(after).toEqual(before.slice(0, after.length));
    expect((await served.get(`/v1/events/${String(oldest?.['id'])}`)).status).toBe(404);
    now += 40 * DAY_MS;
    expect(await all(served, '')).toEqual([]);
  });

  it('tell of every charge and refund of the last 30 days', async () => {
    const served = await serveMonth();
    const since = START_MS / 1_000 - 30 * 86_400;
    const wanted = objectsOf(served.month, 'charge').filter(
      (row) => row['status'] === 'succeeded' && Number(row['created']) >= since,
    );
    const told = await all(served, '&type=charge.succeeded');
    const idOf = (event: Record<string, unknown>) => String((event['data'] as { object: { id: string } }).object.id);
    expect(told.map(idOf).sort()).toEqual(wanted.map((row) => String(row['id'])).sort());
    expect((await all(served, '&type=refund.created')).length).toBeGreaterThan(0);
  });

  it('are chosen by one type, several, or a wildcard, newest first', async () => {
    const served = await serveMonth();
    const types = (rows: readonly Record<string, unknown>[]) => new Set(rows.map((row) => row['type']));
    const several = await all(served, '&types[]=refund.created&types[]=payout.paid');
    expect(types(several)).toEqual(new Set(['refund.created', 'payout.paid']));
    const created = several.map((row) => Number(row['created']));
    expect(created).toEqual(created.toSorted((a, b) => b - a));
    expect([...types(await all(served, '&type=payout.*'))].every((type) => String(type).startsWith('payout.'))).toBe(
      true,
    );
    expect(await all(served, '&type=charge.completed')).toEqual([]);
  });

  it('continue forward from the last known one', async () => {
    const served = await serveMonth();
    const [known] = await served.data('/v1/events?limit=1');
    const charge = objectsOf(served.month, 'charge').find((row) => row['status'] === 'succeeded');
    const late = { ...charge, id: 'ch_3Late', created: START_MS / 1_000 - 60 };
    await served.control('PUT', '/__sim/objects', { object: late });
    const news = await served.data(`/v1/events?ending_before=${String(known?.['id'])}`);
    expect(news.map((row) => row['type'])).toContain('charge.succeeded');
    expect(await served.data('/v1/events?delivery_success=false')).toEqual([]);
  });

  it('show the object as it was then', async () => {
    const served = await serveMonth();
    for (const event of await all(served, '&type=charge.succeeded'))
      expect(event['data']).toMatchObject({ object: { amount_refunded: 0, refunded: false } });
  });
});
