import { afterEach, describe, expect, it } from 'vitest';
import { START_MS, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
afterEach(() => tieout.close());

const CREATED = Math.floor(START_MS / 1_000) - 1_800;
const put = (object: Record<string, unknown>) =>
  tieout.systems.stripeControl('PUT', 'objects', { object: { created: CREATED, currency: 'usd', ...object } });

describe('a read of Stripe after which something is missing', () => {
  it('is not complete, says how many and what comes next, and is no failed read', async () => {
    tieout = await startEngineUnderTest({ size: 'empty' });
    await tieout.load();
    await put({
      object: 'balance_transaction',
      id: 'txn_1',
      amount: 500,
      available_on: CREATED,
      fee: 0,
      fee_details: [],
      net: 500,
      reporting_category: 'topup',
      source: 'tu_1',
      status: 'available',
      type: 'topup',
    });
    const report = await tieout.sync(['stripe']);
    expect(report.systems.stripe).toMatchObject({ complete: false, new: 1, refused: 0 });
    const message = '1 object is missing that Stripe’s own records name';
    expect(report.failures?.stripe).toMatchObject([{ stream: 'completeness', kind: 'missing', message }]);
    const connection = await tieout.connection('stripe');
    expect(connection).toMatchObject({ state: 'degraded' });
    expect(connection.message).toContain(message);
    expect(connection.nextStep).toContain('The next read asks Stripe for it');

    await put({ object: 'topup', id: 'tu_1', amount: 500, balance_transaction: 'txn_1', status: 'succeeded' });
    const healed = await tieout.sync(['stripe']);
    expect(healed.systems.stripe).toMatchObject({ complete: true });
    const { accounts } = await tieout.query('completeness.read', {});
    expect(accounts[0]?.gapCounts).toEqual({ open: 0, unknown: 0, healed: 1 });
  });
});
