import type { ProductTests } from './product-window.ts';
import { startProductTests } from './product-window.ts';
import type { TestPage, VIEWPORTS } from './test-page.ts';
import { startWindowTests } from './window-under-test.ts';

/**
 * Takes a picture of each screen of the real product, light and dark, in both sizes, into .cache/screenshots: for people to
 * look at. What the sample company does not show is taken from the window with the contract double behind it. Run it with
 * `npx node test/support/take-screenshots.ts`, or with the names of the pictures behind it for only those.
 */
const SCREENS: Readonly<Record<string, { readonly path: string; readonly whole: string }>> = {
  workbench: { path: '/workbench', whole: '.sums output' },
  'workbench-several': { path: '/workbench?facet=severalCandidates', whole: '.diff td' },
  'workbench-matched': { path: '/workbench?facet=matched', whole: '.sums output' },
  'workbench-refunds': { path: '/workbench?facet=refundsAndDisputes', whole: '.history li' },
  postings: { path: '/postings', whole: '.timeline li' },
  duplicates: { path: '/duplicates', whole: '.duplicate-table td' },
  clearing: { path: '/clearing', whole: '.clearing-table td' },
  'invoices-off': { path: '/invoices', whole: '.empty' },
  connections: { path: '/connections', whole: '.streams td' },
  imports: { path: '/imports', whole: '.imports-panes' },
  mapping: { path: '/mapping', whole: '.mapping-report pre' },
  people: { path: '/people', whole: '.people-table td' },
  'own-company': { path: '/own-company', whole: '.form-group input' },
};
/** Screens with what the sample company never has, as the contract double shows them. */
const OF_DOUBLE: typeof SCREENS = {
  'clearing-cut-off': { path: '/clearing', whole: '.clearing-table td' },
  invoices: { path: '/invoices', whole: '.invoice-facts dd' },
  'duplicates-of-double': { path: '/duplicates', whole: '.duplicate-table td' },
  'duplicates-of-customers': { path: '/duplicates?row=4', whole: '.duplicate-table td' },
  'postings-unknown': { path: '/postings', whole: '.timeline li' },
};
const SIZES = ['laptop', 'desktop'] as const satisfies readonly (keyof typeof VIEWPORTS)[];
const SCHEMES = ['light', 'dark'] as const;
const wanted = new Set(process.argv.slice(2));

async function takeAll(screens: typeof SCREENS, open: Pick<ProductTests, 'open'>['open'] | OpenDouble): Promise<void> {
  for (const viewport of SIZES)
    for (const colorScheme of SCHEMES)
      for (const [name, { path, whole }] of Object.entries(screens)) {
        if (wanted.size > 0 && !wanted.has(name)) continue;
        const window = await open({ path, viewport, colorScheme });
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
