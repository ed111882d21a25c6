import type { Page } from 'playwright-core';
import type { ProductTests } from './product-window.ts';
import { startProductTests } from './product-window.ts';
import type { TestPage, VIEWPORTS } from './test-page.ts';
import { startWindowTests } from './window-under-test.ts';

interface Screen {
  readonly path: string;
  /** What is there once the screen is whole. */
  readonly whole: string;
  /** What a person does before the screen is worth a picture. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/**
 * Takes a picture of each screen of the real product, light and dark, in both sizes, into .cache/screenshots: for people to
 * look at. What the sample company does not show is taken from the window with the contract double behind it. Run it with
 * `npx node test/support/take-screenshots.ts`, or with the names of the pictures behind it for only those.
 */
const SCREENS: Readonly<Record<string, Screen>> = {
  workbench: { path: '/workbench', whole: '.sums output' },
  'workbench-several': { path: '/workbench?facet=severalCandidates', whole: '.diff td' },
  'workbench-matched': { path: '/workbench?facet=matched', whole: '.sums output' },
  'workbench-refunds': { path: '/workbench?facet=refundsAndDisputes', whole: '.history li' },
  postings: { path: '/postings', whole: '.timeline li' },
  duplicates: { path: '/duplicates', whole: '.duplicate-table td' },
  customers: { path: '/customers', whole: '.customer-table td' },
  'customers-linked': { path: '/customers?facet=confirmed', whole: '.customer-table td' },
  rules: { path: '/rules', whole: '.rules-fields' },
  clearing: { path: '/clearing', whole: '.clearing-table td' },
  'invoices-off': { path: '/invoices', whole: '.empty' },
  connections: { path: '/connections', whole: '.streams td' },
  imports: { path: '/imports', whole: '.imports-panes' },
  mapping: { path: '/mapping', whole: '.mapping-report pre' },
  people: { path: '/people', whole: '.people-table td' },
  'two-files-choose': { path: '/two-files', whole: '.two-file-inputs' },
  'two-files-columns': { path: '/two-files', whole: '.two-file-first td', prepare: chooseTwoFiles },
  'two-files-lines': { path: '/two-files', whole: '.two-file-scroll table', prepare: reconcileTwoFiles },
  'two-files-alone': { path: '/two-files', whole: '.two-file-nearest td', prepare: reviewLoneRow },
  'own-company': { path: '/own-company', whole: '.form-group input' },
};
/** Screens with what the sample company never has, as the contract double shows them. */
const OF_DOUBLE: typeof SCREENS = {
  'clearing-cut-off': { path: '/clearing', whole: '.clearing-table td' },
  'workbench-of-double': { path: '/workbench', whole: '.diff td', prepare: toMergedCustomer },
  'rules-waiting': { path: '/rules', whole: '.rules-waiting', prepare: tryRules },
  invoices: { path: '/invoices', whole: '.invoice-facts dd' },
  aliases: { path: '/customers?facet=aliases', whole: '.alias-facts dd' },
  'rules-tried': { path: '/rules', whole: '.rules-trial td', prepare: tryLinkRule },
  'duplicates-of-double': { path: '/duplicates', whole: '.duplicate-table td' },
  'duplicates-of-customers': { path: '/duplicates?row=4', whole: '.duplicate-table td' },
  'duplicates-answer': { path: '/duplicates?row=1', whole: '[role=dialog] textarea', prepare: askAnswer },
  'duplicates-merge': { path: '/duplicates?row=4', whole: '[role=dialog] textarea', prepare: askAnswer },
  'imports-zone': { path: '/imports', whole: '.import-table td', prepare: askZone },
  'postings-unknown': { path: '/postings', whole: '.timeline li' },
};
/** A report whose times do not say their zone. */
async function askZone(page: Page): Promise<void> {
  const file = { name: 'october.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b\n1;2\n') };
  await page.getByLabel('File to take in').setInputFiles(file);
  await page.getByRole('combobox', { name: 'Numbers' }).selectOption('comma');
  await page.getByText('do not say their zone').waitFor();
}
async function askAnswer(page: Page): Promise<void> {
  await page.locator('.duplicate-table td').first().waitFor();
  await page.getByRole('button', { name: 'Say what it is' }).click();
}
/** A draft that links customers by their tax id, tried on the history. */
async function tryLinkRule(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'By the same tax id' }).click();
  await page.getByRole('checkbox', { name: 'By score and margin' }).click();
  await page.getByRole('button', { name: 'Try on the history' }).click();
  await page.locator('.rules-trial').waitFor();
}
/** The fourth row of the queue: its customer counts as one with another. */
async function toMergedCustomer(page: Page): Promise<void> {
  await page.locator('[data-pane=rows] .ag-row[row-index="3"]').click();
  await page.getByRole('cell', { name: 'merged' }).waitFor();
}
/** The waiting version is tried, and a draft that links customers beside it. */
async function tryRules(page: Page): Promise<void> {
  await page.locator('.rules-table').waitFor();
  await page.getByRole('button', { name: 'Try it on the history' }).click();
  await page.getByRole('note', { name: 'Its trial' }).waitFor();
  await page.getByRole('checkbox', { name: 'By the same tax id' }).click();
  const form = page.getByRole('form', { name: 'New special tolerance' });
  await form.getByRole('textbox', { name: 'Currency' }).fill('USD');
  await form.getByRole('textbox', { name: 'Amount, as 1.50' }).fill('1.50');
  await form.getByRole('button', { name: 'Add special tolerance' }).click();
  await page.getByRole('button', { name: 'Try on the history' }).click();
  await page.locator('.rules-trial').waitFor();
}
/** A bank statement with a cell that is no amount where it is asked for, against a list from the books. */
async function chooseTwoFiles(page: Page, broken = true): Promise<void> {
  const { bank, books } = twoFiles(broken ? 'n.n.' : '15,30');
  const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByLabel('Left file').setInputFiles(csv('statement-october.csv', bank));
  await page.getByLabel('Right file').setInputFiles(csv('open-items.csv', books));
  await page.getByRole('button', { name: 'Look at them' }).click();
}
async function reconcileTwoFiles(page: Page): Promise<void> {
  await chooseTwoFiles(page, false);
  await page.locator('.two-file-first td').first().waitFor();
  await page.getByRole('button', { name: 'Reconcile' }).click();
  await page.getByRole('button', { name: /^All/ }).click();
}
async function reviewLoneRow(page: Page): Promise<void> {
  await reconcileTwoFiles(page);
  await page.getByRole('button', { name: /^Only left/ }).click();
}
function twoFiles(odd: string): { readonly bank: string; readonly books: string } {
  const names = ['Ember Foods', 'Harbor Steel', 'Quarry Paper', 'Lumen Optics', 'Tidal Freight'];
  const rows = Array.from({ length: 80 }, (_, at) => ({
    day: String((at % 27) + 1).padStart(2, '0'),
    amount: (100 + at * 37.31).toFixed(2),
    name: names[at % names.length] ?? '',
    invoice: `INV-${70_000 + at * 7}`,
  }));
  const bank = rows.map(
    ({ day, amount, name, invoice }, at) =>
      `B${at};${day}.10.2026;${at === 4 ? odd : amount.replace('.', ',')};${name} GmbH;Zahlung ${invoice} vom ${day}.10.`,
  );
  const books = rows
    .filter((_, at) => at % 9 !== 0)
    .map(({ day, amount, name, invoice }, at) => `I${at},2026-10-${day},${amount},${name},${invoice}`);
  return {
    bank: ['Id;Buchungstag;Umsatz;Auftraggeber;Verwendungszweck', ...bank].join('\r\n'),
    books: ['number,date,amount,customer,invoice', ...books, 'I900,2026-10-08,361.17,Tidal Freight,INV-70049'].join(
      '\n',
    ),
  };
}

const SIZES = ['laptop', 'desktop'] as const satisfies readonly (keyof typeof VIEWPORTS)[];
const SCHEMES = ['light', 'dark'] as const;
const wanted = new Set(process.argv.slice(2));

async function takeAll(screens: typeof SCREENS, open: Pick<ProductTests, 'open'>['open'] | OpenDouble): Promise<void> {
  for (const viewport of SIZES)
    for (const colorScheme of SCHEMES)
      for (const [name, { path, whole, prepare }] of Object.entries(screens)) {
        if (wanted.size > 0 && !wanted.has(name)) continue;
        const window = await open({ path, viewport, colorScheme });
        await prepare?.(window.page);
        await window.page.locator(whole).first().waitFor();
        await report(window, name);
        await window.close();
      }
}
type OpenDouble = Awaited<ReturnType<typeof startWindowTests>>['open'];

async function report(window: TestPage, name: string): Promise<void> {
  process.stdout.write(`${await window.screenshot(name)}\n`);
  for (const problem of window.problems()) process.stdout.write(`  ${problem}\n`);
}

const windows = await startWindowTests();
try {
  await takeAll(OF_DOUBLE, windows.open);
} finally {
  await windows.browser.close();
}
const tests = await startProductTests({ movements: 400, seed: 7 });
try {
  await takeAll(SCREENS, tests.open);
} finally {
  await tests.stop();
}
