import { afterEach, describe, expect, it } from 'vitest';
import { approveItemsByRule } from '../../../../electron/posting/items/approve-items-by-rule.ts';
import type { ReceivablePlace } from '../../../../electron/posting/items/receivable.ts';
import { closeWorkOrder, openWorkOrders } from '../../../../electron/posting/items/work-orders.ts';
import { sweepWorkOrders } from '../../../../electron/posting/items/sweep-work-orders.ts';
import { getPosting } from '../../../../electron/ledger/posting-store.ts';
import { unitSchema } from '../../../../shared/contract/profile.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { PostingId } from '../../../../shared/domain/ids.ts';
import { INVOICE_UNIT, obstaclesOf, postAllOf, startInvoiceSite, type InvoiceSite } from './invoice-site.ts';
import { textLike } from '../../../support/text-like.ts';

let site: InvoiceSite;
afterEach(() => site.close());

const postAll = () => postAllOf(site, 2);
const obstacles = () => obstaclesOf(site);
const sweep = (): Promise<number> => site.ledger.write(sweepWorkOrders, { ...site.scope(), machine: 'M' });
const orders = () => openWorkOrders(site.db, 'US', 10);
const who = () => ({ actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) });
/** The ledger reads the items PeopleSoft has, as a whole read would. */
async function readItems(): Promise<void> {
  const { rows } = await site.ports.peopleSoft.openItems('US001', null);
  const open = new Set(rows.map(({ item }) => item));
  const at = instantOf(site.nowMs());
  const write = site.db.prepare('UPDATE ar_item SET status = ?, balance_minor = ?, read_at = ? WHERE item = ?');
  for (const { item, balance } of rows) write.run('open', balance.minor, at, item);
  for (const { item } of site.db.prepare('SELECT item FROM ar_item').all() as { item: string }[])
    if (!open.has(item)) write.run('closed', 0, at, item);
}

describe('a credit note', () => {
  it('becomes a credit memo of the opposite sign that names the item of its invoice', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await postAll();
    site.creditNote('cn_1', 'in_1', 2_500);
    await postAll();
    expect(site.booked('S-CN_1')).toEqual([{ balance: -25_000, original: -25_000, status: 'O' }]);
    expect(site.booked('S-IN_1')).toMatchObject([{ balance: 125_000 }]);
    const row = site.db.prepare(
      "SELECT payload_json ->> '$.document.items[0].relatedItem' FROM posting WHERE effect = 'credit'",
    );
    expect(row.pluck().get()).toBe('S-IN_1');
    expect(site.violations()).toEqual([]);
  });

  it('of an invoice that is on its way waits for its item, and leaves only after it', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    site.creditNote('cn_1', 'in_1', 2_500);
    await site.approveDocument('invoice', 'in_1');
    await site.approveDocument('creditNote', 'cn_1');
    expect((await site.round()).send).toMatchObject({ sent: 1 });
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'accepted', 'creditNote/cn_1 credit': 'queued' });
    await site.simulator.runBatch();
    // The same round that confirms the item sends what waited for it.
    expect((await site.round()).send).toMatchObject({ sent: 1 });
    await site.finish();
    expect(site.booked('S-CN_1')).toMatchObject([{ balance: -25_000 }]);
  });

  it('of an invoice that comes back before it is sent comes back with it', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    site.creditNote('cn_1', 'in_1', 2_500);
    await site.approveDocument('invoice', 'in_1');
    await site.approveDocument('creditNote', 'cn_1');
    site.invoice('in_1', { status: 'void' });
    await site.round();
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'withdrawn', 'creditNote/cn_1 credit': 'withdrawn' });
    expect(obstacles()).toEqual([expect.stringContaining('not in Receivables')]);
  });

  it('stays where it is once its invoice was voided, approved before or not: the void closes the whole item', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    site.creditNote('cn_1', 'in_1', 2_500);
    await site.approveDocument('invoice', 'in_1');
    await site.finish();
    await site.approveDocument('creditNote', 'cn_1');
    site.invoice('in_1', { status: 'void' });
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed', 'creditNote/cn_1 credit': 'withdrawn' });
    expect(obstacles()).toContainEqual(expect.stringContaining('was voided at Stripe'));
  });

  it('of an invoice that is not in Receivables waits with the reason; of one that somebody else entered it goes', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1', { customer: 'cus_2' });
    site.invoice('in_2', { number: 'INV-1', totalMinor: 10_000 });
    site.creditNote('cn_1', 'in_1', 2_500);
    site.creditNote('cn_2', 'in_2', 2_500);
    expect(site.waiting().map(({ objectId, obstacle }) => [objectId, obstacle === null])).toEqual([
      ['in_1', false],
      ['cn_1', false],
      ['cn_2', true],
    ]);
  });

  it('several of one invoice go, but never more than was invoiced', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await postAll();
    site.creditNote('cn_1', 'in_1', 7_500);
    site.creditNote('cn_2', 'in_1', 5_000);
    await postAll();
    site.creditNote('cn_3', 'in_1', 1);
    expect(obstacles()).toEqual([expect.stringContaining('more would be credited than was invoiced')]);
    expect(site.booked('S-CN_2')).toMatchObject([{ balance: -50_000 }]);
  });

  it('that was voided takes its credit memo back', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await postAll();
    site.creditNote('cn_1', 'in_1', 2_500);
    await postAll();
    site.creditNote('cn_1', 'in_1', 2_500, { status: 'void' });
    await postAll();
    expect(site.booked('S-CN_1')).toMatchObject([{ balance: 0, status: 'C' }]);
    expect(site.itemStates()).toMatchObject({
      'creditNote/cn_1 credit': 'reversed',
      'creditNote/cn_1 reversal': 'confirmed',
    });
    expect(site.violations()).toEqual([]);
  });
});

describe('an invoice that was voided', () => {
  it('is taken back by a linked document of the other sign, which closes its item', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1', { taxMinor: 2_500 });
    await postAll();
    site.invoice('in_1', { taxMinor: 2_500, status: 'void' });
    expect(site.waiting()).toMatchObject([{ kind: 'void', amount: { minor: -12_500 }, obstacle: null }]);
    await postAll();
    expect(site.booked('S-IN_1')).toEqual([{ balance: 0, original: 125_000, status: 'C' }]);
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'reversed', 'invoice/in_1 reversal': 'confirmed' });
    expect(site.waiting()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });

  it.each(['first', 'never'] as const)(
    'is taken back once, also when the answer is lost (commit %s)',
    async (commit) => {
      site = await startInvoiceSite();
      site.invoice('in_1');
      await postAll();
      site.invoice('in_1', { status: 'void' });
      await site.approveDocument('void', 'in_1');
      site.simulator.arm({ form: 'dropConnection', commit });
      await site.round();
      await site.finish();
      await site.finish();
      expect(site.booked('S-IN_1')).toEqual([{ balance: 0, original: 125_000, status: 'C' }]);
      expect(site.groups('S-IN_1')).toBe(2);
    },
  );

  it('and never was in Receivables asks for nothing', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1', { status: 'void' });
    expect(site.waiting()).toEqual([]);
  });

  it('whose item was paid in part becomes a work order, done when a read shows the item closed', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await postAll();
    site.changeBooks("UPDATE item SET bal_amt = 50000 WHERE item = 'S-IN_1'");
    await readItems();
    site.invoice('in_1', { status: 'void' });
    expect(obstacles()).toEqual([expect.stringContaining('paid or credited in part')]);
    expect(await sweep()).toBe(1);
    expect(site.waiting()).toEqual([]);
    expect(orders()).toMatchObject([{ kind: 'closeByHand', item: 'S-IN_1', custId: 'C100' }]);
    expect(await sweep()).toBe(0);
    site.changeBooks("UPDATE item SET bal_amt = 0, item_status = 'C' WHERE item = 'S-IN_1'");
    await readItems();
    expect(await sweep()).toBe(1);
    expect(orders()).toEqual([]);
  });

  it('and closed by a person stays so until a later read shows its item open; then it waits again, by what is true', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await postAll();
    site.changeBooks("UPDATE item SET bal_amt = 50000 WHERE item = 'S-IN_1'");
    await readItems();
    site.invoice('in_1', { status: 'void' });
    const closeOrder = async () => {
      const [order] = orders();
      const { orderId = 0, version = 0 } = order ?? {};
      site.advance(60);
      await site.ledger.write(closeWorkOrder, { ...who(), orderId, seenVersion: version, reason: 'written off' });
    };
    await sweep();
    await closeOrder();
    // Her word is the last one: no read has contradicted it.
    expect(await sweep()).toBe(0);
    expect(site.waiting()).toEqual([]);
    site.advance(60);
    await readItems();
    expect(site.waiting()).toMatchObject([{ kind: 'void', obstacle: textLike('paid or credited') }]);
    await sweep();
    expect(orders()).toMatchObject([{ text: textLike(/CLERK closed an order .* shows its item open/) }]);
    expect(await sweep()).toBe(0);
    expect(site.waiting()).toEqual([]);
    await closeOrder();
    // The part that was paid was taken off again: the item stands whole, and the void goes out from here.
    site.changeBooks("UPDATE item SET bal_amt = 125000 WHERE item = 'S-IN_1'");
    site.advance(60);
    await readItems();
    await sweep();
    expect(orders()).toEqual([]);
    expect(obstacles()).toEqual([null]);
    await postAll();
    expect(site.booked('S-IN_1')).toEqual([{ balance: 0, original: 125_000, status: 'C' }]);
    expect(site.waiting()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });

  it('whose item changes between approval and sending comes back', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await postAll();
    site.invoice('in_1', { status: 'void' });
    await site.approveDocument('void', 'in_1');
    site.changeBooks("UPDATE item SET bal_amt = 50000 WHERE item = 'S-IN_1'");
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed', 'invoice/in_1 reversal': 'withdrawn' });
  });
});

describe('an invoice that Stripe gave up', () => {
  it('is a proposal to write off, never sent; a person closes it with a reason', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await postAll();
    site.invoice('in_1', { status: 'uncollectible' });
    await sweep();
    expect((await site.round()).send).toMatchObject({ sent: 0 });
    const [order] = orders();
    expect(order).toMatchObject({ kind: 'writeOff', item: 'S-IN_1', amount: { minor: 12_500 } });
    const { orderId = 0, version = 0 } = order ?? {};
    const close = (reason: string) =>
      site.ledger.write(closeWorkOrder, { ...who(), orderId, seenVersion: version, reason });
    await expect(close(' ')).rejects.toMatchObject({ detailCode: 'MATCH_REASON_NEEDED' });
    await close('the customer has promised to pay');
    expect(orders()).toEqual([]);
    await sweep();
    expect(orders()).toEqual([]);
    await expect(close('again')).rejects.toMatchObject({ detailCode: 'STALE_VERSION' });
  });

  it('and pays after all needs no write-off any more', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await postAll();
    site.invoice('in_1', { status: 'uncollectible' });
    await sweep();
    site.invoice('in_1', { status: 'paid' });
    await sweep();
    expect(orders()).toEqual([]);
    expect(site.db.prepare('SELECT closed_reason FROM work_order').pluck().get()).toBe(
      'Stripe shows the invoice as paid',
    );
  });
});

describe('the rule', () => {
  const unitWith = (limitMinor: Record<string, number>, ruleIds = ['invoice-item']) =>
    unitSchema.parse({ ...INVOICE_UNIT, straightThrough: { ruleIds, limitMinor, approvedBy: 'REVIEWER' } });
  const byRule = () => site.ledger.write(approveItemsByRule, { ...site.scope(), ...who(), after: null, limit: 100 });

  it('approves up to its limit, in the name of the reviewer; what takes back is a person’s', async () => {
    site = await startInvoiceSite({}, unitWith({ USD: 12_500 }));
    site.invoice('in_1');
    site.invoice('in_2', { totalMinor: 12_501 });
    site.invoice('in_3', { currency: 'JPY', exponent: 0 });
    site.invoice('in_4', { customer: 'cus_2' });
    expect(await byRule()).toEqual({ approved: 1, next: null });
    const posting = getPosting(site.db, 1 as PostingId);
    expect(posting).toMatchObject({ approvedBy: 'REVIEWER', approvedRule: 'invoice-item v1', subject: 'invoice/in_1' });
    await postAll();
    site.invoice('in_1', { status: 'void' });
    expect(await byRule()).toMatchObject({ approved: 0 });
  });

  it('does nothing where it is not switched on, and does not try again what came back', async () => {
    site = await startInvoiceSite({}, unitWith({ USD: 99_999 }, []));
    site.invoice('in_1');
    expect(await byRule()).toMatchObject({ approved: 0 });
    Object.assign(site.scope().unit, { straightThrough: unitWith({ USD: 99_999 }).straightThrough });
    expect(await byRule()).toMatchObject({ approved: 1 });
    site.invoice('in_1', { totalMinor: 100 });
    await site.round();
    expect(await byRule()).toMatchObject({ approved: 0 });
    expect(site.waiting()).toMatchObject([{ objectId: 'in_1', obstacle: null }]);
  });

  it('reaches what lies behind a thousand that wait for a person', async () => {
    site = await startInvoiceSite({}, unitWith({ USD: 99_999 }));
    for (let index = 0; index < 30; index += 1) site.invoice(`in_${100 + index}`, { customer: 'cus_2' });
    site.invoice('in_999');
    let after: ReceivablePlace | null = null;
    let approved = 0;
    for (let turn = 0; turn < 5; turn += 1) {
      const chunk: { approved: number; next: ReceivablePlace | null } = await site.ledger.write(approveItemsByRule, {
        ...site.scope(),
        ...who(),
        after,
        limit: 10,
      });
      approved += chunk.approved;
      after = chunk.next;
      if (after === null) break;
    }
    expect(approved).toBe(1);
  });
});

describe('what a reviewer saw in PeopleSoft', () => {
  const settle = (as: 'present' | 'absent', postingId: number) =>
    site.settle({
      ...who(),
      postingId,
      seenVersion: getPosting(site.db, postingId as PostingId).version,
      as,
      reason: 'looked at the group',
    });

  it('settles an item in doubt, not before PeopleSoft may have ended saving it', async () => {
    site = await startInvoiceSite({ foreignReceipt: false });
    site.invoice('in_1');
    const postingId = await site.approveDocument('invoice', 'in_1');
    site.simulator.arm({ form: 'dropConnection', commit: 'never' });
    await site.round();
    await expect(settle('absent', postingId)).rejects.toMatchObject({ detailCode: 'POSTING_TOO_EARLY' });
    site.advance(10_000);
    // Nothing that PeopleSoft showed before stands as a canary: only a person can tell.
    await site.round();
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'unknown' });
    expect(await settle('absent', postingId)).toBe('due');
    await site.round();
    await site.simulator.runBatch();
    await site.round();
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed' });
    expect(site.groups('S-IN_1')).toBe(1);
  });

  it('never settles as not there an item whose group PeopleSoft shows', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    const postingId = await site.approveDocument('invoice', 'in_1');
    await site.round();
    site.changeBooks("UPDATE pending_item SET accounting_dt = '2026-10-30' WHERE item = 'S-IN_1'");
    await site.round();
    await site.round();
    expect(site.itemStates()).toEqual({ 'invoice/in_1 item': 'postingError' });
    await expect(settle('absent', postingId)).rejects.toMatchObject({
      detailCode: 'POSTING_STILL_SHOWN',
      message: textLike(/^PeopleSoft shows item S-IN_1 in group G\w+/),
    });
    site.changeBooks("DELETE FROM pending_item WHERE item = 'S-IN_1'");
    expect(await settle('absent', postingId)).toBe('ended');
  });
});
