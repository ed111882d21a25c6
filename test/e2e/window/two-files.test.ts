import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startWindowTests } from '../../support/window-under-test.ts';
import type { WindowUnderTest } from '../../support/window-under-test.ts';

let tests: Awaited<ReturnType<typeof startWindowTests>>;
let view: WindowUnderTest;
beforeAll(async () => {
  tests = await startWindowTests();
});
afterEach(async () => await view.close());
afterAll(async () => await tests.browser.close());

const calls = (name: string) => view.double.calls.filter((call) => call.name === name).map(({ input }) => input);
const csv = (name: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from('id,value\n1,2\n') });

/** Chooses two files and stands at their columns. */
async function chosen() {
  view = await tests.open({ path: '/two-files', viewport: 'laptop' });
  const { page } = view;
  await page.getByLabel('Left file').setInputFiles(csv('bank.csv'));
  await page.getByLabel('Right file').setInputFiles(csv('books.csv'));
  await page.getByRole('button', { name: 'Look at them' }).click();
  await page.getByRole('button', { name: 'Reconcile' }).waitFor();
  return page;
}

describe('the screen of two files', () => {
  it('is chosen, mapped with what cannot be read shown, and run', async () => {
    const page = await chosen();
    await expect.poll(() => calls('file.hand')).toHaveLength(2);
    const right = page.getByRole('region', { name: 'Right file' });
    await right.getByRole('combobox', { name: 'Amount' }).selectOption('payer');
    await right.getByText('Line 4, column payer').waitFor();
    await right.getByText('And 2 more lines in column payer').waitFor();
    const start = page.getByRole('button', { name: 'Reconcile' });
    await expect.poll(async () => await start.isDisabled()).toBe(true);
    await right.getByRole('combobox', { name: 'Amount' }).selectOption('value');
    await expect.poll(async () => await start.isEnabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Amounts may differ by' }).fill('a lot');
    await expect.poll(async () => await start.isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Amounts may differ by' }).fill('2%');
    await start.click();
    await page.getByRole('group', { name: 'Filter' }).waitFor();
    await expect
      .poll(() => calls('twoFiles.run'))
      .toMatchObject([{ map: { right: { amount: 'value' }, amountTolerance: '2%' } }]);
  });

  it('is reviewed and written out by the keyboard', async () => {
    const page = await chosen();
    await page.getByRole('button', { name: 'Reconcile' }).click();
    await page.getByRole('heading', { name: 'Why, score 0.91' }).waitFor();
    await page.getByText('L2 and R2').waitFor();
    await view.press('a');
    await expect.poll(() => calls('twoFiles.decide')).toEqual([{ run: 1, key: 2, as: 'accepted' }]);
    await page.getByText('L3 and R3').waitFor();
    await view.press('r');
    await expect.poll(() => calls('twoFiles.decide')).toContainEqual({ run: 1, key: 3, as: 'refused' });
    await page.getByText('You accepted 1 and refused 1.').waitFor();
    const takeBack = page.getByRole('button', { name: 'Take back' });
    await expect.poll(async () => await takeBack.getAttribute('aria-disabled')).not.toBe('true');
    await view.press('u');
    await expect.poll(() => calls('twoFiles.undo')).toEqual([{ run: 1, key: 3 }]);
    await expect.poll(async () => await takeBack.getAttribute('aria-disabled')).toBe('true');
    await view.press(']');
    await page.getByRole('button', { name: /^Certain/, pressed: true }).waitFor();
    await page.getByText('L1 and R1').waitFor();
    await view.press('x');
    await page.getByText('5 lines written to').waitFor();
  });
});
