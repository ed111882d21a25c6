import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MovementRow } from '../../../shared/contract/views.ts';
import { endWindow, findMovement, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';
import { paymentsFor } from '../../support/sample-truth.ts';

let tests: ProductTests;
let window: ProductWindow;
let row: MovementRow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 600, seed: 7 });
  row = await lostDispute();
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

/** A dispute that is lost and whose money PeopleSoft shows as gone; a person has approved it and its batch has run. */
async function lostDispute(): Promise<MovementRow> {
  const { line } = tests.product;
  const { row, detail } = await findMovement(
    tests.product,
    'refundsAndDisputes',
    ({ kind }, { can, movement }) =>
      kind === 'dispute' && can.approveAndPost && movement.stateReason?.includes('(lost)') === true,
  );
  const { token } = await line.ask('view.open', { list: 'items', unit: 'US', movementKey: row.key });
  const page = await line.ask('view.page', { token, offset: 0, limit: 200 });
  const amountMinor = -row.amount.minor;
  const item = (page.list === 'items' ? page.rows : []).find(
    ({ open, refundable }) => open.minor >= 0 && refundable.minor >= amountMinor,
  );
  if (item === undefined) throw new Error('no item of its customer was paid by its charge');
  const allocations = [{ itemKey: item.key, seenVersion: item.version, amountMinor }];
  const { version } = detail.movement;
  const wanted = { movementKey: row.key, seenVersion: version, allocations, post: true, reason: 'the bank took it' };
  await line.order('match.approve', wanted);
  const detailNow = () => line.ask('match.detail', { movementKey: row.key });
  await line.until('the dispute confirmed', async () => ((await detailNow()).can.decideLost ? true : null));
  // The next round finds that it is lost and puts it before a person.
  await line.order('matching.run', {});
  await line.until('its decision asked for', async () =>
    (await detailNow()).movement.attention === 'refundOrDispute' ? true : null,
  );
  return row;
}

const OUTCOMES = [
  { button: 'Write off…', words: 'Lost dispute: to be written off in PeopleSoft (maintenance worksheet)' },
  { button: 'Bill again…', words: 'Lost dispute: to be billed again in PeopleSoft' },
  { button: 'Collect…', words: 'Lost dispute: stays open; the customer is to pay it another way' },
] as const;

describe('a dispute that is lost', () => {
  it('is written off, billed again or collected by her word and reason, by keys; nothing is sent, and each is undone', async () => {
    const { product } = tests;
    const before = paymentsFor(product, row.objectId);
    window = await tests.open({ path: `/workbench?facet=refundsAndDisputes&row=${row.key}` });
    const { page } = window;
    const acts = page.getByRole('group', { name: 'The dispute is lost' });
    await acts.waitFor();
    const why = page.getByRole('region', { name: 'Why', exact: true });
    for (const [index, { button, words }] of OUTCOMES.entries()) {
      await why.getByText('The dispute is lost: decide whether what is open again').waitFor();
      await acts.getByRole('button', { name: button }).focus();
      await window.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Tieout keeps the decision with your reason and sends nothing').waitFor();
      expect(await dialog.getByRole('button', { name: 'Decide' }).isDisabled()).toBe(true);
      expect(await window.seriousAxeFindings()).toEqual([]);
      await page.keyboard.type(`agreed with sales ${index}`);
      await window.press('Enter');
      await window.notice('The decision about the lost dispute is kept');
      const detail = async () =>
        (await product.line.ask('match.detail', { movementKey: row.key })).movement.stateReason;
      await expect.poll(detail).toBe(`${words}. agreed with sales ${index}`);
      if (index === 0) await window.screenshot('lost-dispute-decided');
      await why.getByText(`${words}. agreed with sales ${index}.`).waitFor();
      const undo = page.getByRole('button', { name: 'Undo' });
      await expect.poll(() => undo.getAttribute('aria-disabled')).not.toBe('true');
      await undo.focus();
      await window.press('Enter');
      await expect.poll(detail).not.toContain(words);
    }
    expect(paymentsFor(product, row.objectId)).toEqual(before);
  });
});
