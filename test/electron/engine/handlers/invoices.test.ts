import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { companyPaths } from '../../../../electron/sample/company-folder.ts';
import { AUDITOR, START_MS, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';
import { textLike } from '../../../support/text-like.ts';
import { SITE_PENDING_ITEM } from '../../../support/site-pending-item.ts';

let tieout: EngineUnderTest;
afterEach(() => tieout.close());

const AT = Math.floor(START_MS / 1_000) - 86_400;
const put = (object: Record<string, unknown>) =>
  tieout.systems.stripeControl('PUT', 'objects', { object: { created: AT, metadata: {}, ...object } });
const invoice = (id: string, number: string, status: string, customer = 'cus_1') =>
  put({
    object: 'invoice',
    id,
    number,
    status,
    customer,
    currency: 'usd',
    total: 12_500,
    amount_paid: status === 'paid' ? 12_500 : 0,
    total_excluding_tax: 10_000,
    total_taxes: [{ amount: 2_500 }],
    due_date: AT + 30 * 86_400,
    status_transitions: { finalized_at: AT },
  });

const charge = (id: string) =>
  put({
    object: 'charge',
    id,
    amount: 12_500,
    amount_captured: 12_500,
    amount_refunded: 0,
    disputed: false,
    captured: true,
    currency: 'usd',
    customer: 'cus_1',
    payment_intent: 'pi_1',
    balance_transaction: null,
    status: 'succeeded',
  });

/** A unit that wants its invoices in Receivables, with one customer on either side who carry the same name. */
beforeEach(async () => {
  tieout = await startEngineUnderTest({
    size: 'empty',
    profile: (profile) => ({
      ...profile,
      peoplesoft: { ...profile.peoplesoft, pendingItem: SITE_PENDING_ITEM },
      units: profile.units.map((unit) =>
        unit.unit === 'US'
          ? {
              ...unit,
              stripeInvoices: {
                fromDate: '2026-10-01',
                businessUnit: 'US001',
                invoice: { entryType: 'IN' },
                creditMemo: { entryType: 'CR' },
                void: { entryType: 'CR' },
                revenueAccount: '400000',
                taxAccount: '230000',
              },
              chargeWithoutItem: {
                onAccount: true,
                item: { businessUnit: 'US001', entryType: 'IN', revenueAccount: '400000', void: { entryType: 'CR' } },
              },
            }
          : unit,
      ),
    }),
  });
  const books = new Database(companyPaths(join(tieout.systems.folder, 'company')).peoplesoftBooks);
  books
    .prepare("INSERT INTO customer(setid, cust_id, name1, cust_status) VALUES ('SHARE', 'C100', 'Ada Ltd', 'A')")
    .run();
  books.close();
  await put({ object: 'customer', id: 'cus_1', name: 'Ada Ltd', email: 'ap@example.com' });
});

const list = () => tieout.query('invoice.list', { unit: 'US' });
async function linked(): Promise<void> {
  await tieout.load();
  await tieout.match();
  const [row] = (await list()).rows;
  const link = row?.proposedLink;
  if (link === undefined || link === null) return;
  const { linkId, seenVersion } = link;
  await tieout.command('link.confirm', { linkId, seenVersion });
}
async function approve(objectId: string, post = true): Promise<number> {
  const row = (await list()).rows.find((each) => each.objectId === objectId);
  if (row === undefined) throw new Error(`${objectId} does not wait`);
  const { kind, amount, bookingDate } = row;
  const input = { unit: 'US', kind, objectId, seen: { amount, bookingDate }, post } as const;
  return (await tieout.command('invoice.approve', input)).postingKey;
}
/** Sends, lets Receivables Update run, and looks. */
async function postAll(): Promise<void> {
  await tieout.post();
  await tieout.systems.peoplesoft.runBatch();
  await tieout.post();
}

describe('an invoice through the window', () => {
  it('is polled, linked, approved and posted; the charge that pays it is matched to its item', async () => {
    await invoice('in_1', 'ADA-0001', 'paid');
    await linked();
    expect((await list()).rows).toMatchObject([
      {
        item: 'ADA-0001',
        custId: 'C100',
        tax: { minor: 2_500 },
        obstacle: null,
        whyNotByRule: 'rule invoice-item is not switched on',
        notHers: null,
      },
    ]);
    const auditors = await tieout.query('invoice.list', { unit: 'US' }, AUDITOR);
    expect(auditors.rows).toMatchObject([{ notHers: 'Your role may look, but not decide.' }]);
    expect(auditors.notHers).toBe('Your role may look, but not decide.');
    const postingKey = await approve('in_1');
    await postAll();
    const detail = await tieout.query('posting.detail', { postingKey });
    expect(detail.posting).toMatchObject({ state: 'confirmed', effect: 'item', items: ['ADA-0001'], objectId: 'in_1' });
    expect(detail.accounting.map(({ account }) => account)).toEqual(['AR control', '400000', '230000']);
    expect(detail.attempts.map(({ kind, outcome }) => [kind, outcome])).toContainEqual(['send', 'saved']);
    await charge('ch_1');
    const payment = { type: 'payment_intent', payment_intent: 'pi_1' };
    await put({
      object: 'invoice_payment',
      id: 'inpay_1',
      invoice: 'in_1',
      status: 'paid',
      amount_paid: 12_500,
      currency: 'usd',
      payment,
    });
    await tieout.load();
    await tieout.match();
    const [paid] = tieout.rows<{ state: string; item: string }>(
      `SELECT m.state, i.item FROM movement m JOIN allocation a USING (movement_key) JOIN ar_item i USING (item_key) WHERE m.object_id = 'ch_1'`,
    );
    expect(paid).toMatchObject({ item: 'ADA-0001' });
    expect(['proposed', 'approved']).toContain(paid?.state);
  });

  it('that a person takes back waits again; a credit note goes after the item; what only looks may not decide', async () => {
    await invoice('in_1', 'ADA-0001', 'open');
    await put({
      object: 'credit_note',
      id: 'cn_1',
      number: 'ADA-0001-CN-01',
      invoice: 'in_1',
      customer: 'cus_1',
      status: 'issued',
      currency: 'usd',
      total: 2_500,
      total_excluding_tax: 2_000,
    });
    await linked();
    const first = await approve('in_1', false);
    expect((await list()).approved).toMatchObject([
      { postingKey: first, item: 'ADA-0001', state: 'approved', notHers: null },
    ]);
    const back = { postingKey: first, reason: 'wrong month' };
    expect(await tieout.refusal('command', 'invoice.withdraw', back, AUDITOR)).toMatchObject({ code: 'NOT_ALLOWED' });
    await tieout.command('invoice.withdraw', back);
    expect((await list()).rows.find(({ objectId }) => objectId === 'in_1')?.lastEnd).toContain('wrong month');
    await approve('in_1', false);
    await approve('cn_1', false);
    await postAll();
    await postAll();
    const states = tieout.rows<{ state: string }>("SELECT state FROM posting WHERE state <> 'withdrawn'");
    expect(states).toEqual([{ state: 'confirmed' }, { state: 'confirmed' }]);
  });

  it('that Stripe gives up becomes a work order, which a person closes with a reason', async () => {
    await invoice('in_1', 'ADA-0001', 'open');
    await linked();
    await approve('in_1', false);
    await postAll();
    await invoice('in_1', 'ADA-0001', 'uncollectible');
    tieout.clock.pass(2 * 86_400_000);
    await tieout.load();
    await tieout.match();
    const { orders } = await list();
    expect(orders).toMatchObject([{ kind: 'writeOff', item: 'ADA-0001', custId: 'C100' }]);
    const { orderId = 0, version: seenVersion = 0 } = orders[0] ?? {};
    await tieout.command('order.close', { orderId, seenVersion, reason: 'written off' });
    expect((await list()).orders).toEqual([]);
  });

  it('of a unit that only matches says so', async () => {
    expect((await tieout.query('invoice.list', { unit: 'DE' })).off).toContain('only matches');
  });
});

describe('an item made of a charge', () => {
  it('is owned by a work order once its payment is undone, and taken back from Postings', async () => {
    await charge('ch_1');
    await invoice('in_1', 'ADA-0001', 'open');
    await linked();
    const movement = () =>
      tieout.rows<{ key: number; version: number }>(
        "SELECT movement_key AS key, version FROM movement WHERE object_id = 'ch_1'",
      )[0] ?? { key: 0, version: 0 };
    const movementKey = movement().key;
    const seenVersion = movement().version;
    await tieout.command('match.approve', { movementKey, seenVersion, allocations: [], post: false, makeItem: true });
    const [item] = tieout.rows<{ key: number }>("SELECT posting_id AS key FROM posting WHERE effect = 'item'");
    const postingKey = item?.key ?? 0;
    await tieout.post();
    const waits = tieout.rows<{ key: number }>("SELECT posting_id AS key FROM posting WHERE effect = 'payment'")[0];
    expect((await tieout.query('posting.detail', { postingKey: waits?.key ?? 0 })).posting.stateReason).toMatch(
      /^waits until item group G\w+ made for it is confirmed/,
    );
    const back = async () => (await tieout.query('match.detail', { movementKey })).can;
    expect(await back()).toMatchObject({ undo: false, undoWhy: textLike('is not confirmed yet') });
    await tieout.systems.peoplesoft.runBatch();
    await tieout.command('posting.verify', { postingKey });
    const detail = () => tieout.query('posting.detail', { postingKey });
    // The payment it was made for comes first.
    expect((await detail()).can).toMatchObject({ reverse: false, why: textLike('approved for charge') });
    expect((await tieout.query('invoice.list', { unit: 'US' })).orders).toEqual([]);
    await postAll();
    const [payment] = tieout.rows<{ key: number; version: number }>(
      "SELECT posting_id AS key, version FROM posting WHERE effect = 'payment'",
    );
    const reverse = (key: number, version: number) =>
      tieout.command('posting.reverse', { postingKey: key, seenVersion: version, reason: 'sold to nobody' });
    await reverse(payment?.key ?? 0, payment?.version ?? 0);
    await postAll();
    await tieout.match();
    expect((await list()).orders).toMatchObject([{ kind: 'closeByHand', item: 'CH_1', custId: 'C100' }]);
    expect((await detail()).can).toMatchObject({ reverse: true, why: null });
    const said = await reverse(postingKey, (await detail()).posting.version);
    expect(said.text).toContain('the item is closed once it is confirmed');
    await postAll();
    await tieout.match();
    expect((await list()).orders).toEqual([]);
    const taken = await detail();
    expect(taken.posting.state).toBe('reversed');
    expect(taken.timeline.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['To be taken back', 'Taken back']),
    );
    const { history } = await tieout.query('match.detail', { movementKey });
    expect(JSON.stringify(history)).toContain('PeopleSoft shows its item as taken back');
    expect(taken.linked).toMatchObject([{ words: 'comes before payment' }, { words: 'is taken back by' }]);
  });
});
