import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';
import type { WindowOptions } from '../../support/window-under-test.ts';

const tests = useWindowTests({ isClean: true });
const { calls } = tests;

const open = async (options?: WindowOptions) => {
  await tests.open({ path: '/duplicates', viewport: 'laptop', ...options });
  const { page } = tests.view;
  await page.locator('.duplicate-table td').first().waitFor();
  return page;
};
const current = (position: number) =>
  tests.view.page.locator(`[data-pane=rows] [role=row][row-index="${position}"][aria-selected=true]`).first().waitFor();
const notice = (text: string | RegExp) => tests.view.page.locator('.notice', { hasText: text }).waitFor();

describe('the screen of duplicates, by keyboard', () => {
  it('says one event with D, keeps what is proposed, and is on the next open suspicion with the keyboard in the grid', async () => {
    const page = await open();
    await current(0);
    await tests.view.press('d');
    await page.getByRole('radio', { name: /keep ch_3QfirstAttempt01/ }).waitFor();
    expect(await page.getByRole('radio', { name: /keep ch_3QfirstAttempt01/ }).isChecked()).toBe(true);
    await tests.view.press('Enter');
    await page.getByRole('textbox', { name: 'Reason' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('paid twice');
    await tests.view.press('Enter');
    await notice('One payment.');
    await expect
      .poll(() => calls('duplicate.decide'))
      .toEqual([{ clusterId: 1, seenVersion: 1, as: 'sameEvent', keep: 0, reason: 'paid twice', expiresDate: null }]);
    await current(1);
    expect(await tests.view.rowWithKeyboard()).toBe(1);
    await page.locator('[data-pane=nav] a', { hasText: 'Duplicates' }).getByText('3').waitFor();
  });

  it('says over the list how many were not compared', async () => {
    const page = await open();
    const sentence = page.getByText('31 charges and payments were not compared');
    await sentence.waitFor();
    expect(await sentence.count()).toBe(1);
  });

  it('says of three rows which are one event: the digit of a row lets it stand for itself', async () => {
    const page = await open();
    await tests.view.press('ArrowDown');
    await current(1);
    await page.locator('.duplicate-table thead th').nth(4).waitFor();
    await tests.view.press('d');
    await page
      .getByRole('radio', { name: /keep ch_3QfirstAttempt01/ })
      .and(page.locator(':focus'))
      .waitFor();
    await tests.view.press('Tab');
    await page.getByRole('checkbox', { name: '2: ch_3QsecondAttempt2' }).and(page.locator(':focus')).waitFor();
    await tests.view.press('3');
    await page.getByRole('checkbox', { name: '3: ch_3QthirdAttempt003', checked: false }).waitFor();
    expect(await page.getByRole('checkbox', { name: '2: ch_3QsecondAttempt2' }).isChecked()).toBe(true);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await tests.view.press('2');
    await page.getByText('Nothing is dropped: then it is not a duplicate.').waitFor();
    await tests.view.press('2', 'Enter');
    await page.getByRole('textbox', { name: 'Reason' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('paid twice');
    await tests.view.press('Enter');
    await expect
      .poll(() => calls('duplicate.decide'))
      .toMatchObject([{ clusterId: 2, as: 'sameEvent', keep: 0, apart: [2], reason: 'paid twice' }]);
  });

  it('says not a duplicate with a reason until a day, a year away unless she says otherwise', async () => {
    const page = await open();
    await tests.view.press('d');
    await page.getByRole('radio', { name: /keep ch_3QfirstAttempt01/ }).waitFor();
    await tests.view.press('ArrowUp');
    await page.getByLabel('Holds until').waitFor();
    await tests.view.press('Enter');
    await page.keyboard.type('two orders');
    await tests.view.press('Enter');
    await notice('Not a duplicate');
    await expect
      .poll(() => calls('duplicate.decide'))
      .toMatchObject([
        { clusterId: 1, as: 'notDuplicate', keep: null, reason: 'two orders', expiresDate: '2027-11-02' },
      ]);
  });

  it('says nothing with Esc or without a reason, and keeps her place', async () => {
    const page = await open();
    await tests.view.press('ArrowDown');
    await current(1);
    await page.getByText('Paid twice').first().waitFor();
    await page.locator('[data-pane=decision] header', { hasText: 'Paid twice' }).waitFor();
    await tests.view.press('d', 'Enter', 'Enter', 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(calls('duplicate.decide')).toEqual([]);
    await expect.poll(() => tests.view.rowWithKeyboard()).toBe(1);
  });

  it('follows what was dropped under the next list, and takes the answer back with U', async () => {
    const page = await open();
    await tests.view.press('d', 'Enter');
    await page.keyboard.type('paid twice');
    await tests.view.press('Enter');
    await notice('One payment.');
    await tests.view.press(']');
    await page.getByText('Refund ch_3QsecondAttempt2 in Stripe.').waitFor();
    await page.getByText(/One event, said by dana: paid twice/).waitFor();
    await tests.view.press('d');
    await notice('answered already');
    await tests.view.press('u');
    await notice('open again');
    await expect.poll(() => calls('duplicate.undo')).toEqual([{ clusterId: 1 }]);
  });

  it('shows both rows side by side, what differs in words, and points that sum to the score', async () => {
    const page = await open();
    const row = (field: string) => page.locator('.duplicate-table tr', { hasText: field });
    await row('Payment intent').getByText('differs').waitFor();
    await row('Card or account').getByText('same').waitFor();
    const points = await page.locator('[aria-label="Why suspected"] tbody td.figures').allInnerTexts();
    const numbers = points.map((text) => Number(text.replace('+', '').replace('\u2212', '-')));
    expect(numbers.slice(0, -1).reduce((sum, each) => sum + each, 0)).toBe(numbers.at(-1));
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
  });

  it('opens what would be refunded in Stripe with O', async () => {
    const page = await open();
    await page.context().route('https://dashboard.stripe.com/**', (route) => route.fulfill({ body: 'Stripe' }));
    const opened = page.context().waitForEvent('page');
    await tests.view.press('o');
    expect((await opened).url()).toContain('ch_3QsecondAttempt2');
  });

  it('has honest kinds of empty', async () => {
    await tests.open({ path: '/duplicates?facet=decided', viewport: 'laptop' });
    const { page } = tests.view;
    await page.getByText('None under “Decided”').waitFor();
    await page.getByText('Nothing selected').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.locator('.duplicate-table td').first().waitFor();
    await expect.poll(() => page.locator('[data-pane=rows] .ag-row').count()).toBe(4);
  });
});

describe('customers that are suspected to be one, by keyboard', () => {
  const openCustomers = async () => {
    const page = await open();
    for (let row = 1; row < 4; row += 1) {
      await tests.view.press('ArrowDown');
      await current(row);
    }
    await page.locator('[data-pane=decision] header', { hasText: 'Double customer' }).waitFor();
    return page;
  };
  const group = (name: string) => tests.view.page.getByRole('radiogroup', { name, exact: true });

  it('become one with D, field by field: Tab goes on, arrows pick, Enter confirms with a reason', async () => {
    const page = await openCustomers();
    await tests.view.press('d');
    await page
      .getByRole('radio', { name: /One customer/ })
      .and(page.locator(':focus'))
      .waitFor();
    await tests.view.press('Tab');
    await group('Stands for all').getByRole('radio').first().and(page.locator(':focus')).waitFor();
    await tests.view.press('Tab', 'ArrowDown');
    expect(await group('Name').getByRole('radio').nth(1).isChecked()).toBe(true);
    await tests.view.press('Tab');
    expect(await group('E-mail').getByRole('radio').first().isChecked()).toBe(true);
    await tests.view.press('Tab');
    // The first has no phone: the one that has is picked for her.
    expect(await group('Phone').getByRole('radio').nth(1).isChecked()).toBe(true);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await tests.view.press('Enter');
    await page.getByRole('textbox', { name: 'Reason' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('signed up again');
    await tests.view.press('Enter');
    await notice('One customer.');
    await expect
      .poll(() => calls('duplicate.decide'))
      .toEqual([
        {
          clusterId: 4,
          seenVersion: 1,
          as: 'sameEvent',
          keep: 0,
          reason: 'signed up again',
          expiresDate: null,
          picks: [
            { field: 'name', from: 1 },
            { field: 'email', from: 0 },
            { field: 'phone', from: 1 },
            { field: 'address', from: 0 },
            { field: 'taxId', from: 0 },
          ],
        },
      ]);
  });

  it('show what was picked, and are two again with U', async () => {
    const page = await openCustomers();
    await tests.view.press('d', 'Tab', 'Tab', 'ArrowDown', 'Enter');
    await page.keyboard.type('signed up again');
    await tests.view.press('Enter');
    await notice('One customer.');
    await tests.view.press(']', ']');
    const nameRow = page.locator('.duplicate-table tr', { hasText: 'ORCHARD BAY SUPPLY L.L.P.' });
    await nameRow.getByText('picked').waitFor();
    expect(await nameRow.getByText('picked').count()).toBe(1);
    await page.getByText('stands for all').waitFor();
    await page.getByText(/One customer, said by dana: signed up again/).waitFor();
    await tests.view.press('u');
    await notice('open again');
    await expect.poll(() => calls('duplicate.undo')).toEqual([{ clusterId: 4 }]);
  });

  it('stay two by her word with a reason until a day', async () => {
    const page = await openCustomers();
    await tests.view.press('d', 'ArrowDown');
    await page.getByLabel('Holds until').waitFor();
    await group('Name').waitFor({ state: 'detached' });
    await tests.view.press('Enter');
    await page.keyboard.type('two companies of one name');
    await tests.view.press('Enter');
    await notice('Not a duplicate');
    await expect
      .poll(() => calls('duplicate.decide'))
      .toEqual([
        {
          clusterId: 4,
          seenVersion: 1,
          as: 'notDuplicate',
          keep: null,
          reason: 'two companies of one name',
          expiresDate: '2027-11-02',
        },
      ]);
  });

  it('have points whose sum is told beside the score', async () => {
    const page = await openCustomers();
    const points = await page.locator('[aria-label="Why suspected"] tbody td.figures').allInnerTexts();
    const numbers = points.map((text) => Number(text.replace('+', '').replace('\u2212', '-').replace(',', '')));
    expect(numbers.slice(0, -2).reduce((sum, each) => sum + each, 0)).toBe(numbers.at(-2));
  });
});

describe('a movement in a suspicion, in the workbench', () => {
  it('carries a warning, and D leads to the suspicion', async () => {
    await tests.open({ path: '/workbench' });
    await tests.view.waitForRow(0);
    await tests.view.press('d');
    await notice('No duplicate of it is suspected.');
    for (let at = 0; at < 3; at += 1) await tests.view.press('ArrowDown');
    await tests.view.waitForRow(3);
    const { page } = tests.view;
    await page.getByText('possible duplicate', { exact: true }).waitFor();
    await tests.view.press('p');
    await page.getByRole('dialog', { name: 'It may be paid for already' }).waitFor();
    await tests.view.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(calls('match.approve')).toEqual([]);
    await tests.view.press('d');
    await page.getByRole('heading', { level: 1, name: 'Duplicates' }).waitFor();
    await page.locator('[data-pane=decision] header', { hasText: 'Retried charge' }).waitFor();
    await expect.poll(() => calls('duplicate.detail')).toEqual([{ clusterId: 1 }]);
  });
});
