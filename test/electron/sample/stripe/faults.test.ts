import { describe, expect, it } from 'vitest';
import { objectsOf } from '../company/month.ts';
import { serveMonth, type ServedMonth } from './serve-month.ts';

async function raw(served: ServedMonth): Promise<Response> {
  return fetch(`${served.simulator.url}/v1/charges`, { headers: { authorization: `Bearer ${served.simulator.key}` } });
}

describe('a switched fault', () => {
  it('asks to slow down exactly as often as told, with Stripe’s header', async () => {
    const served = await serveMonth({ movements: 20 });
    await served.control('POST', '/__sim/faults', { kind: 'rateLimit', times: 2, reason: 'endpoint-rate' });
    for (let n = 0; n < 2; n += 1) {
      const { status, headers, body } = await served.get('/v1/charges');
      expect(status).toBe(429);
      expect(headers.get('stripe-rate-limited-reason')).toBe('endpoint-rate');
      expect(body['error']).toMatchObject({ code: 'rate_limit' });
    }
    expect((await served.get('/v1/charges')).status).toBe(200);
  });

  it('says how long to wait, or nothing at all, as it is told', async () => {
    const served = await serveMonth({ movements: 20 });
    await served.control('POST', '/__sim/faults', { kind: 'rateLimit', retryAfterSeconds: 7 });
    expect((await served.get('/v1/charges')).headers.get('retry-after')).toBe('7');
    await served.control('POST', '/__sim/faults', { kind: 'rateLimit', reason: null });
    const { status, headers } = await served.get('/v1/charges');
    expect(status).toBe(429);
    expect(headers.get('stripe-rate-limited-reason')).toBeNull();
    expect(headers.get('retry-after')).toBeNull();
  });

  it('comes in the middle: so many requests to its path pass before', async () => {
    const served = await serveMonth({ movements: 20 });
    await served.control('POST', '/__sim/faults', { kind: 'wrongKey', path: '/v1/refunds', after: 2 });
    const seen: number[] = [];
    for (const path of ['refunds', 'charges', 'refunds', 'refunds', 'refunds'])
      seen.push((await served.get(`/v1/${path}`)).status);
    expect(seen).toEqual([200, 200, 200, 401, 200]);
  });

  it('takes the right to one family, which the refusal names', async () => {
    const served = await serveMonth({ movements: 20 });
    await served.control('POST', '/__sim/faults', { kind: 'missingRight', path: '/v1/payouts' });
    const { status, body } = await served.get('/v1/payouts');
    expect(status).toBe(403);
    expect(JSON.stringify(body)).toContain('rak_payout_read');
  });

  it('hits only the path it names', async () => {
    const served = await serveMonth({ movements: 20 });
    await served.control('POST', '/__sim/faults', { kind: 'serverError', path: '/v1/refunds' });
    expect((await served.get('/v1/charges')).status).toBe(200);
    const failed = await served.get('/v1/refunds');
    expect(failed.status).toBe(500);
    expect(failed.body['error']).toMatchObject({ type: 'api_error' });
  });

  it.each(['wrongKey', 'expiredKey'])('%s answers 401 to a good key', async (kind) => {
    const served = await serveMonth({ movements: 20 });
    await served.control('POST', '/__sim/faults', { kind });
    expect((await served.get('/v1/charges')).status).toBe(401);
  });

  it('sends text that is no JSON, a portal’s page, half an answer, or none', async () => {
    const served = await serveMonth({ movements: 20 });
    const arm = (kind: string) => served.control('POST', '/__sim/faults', { kind });
    await arm('malformedJson');
    const malformed = await raw(served);
    expect(malformed.status).toBe(200);
    await expect(malformed.json()).rejects.toThrow(SyntaxError);
    await arm('captivePortal');
    const portal = await raw(served);
    expect(portal.status).toBe(200);
    expect(portal.headers.get('content-type')).toContain('text/html');
    await portal.text();
    await arm('truncated');
    await expect(raw(served).then(async (response) => response.text())).rejects.toThrow('terminated');
    await arm('drop');
    await expect(raw(served)).rejects.toThrow('fetch failed');
    await arm('slow');
    await served.control('DELETE', '/__sim/faults');
    expect((await raw(served)).status).toBe(200);
  });
});

describe('the control port', () => {
  it('is closed without its token', async () => {
    const { simulator } = await serveMonth({ movements: 20 });
    const response = await fetch(`${simulator.url}/__sim/ping`, {
      headers: { authorization: `Bearer ${simulator.key}` },
    });
    expect(response.status).toBe(401);
  });

  it('adds, replaces and removes objects of any kind', async () => {
    const served = await serveMonth({ movements: 60 });
    const charge = objectsOf(served.month, 'charge').find((row) => row['status'] === 'succeeded');
    const late = { ...charge, id: 'ch_3Strange', currency: 'xts' };
    await served.control('PUT', '/__sim/objects', { object: late });
    expect((await served.get('/v1/charges/ch_3Strange')).body).toMatchObject({ currency: 'xts', object: 'charge' });
    await served.control('PUT', '/__sim/objects', { object: { ...late, currency: 'usd' } });
    expect((await served.get('/v1/charges/ch_3Strange')).body).toMatchObject({ currency: 'usd' });
    const row = objectsOf(served.month, 'balance_transaction')[0];
    await served.control('PUT', '/__sim/objects', {
      object: { ...row, id: 'txn_3New', reporting_category: 'moon_dust' },
    });
    expect((await served.get('/v1/balance_transactions/txn_3New')).body).toMatchObject({
      reporting_category: 'moon_dust',
    });
    await served.control('DELETE', '/__sim/objects/ch_3Strange');
    expect((await served.get('/v1/charges/ch_3Strange')).status).toBe(404);
  });

  it('takes and gives the rights of a key in the middle', async () => {
    const served = await serveMonth({ movements: 20 });
    const key = served.simulator.restrictedKey;
    expect((await served.get('/v1/topups', key)).status).toBe(200);
    await served.control('POST', '/__sim/keys/rights', { key, rights: ['charge_read'] });
    expect((await served.get('/v1/topups', key)).status).toBe(403);
  });

  it('counts what the books hold and what was asked', async () => {
    const served = await serveMonth({ movements: 60 });
    await served.get('/v1/charges');
    const { body } = await served.control('GET', '/__sim/counts');
    expect(body['counts']).toMatchObject({ charge: objectsOf(served.month, 'charge').length });
    expect(body['requests']).toMatchObject({ '/v1/charges': 1 });
  });

  it('refuses a switch it does not know, naming the field', async () => {
    const served = await serveMonth({ movements: 20 });
    const { status, body } = await served.control('POST', '/__sim/faults', { kind: 'earthquake' });
    expect(status).toBe(400);
    expect(String(body['error'])).toContain('kind');
  });
});
