import { describe, expect, it } from 'vitest';
import { runWrite } from '../../../../electron/ledger/direct-ledger.ts';
import { defineWrite } from '../../../../electron/ledger/operation.ts';
import { recordGap } from '../../../../electron/ledger/stripe-gap-store.ts';
import { noteHint } from '../../../../electron/ledger/stripe-hint-store.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { MemoryStripe } from '../../../properties/memory-stripe.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { eventOf, type Raw } from '../loopback-stripe.ts';
import { setUpPoll } from '../poll-setup.ts';

const NOW = Date.parse('2026-11-02T13:00:00Z') / 1_000;
const at = '2026-11-02T13:00:00.000Z' as Instant;
const note = defineWrite('test.noteHint', (db, [objectType, objectId]: readonly [string, string]) =>
  noteHint(db, { account: 'acct_1', objectType, objectId }, 'a test', at),
);
const gap = defineWrite('test.recordGap', (db, [objectType, objectId]: readonly [string, string]) =>
  recordGap(db, { account: 'acct_1', objectType, objectId, witness: 'w', witnessType: 't', witnessId: 'i' }, at),
);
const entries = (count: number): Raw[] =>
  Array.from({ length: count }, (_, index) =>
    samples.customerBalanceTransaction({
      id: `cbtxn_${index + 1}`,
      created: NOW + index,
      amount: -100,
      ending_balance: -100 * (index + 1),
      credit_note: null,
    }),
  );
const oldCharge = samples.charge({ id: 'ch_old', created: NOW - 200 * 86_400, balance_transaction: null });
const held = (db: Awaited<ReturnType<typeof setUpPoll>>['db'], table: string) =>
  db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

describe('what is hinted at', () => {
  it('is read by its id, and heals the gap it was', async () => {
    const { poll, objects, db, hints, lookedUp } = await setUpPoll([samples.charge()]);
    await poll();
    objects.push(oldCharge);
    runWrite(db, note, ['charge', 'ch_old']);
    runWrite(db, note, ['charge', 'ch_gone']);
    runWrite(db, gap, ['charge', 'ch_old']);
    runWrite(db, gap, ['charge', 'ch_gone']);
    expect((await poll()).report).toMatchObject({ new: 1, complete: true });
    expect(new Set(lookedUp())).toEqual(new Set(['ch_gone', 'ch_old']));
    expect(hints()).toEqual([]);
    expect(db.prepare('SELECT object_id, healed_by FROM stripe_gap ORDER BY 1').raw().all()).toEqual([
      ['ch_gone', 'absent'],
      ['ch_old', 'lookup'],
    ]);
  });

  it('waits while Stripe does not answer, and is said', async () => {
    const { poll, db, interceptWith, hints, connection } = await setUpPoll([samples.charge()]);
    await poll();
    runWrite(db, note, ['charge', 'ch_old']);
    interceptWith(({ id }) => (id === null ? null : { status: 503, body: { error: { message: 'down' } } }));
    const { report, failures } = await poll();
    expect(report).toMatchObject({ complete: false, waiting: 1 });
    expect(failures).toMatchObject([{ stream: 'hint.charge', kind: 'unreachable' }]);
    expect(hints()).toHaveLength(1);
    expect(connection()).toMatchObject({ state: 'unreachable' });
    interceptWith(() => null);
    expect((await poll()).report).toMatchObject({ complete: true });
  });

  it('that Stripe refuses to give keeps its reason, is not asked for without end, and holds up nothing', async () => {
    const { poll, db, interceptWith, hints, lookedUp, connection, objects } = await setUpPoll([samples.charge()]);
    await poll();
    runWrite(db, note, ['charge', 'ch_odd']);
    interceptWith(({ id }) => (id === 'ch_odd' ? { status: 400, body: { error: { message: 'not here' } } } : null));
    for (let polls = 0; polls < 14; polls += 1) await poll();
    expect(lookedUp()).toHaveLength(10);
    expect(hints()).toEqual([
      {
        object_type: 'charge',
        object_id: 'ch_odd',
        tries: 10,
        last_error: expect.stringContaining('not here') as unknown,
      },
    ]);
    expect(connection()).toMatchObject({
      state: 'degraded',
      message: '1 object is known to have changed and not read yet',
    });
    objects.push(eventOf('charge.updated', { ...oldCharge, id: 'ch_odd' }, NOW));
    interceptWith(() => null);
    await poll();
    expect(hints()).toEqual([]);
  });

  it('names each family that the key may not read once, and reads the others', async () => {
    const { poll, db, interceptWith, hints, objects } = await setUpPoll([samples.charge()]);
    await poll();
    objects.push(oldCharge);
    for (const id of ['cus_1', 'cus_2', 'cus_3']) runWrite(db, note, ['customer_balance_transaction', id]);
    runWrite(db, note, ['charge', 'ch_old']);
    interceptWith(({ customer }) =>
      customer === null ? null : { status: 403, body: { error: { message: "needs 'rak_customer_read'" } } },
    );
    const { report, failures } = await poll();
    expect(report).toMatchObject({ new: 1, waiting: 3 });
    expect(failures).toMatchObject([{ stream: 'hint.customer_balance_transaction', kind: 'rights' }]);
    expect(hints()).toMatchObject([{ tries: 0 }, { tries: 0 }, { tries: 0 }]);
  });

  it('beyond what one poll asks for waits for the next one, and is said', async () => {
    const { poll, db, hints, connection } = await setUpPoll([]);
    const stripe = new MemoryStripe(NOW * 1_000);
    await poll({ connector: stripe.connector });
    for (let index = 0; index < 2_050; index += 1) runWrite(db, note, ['refund', `re_${index}`]);
    expect((await poll({ connector: stripe.connector })).report).toMatchObject({ complete: false, waiting: 50 });
    expect(hints()).toHaveLength(50);
    expect(connection()).toMatchObject({
      state: 'degraded',
      message: '50 objects are known to have changed and not read yet',
    });
    expect((await poll({ connector: stripe.connector })).report).toMatchObject({ complete: true });
    expect(connection()).toMatchObject({ state: 'ok', message: null });
  });

  it('of a family this program does not read is dropped', async () => {
    const { poll, db, hints } = await setUpPoll([samples.charge()]);
    await poll();
    runWrite(db, note, ['transfer', 'tr_1']);
    expect((await poll()).report.complete).toBe(true);
    expect(hints()).toEqual([]);
  });
});

describe('what is kept under a customer', () => {
  it.each([
    ['her balance is not what is held', [samples.customer({ balance: -300 })]],
    [
      'an invoice took from her balance',
      [samples.customer(), samples.invoice({ starting_balance: -300, ending_balance: 0 })],
    ],
    [
      'a credit note names an entry that is not held',
      [samples.customer(), samples.creditNote({ customer_balance_transaction: 'cbtxn_3' })],
    ],
  ])('is listed to its end when %s', async (_what, objects) => {
    const { poll, db, asked, hints } = await setUpPoll([...objects, ...entries(3)], 1);
    expect((await poll()).report.complete).toBe(true);
    expect(held(db, 'stripe_customer_balance_transaction')).toBe(3);
    expect(asked('customer_balance_transaction').map(({ query }) => query.get('starting_after'))).toEqual([
      null,
      'cbtxn_3',
      'cbtxn_2',
    ]);
    expect(hints()).toEqual([]);
    await poll();
    expect(asked('customer_balance_transaction')).toHaveLength(3);
  });

  it('is not asked for while everything agrees', async () => {
    const { poll, asked } = await setUpPoll([samples.customer(), samples.invoice(), samples.paymentIntent()]);
    await poll();
    expect(asked('customer_balance_transaction')).toHaveLength(0);
    expect(asked('customer_cash_balance_transaction')).toHaveLength(0);
  });

  it('is listed again after an event says that her balance changed', async () => {
    const { poll, objects, change, db } = await setUpPoll([samples.customer({ balance: -100 }), ...entries(1)]);
    await poll();
    change(samples.customer({ balance: -200 }));
    objects.push(...entries(2).slice(1), eventOf('customer.updated', samples.customer(), NOW + 60));
    await poll();
    expect(held(db, 'stripe_customer_balance_transaction')).toBe(2);
  });

  it('comes with bank transfers: by the payment, and by the event of what was sent', async () => {
    const paid = samples.paymentIntent({ payment_method_types: ['customer_balance'] });
    const { poll, objects, db } = await setUpPoll([samples.customer(), paid, samples.cashBalanceTransaction()]);
    await poll();
    expect(held(db, 'stripe_cash_balance_transaction')).toBe(1);
    const funded = samples.cashBalanceTransaction({ id: 'ccsbtxn_2', type: 'funded', applied_to_payment: null });
    objects.push(funded, eventOf('customer_cash_balance_transaction.created', funded, NOW + 60));
    await poll();
    expect(held(db, 'stripe_cash_balance_transaction')).toBe(2);
  });

  it('is gone with a customer that was deleted, and missing at an address that has no such lists', async () => {
    const gone = await setUpPoll([samples.customer()]);
    await gone.poll();
    runWrite(gone.db, note, ['customer_balance_transaction', 'cus_gone']);
    const missing = { status: 404, body: { error: { message: 'Unrecognized request URL' } } };
    gone.interceptWith(({ customer }) => (customer === null ? null : missing));
    expect((await gone.poll()).report.complete).toBe(true);
    expect(gone.hints()).toEqual([]);
    runWrite(gone.db, note, ['customer_balance_transaction', 'cus_1']);
    const { report, failures } = await gone.poll();
    expect(report).toMatchObject({ complete: false, waiting: 1 });
    expect(failures).toMatchObject([{ stream: 'hint.customer_balance_transaction', kind: 'notFound' }]);
  });

  it('is read again from its top when a poll was cut off within it', async () => {
    const { poll, interceptWith, db, hints } = await setUpPoll(
      [samples.customer({ balance: -3_000 }), ...entries(30)],
      1,
    );
    const stop = new AbortController();
    interceptWith(({ query }) => {
      if (query.get('starting_after') === 'cbtxn_5') stop.abort();
      return null;
    });
    await poll({ signal: stop.signal });
    expect(hints()).toHaveLength(1);
    expect(Number(held(db, 'stripe_customer_balance_transaction'))).toBeGreaterThan(0);
    interceptWith(() => null);
    await poll();
    expect(hints()).toEqual([]);
    expect(held(db, 'stripe_customer_balance_transaction')).toBe(30);
  });
});

describe('the balance', () => {
  const balance = (amount: number) => ({ available: [{ amount, currency: 'usd' }] });
  const snapshots = (db: Awaited<ReturnType<typeof setUpPoll>>['db']) =>
    db.prepare('SELECT amount_minor FROM stripe_balance ORDER BY taken_at').pluck().all();

  it('is kept for each whole poll: the last of a day, and the last of all', async () => {
    const { poll, balanceIs, clock, db } = await setUpPoll([samples.charge()]);
    for (const [index, amount] of [100, 200, 300, 400].entries()) {
      balanceIs(balance(amount));
      await poll();
      if (index === 1) clock.advance(86_400_000);
    }
    expect(snapshots(db)).toEqual([200, 400]);
  });

  it('does not count where a list was not read to its end', async () => {
    const { poll, balanceIs, interceptWith, db } = await setUpPoll([samples.charge()]);
    balanceIs(balance(100));
    interceptWith(({ type }) => (type === 'payout' ? { status: 503, body: { error: { message: 'down' } } } : null));
    await poll();
    expect(snapshots(db)).toEqual([]);
  });

  it('that cannot be had holds nothing up and is said', async () => {
    const { poll, interceptWith, connection } = await setUpPoll([samples.charge()]);
    interceptWith(({ type }) =>
      type === 'balance' ? { status: 404, body: { error: { message: 'Unrecognized request URL' } } } : null,
    );
    expect((await poll()).report.complete).toBe(true);
    expect(connection()).toMatchObject({
      state: 'ok',
      message: expect.stringContaining('No balance of Stripe to compare with') as unknown,
    });
    interceptWith(({ type }) => (type === 'balance' ? { status: 403, body: { error: { message: 'no' } } } : null));
    expect((await poll()).failures).toMatchObject([{ stream: 'balance', kind: 'rights' }]);
  });
});
