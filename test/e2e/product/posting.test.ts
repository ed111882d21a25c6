import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MovementRow } from '../../../shared/contract/views.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { endWindow, findMovement, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';
import { accountingDateOf, paymentsFor, SHOWN_UNIT, truthOf } from '../../support/sample-truth.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 300, seed: 7 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

/** A right proposal for one item, whose customer still has to be confirmed, in the currency of the column. */
const isProposal = ({ attention, amount }: MovementRow, { can, allocations, match, customerLink }: MatchDetail) =>
  attention === 'noCustomerLink' &&
  amount.currency === 'USD' &&
  can.approveAndPost &&
  match?.kind === 'payment' &&
  customerLink?.state === 'proposed' &&
  allocations.length === 1;
const cells = (rows: Element[]) =>
  rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent));
/** State of the posting of that payment id, wherever it stands in the list. */
const stateOf = (paymentId: string | undefined) =>
  window.page.locator('[data-pane=rows] [role=row]', { hasText: paymentId ?? 'no payment' }).locator('[col-id=state]');
const topState = () => window.page.locator('[data-pane=rows] [role=row][row-index="0"] [col-id=state]');

/** Goes down the list by keys until the pane shows the posting of that payment id. */
async function walkTo(paymentId: string | undefined): Promise<void> {
  const shown = window.page.locator('.posting-pane header .mono');
  await shown.waitFor();
  for (let text = await shown.innerText(); text !== paymentId; text = await shown.innerText()) {
    await window.press('ArrowDown');
    await expect.poll(() => shown.innerText()).not.toBe(text);
  }
}

describe('approve and post', () => {
  it('takes a proposal by keys alone into PeopleSoft’s own books: once, for the right customer, item, amount, date and bank account', async () => {
    const { product } = tests;
    const { row } = await findMovement(product, 'needsReview', isProposal);
    const [owed] = truthOf(product, row.objectId).allocations;
    const date = await accountingDateOf(product, row.objectId);
    window = await tests.open();
    const position = await window.goTo(row);
    const shown = await window.page.locator('[data-pane=side-by-side] tbody tr').evaluateAll(cells);
    expect(shown).toEqual([
      ['Customer', row.customer, expect.stringMatching(/\w/), 'to confirm'],
      ['Reference', expect.stringMatching(/\w/), owed?.item, 'all found'],
      ['Amount', `${owed?.amount} USD`, owed?.amount, 'equal'],
      ['Date', expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d E[SD]T$/), `accounting ${date}`, 'not checked'],
      ['Cash account', expect.any(String), expect.stringContaining(SHOWN_UNIT.cashAccount), 'mapped'],
    ]);

    await window.press('p');
    await window.notice('approved and on its way to PeopleSoft');
    await window.waitForRow(position + 1);
    await window.goToScreen('Postings');
    await expect.poll(() => paymentsFor(product, row.objectId).length).toBe(1);
    const [sent] = paymentsFor(product, row.objectId);
    await stateOf(sent?.paymentId).filter({ hasText: 'confirmed' }).waitFor();
    await walkTo(sent?.paymentId);
    const life = window.page.locator('.timeline li b');
    await life.filter({ hasText: 'Sending to PeopleSoft began' }).waitFor();
    await life.filter({ hasText: 'Saved in PeopleSoft' }).waitFor();

    expect(paymentsFor(product, row.objectId)).toEqual([
      expect.objectContaining({
        depositBu: SHOWN_UNIT.depositBu,
        currency: 'USD',
        accountingDate: date,
        bankCode: SHOWN_UNIT.bankCode,
        bankAccountKey: SHOWN_UNIT.bankAccountKey,
        custId: owed?.custId,
        externalId: row.objectId,
        status: 'posted',
        origin: 'tieout service',
        applications: [expect.objectContaining({ custId: owed?.custId, item: owed?.item, applied: true })],
      }),
    ]);
    const [paid] = paymentsFor(product, row.objectId);
    expect([Number(paid?.amount), Number(paid?.applications[0]?.amount)]).toEqual(Array(2).fill(Number(owed?.amount)));
    await window.goToScreen('Workbench');
    expect((await product.line.ask('match.detail', { movementKey: row.key })).movement.state).toBe('posted');
  });
});

describe('an outcome that nobody knows', () => {
  it('stands on top with Verify, is never guessed, and one key finds it in PeopleSoft, where it is once', async () => {
    const { product } = tests;
    const { row } = await findMovement(product, 'needsReview', isProposal);
    const site = (behaviour: object) => product.control(product.peoplesoft, 'POST', '/__sim/site', behaviour);
    // The payment is saved, its answer is lost, and the copy that queries read does not show it yet.
    await site({ reportingLagSeconds: 3_600 });
    await product.control(product.peoplesoft, 'POST', '/__sim/switch', { form: 'dropConnection', commit: 'first' });
    window = await tests.open();
    const { page } = window;
    await window.goTo(row);
    await window.press('p');
    await page.locator('[data-pane=nav]', { hasText: '1 verify' }).waitFor();
    await window.goToScreen('Postings');
    await topState().filter({ hasText: 'unknown' }).waitFor();
    await page.getByRole('button', { name: /^Verify/ }).waitFor();
    expect(paymentsFor(product, row.objectId)).toHaveLength(1);
    await window.press('v');
    await window.notice('PeopleSoft may still be saving it');
    expect(await topState().innerText()).toBe('unknown');
    expect(await window.seriousAxeFindings()).toEqual([]);

    await site({ reportingLagSeconds: 0 });
    await window.press('v');
    // The engine looks again by itself as well, and may have been quicker than she.
    await window.notice(/PeopleSoft shows it|Only an unknown outcome/);
    await topState().filter({ hasText: 'confirmed' }).waitFor();
    expect(paymentsFor(product, row.objectId)).toHaveLength(1);
  });

  it('keeps every exchange with PeopleSoft to read, without its password', async () => {
    const { password } = tests.product.peoplesoft;
    window = await tests.open({ path: '/postings?state=confirmed' });
    const { page } = window;
    const sent = page.locator('summary', { hasText: 'Send' });
    await sent.waitFor();
    await window.press('Enter');
    for (let step = 0; step < 8 && !(await sent.evaluate((one) => one === document.activeElement)); step += 1)
      await window.press('Tab');
    await window.press('Enter');
    const request = page.getByLabel('Request', { exact: true });
    await request.getByText(await page.locator('.posting-pane header .mono').innerText()).waitFor();
    expect(await request.innerText()).toContain('Password');
    expect(await page.content()).not.toContain(password);
  });
});

describe('a payment that Receivables Update refuses', () => {
  it('comes back to its row as a posting error, with PeopleSoft’s own words, and is in PeopleSoft once', async () => {
    const { product } = tests;
    const { row } = await findMovement(product, 'needsReview', isProposal);
    const [owed] = truthOf(product, row.objectId).allocations;
    const batch = (action: string) => product.control(product.peoplesoft, 'POST', '/__sim/batch', { action });
    await batch('pause');
    window = await tests.open();
    const { page } = window;
    await window.goTo(row);
    await window.press('p');
    await window.notice('approved and on its way to PeopleSoft');
    await expect.poll(() => paymentsFor(product, row.objectId).length, { timeout: 30_000 }).toBe(1);
    await batch('apply');
    // Somebody else has the item closed before Receivables Update gets to it.
    product.changeBooks(`UPDATE item SET bal_amt = 0, item_status = 'C' WHERE item = '${owed?.item}'`);
    await batch('run');
    await window.goToScreen('Postings');
    const [refused] = paymentsFor(product, row.objectId);
    await stateOf(refused?.paymentId).filter({ hasText: 'posting error' }).waitFor({ timeout: 90_000 });
    await walkTo(refused?.paymentId);
    await page.locator('.posting-pane').getByText(`Item ${owed?.item} is closed. (6035,110)`).first().waitFor();
    expect(await window.seriousAxeFindings()).toEqual([]);
    expect(paymentsFor(product, row.objectId).map(({ status }) => status)).toEqual(['error']);
    await batch('resume');
  });
});
