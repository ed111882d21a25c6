import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SITE_DEPOSIT } from '../../../electron/sample/peoplesoft/site.ts';
import { endWindow, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 120, seed: 3 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

const region = (name: string) => window.page.getByRole('region', { name, exact: true });
const chosen = (label: string) => window.page.getByRole('combobox', { name: label, exact: true });

describe('mapping a service', () => {
  it('goes from PeopleSoft’s WSDL by way of a proposal and a correction to a dry run and a version that waits', async () => {
    const { product } = tests;
    window = await tests.open();
    const { page } = window;
    await window.waitForRow(0);
    await window.goToScreen('Mapping');
    await page.getByText('offers Create, Find, Get, Update, Updatedata').waitFor();
    for (const [label, name] of [
      ['Deposit id', 'KEYPROP_DEPOSIT_ID'],
      ['Payments (collection)', 'COLL_PAYMENT'],
      ['Payment id', 'PAYMENT_ID'],
      ['Payment accounting date', 'ACCOUNTING_DT_0'],
      ['Stripe id', 'X_EXTERNAL_ID'],
      ['Item customer', 'CUST_ID_0'],
    ] as const)
      expect(await chosen(label).inputValue()).toBe(name);
    await region('Findings').getByText('it fits').waitFor();
    await region('Propose').getByText('These names are in use already.').waitFor();
    const xml = page.getByLabel('XML of the dry run');
    await xml.getByText(/<\w*:?PAYMENT_ID>T0{14}</).waitFor();
    expect(await xml.innerText()).toContain('[redacted]');
    expect(await xml.innerText()).toContain('RECEIVED_DT');

    await chosen('Bank code').selectOption('DEPOSIT_TYPE');
    await region('Findings').getByText('BANK_CD (text, 5 characters) in the deposit is required').waitFor();
    await region('Findings').getByText('DEPOSIT_TYPE (text, 1 character) is too short').waitFor();
    await chosen('Bank code').selectOption('BANK_CD');
    await chosen('Received date').selectOption('none');
    await region('Findings').getByText('it fits').waitFor();
    await expect.poll(() => xml.innerText()).not.toContain('RECEIVED_DT');
    expect(await window.seriousAxeFindings()).toEqual([]);
    await page.getByRole('button', { name: 'Propose version' }).click();
    await page.getByRole('heading', { name: 'Version 1 waits for a second person' }).waitFor();
    await region('Version to confirm').getByText('Received date: RECEIVED_DT becomes none').waitFor();
    await region('Version to confirm').getByText('You proposed it; another').waitFor();
    const { versions, inUse } = await product.line.ask('mapping.list', {});
    expect(versions.map(({ version, state }) => [version, state])).toEqual([[1, 'proposed']]);
    expect(inUse).toMatchObject({ version: null, properties: SITE_DEPOSIT.properties });
    expect(await page.content()).not.toContain(product.peoplesoft.password);
  });

  it('says in PeopleSoft’s stead that a service is not there, and comes back to the one that is', async () => {
    window = await tests.open({ path: '/mapping' });
    const { page } = window;
    await page.locator('.mapping-table').waitFor();
    await page.getByRole('textbox', { name: 'Service', exact: true }).fill('CI_NOT_THERE');
    await window.press('Enter');
    await page.getByRole('alert').getByText('CI_NOT_THERE').waitFor();
    await page.getByRole('textbox', { name: 'Service', exact: true }).fill(SITE_DEPOSIT.service);
    await window.press('Enter');
    await chosen('Payment id').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});
