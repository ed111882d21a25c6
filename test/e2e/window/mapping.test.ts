import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';

const tests = useWindowTests();

const open = async () => {
  await tests.open({ path: '/mapping', viewport: 'laptop' });
  await tests.view.page.locator('.mapping-table').waitFor();
  return tests.view.page;
};
const { calls } = tests;
const button = (name: string) => tests.view.page.getByRole('button', { name, exact: true });
const isOff = async (name: string) => (await button(name).getAttribute('aria-disabled')) === 'true';

describe('the mapping screen', () => {
  it('shows each value with its proposed property, its type and why, and what nothing fills', async () => {
    const page = await open();
    const paymentId = page.getByRole('row', { name: /Payment id/ });
    await paymentId.getByText('text, 15 characters').waitFor();
    await paymentId.getByText('It is named PAYMENT_ID.').waitFor();
    expect(await page.getByRole('combobox', { name: 'Payment id' }).inputValue()).toBe('PAYMENT_ID');
    const method = page.getByRole('row', { name: /Payment method/ });
    await method.getByText('No property is named like PAYMENT_METHOD').waitFor();
    const findings = page.getByRole('region', { name: 'Findings', exact: true });
    await findings.getByText('X_HOW_PAID (text, 3 characters) in COLL_PAYMENT is required').waitFor();
    await page.getByText('Its XML shows once every required value has a property.').waitFor();
    expect(await isOff('Propose version')).toBe(true);
  });

  it('by keys: a correction is tried at once, its XML shows, and it is proposed as a version that waits', async () => {
    const page = await open();
    const method = page.getByRole('combobox', { name: 'Payment method' });
    await method.focus();
    await tests.view.press('X');
    await page.getByLabel('XML of the dry run').getByText('name="X_HOW_PAID"').waitFor();
    expect(await method.inputValue()).toBe('X_HOW_PAID');
    await page.getByText('Chosen by you.').waitFor();
    const findings = page.getByRole('region', { name: 'Findings', exact: true });
    expect(await findings.getByRole('listitem').allInnerTexts()).toEqual([
      'X_EXTERNAL_ID (text, 20 characters) is too short for the 27 characters of Stripe id.',
    ]);
    await button('Propose version').focus();
    await tests.view.press('Enter');
    await page.getByRole('heading', { name: 'Version 3 waits for a second person' }).waitFor();
    expect(calls('mapping.propose')).toMatchObject([
      { schemaHash: 'schema-1', effectiveFromDate: null, properties: { paymentMethod: 'X_HOW_PAID' } },
    ]);
    const waiting = page.getByRole('region', { name: 'Version to confirm' });
    await waiting.getByText('You proposed it; another administrator or a reviewer confirms it.').waitFor();
    await waiting.getByText('Payment method: PAYMENT_METHOD becomes X_HOW_PAID').waitFor();
    expect(await isOff('Confirm')).toBe(true);
  });

  it('lets the second person see what a version changes and confirm exactly that version', async () => {
    const page = await open();
    await page
      .getByRole('link', { name: /Mapping/ })
      .getByText('to confirm')
      .waitFor();
    await page.getByText('Proposed by bert').waitFor();
    await button('Show it in the table').click();
    await expect.poll(() => page.getByRole('combobox', { name: 'Payment method' }).inputValue()).toBe('PAYMENT_METHOD');
    await page.getByRole('option', { name: 'PAYMENT_METHOD (not there)' }).waitFor({ state: 'attached' });
    await button('Confirm').click();
    await page.getByText('CI_X_AR_DEPOSIT_CI is in use under mapping version 2.').waitFor();
    expect(calls('mapping.confirm')).toEqual([{ version: 2, hash: 'hash-2' }]);
    expect(await button('Confirm').count()).toBe(0);
  });

  it('lets the second person refuse it, by keys and only with a reason, which stands there afterwards', async () => {
    const page = await open();
    await button('Refuse…').focus();
    await tests.view.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Refuse version 2' });
    await dialog.waitFor();
    expect(await dialog.getByRole('button', { name: 'Refuse' }).isDisabled()).toBe(true);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await page.keyboard.type('not tried yet');
    await page.keyboard.press('Enter');
    await page.getByText(/Version 2, proposed by bert, was refused by anna, .*: not tried yet\./).waitFor();
    expect(calls('mapping.end')).toEqual([{ version: 2, hash: 'hash-2', reason: 'not tried yet' }]);
    expect(await button('Confirm').count()).toBe(0);
  });

  it('says what went wrong when the engine refuses, and keeps the choices', async () => {
    const page = await open();
    await page.getByRole('combobox', { name: 'Payment method' }).selectOption('X_HOW_PAID');
    tests.view.double.failNext('mapping.propose', 'MAPPING_SCHEMA_CHANGED', 'CI_X has changed in PeopleSoft.');
    await expect.poll(() => isOff('Propose version')).toBe(false);
    await button('Propose version').click();
    await page.getByRole('alert').getByText('CI_X has changed in PeopleSoft.').waitFor();
    expect(await page.getByRole('combobox', { name: 'Payment method' }).inputValue()).toBe('X_HOW_PAID');
  });
});
