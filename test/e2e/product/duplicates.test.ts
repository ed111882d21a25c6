import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DuplicateDetail, DuplicateRow } from '../../../shared/contract/duplicates.ts';
import type { DuplicateFacet } from '../../../shared/domain/duplicates.ts';
import { shortId } from '../../../renderer/ui/short-id.ts';
import { endWindow, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';
import { paymentsFor } from '../../support/sample-truth.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 600, seed: 7 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

async function rowsIn(facet: DuplicateFacet): Promise<readonly DuplicateRow[]> {
  const { line } = tests.product;
  const { token } = await line.ask('view.open', { list: 'duplicates', unit: 'US', facet });
  const page = await line.ask('view.page', { token, offset: 0, limit: 100 });
  return page.list === 'duplicates' ? page.rows : [];
}
const detailOf = (clusterId: number): Promise<DuplicateDetail> =>
  tests.product.line.ask('duplicate.detail', { clusterId });
const movementOf = (movementKey: number) => tests.product.line.ask('match.detail', { movementKey });

/** The first open suspicion whose rows are two charges of which neither is decided and nothing is refunded. */
async function undecidedPair(): Promise<DuplicateDetail> {
  for (const { key } of await rowsIn('open')) {
    const detail = await detailOf(key);
    const isPair = detail.members.length === 2 && detail.members.every(({ movementKey }) => movementKey !== null);
    const isRefunded = detail.fields.some(({ field }) => field === 'Refunded');
    if (
      isPair &&
      !isRefunded &&
      detail.suggestedKeep === 0 &&
      detail.members.every(({ whyNotDrop }) => whyNotDrop === null)
    )
      return detail;
  }
  throw new Error('the sample company has no pair of retried charges that nobody has decided');
}

/** Goes down the list with the arrow key until this suspicion is the one on screen. */
async function goTo({ row, members }: DuplicateDetail): Promise<void> {
  const [first] = members;
  const head = window.page.locator('.duplicate-table thead', { hasText: shortId(first?.name ?? '') });
  await window.page.locator('.duplicate-table td').first().waitFor();
  for (const { key } of await rowsIn('open')) {
    if (key === row.key) break;
    await window.press('ArrowDown');
  }
  await head.waitFor();
}

describe('a retried charge in the product', () => {
  it('is one payment by her word and keys: the other is matched, the retry never posted, and all is undone with Ctrl Z', async () => {
    const pair = await undecidedPair();
    const [first, second] = pair.members;
    const [kept, dropped] = [first?.movementKey ?? 0, second?.movementKey ?? 0];
    const open = (await rowsIn('open')).length;
    window = await tests.open({ path: '/duplicates' });
    await goTo(pair);
    await window.press('d');
    await window.page.getByRole('radio', { name: new RegExp(`keep ${first?.name}`) }).waitFor();
    await window.press('Enter');
    await window.page.getByRole('textbox', { name: 'Reason' }).and(window.page.locator(':focus')).waitFor();
    await window.page.keyboard.type('paid twice by mistake');
    await window.press('Enter');
    await window.notice('refund the rest in Stripe');
    expect((await rowsIn('open')).length).toBe(open - 1);
    const { movement } = await movementOf(dropped);
    expect(movement).toMatchObject({ state: 'excluded' });
    expect(movement.stateReason).toContain(`the same payment as ${first?.name}`);
    expect((await detailOf(pair.row.key)).row.state).toBe('toRefund');
    const { line } = tests.product;
    await line.until('the kept charge looked at anew', async () =>
      (await movementOf(kept)).movement.attention === 'possibleDuplicate' ? null : true,
    );
    expect(paymentsFor(tests.product, second?.name ?? '')).toEqual([]);

    await window.press('Control+z');
    await window.notice('taken back');
    await line.until('the suspicion open again', async () =>
      (await detailOf(pair.row.key)).row.state === 'open' ? true : null,
    );
    expect((await movementOf(dropped)).movement.state).not.toBe('excluded');
  });

  it('is no duplicate by her word, with her reason and until its day, and stays so after the next round', async () => {
    const pair = await undecidedPair();
    window = await tests.open({ path: '/duplicates' });
    await goTo(pair);
    await window.press('d');
    await window.page.getByRole('radio', { name: /keep/ }).first().waitFor();
    await window.press('ArrowUp');
    await window.page.getByLabel('Holds until').waitFor();
    await window.press('Enter');
    await window.page.keyboard.type('two orders');
    await window.press('Enter');
    await window.notice('Not a duplicate until');
    const { line } = tests.product;
    const { jobId } = await line.order('matching.run', {});
    await line.until('the round done', async () =>
      (await line.ask('job.list', {})).jobs.some((job) => job.jobId === jobId && job.state === 'done') ? true : null,
    );
    const after = await detailOf(pair.row.key);
    expect(after.row.state).toBe('notDuplicate');
    expect(after.answer).toMatchObject({ reason: 'two orders' });
    expect(after.timeline.at(-1)?.text).toContain('two orders');
  });

  it('warns in the workbench, and D leads to it', async () => {
    const pair = await undecidedPair();
    const row = pair.members[1]?.movementKey ?? 0;
    window = await tests.open({ path: `/workbench?facet=all&row=${row}` });
    await window.page.getByText('possible duplicate', { exact: true }).waitFor();
    await window.press('d');
    await window.page.getByRole('heading', { level: 1, name: 'Duplicates' }).waitFor();
    await window.page.locator('.duplicate-table thead', { hasText: shortId(pair.members[0]?.name ?? '') }).waitFor();
    expect((await movementOf(row)).duplicate?.clusterId).toBe(pair.row.key);
  });
});
