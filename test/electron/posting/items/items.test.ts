import { afterEach, describe, expect, it } from 'vitest';
import { withdrawItem } from '../../../../electron/posting/items/approve-item.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import { unitSchema } from '../../../../shared/contract/profile.ts';
import { UNIT } from '../posting-site.ts';
import { INVOICE_UNIT, obstaclesOf, postAllOf, startInvoiceSite, type InvoiceSite } from './invoice-site.ts';

let site: InvoiceSite;
afterEach(() => site.close());

const postAll = () => postAllOf(site);
const obstacles = () => obstaclesOf(site);

describe('an invoice', () => {
  it('becomes one item, confirmed only once Receivables Update has posted it', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1', { totalMinor: 12_500, taxMinor: 2_500 });
    expect(site.waiting()).toMatchObject([{ kind: 'invoice', item: 'S-in_1', custId: 'C100', obstacle: null }]);
    await site.approveDocument('invoice', 'in_1');
    expect(site.waiting()).toEqual([]);
    expect((await site.round()).send).toMatchObject({ sent: 1, stopped: null });
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'accepted' });
    expect(site.booked('S-IN_1')).toEqual([]);
    await site.simulator.runBatch();
    expect((await site.round()).confirm).toMatchObject({ confirmed: 1 });
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed' });
    expect(site.booked('S-IN_1')).toEqual([{ balance: 125_000, original: 125_000, status: 'O' }]);
    expect(site.violations()).toEqual([]);
  });

  it('waits where its unit only matches, and nothing is sent', async () => {
    site = await startInvoiceSite({}, UNIT);
    site.invoice('in_1');
    expect(site.waiting()).toEqual([]);
    expect((await site.round()).send).toMatchObject({ sent: 0 });
  });

  it('in a currency of no or of three decimals is booked exactly', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1', { totalMinor: 5_000, currency: 'JPY', exponent: 0 });
    site.invoice('in_2', { totalMinor: 1_250, currency: 'KWD', exponent: 3 });
    await postAll();
    expect(site.booked('S-IN_1')).toMatchObject([{ balance: 5_000_000 }]);
    expect(site.booked('S-IN_2')).toMatchObject([{ balance: 1_250 }]);
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed', 'invoice/in_2 item': 'confirmed' });
  });

  it('whose number is longer than an item goes out under its id', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1', { number: 'X'.repeat(31) });
    expect(site.waiting()).toMatchObject([{ item: 'in_1', obstacle: null }]);
  });

  it.each([
    ['a customer that nobody linked', { customer: 'cus_2' }, /not linked/],
    ['a tax that Stripe has not told', { taxMinor: null }, /has not told its tax/],
    ['a total below zero', { totalMinor: -100 }, /below zero/],
    ['a number that no query can be asked for', { number: 'A;B' }, /could not be asked/],
  ])('with %s waits with the reason', async (_what, draft, text) => {
    site = await startInvoiceSite();
    site.invoice('in_1', draft);
    expect(obstacles()).toEqual([expect.stringMatching(text)]);
    await expect(site.approveDocument('invoice', 'in_1')).rejects.toMatchObject({ code: 'REFUSED' });
  });

  it('with tax waits where no tax account is mapped', async () => {
    const { stripeInvoices } = INVOICE_UNIT;
    if (stripeInvoices === undefined || stripeInvoices === 'matchOnly') throw new Error('not the right unit');
    const { taxAccount: _, ...without } = stripeInvoices;
    site = await startInvoiceSite({}, unitSchema.parse({ ...INVOICE_UNIT, stripeInvoices: without }));
    site.invoice('in_1', { taxMinor: 100 });
    expect(obstacles()).toEqual([expect.stringContaining('no tax account')]);
  });

  it('from before the date the unit begins with is left alone', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1', { finalizedAt: '2026-10-01T03:59:59.000Z' });
    site.invoice('in_2', { finalizedAt: '2026-10-01T04:00:00.000Z' });
    expect(site.waiting()).toMatchObject([{ objectId: 'in_2', date: '2026-10-01' }]);
  });

  it('that stands in PeopleSoft as it is already has nothing to post; one of that number over another amount is a person’s', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1', { number: 'INV-1', totalMinor: 10_000 });
    site.invoice('in_2', { number: 'inv-1', totalMinor: 9_000 });
    expect(site.waiting()).toMatchObject([{ objectId: 'in_2' }]);
    expect(obstacles()).toEqual([expect.stringContaining('has an item INV-1 already, of customer C100 over 100.00')]);
  });
});

describe('just before it leaves', () => {
  it.each([
    [
      'its customer became inactive',
      "UPDATE customer SET cust_status = 'I' WHERE cust_id = 'C100'",
      /C100 is inactive/,
    ],
    [
      'its period was closed',
      "UPDATE open_period SET open_flag = 'N' WHERE from_dt = '2026-10-01'",
      /first open day is 2026-11-01/,
    ],
    [
      'somebody entered an item of that number',
      "INSERT INTO item VALUES ('US001|C100|S-IN_1|1', 'US001', 'C100', 'S-IN_1', 1, 'O', 5, 'USD', 5, '2026-10-01', '', '', 'IN')",
      /has an item S-IN_1 already, over 0\.01|has an item S-IN_1 already/,
    ],
  ])('gives it back when %s', async (_what, sql, text) => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await site.approveDocument('invoice', 'in_1');
    site.changeBooks(sql.replaceAll(', 5, ', ', 5000, '));
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'withdrawn' });
    expect(site.waiting()[0]?.lastEnd).toMatch(text);
    expect(site.groups('S-IN_1')).toBe(0);
  });

  it('books on the first open day, which the person sees before she approves', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await site.approveDocument('invoice', 'in_1');
    site.changeBooks("UPDATE open_period SET open_flag = 'N' WHERE from_dt = '2026-10-01'");
    await site.round();
    expect(site.waiting()).toMatchObject([{ date: '2026-10-15', bookingDate: '2026-11-01', obstacle: null }]);
    await postAll();
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed' });
  });

  it.each([
    ['was voided', { status: 'void' }, /as void now/],
    ['changed its total', { totalMinor: 13_000 }, /125\.00 USD when approved, 130\.00 USD now/],
  ])('gives it back when Stripe shows that it %s', async (_what, draft, text) => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await site.approveDocument('invoice', 'in_1');
    site.invoice('in_1', draft);
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    const reason = site.db.prepare("SELECT state_reason FROM posting WHERE kind = 'pendingItem'").pluck().get();
    expect(reason).toMatch(text);
  });

  it('a person can take it back, and then it waits again', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    const postingId = await site.approveDocument('invoice', 'in_1');
    const who = { actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) };
    await site.ledger.write(withdrawItem, { ...who, postingId, reason: 'wrong month' });
    expect((await site.round()).send).toMatchObject({ sent: 0 });
    expect(site.waiting()).toMatchObject([
      { objectId: 'in_1', lastEnd: 'withdrawn: taken back by CLERK: wrong month' },
    ]);
    await site.approveDocument('invoice', 'in_1');
    await site.round();
    await expect(
      site.ledger.write(withdrawItem, { ...who, postingId: postingId + 1, reason: 'late' }),
    ).rejects.toMatchObject({
      detailCode: 'UNDO_ALREADY_SENT',
    });
  });
});

describe('a doubt', () => {
  it.each([
    ['an answer lost after the save', { form: 'dropConnection', commit: 'first' }],
    ['an answer lost before the save', { form: 'dropConnection', commit: 'never' }],
    ['an answer that is empty', { form: 'empty200', commit: 'first' }],
    ['a page of the portal', { form: 'htmlSignIn', commit: 'never' }],
    ['a save that ends after the first look', { form: 'dropConnection', commit: 'afterReadBack' }],
    ['a save that ends minutes later', { form: 'dropConnection', commit: 'later', laterSeconds: 200 }],
    ['a fault of the handler with HTTP 200', { form: 'handlerFault', status: 200, commit: 'first' }],
    ['a fault of the handler with HTTP 500', { form: 'handlerFault', status: 500, commit: 'never' }],
  ] as const)('by %s ends in exactly one item', async (_what, failure) => {
    site = await startInvoiceSite();
    site.invoice('in_0');
    await postAll();
    site.invoice('in_1');
    await site.approveDocument('invoice', 'in_1');
    site.simulator.arm(failure);
    await site.round();
    await site.finish();
    await site.finish();
    expect(site.itemStates()).toMatchObject({ 'invoice/in_1 item': 'confirmed' });
    expect(site.groups('S-IN_1')).toBe(1);
    expect(site.booked('S-IN_1')).toMatchObject([{ balance: 125_000 }]);
    expect(site.violations()).toEqual([]);
  });

  it('is not settled by a read too early, nor by one that does not show the canary', async () => {
    site = await startInvoiceSite();
    site.invoice('in_0');
    await postAll();
    site.invoice('in_1');
    await site.approveDocument('invoice', 'in_1');
    site.simulator.arm({ form: 'dropConnection', commit: 'never' });
    await site.round();
    await site.round();
    expect(site.itemStates()).toMatchObject({ 'invoice/in_1 item': 'unknown' });
    site.simulator.behaviour.hiddenBusinessUnits = ['US001'];
    site.advance(100_000);
    await site.round();
    expect(site.itemStates()).toMatchObject({ 'invoice/in_1 item': 'unknown' });
    expect(site.groups('S-IN_1')).toBe(0);
    site.simulator.behaviour.hiddenBusinessUnits = [];
    await site.finish();
    expect(site.groups('S-IN_1')).toBe(1);
  });

  it('after a crash in the middle of a send is asked about and never sent again blindly', async () => {
    site = await startInvoiceSite();
    site.invoice('in_0');
    await postAll();
    site.invoice('in_1');
    await site.approveDocument('invoice', 'in_1');
    const { ports } = site;
    const { items } = ports;
    if (items === undefined) throw new Error('no items here');
    const killed = {
      ...items.writer,
      createItemGroup: async (...args: Parameters<typeof items.writer.createItemGroup>) => {
        await items.writer.createItemGroup(...args);
        throw new Error('killed');
      },
    };
    const ledger: typeof ports.ledger = {
      ...ports.ledger,
      write: (operation, args) =>
        operation.name === 'items.recordSend'
          ? Promise.reject(new Error('killed'))
          : ports.ledger.write(operation, args),
    };
    await expect(site.round({}, { ...ports, ledger, items: { ...items, writer: killed } })).rejects.toThrow('killed');
    expect(site.itemStates()).toMatchObject({ 'invoice/in_1 item': 'sending' });
    site.restart();
    await site.finish();
    expect(site.itemStates()).toMatchObject({ 'invoice/in_1 item': 'confirmed' });
    expect(site.groups('S-IN_1')).toBe(1);
  });

  it('of a ledger older than what was sent is met by the item itself', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await site.approveDocument('invoice', 'in_1');
    await site.round();
    // The ledger forgets that it was sent, as a restored copy does.
    site.db.exec(
      "DROP TRIGGER posting_moves; UPDATE posting SET state = 'queued'; DELETE FROM item_attempt; DELETE FROM item_send",
    );
    site.restart();
    expect((await site.round()).send).toMatchObject({ sent: 0 });
    await site.finish();
    expect(site.groups('S-IN_1')).toBe(1);
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed' });
  });
});

describe('by every road', () => {
  const LOST = { form: 'dropConnection', commit: 'first' } as const;
  it.each(['soap', 'soapToCi', 'rest', 'restBearer'] as const)('%s: sent, in doubt, refused', async (road) => {
    site = await startInvoiceSite({ road });
    site.invoice('in_1', { taxMinor: 2_500 });
    await postAll();
    site.invoice('in_2');
    await site.approveDocument('invoice', 'in_2');
    site.simulator.arm(LOST);
    await site.round();
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed', 'invoice/in_2 item': 'unknown' });
    await site.finish();
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed', 'invoice/in_2 item': 'confirmed' });
    expect(site.groups('S-IN_2')).toBe(1);
    site.invoice('in_3', { number: `${'L'.repeat(29)}Ä` });
    expect(obstacles()).toEqual([expect.stringContaining('could not be asked')]);
  });
});

describe('what PeopleSoft does not take', () => {
  it('is refused with its words, and waits in the list again', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await site.approveDocument('invoice', 'in_1');
    const { ports } = site;
    const { items } = ports;
    if (items === undefined) throw new Error('no items here');
    // Between the re-read and the send the period closes.
    const writer = {
      ...items.writer,
      createItemGroup: async (...args: Parameters<typeof items.writer.createItemGroup>) => {
        site.changeBooks("UPDATE open_period SET open_flag = 'N' WHERE from_dt = '2026-10-01'");
        return items.writer.createItemGroup(...args);
      },
    };
    expect((await site.round({}, { ...ports, items: { ...items, writer } })).send).toMatchObject({ rejected: 1 });
    expect(site.waiting()[0]?.lastEnd).toContain('not within an open period');
    expect(site.groups('S-IN_1')).toBe(0);
  });

  it('at posting shows as a posting error, and is confirmed once a clerk has corrected it there', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await site.approveDocument('invoice', 'in_1');
    await site.round();
    site.changeBooks('UPDATE pending_dst SET monetary_amount = monetary_amount + 10');
    await site.simulator.runBatch();
    await site.round();
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'postingError' });
    site.changeBooks(
      "UPDATE pending_dst SET monetary_amount = -125000; UPDATE item_group SET post_status = 'N'; DELETE FROM group_control",
    );
    await site.simulator.runBatch();
    await site.round();
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed' });
  });

  it('saved differently from what was approved is a person’s', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await site.approveDocument('invoice', 'in_1');
    await site.round({ limit: 1 });
    site.changeBooks('UPDATE pending_item SET entry_amt = entry_amt + 1000');
    await site.round();
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'postingError' });
    const reason = site.db.prepare('SELECT state_reason FROM posting').pluck().get();
    expect(reason).toContain('amount 126.00 USD instead of 125.00 USD');
  });
});
