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

const open = async () => {
  view = await tests.open({ path: '/imports', viewport: 'laptop' });
  await view.page.locator('.import-table').waitFor();
  return view.page;
};
const calls = (name: string) => view.double.calls.filter((call) => call.name === name).map(({ input }) => input);

describe('the screen of imports', () => {
  it('looks at a file, asks what could be read in two ways, and takes it in', async () => {
    const page = await open();
    const file = { name: 'october.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b\n1;2\n') };
    await page.getByLabel('File to take in').setInputFiles(file);
    await page.getByRole('heading', { name: 'october.csv' }).waitFor();
    await page.getByText('Line 3, column gross: it is not an amount').waitFor();
    const take = page.getByRole('button', { name: 'Take 2 rows in' });
    expect(await take.isDisabled()).toBe(true);
    const useZone = page.getByRole('button', { name: 'Use this zone' });
    expect(await useZone.isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: 'Numbers' }).selectOption('comma');
    await expect.poll(async () => await useZone.isEnabled()).toBe(true);
    expect(await take.isDisabled()).toBe(true);
    await page.getByText('do not say their zone').waitFor();
    const zone = page.getByRole('textbox', { name: 'Zone of times that do not say' });
    expect(await zone.inputValue()).toBe('America/New_York');
    await zone.fill('America/Chicago');
    await useZone.click();
    await expect.poll(async () => await take.isEnabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Keep this map by a name' }).fill('German');
    await take.focus();
    await view.press('Enter');
    await expect
      .poll(() => calls('file.import'))
      .toMatchObject([{ uploadId: 'u1', map: { numbers: 'comma', zone: 'America/Chicago' }, saveMapAs: 'German' }]);
    expect(calls('file.hand')).toEqual([
      { uploadId: null, name: 'october.csv', part: Buffer.from('a;b\n1;2\n').toString('base64') },
    ]);
    await page.locator('.import-table').getByText('october.csv').waitFor();
  });

  it('shows what an import refused, and takes it back by the keyboard', async () => {
    const page = await open();
    await page.getByText('Line 17: column net: it is not gross less fee').waitFor();
    await view.press('u');
    await expect.poll(() => calls('file.undo')).toEqual([{ importId: 1 }]);
    await page.locator('.import-table').getByText('taken back').waitFor();
  });
});
