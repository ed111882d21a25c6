import { describe, expect, it } from 'vitest';
import { objectsOf } from '../company/month.ts';
import { serveMonth } from './serve-month.ts';

const errorOf = (body: Record<string, unknown>) => body['error'] as Record<string, unknown>;

describe('sign-in', () => {
  it('takes the key as Bearer and as the user of HTTP Basic', async () => {
    const { simulator } = await serveMonth({ movements: 20 });
    for (const authorization of [
      `Bearer ${simulator.key}`,
      `Basic ${Buffer.from(`${simulator.key}:`).toString('base64')}`,
    ]) {
      const response = await fetch(`${simulator.url}/v1/account`, { headers: { authorization } });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ id: simulator.account, object: 'account' });
    }
  });

  it('refuses a missing and a wrong key with Stripe’s own body, never showing the key whole', async () => {
    const served = await serveMonth({ movements: 20 });
    const none = await fetch(`${served.simulator.url}/v1/charges`);
    expect(none.status).toBe(401);
    expect(none.headers.get('www-authenticate')).toContain('Stripe');
    expect(errorOf((await none.json()) as Record<string, unknown>)['message']).toContain(
      'You did not provide an API key',
    );
    const wrong = await served.get('/v1/charges', 'sk_test_0123456789abcdefWXYZ');
    expect(wrong.status).toBe(401);
    expect(errorOf(wrong.body)).toMatchObject({
      type: 'invalid_request_error',
      message: expect.stringContaining('Invalid API Key provided') as unknown,
    });
    expect(JSON.stringify(wrong.body)).not.toContain('0123456789abcdef');
  });

  it('tells an expired key by its code', async () => {
    const served = await serveMonth({ movements: 20 });
    await served.control('POST', '/__sim/keys/expire', { key: served.simulator.restrictedKey });
    const { status, body } = await served.get('/v1/charges', served.simulator.restrictedKey);
    expect(status).toBe(401);
    expect(errorOf(body)['code']).toBe('api_key_expired');
  });

  it('gives a restricted key its own resources and 403 on the others', async () => {
    const served = await serveMonth({ movements: 20 });
    const { body } = await served.control('POST', '/__sim/keys', { rights: ['charge_read'] });
    const key = String(body['key']);
    expect(key).toMatch(/^rk_test_/);
    expect((await served.get('/v1/charges', key)).status).toBe(200);
    const refused = await served.get('/v1/payouts', key);
    expect(refused.status).toBe(403);
    expect(errorOf(refused.body)['message']).toContain("'rak_payout_read'");
    expect((await served.get('/v1/payouts', served.simulator.restrictedKey)).status).toBe(200);
  });
});

describe('a request that Stripe would refuse', () => {
  it.each([
    ['/v1/charges?colour=red', 400, { code: 'parameter_unknown', param: 'colour' }],
    ['/v1/charges?limit=0', 400, { param: 'limit' }],
    ['/v1/charges?limit=101', 400, { param: 'limit' }],
    ['/v1/charges?limit=ten', 400, { code: 'parameter_invalid_integer', param: 'limit' }],
    ['/v1/charges?created[gte]=yesterday', 400, { code: 'parameter_invalid_integer', param: 'created[gte]' }],
    ['/v1/charges/ch_none', 404, { code: 'resource_missing', param: 'id', message: "No such charge: 'ch_none'" }],
    ['/v1/payment_intents/pi_none', 404, { code: 'resource_missing' }],
    ['/v1/charges?starting_after=ch_none', 400, { code: 'resource_missing', param: 'starting_after' }],
    ['/v1/charges?starting_after=a&ending_before=b', 400, {}],
    ['/v1/charges?expand[]=data.colour', 400, { param: 'expand' }],
    ['/v1/charges?expand[]=customer', 400, { param: 'expand' }],
    ['/v1/balance_transactions?payout=po_none', 400, { code: 'resource_missing', param: 'payout' }],
    ['/v1/events?expand[]=data.object', 400, { param: 'expand' }],
    ['/v1/charges/a/b', 404, {}],
    ['/v1/unicorns', 404, {}],
  ])('%s is answered with %d and a body that names it', async (path, status, error) => {
    const served = await serveMonth({ movements: 20 });
    const reply = await served.get(path);
    expect(reply.status).toBe(status);
    expect(errorOf(reply.body)).toMatchObject({
      type: 'invalid_request_error',
      message: expect.any(String) as unknown,
      ...error,
    });
    expect(reply.headers.get('request-id')).toMatch(/^req_/);
  });

  it('never itemises a manual payout', async () => {
    const served = await serveMonth();
    const payout = objectsOf(served.month, 'payout')[0];
    await served.control('PUT', '/__sim/objects', { object: { ...payout, automatic: false } });
    const { status, body } = await served.get(`/v1/balance_transactions?payout=${String(payout?.['id'])}`);
    expect(status).toBe(400);
    expect(errorOf(body)['message']).toContain('automatic');
  });

  it('is any write: this simulator only reads', async () => {
    const { simulator } = await serveMonth({ movements: 20 });
    const response = await fetch(`${simulator.url}/v1/charges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${simulator.key}` },
    });
    expect(response.status).toBe(404);
  });

  it('echoes the version it was asked for', async () => {
    const { simulator } = await serveMonth({ movements: 20 });
    const headers = { authorization: `Bearer ${simulator.key}`, 'stripe-version': '2026-10-28.endive' };
    expect((await fetch(`${simulator.url}/v1/account`, { headers })).headers.get('stripe-version')).toBe(
      '2026-10-28.endive',
    );
  });
});
