import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MovementRow } from '../../../shared/contract/views.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { endWindow, findMovement, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';
import { paymentsFor, SHOWN_UNIT, truthOf } from '../../support/sample-truth.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 600, seed: 6 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

const topState = () => window.page.locator('[data-pane=rows] [role=row][row-index="0"] [col-id=state]');

/** A refund that nobody wrote a credit memo for, of a charge that a rule has posted. */
const isWithoutCredit = ({ kind, attention }: MovementRow, { can, allocations }: MatchDetail) =>
  kind === 'refund' && attention === 'refundOrDispute' && can.approveAndPost && allocations.length > 0;

describe('a refund without a credit memo', () => {
  it('opens its item again with her reason, as a negative payment, and is taken back by a document of its own', async () => {
    const { product } = tests;
    const { row, detail } = await findMovement(product, 'refundsAndDisputes', isWithoutCredit);
    const [item] = detail.allocations;
    const size = -row.amount.minor / 10 ** row.amount.exponent;
    window = await tests.open({ path: '/workbench?facet=refundsAndDisputes' });
    const { page } = window;
    await window.goTo(row);
    await page.locator('.sums', { hasText: 'Paid back on' }).waitFor();
    await window.press('p');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('There is no credit memo for this').waitFor();
    expect(await window.seriousAxeFindings()).toEqual([]);
    await page.keyboard.type('goods came back');
    await window.press('Enter');
    await window.notice('approved and on its way to PeopleSoft');
    await window.goToScreen('Postings');
    await topState().filter({ hasText: 'confirmed' }).waitFor();
    const [paid] = paymentsFor(product, row.objectId);
    expect(paid).toMatchObject({
      status: 'posted',
      bankAccountKey: SHOWN_UNIT.bankAccountKey,
      applications: [expect.objectContaining({ item: item?.item, applied: true })],
    });
    expect([Number(paid?.amount), Number(paid?.applications[0]?.amount)]).toEqual([-size, -size]);
    expect(truthOf(product, row.objectId).allocations).toEqual([]);

    await page.locator('.posting-pane').getByText('Goes out only after').waitFor();
    await page.getByRole('button', { name: 'Take back…' }).click();
    await dialog.getByText('both stay there').waitFor();
    await page.keyboard.type('the customer kept them');
    await window.press('Enter');
    await window.notice('Its reversal');
    await page.locator('[data-pane=rows] [col-id=state]', { hasText: 'reversed' }).first().waitFor();
    await product.line.until('the reversal', async () => {
      const { movement } = await product.line.ask('match.detail', { movementKey: row.key });
      return movement.attention === 'changedSinceApproval' ? movement : null;
    });
    const both = paymentsFor(product, row.objectId).map(({ amount, status }) => [Number(amount), status]);
    expect(both).toEqual([
      [-size, 'posted'],
      [size, 'posted'],
    ]);
  });
});
