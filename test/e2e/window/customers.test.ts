import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';
import type { WindowOptions } from '../../support/window-under-test.ts';

const tests = useWindowTests({ isClean: true });
const { calls } = tests;

const open = async (options?: WindowOptions) => {
  await tests.open({ path: '/customers', viewport: 'laptop', ...options });
  const { page } = tests.view;
  await page.locator('.customer-table td').first().waitFor();
  return page;
};
const current = (position: number) =>
  tests.view.page.locator(`[data-pane=rows] [role=row][row-index="${position}"][aria-selected=true]`).first().waitFor();
const notice = (text: string | RegExp) => tests.view.page.locator('.notice', { hasText: text }).waitFor();
const detailOf = (name: string) => tests.view.page.locator('[data-pane=decision] header', { hasText: name }).waitFor();

describe('the screen of customers to link, by keyboard', () => {
  it('links with A and is on the next one that waits, with the keyboard in the grid', async () => {
    const page = await open();
    await current(0);
    await tests.view.press('a');
    await notice('is linked to 1001');
    await expect
      .poll(() => calls('customer.decide'))
      .toEqual([{ customerKey: 1, custId: '1001', seenVersion: 1, as: 'confirmed' }]);
    await current(1);
    expect(await tests.view.rowWithKeyboard()).toBe(1);
    await page.locator('[data-pane=nav] a', { hasText: 'Customers to link' }).getByText('1').waitFor();
  });

  it('rejects with R, and takes it back with U', async () => {
    const page = await open();
    await tests.view.press('ArrowDown');
    await detailOf('Kowalczyk Trading');
    await tests.view.press('r');
    await notice('is not 1042');
    await tests.view.press(']', ']', ']');
    await detailOf('Kowalczyk Trading');
    await page.getByText('dana rejected this pair').waitFor();
    await tests.view.press('u');
    await notice('Taken back.');
    await expect.poll(() => calls('customer.undo')).toEqual([{ customerKey: 2 }]);
  });

  it('says why nothing can be decided, and looks at any PeopleSoft customer she names', async () => {
    const page = await open();
    await tests.view.press(']');
    await detailOf('Quellwasser');
    await tests.view.press('a');
    await notice('No PeopleSoft customer is chosen');
    const box = page.getByLabel('Another PeopleSoft customer, by id');
    await box.fill('2077');
    await box.press('Enter');
    await page.getByText('The two share too little').waitFor();
    expect(calls('customer.decide')).toEqual([]);
    await page.getByRole('button', { name: /Link to 2077/ }).click();
    await notice('is linked to 2077');
  });

  it('links a whole band by B: she sees how many, the weakest and what is left out, and gives one reason', async () => {
    const page = await open();
    await tests.view.press('b');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('1 customer would be linked').waitFor();
    await dialog.getByLabel('From score').fill('0.85');
    await dialog.getByText('2 customers would be linked').waitFor();
    await dialog.getByText('another candidate is nearly as likely').waitFor();
    await tests.view.press('Enter');
    await dialog.getByRole('textbox', { name: 'Reason' }).and(page.locator(':focus')).waitFor();
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await page.keyboard.type('looked at both');
    await tests.view.press('Enter');
    await notice('2 customers are linked');
    await expect
      .poll(() => calls('customer.confirmBand'))
      .toEqual([{ fromScore: 0.85, seen: 'seen 2', reason: 'looked at both' }]);
    await dialog.waitFor({ state: 'detached' });
  });

  it('remembers an alias with M, for who is on screen', async () => {
    const page = await open();
    await tests.view.press('m');
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Spelling').inputValue()).toBe('Halvorsen & Sons AS');
    expect(await dialog.getByLabel('PeopleSoft customer, by id').inputValue()).toBe('1001');
    await dialog.getByLabel('Spelling').fill('HSM Nordic');
    await tests.view.press('Enter');
    await dialog.getByRole('textbox', { name: 'Reason' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('they told us');
    await tests.view.press('Enter');
    await notice('Remembered: “HSM Nordic” is 1001.');
    const said = { kind: 'name', spelling: 'HSM Nordic', custId: '1001', expiresDate: null, reason: 'they told us' };
    await expect.poll(() => calls('alias.remember')).toEqual([said]);
  });

  it('lists aliases as facets of the same screen: U forgets one and remembers it again, Enter leads to changing it', async () => {
    const page = await open();
    await tests.view.press('[', '[');
    await detailOf('HSM Nordic');
    await tests.view.press('u');
    await notice('Forgotten.');
    await page.locator('[data-pane=decision] .tag', { hasText: 'forgotten' }).waitFor();
    await tests.view.press('u');
    await notice('Remembered again.');
    await tests.view.press('ArrowDown');
    await detailOf('kowalczyk.example');
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await tests.view.press('Enter');
    await tests.view.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('PeopleSoft customer, by id').fill('2077');
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await tests.view.press('Enter');
    await page.keyboard.type('sold to them');
    await tests.view.press('Enter');
    await notice('“kowalczyk.example” is 2077.');
    const change = { custId: '2077', expiresDate: '2027-06-30', reason: 'sold to them' };
    await expect.poll(() => calls('alias.change')).toEqual([{ aliasId: 2, seenVersion: 1, ...change }]);
  });

  it('shows the systems side by side with points that add up, and nothing serious to axe in light and dark', async () => {
    const page = await open();
    await page.getByText('Not connected', { exact: true }).waitFor();
    const points = await page.locator('[aria-label="Why"] tbody td.figures').allInnerTexts();
    const numbers = points.map((text) => Number(text.replace('+', '').replace('\u2212', '-')));
    expect(numbers.slice(0, -1).reduce((sum, each) => sum + each, 0)).toBe(numbers.at(-1));
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
  });

  it('shows field by field what both systems know, and what the site lets decide', async () => {
    const page = await open();
    const fields = page.locator('[aria-label="Field by field"]');
    await fields.getByText('Both have the same tax id').waitFor();
    expect(await fields.locator('tbody tr', { hasText: 'Tax id' }).innerText()).toMatch(
      /NO 923 609 016\s+923609016\s+equal\s+\+1204/,
    );
    expect(await fields.locator('tbody tr', { hasText: 'Telephone' }).innerText()).toContain('only one tells');
  });

  it('has honest kinds of empty', async () => {
    await tests.open({ path: '/customers?facet=confirmed', viewport: 'laptop' });
    const { page } = tests.view;
    await page.getByText('None under “Linked”').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.locator('.customer-table td').first().waitFor();
    const rows = page.locator('[data-pane=rows] [role=row][row-index]');
    await expect.poll(() => rows.count()).toBe(3);
  });
});
