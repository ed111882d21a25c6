import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endWindow, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 60, seed: 11 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

const COUNT = 50;
const TWICE = 7;
const day = (at: number) => String((at % 27) + 1).padStart(2, '0');
const amount = (at: number) => (100 + at * 7.31).toFixed(2);
const NAMES = ['Ember Foods', 'Harbor Steel', 'Quarry Paper', 'Lumen Optics', 'Tidal Freight'];
const name = (at: number) => NAMES[at % NAMES.length] ?? '';
const places = Array.from({ length: COUNT }, (_, at) => at);
/** A German bank statement and an English list; the list holds one payment twice. */
const BANK = [
  'Id;Buchungstag;Umsatz;Auftraggeber',
  ...places.map((at) => `B${at};${day(at)}.10.2026;${amount(at).replace('.', ',')};${name(at)} GmbH`),
].join('\r\n');
const BOOKS = [
  'number,date,amount,customer',
  ...[...places, TWICE].map((at, row) => `I${row},2026-10-${day(at)},${amount(at)},${name(at)}`),
].join('\n');
const csv = (file: string, text: string) => ({ name: file, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** Puts the keyboard on a control by tabbing on from where it is. */
async function tabTo(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const { page, press } = window;
  const held = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  for (let step = 0; step < 40 && !(await held()).startsWith(name); step += 1) await press(key);
  expect(await held()).toMatch(new RegExp(`^${name}`));
}
/** Opens the chooser of the file box that the keyboard is on. */
async function chooseByKeys(file: ReturnType<typeof csv>): Promise<void> {
  const chooser = window.page.waitForEvent('filechooser');
  await window.press('Space');
  await (await chooser).setFiles(file);
}
async function chooseBothByKeys(left: string, right: string): Promise<void> {
  const { page, press } = window;
  await page.getByRole('heading', { name: 'Choose two CSV files' }).waitFor();
  const isOn = (label: string) => page.getByLabel(label).evaluate((one) => one === document.activeElement);
  for (let step = 0; step < 40 && !(await isOn('Left file')); step += 1) await press('Tab');
  await chooseByKeys(csv('bank.csv', left));
  await press('Tab');
  expect(await isOn('Right file')).toBe(true);
  await chooseByKeys(csv('books.csv', right));
  await tabTo('Look at them');
  await press('Enter');
  await page.getByRole('group', { name: 'What is laid down' }).waitFor();
}
const MANY = 12_000;
/** So many rows that a person has the time to stop it. */
const long = (letter: string) =>
  [
    'number,date,amount,customer',
    ...Array.from(
      { length: MANY },
      (_, at) =>
        `${letter}${at},2026-10-${day(at)},${(50 + ((at * 7_919) % 90_000) / 7).toFixed(2)},${name(at * 3)} ${at % 611}`,
    ),
  ].join('\n');

describe('two files in the product', () => {
  it('are reconciled without a mouse: chosen, stopped on the way, mapped as before, reviewed and written out', async () => {
    window = await tests.open({ path: '/two-files', viewport: 'laptop' });
    const { page, press } = window;
    await chooseBothByKeys(long('L'), long('R'));
    await page.getByRole('combobox', { name: 'Amount' }).first().waitFor();
    await page.locator('button:enabled', { hasText: 'Reconcile' }).waitFor();
    await tabTo('Reconcile');
    await press('Enter');
    await page.getByText(/^(reading|learning|weighing|looking|deciding)/).waitFor();
    await tabTo('Cancel');
    await press('Enter');
    await page.getByText('It was cancelled; the files are still at hand.').waitFor();
    await tabTo('Close the files', 'Shift+Tab');
    await press('Enter');

    await chooseBothByKeys(BANK, BOOKS);
    await page.locator('button:enabled', { hasText: 'Reconcile' }).waitFor();
    const oneToOne = page.getByRole('checkbox', { name: 'One row against one only' });
    for (let step = 0; step < 9 && !(await oneToOne.evaluate((one) => one === document.activeElement)); step += 1)
      await press('Tab');
    await press('Space');
    await tabTo('Reconcile');
    await press('Enter');
    await page.getByText(`B${TWICE} and I${COUNT}`).waitFor();
    await expect.poll(() => window.rowWithKeyboard()).toBe(0);
    await press('r');
    await page.getByText('You accepted 0 and refused 1.').waitFor();
    await press('Control+z');
    await page.getByRole('button', { name: 'To decide 2', pressed: true }).waitFor();
    await press('x');
    await page.locator('.notice', { hasText: 'lines written to' }).waitFor();
    expect(await window.seriousAxeFindings()).toEqual([]);
    for (let step = 0; step < 12 && (await page.locator('[data-pane=filter]:focus-within').count()) === 0; step += 1)
      await press('F6');
    await tabTo('Only right');
    await press('Enter');
    await page.getByText('Nothing waits for your word').or(page.getByText('None under')).first().waitFor();

    await tabTo('Close the files', 'Shift+Tab');
    await press('Enter');
    await chooseBothByKeys(BANK, BOOKS);
    await page.getByText('Mapped as the last time that files with these columns were reconciled.').waitFor();
    expect(await oneToOne.isChecked()).toBe(true);
    await tabTo('Propose afresh');
    await press('Enter');
    await page.getByText('Mapped by what the headers and cells say.').waitFor();
    expect(await oneToOne.isChecked()).toBe(false);
  });

  it('are chosen, mapped by proposal, reconciled, decided by keys and written out', async () => {
    window = await tests.open({ path: '/two-files', viewport: 'laptop' });
    const { page } = window;
    await page.getByLabel('Left file').setInputFiles(csv('bank.csv', BANK));
    await page.getByLabel('Right file').setInputFiles(csv('books.csv', BOOKS));
    await page.getByRole('button', { name: 'Look at them' }).click();
    const left = page.getByRole('region', { name: 'Left file' });
    await left.getByRole('combobox', { name: 'Amount' }).waitFor();
    expect(await left.getByRole('combobox', { name: 'Amount' }).inputValue()).toBe('Umsatz');
    expect(await left.getByRole('combobox', { name: 'Date', exact: true }).inputValue()).toBe('Buchungstag');
    await left.getByText('2026-10-01').first().waitFor();
    await page.getByRole('button', { name: 'Reconcile' }).click();

    await page.getByRole('button', { name: 'To decide 2', pressed: true }).waitFor();
    await page.getByText(`B${TWICE} and I${COUNT}`).waitFor();
    await window.press('a');
    await page.getByText('You accepted 1 and refused 0.').waitFor();
    await page.getByRole('button', { name: 'To decide 0' }).waitFor();
    await window.press('x');
    const notice = page.locator('.notice', { hasText: 'lines written to' });
    await notice.waitFor();
    const file = /written to (.+)$/.exec((await notice.textContent()) ?? '')?.[1] ?? '';
    const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(COUNT + 2);
    expect(lines.find((line) => line.startsWith(`B${TWICE},I${COUNT},`))).toMatch(/,accepted$/);
    expect(lines.find((line) => line.startsWith(`B${TWICE},I${TWICE},`))).toMatch(/,outvoted$/);

    await page.getByRole('button', { name: 'Close the files' }).click();
    await page.getByRole('heading', { name: 'Choose two CSV files' }).waitFor();
  });
});
