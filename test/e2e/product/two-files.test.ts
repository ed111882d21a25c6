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

describe('two files in the product', () => {
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
