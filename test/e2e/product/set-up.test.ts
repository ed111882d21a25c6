import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../../build/root.ts';
import { sampleProfile } from '../../../electron/sample/sample-profile.ts';
import { openPage } from '../../support/test-page.ts';
import { endWindow, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 120, seed: 3 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

const isFocused = (one: Locator) => one.evaluate((element) => element === document.activeElement);
/** Presses Tab until the control has the keyboard. */
async function tabTo(control: Locator): Promise<void> {
  for (let step = 0; step < 200 && !(await isFocused(control)); step += 1) await window.press('Tab');
  expect(await isFocused(control)).toBe(true);
}
const held = async () =>
  (await tests.product.line.ask('connection.list', {})).connections.map(({ system, streams }) => [
    system,
    streams.map((stream) => [stream.stream, stream.held]),
  ]);

describe('connections', () => {
  it('a refused key shows needs attention with the next step, loses nothing that was there, and is well again after repair', async () => {
    const { product } = tests;
    await product.control(product.stripe, 'DELETE', '/__sim/faults');
    window = await tests.open();
    const { page } = window;
    await window.waitForRow(0);
    await window.goToScreen('Connections');
    const stripe = page.getByRole('article', { name: 'Stripe' });
    await stripe.locator('.tag', { hasText: /^ok$/ }).waitFor();
    await stripe.getByText('Last good answer').waitFor();
    await stripe.getByText('Backlog').waitFor();
    expect(await stripe.locator('.streams tbody tr').count()).toBeGreaterThan(5);
    const before = await held();
    const rows = await stripe.locator('.streams tbody tr > td:nth-child(2)').allInnerTexts();

    await product.control(product.stripe, 'POST', '/__sim/faults', { kind: 'wrongKey', times: 10_000 });
    await tabTo(stripe.getByRole('button', { name: 'Sync now' }));
    await window.press('Enter');
    await stripe.locator('.tag', { hasText: 'needs attention' }).waitFor();
    const trouble = stripe.locator('.card-trouble', { hasText: 'Stripe does not accept the key' });
    await trouble.getByText('Make a restricted key with read rights in Stripe').waitFor();
    await page.locator('[data-pane=nav]', { hasText: '1 to see to' }).waitFor();
    expect(await held()).toEqual(before);
    expect(await stripe.locator('.streams tbody tr > td:nth-child(2)').allInnerTexts()).toEqual(rows);
    expect(await window.seriousAxeFindings()).toEqual([]);

    await product.control(product.stripe, 'DELETE', '/__sim/faults');
    await tabTo(stripe.getByRole('button', { name: 'Sync now' }));
    await window.press('Enter');
    await stripe.locator('.tag', { hasText: /^ok$/ }).waitFor();
    expect(await stripe.locator('.card-trouble').count()).toBe(0);
    expect(await held()).toEqual(before);
  });
});

describe('a company of one’s own', () => {
  const WRONG = 'wrong-password-7Q';
  const check = (system: string) => window.page.getByRole('region', { name: `Check of ${system}` });
  const ping = async () => await window.page.getByRole('button', { name: 'Ping both systems' }).click();

  it('names the field of a typo, pings both systems with what was typed, says what is missing, and shows no password anywhere', async () => {
    const { product } = tests;
    const { stripe, peoplesoft, home } = product;
    const { profile } = sampleProfile({ folder: `${home}/sample`, stripe, peoplesoft });
    const typo = {
      ...profile,
      peoplesoft: {
        ...profile.peoplesoft,
        soapAddress: 'htp//ps.example.com',
        queries: { ...profile.peoplesoft.queries, openPeriods: 'TO_NOT_THERE' },
      },
    };
    window = await tests.open({ path: '/own-company' });
    const { page } = window;
    const field = (label: string) => page.locator('.fui-Field', { has: page.getByLabel(label, { exact: true }) });
    await page.getByText('Paste or load a profile as JSON').click();
    await page.getByRole('textbox', { name: 'Profile as JSON' }).fill(JSON.stringify(typo));
    await page.getByRole('button', { name: 'Fill the form with it' }).click();
    await field('Gateway address').getByText('an address starting with http').waitFor();
    await page.getByRole('alert').getByText('peoplesoft.soapAddress').waitFor();

    await page.getByLabel('Gateway address', { exact: true }).fill(profile.peoplesoft.soapAddress);
    await page.getByLabel('Restricted key, to check with').fill(stripe.key);
    await page.getByLabel('Operator id, to check with').fill(peoplesoft.user);
    await page.getByLabel('Password, to check with').fill(WRONG);
    await ping();
    await check('Stripe').locator('.tag', { hasText: 'ready' }).waitFor();
    await check('PeopleSoft')
      .getByText(/password|sign/i)
      .first()
      .waitFor();
    expect(await page.content()).not.toContain(WRONG);

    await page.getByLabel('Password, to check with').fill(peoplesoft.password);
    await ping();
    await check('PeopleSoft').locator('.missing', { hasText: 'TO_NOT_THERE' }).waitFor();
    await check('PeopleSoft').locator('.found li').first().waitFor();
    await page.getByLabel('Open periods', { exact: true }).fill(profile.peoplesoft.queries.openPeriods);
    await ping();
    await check('PeopleSoft').locator('.tag', { hasText: 'ready' }).waitFor();
    expect(await window.seriousAxeFindings()).toEqual([]);
    for (const secret of [WRONG, peoplesoft.password, stripe.key]) {
      expect(await page.content()).not.toContain(secret);
      expect(window.received().filter((frame) => frame.includes(secret))).toEqual([]);
    }
  });
});

describe('addresses', () => {
  const asksForAnother = async (url: string) => {
    const stranger = await openPage(tests.browser, { url });
    await stranger.page.getByRole('heading', { name: 'This tab needs a new address' }).waitFor();
    await stranger.page.getByText('press Enter').waitFor();
    await stranger.close();
  };
  const opens = async (url: string) => {
    const other = await openPage(tests.browser, { url });
    await other.page.getByRole('heading', { level: 1, name: 'Workbench' }).waitFor();
    expect(other.problems()).toEqual([]);
    await other.close();
  };

  it('a used address and a lost cookie lead to a page that says how to get a new one; the window that runs gives one by keys', async () => {
    const { product } = tests;
    await asksForAnother(product.usedAddress);
    await asksForAnother(new URL(product.usedAddress).origin);
    window = await tests.open();
    const { page } = window;
    await window.waitForRow(0);
    const menu = page.locator('button.actor');
    for (let step = 0; step < 80 && !(await isFocused(menu)); step += 1) await window.press('Shift+Tab');
    await window.press('Enter');
    const another = page.getByRole('menuitem', { name: 'Address for another tab' });
    await another.waitFor();
    for (let step = 0; step < 5 && !(await isFocused(another)); step += 1) await window.press('ArrowDown');
    await window.press('Enter');
    const address = page.getByRole('dialog').locator('.address code');
    const url = await address.innerText();
    await window.press('Escape');
    expect(url).not.toBe(product.usedAddress);
    await opens(url);
    await asksForAnother(url);
  });

  it('starting once more on the same home gives an address of the one that runs', async () => {
    const { product } = tests;
    window = await tests.open();
    const words = [inRoot('build', 'launch.mjs'), 'tieout', 'serve', '--home', product.home];
    const again = await promisify(execFile)(process.execPath, words);
    const { url } = JSON.parse(again.stdout) as { url: string };
    expect(new URL(url).origin).toBe(new URL(product.usedAddress).origin);
    await opens(url);
  });
});
