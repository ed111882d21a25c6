import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ItemRow, MovementRow } from '../../../shared/contract/views.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { holdBulkWork } from '../../support/product-under-test.ts';
import { endWindow, findMovement, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 300, seed: 11 });
  // What has left for PeopleSoft cannot be taken back, and every half minute a round would send it.
  await holdBulkWork(tests.product);
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

const detailOf = (row: MovementRow) => tests.product.line.ask('match.detail', { movementKey: row.key });
const summary = () => tests.product.line.ask('summary.get', { unit: 'US' });
const rowText = (position: number) =>
  window.page.locator(`[data-pane=rows] [role=row][row-index="${position}"]`).first().innerText();
const scrollTop = () =>
  window.page
    .locator('[data-pane=rows] .ag-row')
    .first()
    .evaluate((row) => row.getBoundingClientRect().top);
const remainder = () => window.page.locator('.sums output');
const dollars = (minor: number) => (minor / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });

/** The first open item that `isWanted`, of any customer of the unit. */
async function findItem(text: string, isWanted: (item: ItemRow) => boolean): Promise<ItemRow> {
  const { line } = tests.product;
  const { token } = await line.ask('view.open', { list: 'items', unit: 'US', movementKey: null, text });
  const page = await line.ask('view.page', { token, offset: 0, limit: 500 });
  const item = page.list === 'items' ? page.rows.find(isWanted) : undefined;
  if (item === undefined) throw new Error(`No open item of “${text}” is as wanted.`);
  return item;
}

/** Looks for an item in the PeopleSoft pane and selects it, from the rows, by keys. */
async function selectItem(item: ItemRow): Promise<void> {
  const box = window.page.getByRole('textbox', { name: 'Find any open item' });
  await window.press('F6');
  await window.page.locator('[data-pane=items]:focus-within').waitFor();
  if (!(await box.evaluate((one) => one === document.activeElement))) await window.press('/');
  await window.page.keyboard.type(item.item);
  await window.page.locator('[data-pane=items] [role=row]', { hasText: item.customer }).first().waitFor();
  await window.press('Enter');
  await window.page.locator('[data-pane=items] [role=gridcell]:focus').waitFor();
  await window.press('Space');
  await window.page.locator('[data-pane=items] .pane-total', { hasText: '1 selected' }).waitFor();
}

describe('approving and taking back', () => {
  it('brings back row, selection and place; between them the next open row is the current one; scroll and keyboard stay', async () => {
    const isLowDown = new Set<number>();
    const { row } = await findMovement(
      tests.product,
      'needsReview',
      ({ key, state }, { can, match, remainder: left }) => {
        isLowDown.add(key);
        return (
          isLowDown.size > 14 && state === 'proposed' && can.approve && match?.kind === 'payment' && left.minor === 0
        );
      },
    );
    const before = await summary();
    window = await tests.open();
    const position = await window.goTo(row);
    // The rows after it are in sight, so that going to the next one need not scroll.
    await window.press('ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp');
    await window.waitForRow(position);
    const place = { text: await rowText(position), left: await remainder().innerText() };
    // To the pixel; the browser rounds what lies between two.
    const scroll = await scrollTop();

    await window.press('a');
    await window.notice('approved');
    await window.waitForRow(position + 1);
    expect(await window.rowWithKeyboard()).toBe(position + 1);
    expect(Math.abs((await scrollTop()) - scroll)).toBeLessThanOrEqual(1);
    expect((await detailOf(row)).movement.state).toBe('approved');

    await window.press('Control+z');
    await window.waitForRow(position);
    await remainder().filter({ hasText: place.left }).waitFor();
    expect(await window.rowWithKeyboard()).toBe(position);
    expect({ text: await rowText(position), left: await remainder().innerText() }).toEqual(place);
    expect(Math.abs((await scrollTop()) - scroll)).toBeLessThanOrEqual(1);
    expect((await detailOf(row)).movement).toMatchObject({ state: row.state, attention: row.attention });
    // A link that she confirmed with it had rules approve others, which come back with the link.
    await tests.product.line.until('everything is back that came of the approval', async () =>
      (await summary()).needsReview === before.needsReview ? true : null,
    );
  });

  it('does not happen while she types the same letters into the filter', async () => {
    window = await tests.open();
    await window.waitForRow(0);
    const before = await summary();
    await window.press('/');
    await window.page.keyboard.type('apru');
    await window.page.getByText('Nothing found for “apru”').waitFor();
    expect(await window.page.getByRole('textbox', { name: 'Find in the movements' }).inputValue()).toBe('apru');
    expect(await window.page.getByRole('dialog').count()).toBe(0);
    await window.press('Escape');
    await window.waitForRow(0);
    const { needsReview, postings } = await summary();
    expect({ needsReview, waiting: postings.waiting }).toEqual({
      needsReview: before.needsReview,
      waiting: before.postings.waiting,
    });
  });
});

describe('an allocation of her own', () => {
  const isFree = ({ state, amount }: MovementRow, { allocations, customerLink }: MatchDetail) =>
    state === 'unmatched' && amount.currency === 'USD' && allocations.length === 0 && customerLink === null;

  it('shows the remainder while she selects, and is approved with the reason why something is left', async () => {
    const { row } = await findMovement(tests.product, 'needsReview', isFree);
    const item = await findItem(
      'INV',
      ({ open, held }) =>
        open.currency === 'USD' && held.minor === 0 && open.minor > 0 && open.minor < row.amount.minor,
    );
    window = await tests.open();
    await window.goTo(row);
    await selectItem(item);
    await remainder()
      .filter({ hasText: dollars(row.amount.minor - item.open.minor) })
      .waitFor();
    await window.press('Space');
    await remainder()
      .filter({ hasText: dollars(row.amount.minor) })
      .waitFor();
    await window.press('Space', 'a');
    await window.page.getByRole('dialog').getByText('is left over').waitFor();
    await window.press('Enter');
    expect((await detailOf(row)).movement.state).toBe('unmatched');
    await window.page.keyboard.type('The rest is for an invoice of next month');
    await window.press('Enter');
    await window.notice('approved');
    const decided = await detailOf(row);
    expect(decided.match).toMatchObject({ reason: 'The rest is for an invoice of next month', automatic: false });
    expect(decided.allocations.map(({ item: name, amount }) => [name, amount.minor])).toEqual([
      [item.item, item.open.minor],
    ]);
  });

  it('is refused in words when the item belongs to another customer than the linked one, and nothing is decided', async () => {
    const isLinked = ({ state, amount }: MovementRow, { allocations, customerLink }: MatchDetail) =>
      (state === 'unmatched' || state === 'ambiguous') &&
      amount.currency === 'USD' &&
      amount.minor > 0 &&
      allocations.length === 0 &&
      customerLink?.state === 'confirmed';
    const { row, detail } = await findMovement(tests.product, 'needsReview', isLinked);
    const linked = detail.customerLink?.custId ?? '';
    const item = await findItem(
      'INV',
      ({ open, held, custId }) =>
        custId !== linked && open.currency === 'USD' && held.minor === 0 && open.minor > row.amount.minor,
    );
    window = await tests.open();
    const position = await window.goTo(row);
    await selectItem(item);
    await window.press('a');
    const refusal = window.page.getByRole('alert');
    await refusal.getByText(`This Stripe customer is linked to ${linked}, not ${item.custId}.`).waitFor();
    await refusal.getByText('Choose items of the linked customer; a wrong link is taken back').waitFor();
    expect(await window.rowWithKeyboard()).toBe(position);
    expect((await detailOf(row)).movement.state).toBe(row.state);
  });
});

describe('not a match', () => {
  it('takes the candidates of an ambiguous movement away for good: another matching run does not bring them back', async () => {
    const { line } = tests.product;
    const { row } = await findMovement(tests.product, 'needsReview', ({ state }) => state === 'ambiguous');
    window = await tests.open();
    await window.goTo(row);
    await window.press('r');
    await window.notice('is not a match');
    // The engine's own round may be at it; hers comes after that.
    const jobId = await line.until('a matching run of our own', async () => {
      const { jobs } = await line.ask('job.list', {});
      if (jobs.some(({ kind, state }) => kind === 'matching' && state === 'running')) return null;
      return (await line.order('matching.run', {})).jobId;
    });
    await line.until('the matching run', async () => {
      const job = (await line.ask('job.list', {})).jobs.find((each) => each.jobId === jobId);
      return job?.state === 'done' ? job : null;
    });
    const after = await detailOf(row);
    expect(after.movement.state).toBe('unmatched');
    expect(after.match).toBeNull();
    expect(after.allocations).toEqual([]);
  });
});
