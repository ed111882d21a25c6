import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../../shared/domain/ids.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { movementLines, readBooks } from '../books.ts';
import type { Raw } from '../loopback-stripe.ts';
import { serveStripe } from '../loopback-stripe.ts';
import { setUpPoll } from '../poll-setup.ts';

const seconds = (text: string) => Date.parse(text) / 1_000;
const minute = (index: number) => seconds('2026-10-05T10:00:00Z') + index * 60;
const charges = (count: number, from = 1): Raw[] =>
  Array.from({ length: count }, (_, index) =>
    samples.charge({ id: `ch_${from + index}`, created: minute(from + index), balance_transaction: null }),
  );
const story = (): Raw[] => [
  samples.customer(),
  samples.charge(),
  samples.balanceTransaction(),
  samples.refund(),
  samples.dispute(),
  samples.payout(),
  samples.invoice(),
  samples.invoicePayment(),
];

describe('Stripe poll', () => {
  it('brings in every type and reports what was read and new', async () => {
    const { poll, db, connection } = await setUpPoll(story());
    const { report, failures } = await poll();
    expect(report).toEqual({ read: 8, new: 8, changed: 0, refused: 0, complete: true });
    expect(failures).toEqual([]);
    expect(movementLines(db)).toEqual([
      'charge ch_1 1250 USD unmatched',
      'dispute dp_1 -1250 USD unmatched',
      'payout po_1 -900 USD excluded',
      'refund re_1 -500 USD unmatched',
    ]);
    expect(connection()).toMatchObject({
      state: 'ok',
      complete_to_at: expect.stringMatching(/^2026-11-02/) as unknown,
    });
  });

  it('keeps where customers are and their tax ids, also when what came later does not tell', async () => {
    const address = { line1: 'Hauptstr. 5', city: 'Köln', postal_code: '50667', country: 'DE' };
    const taxIds = { object: 'list', data: [{ type: 'eu_vat', value: 'DE811907980' }] };
    const { poll, objects, db } = await setUpPoll([samples.customer({ address, phone: '0221 5', tax_ids: taxIds })]);
    await poll();
    const told = () => db.prepare('SELECT name, street, city, phone, tax_ids_json FROM stripe_customer').raw().get();
    const known = '[{"type":"eu_vat","value":"DE811907980"}]';
    expect(told()).toEqual(['Ada Ltd', 'Hauptstr. 5', 'Köln', '0221 5', known]);
    objects.splice(0, 1, samples.customer({ address: { ...address, city: 'Bonn' }, phone: null }));
    await poll();
    expect(told()).toEqual(['Ada Ltd', 'Hauptstr. 5', 'Bonn', null, known]);
    objects.splice(0, 1, samples.customer({ address, phone: null, tax_ids: { object: 'list', data: [] } }));
    await poll();
    expect(told()).toEqual(['Ada Ltd', 'Hauptstr. 5', 'Köln', null, '[]']);
  });

  it('takes an empty company for complete', async () => {
    const { poll } = await setUpPoll([]);
    expect((await poll()).report).toEqual({ read: 0, new: 0, changed: 0, refused: 0, complete: true });
  });

  it('reads again from the newest object held minus the look-back, and finds nothing new', async () => {
    const { poll, asked, db } = await setUpPoll(charges(5));
    await poll();
    const books = readBooks(db);
    const { report } = await poll();
    expect(asked('charge').at(-1)?.query.get('created[gte]')).toBe(String(minute(5) - 3_600));
    expect(report).toMatchObject({ new: 0, changed: 0, complete: true });
    expect(readBooks(db)).toBe(books);
  });

  it('finds what became visible late or arrived meanwhile', async () => {
    const { poll, objects, db } = await setUpPoll(charges(5));
    await poll();
    objects.push(...charges(3, 6), samples.charge({ id: 'ch_late', created: minute(4), balance_transaction: null }));
    expect((await poll()).report).toMatchObject({ new: 4 });
    expect(movementLines(db)).toHaveLength(9);
  });

  it('reads the last 35 days again once a day, so that what Stripe changed comes in', async () => {
    const pending = samples.refund({ status: 'pending', created: minute(2) });
    const newer = samples.refund({ id: 're_2', created: minute(10_000) });
    const { poll, objects, db, clock } = await setUpPoll([pending, newer, ...charges(1)]);
    await poll();
    objects[0] = samples.refund({ status: 'failed', created: minute(2) });
    expect((await poll()).report).toMatchObject({ new: 0, changed: 0 });
    clock.advance(86_400_000);
    expect((await poll()).report).toMatchObject({ new: 0, changed: 1 });
    expect(movementLines(db)).toContain('refund re_1 -500 USD excluded');
  });

  it('goes on where a poll was cut off, and ends with the same books as one that was not', async () => {
    const objects = [...charges(40), samples.customer()];
    const whole = await setUpPoll(objects, 1);
    await whole.poll();
    const cut = await setUpPoll([...objects], 1);
    let stop = new AbortController();
    let countdown = 9;
    cut.interceptWith(({ type }) => {
      if (type === 'charge' && (countdown -= 1) === 0) stop.abort();
      return null;
    });
    for (let polls = 0; polls < 3; polls += 1) {
      stop = new AbortController();
      countdown = 9;
      expect((await cut.poll({ signal: stop.signal })).report.complete).toBe(false);
    }
    expect(
      cut
        .runs()
        .filter(({ stream }) => stream === 'charge')
        .map(({ state }) => state),
    ).toEqual(['cancelled', 'cancelled', 'cancelled']);
    cut.interceptWith(() => null);
    expect((await cut.poll()).report.complete).toBe(true);
    expect(movementLines(cut.db)).toEqual(movementLines(whole.db));
    expect(cut.asked('charge').length).toBeLessThan(40 + 3 * 3);
  });

  it('moves no cursor before a window is read to its end', async () => {
    const { poll, interceptWith, asked, objects } = await setUpPoll(charges(6), 1);
    await poll();
    objects.push(...charges(12, 7));
    let left = 8;
    interceptWith(({ type }) =>
      type === 'charge' && (left -= 1) < 0 ? { status: 400, body: { error: { message: 'no' } } } : null,
    );
    expect((await poll()).report).toMatchObject({ complete: false, new: 8 });
    interceptWith(() => null);
    const before = asked('charge').length;
    expect((await poll()).report).toMatchObject({ complete: true, new: 4 });
    expect(asked('charge')[before]?.query.get('starting_after')).toBe('ch_11');
    expect((await poll()).report).toMatchObject({ complete: true, new: 0 });
  });

  it('starts a window again when the object it would go on after has been deleted', async () => {
    const { poll, interceptWith, objects, db } = await setUpPoll(charges(12), 1);
    let left = 6;
    interceptWith(({ type }) =>
      type === 'charge' && (left -= 1) < 0 ? { status: 400, body: { error: { message: 'no' } } } : null,
    );
    await poll();
    interceptWith(() => null);
    objects.splice(
      objects.findIndex((object) => object['id'] === 'ch_7'),
      1,
    );
    expect((await poll()).report.complete).toBe(true);
    expect(movementLines(db)).toHaveLength(12);
  });

  it('misses nothing when the computer’s clock runs ahead, falls back or the machine slept', async () => {
    const { poll, objects, clock, db } = await setUpPoll(charges(1));
    clock.advance(86_400_000);
    await poll();
    objects.push(...charges(1, 2));
    await poll();
    clock.advance(-5 * 86_400_000);
    objects.push(...charges(1, 3));
    objects[0] = samples.charge({
      id: 'ch_1',
      created: minute(1),
      balance_transaction: null,
      description: 'changed since',
    });
    await poll();
    clock.advance(90 * 86_400_000);
    objects.push(...charges(40, 4));
    await poll();
    expect(movementLines(db)).toHaveLength(43);
    expect(db.prepare("SELECT description FROM movement WHERE object_id = 'ch_1'").pluck().get()).toBe('changed since');
  });

  it('stores and counts what it cannot read, says so, and clears it when a readable version comes', async () => {
    const { poll, objects, db, connection } = await setUpPoll([
      ...charges(2),
      samples.charge({ id: 'ch_bad', currency: 'xqz', created: minute(3) }),
    ]);
    expect((await poll()).report).toMatchObject({ read: 3, new: 2, refused: 1, complete: true });
    expect(connection()).toMatchObject({ state: 'degraded', message: '1 object arrived that cannot be read' });
    expect(db.prepare('SELECT object_id, reason, times FROM refused_object').all()).toEqual([
      { object_id: 'ch_bad', reason: 'unknown currency XQZ', times: 1 },
    ]);
    objects[2] = samples.charge({ id: 'ch_bad', created: minute(3), balance_transaction: null });
    await poll();
    expect(connection()).toMatchObject({ state: 'ok', message: null });
  });

  it('asks by id for the charge of an old refund, once, and says when Stripe has none', async () => {
    const old = samples.charge({ id: 'ch_old', created: seconds('2026-08-01T00:00:00Z'), balance_transaction: null });
    const { poll, db, requests } = await setUpPoll([
      old,
      samples.refund({ charge: 'ch_old' }),
      samples.refund({ id: 're_2', charge: 'ch_gone' }),
    ]);
    await poll({ since: '2026-10-01T00:00:00.000Z' as Instant });
    await poll();
    expect(movementLines(db)).toEqual([
      'charge ch_old 1250 USD excluded',
      'refund re_1 -500 USD unmatched',
      'refund re_2 -500 USD lookupFailed',
    ]);
    expect(requests.filter(({ id }) => id !== null).map(({ id }) => id)).toEqual(['ch_old', 'ch_gone']);
  });

  it('reads the other types when one is not allowed, and says which right is missing', async () => {
    const { poll, interceptWith, connection } = await setUpPoll(story());
    interceptWith(({ type }) =>
      type === 'payout' ? { status: 403, body: { error: { message: "needs 'rak_payout_read'" } } } : null,
    );
    const { report, failures } = await poll();
    expect(report).toMatchObject({ new: 7, complete: false });
    expect(failures).toMatchObject([{ stream: 'payout', kind: 'rights' }]);
    expect(connection()).toMatchObject({
      state: 'needsAttention',
      message: expect.stringContaining('no right to read payout') as unknown,
    });
  });

  it('stops every type at once when the key is refused, and keeps what was there', async () => {
    const { poll, interceptWith, requests, connection, db } = await setUpPoll(story());
    await poll();
    const books = readBooks(db);
    requests.length = 0;
    interceptWith(() => ({ status: 401, body: { error: { message: 'Invalid API Key provided' } } }));
    const { report, failures } = await poll();
    expect(report.complete).toBe(false);
    expect(new Set(failures.map(({ kind }) => kind))).toEqual(new Set(['credentials']));
    expect(requests.length).toBeLessThanOrEqual(4);
    expect(connection()).toMatchObject({ state: 'needsAttention' });
    expect(readBooks(db)).toBe(books);
  });

  it('says that Stripe cannot be reached and loses nothing', async () => {
    const { poll, connection, db } = await setUpPoll(story());
    await poll();
    const books = readBooks(db);
    const gone = await serveStripe([]);
    gone.interceptWith(() => ({ status: 503, body: { error: { message: 'down' } } }));
    expect((await poll({ connector: gone.connector })).report.complete).toBe(false);
    expect(connection()).toMatchObject({ state: 'unreachable' });
    expect(readBooks(db)).toBe(books);
  });
});
