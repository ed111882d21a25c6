import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';
import type { WindowOptions } from '../../support/window-under-test.ts';

const tests = useWindowTests({ isClean: true });

/** In the double's books every eleven rows of the queue hold two proposals that agree, at 2 and at 6. */
const PROPOSAL = 2;
const open = async (options?: WindowOptions) => {
  await tests.open(options);
  await tests.view.waitForRow(0);
  return tests.view.page;
};
const commands = () => tests.view.double.calls.filter(({ name }) => /^match\.(approve|reject|undo|redo)$/.test(name));
const goTo = async (position: number) => {
  for (let at = 0; at < position; at += 1) await tests.view.press('ArrowDown');
  await tests.view.waitForRow(position);
};
const notice = (text: string | RegExp) => tests.view.page.locator('.notice', { hasText: text }).waitFor();
const scrollTop = () =>
  tests.view.page
    .locator('[data-pane=rows] .ag-row')
    .first()
    .evaluate((row) => row.getBoundingClientRect().top);

describe('the workbench by keyboard alone', () => {
  it('takes a proposal, approves and posts it, and is on the next open row with the keyboard in the grid', async () => {
    await open();
    await goTo(PROPOSAL);
    const before = await scrollTop();
    await tests.view.press('p');
    await notice('approved and on its way to PeopleSoft');
    await tests.view.waitForRow(PROPOSAL + 1);
    expect(await tests.view.rowWithKeyboard()).toBe(PROPOSAL + 1);
    expect(await scrollTop()).toBe(before);
    expect(commands()[0]?.input).toMatchObject({ movementKey: 4, seenVersion: 1, post: true });
  });

  it('shows the name picked for a customer that is merged, and beside the evidence its own', async () => {
    const page = await open();
    await goTo(PROPOSAL + 1);
    await page.getByRole('row', { name: /^Own name HALVORSEN SØNNER — merged$/ }).waitFor();
    const row = page.locator('[data-pane=rows] .ag-row[row-index="3"]');
    expect(await row.getByRole('img').getAttribute('aria-label')).toBe(
      'Its own name is HALVORSEN SØNNER. Counts as one with cus_QkR81vTzA',
    );
  });

  it('decides one row however long the key is held', async () => {
    await open();
    await goTo(PROPOSAL);
    await tests.view.page.keyboard.down('a');
    await tests.view.waitForRow(PROPOSAL + 1);
    for (let repeat = 0; repeat < 5; repeat += 1) await tests.view.page.keyboard.down('a');
    await tests.view.page.keyboard.up('a');
    await tests.view.press('ArrowDown');
    await tests.view.waitForRow(PROPOSAL + 2);
    expect(commands().map(({ name }) => name)).toEqual(['match.approve']);
  });

  it('says on U that nothing was decided on this row, and takes nothing back elsewhere', async () => {
    await open();
    await goTo(PROPOSAL);
    await tests.view.press('a');
    await tests.view.waitForRow(PROPOSAL + 1);
    await tests.view.page.getByRole('region', { name: 'Allocation' }).locator('output').waitFor();
    await tests.view.press('u');
    await notice('Ctrl Z takes back your latest decision');
    expect(commands().map(({ name }) => name)).toEqual(['match.approve']);
  });

  it('takes a decision back and brings her to the row it was about', async () => {
    await open();
    await goTo(PROPOSAL);
    await tests.view.press('a');
    await tests.view.waitForRow(PROPOSAL + 1);
    await tests.view.press('Control+z');
    await notice('Approval taken back');
    await tests.view.waitForRow(PROPOSAL);
    expect(await tests.view.rowWithKeyboard()).toBe(PROPOSAL);
    await tests.view.press('Control+y');
    await notice('Approval made again');
    expect(commands().map(({ name }) => name)).toEqual(['match.approve', 'match.undo', 'match.redo']);
  });

  it('goes through the panes and reaches the buttons', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    const paneWithKeyboard = () =>
      page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane'));
    await tests.view.press('Tab');
    await expect.poll(paneWithKeyboard).toBe('items');
    await tests.view.press('Shift+F6', 'Enter');
    await expect.poll(paneWithKeyboard).toBe('decision');
    await tests.view.press('Escape');
    expect(await tests.view.rowWithKeyboard()).toBe(PROPOSAL);
  });

  it('recalculates the allocation when other items are selected, and asks why when a remainder is left', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    const remainder = page.locator('.sums output');
    await remainder.filter({ hasText: /^0\.00$/ }).waitFor();
    await page.locator('[data-pane=items] [role=row][aria-selected=true]').nth(2).waitFor();
    await tests.view.press('Tab', 'Space');
    await remainder.filter({ hasNotText: /^0\.00$/ }).waitFor();
    await page.locator('[data-pane=items] .pane-total', { hasText: '2 selected' }).waitFor();
    await tests.view.press('a');
    await page.getByRole('dialog').waitFor();
    expect(commands()).toEqual([]);
    await page.keyboard.type('Customer overpaid');
    await tests.view.press('Enter');
    await tests.view.waitForRow(PROPOSAL + 1);
    expect(commands()[0]?.input).toMatchObject({ reason: 'Customer overpaid', allocations: [{}, {}] });
  });

  it('sends what she decided on, not what the row has become while she gave her reason', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    await page.locator('[data-pane=items] [role=row][aria-selected=true]').nth(2).waitFor();
    await tests.view.press('Tab', 'Space');
    await page.locator('[data-pane=items] .pane-total', { hasText: '2 selected' }).waitFor();
    await tests.view.press('a');
    await page.getByRole('dialog').waitFor();
    const details = () => tests.view.double.calls.filter(({ name }) => name === 'match.detail').length;
    const before = details();
    tests.view.double.rematch(PROPOSAL);
    tests.view.double.announce('data.changed', { topics: ['movements'] });
    await expect.poll(details).toBeGreaterThan(before);
    await page.keyboard.type('Customer overpaid');
    await tests.view.press('Enter');
    await expect.poll(() => commands().length).toBe(1);
    expect(commands()[0]?.input).toMatchObject({ seenVersion: 1, reason: 'Customer overpaid', allocations: [{}, {}] });
  });

  it('confirms a proposed customer link with the approval and says so before', async () => {
    const page = await open();
    await goTo(7);
    await page.locator('.remark', { hasText: 'Approving also confirms' }).waitFor();
    await tests.view.press('a');
    await tests.view.waitForRow(8);
    expect(commands()[0]?.input).toMatchObject({ confirmLinkId: 77 });
  });

  it('fires no letter while a person types', async () => {
    const page = await open();
    await tests.view.press('/');
    await page.keyboard.type('aprun[]?');
    expect(await page.getByRole('textbox', { name: 'Find in the movements' }).inputValue()).toBe('aprun[]?');
    await page.getByText('Nothing found for “aprun[]?”').waitFor();
    expect(commands()).toEqual([]);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'Look in all movements' }).click();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await tests.view.waitForRow(0);
  });

  it('keeps her place when a decision is refused, and shows the other system’s words', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    tests.view.double.failNext('match.approve', 'STALE_VERSION', 'It changed since you saw it.', {
      verbatim: 'Row exists (91,49)',
    });
    await tests.view.press('a');
    await page
      .getByRole('alert')
      .filter({ hasText: 'It changed since you saw it.' })
      .filter({ hasText: '(91,49)' })
      .waitFor();
    expect(await tests.view.rowWithKeyboard()).toBe(PROPOSAL);
  });

  it('keeps the items she chose when a decision fails for another reason than a row that has changed', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    await page.locator('[data-pane=items] [role=row][aria-selected=true]').nth(2).waitFor();
    const selected = (count: number) =>
      page.locator('[data-pane=items] .pane-total', { hasText: `${count} selected` }).waitFor();
    const decide = async (reason: string) => {
      await tests.view.press('a');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type(reason);
      await tests.view.press('Enter');
    };
    await tests.view.press('Tab', 'Space');
    await selected(2);
    tests.view.double.failNext('match.approve', 'LEDGER_IN_USE', 'The ledger is busy with a backup.');
    await decide('first');
    await page.getByRole('alert').filter({ hasText: 'busy with a backup' }).waitFor();
    await selected(2);
    tests.view.double.failNext('match.approve', 'STALE_VERSION', 'It changed since you saw it.');
    await decide('second');
    await page.getByRole('alert').filter({ hasText: 'It changed since you saw it.' }).waitFor();
    await selected(3);
    expect(commands().map(({ input }) => input)).toMatchObject([{ reason: 'first' }, { reason: 'second' }]);
  });

  it('moves between filters and keeps the keyboard in the grid', async () => {
    const page = await open();
    await tests.view.press(']');
    await page.getByRole('button', { name: /Several candidates/, pressed: true }).waitFor();
    await tests.view.press('[');
    await page.getByRole('button', { name: /Needs review/, pressed: true }).waitFor();
    await tests.view.waitForRow(0);
    expect(await tests.view.rowWithKeyboard()).toBe(0);
  });
});

describe('a strict site', () => {
  it('says until when what she approved and posted waits', async () => {
    await open();
    await goTo(PROPOSAL);
    tests.view.double.waitForWindow('quiet window opens 18:00');
    await tests.view.press('p');
    await notice('approved; it waits: quiet window opens 18:00');
    await tests.view.waitForRow(PROPOSAL + 1);
    expect(commands()[0]?.input).toMatchObject({ post: true });
  });
});

describe('an answer that takes its time', () => {
  const findBox = () => tests.view.page.getByRole('textbox', { name: 'Find in the movements' });

  it('leaves the keyboard in the text she types by then, and her letters decide no row', async () => {
    await open();
    await goTo(PROPOSAL);
    const answer = tests.view.double.holdNext('match.approve');
    await tests.view.press('p', '/', 'a');
    answer();
    await notice('approved and on its way to PeopleSoft');
    await tests.view.page.locator('[data-pane=rows] [role=row]', { hasText: 'queued' }).first().waitFor();
    await tests.view.press('a', 'p', 'r');
    expect(await findBox().inputValue()).toBe('aapr');
    expect(commands().map(({ name }) => name)).toEqual(['match.approve']);
  });

  it('leaves her on the row she has walked to, and shows what became of the other', async () => {
    await open();
    await goTo(PROPOSAL);
    const answer = tests.view.double.holdNext('match.approve');
    await tests.view.press('a', 'ArrowDown', 'ArrowDown');
    await tests.view.waitForRow(PROPOSAL + 2);
    answer();
    await notice('approved');
    await tests.view.page
      .locator(`[data-pane=rows] [row-index="${PROPOSAL}"]`, { hasText: 'approved' })
      .first()
      .waitFor();
    await tests.view.waitForRow(PROPOSAL + 2);
    expect(await tests.view.rowWithKeyboard()).toBe(PROPOSAL + 2);
  });

  it('leaves the keyboard in the text she types when it refuses', async () => {
    await open();
    await goTo(PROPOSAL);
    tests.view.double.failNext('match.approve', 'STALE_VERSION', 'It changed since you saw it.');
    const answer = tests.view.double.holdNext('match.approve');
    await tests.view.press('a', '/', 'a');
    answer();
    await tests.view.page.getByRole('alert').filter({ hasText: 'It changed since you saw it.' }).waitFor();
    await tests.view.press('r');
    expect(await findBox().inputValue()).toBe('ar');
    expect(commands().map(({ name }) => name)).toEqual(['match.approve']);
  });

  it('leaves the keyboard in the text she types while another filter opens', async () => {
    await open();
    await tests.view.page.locator('[data-pane=items] .ag-row', { hasText: 'INV-' }).first().waitFor();
    const opened = () => tests.view.double.calls.filter(({ name }) => name === 'view.open').length;
    const before = opened();
    const answer = tests.view.double.holdNext('view.open');
    await tests.view.press(']');
    await expect.poll(opened).toBe(before + 1);
    await tests.view.press('/');
    answer();
    await tests.view.page
      .locator('[data-pane=rows] [row-index="1"]', { hasText: /\d candidates/ })
      .first()
      .waitFor();
    await tests.view.press('a');
    expect(await findBox().inputValue()).toBe('a');
    expect(commands()).toEqual([]);
  });
});

describe('nothing moves under the cursor', () => {
  it('holds new rows behind a bar until she asks for them', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    tests.view.double.setArrived(12);
    tests.view.double.announce('data.changed', { topics: ['movements'] });
    await page.getByRole('button', { name: /12 new/ }).waitFor();
    expect(await tests.view.rowWithKeyboard()).toBe(PROPOSAL);
    const opened = () =>
      tests.view.double.calls.filter(
        ({ name, input }) => name === 'view.open' && JSON.stringify(input).includes('movements'),
      ).length;
    expect(opened()).toBe(1);
    tests.view.double.setArrived(0);
    await tests.view.press('n');
    await page.getByRole('button', { name: /12 new/ }).waitFor({ state: 'detached' });
    await tests.view.waitForRow(PROPOSAL);
    expect([opened(), await tests.view.rowWithKeyboard()]).toEqual([2, PROPOSAL]);
  });

  it('opens an expired list again at the same row', async () => {
    await open();
    await goTo(PROPOSAL);
    tests.view.double.expireViews();
    tests.view.double.announce('data.changed', { topics: ['movements'] });
    await expect
      .poll(() => tests.view.double.calls.filter(({ name }) => name === 'view.locate').length)
      .toBeGreaterThan(0);
    await tests.view.waitForRow(PROPOSAL);
    await expect.poll(() => tests.view.rowWithKeyboard()).toBe(PROPOSAL);
  });
});

describe('a million rows', () => {
  it('reaches the last one by a key and loads few pages', async () => {
    await open({ rows: 1_000_000, path: '/workbench?facet=all' });
    await tests.view.press('Control+End');
    await tests.view.waitForRow(999_999);
    expect(await tests.view.rowWithKeyboard()).toBe(999_999);
    await tests.view.press('ArrowUp');
    await tests.view.waitForRow(999_998);
    await tests.view.press('Control+Home');
    await tests.view.waitForRow(0);
    const pages = tests.view.double.calls.filter(
      ({ name, input }) => name === 'view.page' && JSON.stringify(input).includes('"limit":100'),
    );
    expect(pages.length).toBeLessThan(25);
  });
});

describe('copying', () => {
  it('puts the row on the clipboard as text and as a table with true numbers', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    await page.evaluate(() => {
      document.addEventListener('copy', (event) => {
        document.body.dataset['copied'] = JSON.stringify([
          event.clipboardData?.getData('text/plain'),
          event.clipboardData?.getData('text/html'),
        ]);
      });
    });
    await tests.view.press('Control+c');
    const copied = await page.waitForFunction(() => document.body.dataset['copied']);
    const [text = '', html = ''] = JSON.parse((await copied.jsonValue()) ?? '[]') as string[];
    expect(text).toMatch(/^Date\tKind\tObject\t.*\r\n2026-10-01\tCharge\tch_3QK\w{18}\t/);
    expect(html).toMatch(/<td x:num="\d+\.\d\d">/);
  });
});
