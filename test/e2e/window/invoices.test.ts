import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';

const tests = useWindowTests();

const open = async () => {
  await tests.open({ path: '/invoices', viewport: 'laptop' });
  await tests.view.page.locator('.invoice-table').waitFor();
  return tests.view.page;
};
const { calls } = tests;

describe('the screen of invoices, by keyboard', () => {
  it('starts on the first document; A approves it and goes on to the next that can be decided, P approves and posts', async () => {
    const page = await open();
    await page.getByRole('heading', { name: 'Invoice ABC-0001' }).waitFor();
    await tests.view.press('a');
    await page.getByText('Approved in_1.').waitFor();
    await page.getByRole('heading', { name: 'Credit note ABC-0003-CN-01' }).waitFor();
    await expect.poll(() => page.locator('.invoice-table tr:focus').innerText()).toContain('ABC-0003-CN-01');
    await tests.view.press('p');
    await expect
      .poll(() => calls('invoice.approve'))
      .toMatchObject([
        { unit: 'US', kind: 'invoice', objectId: 'in_1', post: false, seen: { amount: { minor: 12_500 } } },
        { kind: 'creditNote', objectId: 'cn_1', post: true },
      ]);
  });

  it('keeps a key for another document until the last decision is written, and takes a second press for the same one as none', async () => {
    const page = await open();
    await page.getByRole('heading', { name: 'Invoice ABC-0001' }).waitFor();
    const answer = tests.view.double.holdNext('invoice.approve');
    await tests.view.press('a', 'a', 'ArrowDown', 'ArrowDown');
    await page.getByRole('heading', { name: 'Credit note ABC-0003-CN-01' }).waitFor();
    await tests.view.press('p');
    await expect.poll(() => calls('invoice.approve')).toMatchObject([{ objectId: 'in_1' }]);
    answer();
    await expect
      .poll(() => calls('invoice.approve'))
      .toMatchObject([{ objectId: 'in_1' }, { objectId: 'cn_1', post: true }]);
  });

  it('says why a document is held up, and links its customer on the spot', async () => {
    const page = await open();
    await tests.view.press('ArrowDown');
    await page.getByRole('heading', { name: 'Invoice ABC-0002' }).waitFor();
    await tests.view.press('a');
    await page.getByRole('status').getByText('is not linked to a PeopleSoft customer').waitFor();
    expect(calls('invoice.approve')).toEqual([]);
    await page.getByRole('button', { name: 'Link to customer C200 L' }).waitFor();
    await tests.view.press('l');
    await expect.poll(() => calls('link.confirm')).toEqual([{ linkId: 4, seenVersion: 1 }]);
  });

  it('greys what is above her limit, says why and what day it would be booked on, and approves none of it', async () => {
    const page = await open();
    for (let time = 0; time < 3; time += 1) await tests.view.press('ArrowDown');
    await page.getByRole('heading', { name: 'Invoice ABC-0004' }).waitFor();
    await page.getByText(/Cut-off: the period of 2026-10-30 is closed.*2026-11-01/).waitFor();
    const button = page.getByRole('button', { name: 'Approve and post P' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    const described = page.locator(`[id="${await button.getAttribute('aria-describedby')}"]`);
    expect(await described.innerText()).toContain('above your limit of 500.00 USD');
    await tests.view.press('a');
    await page.getByRole('status').getByText('above your limit').waitFor();
    expect(calls('invoice.approve')).toEqual([]);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
  });

  it('opens the invoice in Stripe with O', async () => {
    const page = await open();
    await page.context().route('https://dashboard.stripe.com/**', (route) => route.fulfill({ body: 'Stripe' }));
    const opened = page.context().waitForEvent('page');
    await tests.view.press('o');
    expect((await opened).url()).toContain('in_1');
  });

  it('turns the lists with brackets; U takes back with a reason, A closes a work order with one', async () => {
    const page = await open();
    await tests.view.press(']');
    await page.getByRole('heading', { name: 'G123456789 ABC-0000' }).waitFor();
    await tests.view.press('u');
    await page.getByRole('textbox', { name: 'Reason' }).fill('wrong month');
    await tests.view.press('Enter');
    await expect.poll(() => calls('invoice.withdraw')).toEqual([{ postingKey: 9, reason: 'wrong month' }]);
    await tests.view.press(']');
    await page.getByRole('heading', { name: 'Write off? ABC-0009' }).waitFor();
    await page.getByRole('link', { name: 'item ABC-0009' }).waitFor();
    await tests.view.press('a');
    await page.getByRole('textbox', { name: 'Reason' }).fill('written off');
    await tests.view.press('Enter');
    await expect.poll(() => calls('order.close')).toEqual([{ orderId: 1, seenVersion: 1, reason: 'written off' }]);
  });
});
