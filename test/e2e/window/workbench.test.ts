import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startWindowTests } from '../../support/window-under-test.ts';
import type { WindowOptions, WindowUnderTest } from '../../support/window-under-test.ts';

type Tests = Awaited<ReturnType<typeof startWindowTests>>;
let tests: Tests;
let view: WindowUnderTest;
beforeAll(async () => {
  tests = await startWindowTests();
});
afterEach(async () => {
  const problems = view.problems();
  await view.close();
  if (problems.length > 0) throw new Error(`the page had problems:\n${problems.join('\n')}`);
});
afterAll(async () => await tests.browser.close());

/** In the double's books every eleven rows of the queue hold two proposals that agree, at 2 and at 6. */
const PROPOSAL = 2;
const open = async (options?: WindowOptions) => {
  view = await tests.open(options);
  await view.waitForRow(0);
  return view.page;
};
const commands = () => view.double.calls.filter(({ name }) => /^match\.(approve|reject|undo|redo)$/.test(name));
const goTo = async (position: number) => {
  for (let at = 0; at < position; at += 1) await view.press('ArrowDown');
  await view.waitForRow(position);
};
const notice = (text: string | RegExp) => view.page.locator('.notice', { hasText: text }).waitFor();
const scrollTop = () =>
  view.page
    .locator('[data-pane=rows] .ag-row')
    .first()
    .evaluate((row) => row.getBoundingClientRect().top);

describe('the workbench by keyboard alone', () => {
  it('takes a proposal, approves and posts it, and is on the next open row with the keyboard in the grid', async () => {
    await open();
    await goTo(PROPOSAL);
    const before = await scrollTop();
    await view.press('p');
    await notice('approved and on its way to PeopleSoft');
    await view.waitForRow(PROPOSAL + 1);
    expect(await view.rowWithKeyboard()).toBe(PROPOSAL + 1);
    expect(await scrollTop()).toBe(before);
    expect(commands()[0]?.input).toMatchObject({ movementKey: 4, seenVersion: 1, post: true });
  });

  it('decides one row however long the key is held', async () => {
    await open();
    await goTo(PROPOSAL);
    await view.page.keyboard.down('a');
    await view.waitForRow(PROPOSAL + 1);
    for (let repeat = 0; repeat < 5; repeat += 1) await view.page.keyboard.down('a');
    await view.page.keyboard.up('a');
    await view.press('ArrowDown');
    await view.waitForRow(PROPOSAL + 2);
    expect(commands().map(({ name }) => name)).toEqual(['match.approve']);
  });

  it('says on U that nothing was decided on this row, and takes nothing back elsewhere', async () => {
    await open();
    await goTo(PROPOSAL);
    await view.press('a');
    await view.waitForRow(PROPOSAL + 1);
    await view.page.getByRole('region', { name: 'Allocation' }).locator('output').waitFor();
    await view.press('u');
    await notice('Ctrl Z takes back your latest decision');
    expect(commands().map(({ name }) => name)).toEqual(['match.approve']);
  });

  it('takes a decision back and brings her to the row it was about', async () => {
    await open();
    await goTo(PROPOSAL);
    await view.press('a');
    await view.waitForRow(PROPOSAL + 1);
    await view.press('Control+z');
    await notice('Approval taken back');
    await view.waitForRow(PROPOSAL);
    expect(await view.rowWithKeyboard()).toBe(PROPOSAL);
    await view.press('Control+y');
    await notice('Approval made again');
    expect(commands().map(({ name }) => name)).toEqual(['match.approve', 'match.undo', 'match.redo']);
  });

  it('goes through the panes and reaches the buttons', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    const paneWithKeyboard = () =>
      page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane'));
    await view.press('Tab');
    await expect.poll(paneWithKeyboard).toBe('items');
    await view.press('Shift+F6', 'Enter');
    await expect.poll(paneWithKeyboard).toBe('decision');
    await view.press('Escape');
    expect(await view.rowWithKeyboard()).toBe(PROPOSAL);
  });

  it('recalculates the allocation when other items are selected, and asks why when a remainder is left', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    const remainder = page.locator('.sums output');
    await remainder.filter({ hasText: /^0\.00$/ }).waitFor();
    await page.locator('[data-pane=items] [role=row][aria-selected=true]').nth(2).waitFor();
    await view.press('Tab', 'Space');
    await remainder.filter({ hasNotText: /^0\.00$/ }).waitFor();
    await page.locator('[data-pane=items] .pane-total', { hasText: '2 selected' }).waitFor();
    await view.press('a');
    await page.getByRole('dialog').waitFor();
    expect(commands()).toEqual([]);
    await page.keyboard.type('Customer overpaid');
    await view.press('Enter');
    await view.waitForRow(PROPOSAL + 1);
    expect(commands()[0]?.input).toMatchObject({ reason: 'Customer overpaid', allocations: [{}, {}] });
  });

  it('sends what she decided on, not what the row has become while she gave her reason', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    await page.locator('[data-pane=items] [role=row][aria-selected=true]').nth(2).waitFor();
    await view.press('Tab', 'Space');
    await page.locator('[data-pane=items] .pane-total', { hasText: '2 selected' }).waitFor();
    await view.press('a');
    await page.getByRole('dialog').waitFor();
    const details = () => view.double.calls.filter(({ name }) => name === 'match.detail').length;
    const before = details();
    view.double.rematch(PROPOSAL);
    view.double.announce('data.changed', { topics: ['movements'] });
    await expect.poll(details).toBeGreaterThan(before);
    await page.keyboard.type('Customer overpaid');
    await view.press('Enter');
    await expect.poll(() => commands().length).toBe(1);
    expect(commands()[0]?.input).toMatchObject({ seenVersion: 1, reason: 'Customer overpaid', allocations: [{}, {}] });
  });

  it('confirms a proposed customer link with the approval and says so before', async () => {
    const page = await open();
    await goTo(7);
    await page.locator('.remark', { hasText: 'Approving also confirms' }).waitFor();
    await view.press('a');
    await view.waitForRow(8);
    expect(commands()[0]?.input).toMatchObject({ confirmLinkId: 77 });
  });

  it('fires no letter while a person types', async () => {
    const page = await open();
    await view.press('/');
    await page.keyboard.type('aprun[]?');
    expect(await page.getByRole('textbox', { name: 'Find in the movements' }).inputValue()).toBe('aprun[]?');
    await page.getByText('Nothing found for “aprun[]?”').waitFor();
    expect(commands()).toEqual([]);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'Look in all movements' }).click();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await view.waitForRow(0);
  });

  it('keeps her place when a decision is refused, and shows the other system’s words', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    view.double.failNext('match.approve', 'STALE_VERSION', 'It changed since you saw it.', {
      verbatim: 'Row exists (91,49)',
    });
    await view.press('a');
    await page
      .getByRole('alert')
      .filter({ hasText: 'It changed since you saw it.' })
      .filter({ hasText: '(91,49)' })
      .waitFor();
    expect(await view.rowWithKeyboard()).toBe(PROPOSAL);
  });

  it('keeps the items she chose when a decision fails for another reason than a row that has changed', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    await page.locator('[data-pane=items] [role=row][aria-selected=true]').nth(2).waitFor();
    const selected = (count: number) =>
      page.locator('[data-pane=items] .pane-total', { hasText: `${count} selected` }).waitFor();
    const decide = async (reason: string) => {
      await view.press('a');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type(reason);
      await view.press('Enter');
    };
    await view.press('Tab', 'Space');
    await selected(2);
    view.double.failNext('match.approve', 'LEDGER_IN_USE', 'The ledger is busy with a backup.');
    await decide('first');
    await page.getByRole('alert').filter({ hasText: 'busy with a backup' }).waitFor();
    await selected(2);
    view.double.failNext('match.approve', 'STALE_VERSION', 'It changed since you saw it.');
    await decide('second');
    await page.getByRole('alert').filter({ hasText: 'It changed since you saw it.' }).waitFor();
    await selected(3);
    expect(commands().map(({ input }) => input)).toMatchObject([{ reason: 'first' }, { reason: 'second' }]);
  });

  it('moves between filters and keeps the keyboard in the grid', async () => {
    const page = await open();
    await view.press(']');
    await page.getByRole('button', { name: /Several candidates/, pressed: true }).waitFor();
    await view.press('[');
    await page.getByRole('button', { name: /Needs review/, pressed: true }).waitFor();
    await view.waitForRow(0);
    expect(await view.rowWithKeyboard()).toBe(0);
  });
});

describe('a strict site', () => {
  it('says until when what she approved and posted waits', async () => {
    await open();
    await goTo(PROPOSAL);
    view.double.waitForWindow('quiet window opens 18:00');
    await view.press('p');
    await notice('approved; it waits: quiet window opens 18:00');
    await view.waitForRow(PROPOSAL + 1);
    expect(commands()[0]?.input).toMatchObject({ post: true });
  });
});

describe('an answer that takes its time', () => {
  const findBox = () => view.page.getByRole('textbox', { name: 'Find in the movements' });

  it('leaves the keyboard in the text she types by then, and her letters decide no row', async () => {
    await open();
    await goTo(PROPOSAL);
    const answer = view.double.holdNext('match.approve');
    await view.press('p', '/', 'a');
    answer();
    await notice('approved and on its way to PeopleSoft');
    await view.page.locator('[data-pane=rows] [role=row]', { hasText: 'queued' }).first().waitFor();
    await view.press('a', 'p', 'r');
    expect(await findBox().inputValue()).toBe('aapr');
    expect(commands().map(({ name }) => name)).toEqual(['match.approve']);
  });

  it('leaves her on the row she has walked to, and shows what became of the other', async () => {
    await open();
    await goTo(PROPOSAL);
    const answer = view.double.holdNext('match.approve');
    await view.press('a', 'ArrowDown', 'ArrowDown');
    await view.waitForRow(PROPOSAL + 2);
    answer();
    await notice('approved');
    await view.page.locator(`[data-pane=rows] [row-index="${PROPOSAL}"]`, { hasText: 'approved' }).first().waitFor();
    await view.waitForRow(PROPOSAL + 2);
    expect(await view.rowWithKeyboard()).toBe(PROPOSAL + 2);
  });

  it('leaves the keyboard in the text she types when it refuses', async () => {
    await open();
    await goTo(PROPOSAL);
    view.double.failNext('match.approve', 'STALE_VERSION', 'It changed since you saw it.');
    const answer = view.double.holdNext('match.approve');
    await view.press('a', '/', 'a');
    answer();
    await view.page.getByRole('alert').filter({ hasText: 'It changed since you saw it.' }).waitFor();
    await view.press('r');
    expect(await findBox().inputValue()).toBe('ar');
    expect(commands().map(({ name }) => name)).toEqual(['match.approve']);
  });

  it('leaves the keyboard in the text she types while another filter opens', async () => {
    await open();
    await view.page.locator('[data-pane=items] .ag-row', { hasText: 'INV-' }).first().waitFor();
    const opened = () => view.double.calls.filter(({ name }) => name === 'view.open').length;
    const before = opened();
    const answer = view.double.holdNext('view.open');
    await view.press(']');
    await expect.poll(opened).toBe(before + 1);
    await view.press('/');
    answer();
    await view.page
      .locator('[data-pane=rows] [row-index="1"]', { hasText: /\d candidates/ })
      .first()
      .waitFor();
    await view.press('a');
    expect(await findBox().inputValue()).toBe('a');
    expect(commands()).toEqual([]);
  });
});

describe('nothing moves under the cursor', () => {
  it('holds new rows behind a bar until she asks for them', async () => {
    const page = await open();
    await goTo(PROPOSAL);
    view.double.setArrived(12);
    view.double.announce('data.changed', { topics: ['movements'] });
    await page.getByRole('button', { name: /12 new/ }).waitFor();
    expect(await view.rowWithKeyboard()).toBe(PROPOSAL);
    const opened = () =>
      view.double.calls.filter(({ name, input }) => name === 'view.open' && JSON.stringify(input).includes('movements'))
        .length;
    expect(opened()).toBe(1);
    view.double.setArrived(0);
    await view.press('n');
    await page.getByRole('button', { name: /12 new/ }).waitFor({ state: 'detached' });
    await view.waitForRow(PROPOSAL);
    expect([opened(), await view.rowWithKeyboard()]).toEqual([2, PROPOSAL]);
  });

  it('opens an expired list again at the same row', async () => {
    await open();
    await goTo(PROPOSAL);
    view.double.expireViews();
    view.double.announce('data.changed', { topics: ['movements'] });
    await expect.poll(() => view.double.calls.filter(({ name }) => name === 'view.locate').length).toBeGreaterThan(0);
    await view.waitForRow(PROPOSAL);
    await expect.poll(() => view.rowWithKeyboard()).toBe(PROPOSAL);
  });
});

describe('a million rows', () => {
  it('reaches the last one by a key and loads few pages', async () => {
    await open({ rows: 1_000_000, path: '/workbench?facet=all' });
    await view.press('Control+End');
    await view.waitForRow(999_999);
    expect(await view.rowWithKeyboard()).toBe(999_999);
    await view.press('ArrowUp');
    await view.waitForRow(999_998);
    await view.press('Control+Home');
    await view.waitForRow(0);
    const pages = view.double.calls.filter(
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
    await view.press('Control+c');
    const copied = await page.waitForFunction(() => document.body.dataset['copied']);
    const [text = '', html = ''] = JSON.parse((await copied.jsonValue()) ?? '[]') as string[];
    expect(text).toMatch(/^Date\tKind\tObject\t.*\r\n2026-10-01\tCharge\tch_3QK\w{18}\t/);
    expect(html).toMatch(/<td x:num="\d+\.\d\d">/);
  });
});
