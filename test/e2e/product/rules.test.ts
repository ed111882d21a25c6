import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_PASSWORD } from '../../../electron/sample/people.ts';
import { endWindow, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 200, seed: 5 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

async function signIn(operatorId: string): Promise<void> {
  const { page } = window;
  await page.locator('.actor').click();
  await page.getByRole('menuitem', { name: 'Sign in to PeopleSoft' }).click();
  await page.getByRole('textbox', { name: 'Operator id', exact: true }).fill(operatorId);
  await page.getByLabel('Password', { exact: false }).first().fill(SAMPLE_PASSWORD);
  await window.press('Enter');
  await page.locator('.actor', { hasText: operatorId }).waitFor();
}
const row = (title: RegExp) => window.page.getByRole('row', { name: title });
const yieldOf = async (ruleId: string) =>
  (await tests.product.line.ask('rule.list', {})).rules.find((rule) => rule.ruleId === ruleId)?.yield;

describe('changing the matching rules', () => {
  it('goes by keys from a rule that is switched off by way of its dry run to a reviewer’s yes, and matching goes by it', async () => {
    window = await tests.open({ path: '/rules' });
    const { page } = window;
    await signIn('TO_CLERK');
    await row(/amount, customer and date/).waitFor();
    expect((await yieldOf('amount-customer-date'))?.proposed).toBeGreaterThan(0);
    for (let step = 0; step < 4; step += 1) await window.press('ArrowDown');
    await window.press('t');
    await row(/amount, customer and date/)
      .getByText('to be off')
      .waitFor();
    await window.press('y');
    await page.getByRole('region', { name: 'Dry run' }).getByText('Nothing was changed.').waitFor();
    expect(await window.seriousAxeFindings()).toEqual([]);
    await window.screenshot('rules-dry-run');
    await page.getByRole('textbox', { name: 'Reason' }).fill('Too many of them are wrong.');
    await page.getByRole('button', { name: 'Propose version' }).click();
    await page.getByText('You proposed it; another reviewer enables it.').waitFor();
    await signIn('TO_REVIEWER');
    await page.getByRole('link', { name: /Rules/ }).getByText('to enable').waitFor();
    await window.press('y');
    await page.getByRole('note', { name: 'Its trial' }).getByText('Tried by sample reviewer').waitFor();
    await page.getByRole('button', { name: 'Enable', disabled: false }).waitFor();
    await window.press('a');
    await page.getByText(/^Version 1 is in force: 11 rules on, 1 off/).waitFor();
    await expect.poll(async () => (await yieldOf('amount-customer-date'))?.proposed, { timeout: 30_000 }).toBe(0);
    const { versions } = await tests.product.line.ask('rule.list', {});
    expect(versions).toMatchObject([{ version: 1, inForce: true, reason: 'Too many of them are wrong.' }]);
  });
});

describe('why not', () => {
  it('says for any item she goes to why the movement is not matched with it, with the distance', async () => {
    window = await tests.open();
    const { page } = window;
    await window.waitForRow(0);
    await page.getByRole('textbox', { name: 'Find any open item' }).fill('INV');
    await page.locator('[data-pane=items] .ag-row').first().waitFor();
    await window.press('Enter');
    await page.locator('[data-pane=items] [role=gridcell]:focus').waitFor();
    await window.press('w');
    const said = page.locator('.why-not-item');
    await said.locator('h2', { hasText: 'Why not' }).waitFor();
    expect(await said.locator('li, .sentence').count()).toBeGreaterThan(0);
    expect(await window.seriousAxeFindings()).toEqual([]);
    await window.screenshot('why-not-item');
  });
});
