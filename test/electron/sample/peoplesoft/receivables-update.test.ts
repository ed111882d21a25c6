import { describe, expect, it } from 'vitest';
import { runQuery } from './query-client.ts';
import { createDeposit, type PaymentDraft } from './soap-client.ts';
import { inBooks, item, receiptFact, SMALL_COMPANY, startSite, type RunningSite } from './sample-site.ts';

const PAYMENT = { id: 'T1', amount: '100.00', item: 'INV-1' };
const itemState = (site: RunningSite, custId: string, id: string) =>
  inBooks(site.file, (books) => books.item('US001', custId, id, 1));
const statuses = (site: RunningSite) =>
  inBooks(site.file, (books) => [...books.payments()].map(({ status }) => status));

async function paid(payments: readonly PaymentDraft[]): Promise<RunningSite> {
  const site = await startSite();
  for (const payment of payments) await createDeposit(site, [payment]);
  await site.runBatch();
  return site;
}

describe('the batch', () => {
  it('applies first and posts later: the item keeps its balance until Receivables Update', async () => {
    const site = await startSite();
    await createDeposit(site, [PAYMENT]);
    expect(await site.runBatch('apply')).toMatchObject({ applied: 1, posted: 0 });
    expect(statuses(site)).toEqual(['applied']);
    expect(itemState(site, 'C100', 'INV-1')).toEqual({ status: 'open', balance: '100', activities: 0 });
    expect(await site.runBatch()).toMatchObject({ applied: 0, posted: 1, errors: 0 });
    expect(statuses(site)).toEqual(['posted']);
    expect(itemState(site, 'C100', 'INV-1')).toEqual({ status: 'closed', balance: '0', activities: 1 });
  });

  it('leaves a partly paid item open with its rest', async () => {
    const site = await paid([{ id: 'T1', amount: '50.25', item: 'INV-2' }]);
    expect(itemState(site, 'C100', 'INV-2')).toMatchObject({ status: 'open', balance: '200.25' });
  });

  it('posts currencies of no and of three decimals exactly', async () => {
    const site = await paid([
      { id: 'T1', amount: '5000', currency: 'JPY', item: 'INV-4', custId: 'C200' },
      { id: 'T2', amount: '1.250', currency: 'KWD', item: 'INV-5', custId: 'C200' },
    ]);
    expect(itemState(site, 'C200', 'INV-4')?.status).toBe('closed');
    expect(itemState(site, 'C200', 'INV-5')?.status).toBe('closed');
  });

  it('reopens an item that a negative payment gives money back on', async () => {
    const site = await paid([PAYMENT]);
    await createDeposit(site, [{ id: 'T2', amount: '-40.00', item: 'INV-1' }]);
    expect(await site.runBatch()).toMatchObject({ posted: 1 });
    expect(itemState(site, 'C100', 'INV-1')).toEqual({ status: 'open', balance: '40', activities: 2 });
  });

  it.each<[string, PaymentDraft[], string]>([
    ['more than the balance', [{ ...PAYMENT, amount: '100.01' }], '(6035,111)'],
    ['a closed item', [PAYMENT, { ...PAYMENT, id: 'T2' }], 'Item INV-1 is closed. (6035,110)'],
    ['an unknown business unit', [{ ...PAYMENT, businessUnit: 'XX001' }], 'Business unit XX001 is invalid. (6031,1)'],
  ])('puts the group in error for %s, and touches no item', async (_what, payments, text) => {
    const site = await paid(payments);
    const last = inBooks(site.file, (books) => [...books.payments()].at(-1));
    expect(last?.status).toBe('error');
    expect(last?.statusText).toContain(text);
    expect(inBooks(site.file, (books) => books.groupsInError())).toBe(1);
    const [status] = await runQuery(site, 'X_AR_BATCH_STATUS', {});
    expect(status).toMatchObject({ GROUPS_IN_ERROR: '1', LAST_RUN_DTTM: '2026-11-02T17:00:00+0000' });
  });

  it.each<[string, PaymentDraft, string]>([
    ['an item that does not exist', { ...PAYMENT, item: 'INV-9' }, 'item INV-9 was not found'],
    ['another currency than the item', { ...PAYMENT, currency: 'EUR' }, 'is in USD, the payment in EUR'],
  ])('sends a payment with %s to a worksheet', async (_what, payment, text) => {
    const site = await paid([payment]);
    const [row] = inBooks(site.file, (books) => [...books.payments()]);
    expect(row).toMatchObject({ status: 'worksheet', statusText: expect.stringContaining(text) as unknown });
  });

  it.each([
    ['onAccount', 'posted', 1],
    ['worksheet', 'worksheet', 0],
  ] as const)(
    'a payment that names a customer and no item goes %s, as the site does',
    async (withoutItems, status, more) => {
      const site = await startSite(SMALL_COMPANY, { behaviour: { withoutItems } });
      await createDeposit(site, [{ id: 'T1', amount: '1' }]);
      const before = inBooks(site.file, (books) => books.counts().openItems);
      await site.runBatch();
      expect(inBooks(site.file, (books) => [...books.payments()])).toMatchObject([{ status }]);
      expect(inBooks(site.file, (books) => books.counts().openItems)).toBe(before + more);
    },
  );

  it('can apply a payment to another item than it names, or keep it on a worksheet', async () => {
    const site = await startSite();
    site.arm({ form: 'applyToOtherItems', on: 'apply' });
    site.arm({ form: 'sendToWorksheet', on: 'apply' });
    await createDeposit(site, [PAYMENT]);
    await createDeposit(site, [{ ...PAYMENT, id: 'T2' }]);
    expect(await site.runBatch()).toMatchObject({ applied: 1, worksheets: 1 });
    const [first, second] = await runQuery(site, 'X_AR_PAYMENTS_BY_ID', { DEPOSIT_BU: 'US001', PAYMENT_IDS: 'T1;T2' });
    expect(first).toMatchObject({ PAYMENT_STATUS: 'P', REF_ITEM: 'INV-2' });
    expect(second).toMatchObject({ PAYMENT_STATUS: 'W', REF_ITEM: 'INV-1' });
  });

  it('runs by itself soon after work arrives, unless paused', async () => {
    const site = await startSite(undefined, { batchSeconds: 0.05 });
    site.behaviour.batchPaused = true;
    await createDeposit(site, [PAYMENT]);
    site.behaviour.batchPaused = false;
    await expect.poll(() => statuses(site), { timeout: 5_000 }).toEqual(['posted']);
  });

  it('posts a deposit of many payments whole, in small steps', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => item('C100', `M-${index}`, '1.00'));
    const site = await startSite([...SMALL_COMPANY, ...many]);
    const payments = many.map((_, index) => ({ id: `T${index}`, amount: '1.00', item: `M-${index}` }));
    await createDeposit(site, payments);
    expect(await site.runBatch()).toEqual({ applied: 1_000, worksheets: 0, posted: 1_000, errors: 0 });
    expect(inBooks(site.file, (books) => books.counts().openItems)).toBe(5);
  });
});

describe('what people do in PeopleSoft', () => {
  const facts = [
    ...SMALL_COMPANY,
    receiptFact('receipt', 'CHK 77', 'INV-1', '100.00'),
    receiptFact('colleaguePayment', 'CHK 78', 'INV-2', '250.50'),
  ];

  it('starts with receipts entered by hand already posted', async () => {
    const site = await startSite(facts);
    expect(itemState(site, 'C100', 'INV-1')).toMatchObject({ status: 'closed' });
    const [payment] = await runQuery(site, 'X_AR_PAYMENTS_BY_ID', { DEPOSIT_BU: 'US001', PAYMENT_IDS: 'CHK 77' });
    expect(payment).toMatchObject({
      OPRID: 'MLOPEZ',
      COMMENTS: 'by hand CHK 77',
      PAYMENT_STATUS: 'P',
      REF_ITEM: 'INV-1',
    });
  });

  it('lets a colleague pay an item before its first re-read is answered, and only once', async () => {
    const site = await startSite(facts);
    const open = await runQuery(site, 'X_AR_OPEN_ITEMS', { BUSINESS_UNIT: 'US001', AFTER_KEY: '' });
    expect(open.map((row) => row['ITEM'])).toContain('INV-2');
    const [other] = await runQuery(site, 'X_AR_ITEMS_BY_KEY', { ITEM_KEYS: 'US001|C200|INV-3|1' });
    expect(other).toMatchObject({ ITEM: 'INV-3' });
    expect(inBooks(site.file, (books) => [...books.payments()])).toHaveLength(1);
    const prompts = { ITEM_KEYS: 'US001|C100|INV-2|1' };
    const [reread] = await runQuery(site, 'X_AR_ITEMS_BY_KEY', prompts);
    expect(reread).toMatchObject({ ITEM_STATUS: 'C', BAL_AMT: '0.000' });
    await runQuery(site, 'X_AR_ITEMS_BY_KEY', prompts);
    const origins = inBooks(site.file, (books) => [...books.payments()].map(({ origin }) => origin));
    expect(origins).toEqual(['by hand', 'colleague']);
  });

  it('lets a colleague pay before the first deposit is saved', async () => {
    const site = await startSite(facts);
    await createDeposit(site, [{ id: 'T1', amount: '250.50', item: 'INV-2' }]);
    expect(await site.runBatch()).toMatchObject({ posted: 0, errors: 1 });
  });
});
