import { afterEach, describe, expect, it } from 'vitest';
import { START_MS, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
afterEach(() => tieout.close());

const CREATED = Math.floor(START_MS / 1_000) - 1_800;
const put = (object: Record<string, unknown>) =>
  tieout.systems.stripeControl('PUT', 'objects', { object: { created: CREATED, currency: 'usd', ...object } });

const movement = (id: string, more: Record<string, unknown> = {}) => ({
  object: 'balance_transaction',
  id,
  amount: 500,
  available_on: CREATED,
  fee: 0,
  fee_details: [],
  net: 500,
  reporting_category: 'topup',
  source: 'tu_1',
  status: 'available',
  type: 'topup',
  ...more,
});

describe('a read of Stripe after which something is missing', () => {
  it('is not complete, says how many and what comes next, and is no failed read', async () => {
    tieout = await startEngineUnderTest({ size: 'empty' });
    await tieout.load();
    await put(movement('txn_1'));
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

  it('is not complete while a balance does not come to its rows, and says by how much', async () => {
    tieout = await startEngineUnderTest({ size: 'empty' });
    await tieout.load();
    await put(
      movement('txn_2', { source: null, type: 'stripe_fee', reporting_category: 'fee', amount: -1_25, net: -1_25 }),
    );
    await tieout.systems.stripeControl('PUT', 'hidden', { ids: ['txn_2'] });
    const report = await tieout.sync(['stripe']);
    expect(report.systems.stripe).toMatchObject({
      complete: false,
      completeness: { missing: 0, balancesOpen: [{ balance: 'payments', currency: 'USD', difference: '-1.25' }] },
    });
    const message = 'The payments balance at Stripe is 1.25 USD less than the rows held come to';
    expect(report.failures?.stripe).toMatchObject([{ kind: 'missing', message }]);
    expect((await tieout.connection('stripe')).message).toContain(message);
    await tieout.systems.stripeControl('DELETE', 'hidden', { ids: ['txn_2'] });
    const healed = await tieout.sync(['stripe']);
    expect(healed.systems.stripe).toMatchObject({ complete: true });
    expect(healed.systems.stripe?.completeness).toBeUndefined();
  });

  it('is complete though Stripe does not know an object, and says so each time', async () => {
    tieout = await startEngineUnderTest({ size: 'empty' });
    await tieout.load();
    await put(movement('txn_1'));
    expect((await tieout.sync(['stripe'])).systems.stripe).toMatchObject({ complete: false });
    for (let read = 0; read < 2; read += 1) {
      const report = await tieout.sync(['stripe']);
      expect(report.systems.stripe).toMatchObject({ complete: true, completeness: { missing: 0, unknownToStripe: 1 } });
      expect(report.failures).toBeUndefined();
      const message = 'Stripe does not know 1 object that its own records name';
      expect(report.standing?.stripe).toMatchObject([{ message }]);
      expect(await tieout.connection('stripe')).toMatchObject({ state: 'degraded', message });
    }
  });
});
