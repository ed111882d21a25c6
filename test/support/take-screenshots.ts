import type { ProductTests, ProductWindow } from './product-window.ts';
import { startProductTests } from './product-window.ts';
import type { VIEWPORTS } from './test-page.ts';

/**
 * Takes a picture of each screen of the real product, light and dark, in both sizes, into .cache/screenshots: for people to
 * look at. Run it with `npx node test/support/take-screenshots.ts`.
 */
const SCREENS: Readonly<Record<string, { readonly path: string; readonly whole: string }>> = {
  workbench: { path: '/workbench', whole: '.sums output' },
  'workbench-several': { path: '/workbench?facet=severalCandidates', whole: '.diff td' },
  'workbench-matched': { path: '/workbench?facet=matched', whole: '.sums output' },
  postings: { path: '/postings', whole: '.timeline li' },
  clearing: { path: '/clearing', whole: '.clearing-table td' },
  connections: { path: '/connections', whole: '.streams td' },
  imports: { path: '/imports', whole: '.imports-panes' },
  mapping: { path: '/mapping', whole: '.mapping-report pre' },
  people: { path: '/people', whole: '.people-table td' },
  'own-company': { path: '/own-company', whole: '.form-group input' },
};
const SIZES = ['laptop', 'desktop'] as const satisfies readonly (keyof typeof VIEWPORTS)[];
const SCHEMES = ['light', 'dark'] as const;

async function takeAll(tests: ProductTests): Promise<void> {
  for (const viewport of SIZES)
    for (const colorScheme of SCHEMES)
      for (const [name, { path, whole }] of Object.entries(SCREENS)) {
        const window = await tests.open({ path, viewport, colorScheme });
        await window.page.locator(whole).first().waitFor();
        await report(window, name);
        await window.close();
      }
}

async function report(window: ProductWindow, name: string): Promise<void> {
  process.stdout.write(`${await window.screenshot(name)}\n`);
  for (const problem of window.problems()) process.stdout.write(`  ${problem}\n`);
}

const tests = await startProductTests({ movements: 400, seed: 7 });
try {
  await takeAll(tests);
} finally {
  await tests.stop();
}
