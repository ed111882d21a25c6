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

const SCHEMES = ['light', 'dark'] as const;
const open = async (viewport: 'laptop' | 'desktop', colorScheme: (typeof SCHEMES)[number] = 'light') => {
  view = await tests.open({ path: '/connections', viewport, colorScheme });
  const section = view.page.getByRole('region', { name: 'Completeness' });
  await section.waitFor();
  return { page: view.page, section };
};

describe('completeness on the connections screen', () => {
  it('says what is missing, what proves it, since when, and what comes next', async () => {
    const { section } = await open('laptop');
    await section
      .getByText('1 object is missing that Stripe’s own records name. The next read asks Stripe for it.')
      .waitFor();
    const gaps = section.getByRole('table', { name: /Missing objects: 1 open, 1 unknown to Stripe, 1 healed/ });
    expect(await gaps.getByRole('row').nth(1).innerText()).toMatch(
      /Refund re_.*\tBalance transaction txn_.* moves its money\t11-02 08:58\t/,
    );
    expect(await gaps.getByRole('row').nth(2).innerText()).toContain('Stripe does not know it');
    expect(await gaps.getByRole('row').nth(3).innerText()).toContain('Asked for by its list');
    const link = gaps.getByRole('link').first();
    expect(await link.getAttribute('href')).toBe(
      'https://dashboard.stripe.com/acct_1TieoutSample/test/search?query=re_3QTieoutSample00000000x7',
    );
  });

  it('opens a family into its months by keys', async () => {
    const { page, section } = await open('laptop');
    const refunds = section.getByRole('button', { name: /Refunds$/ });
    await refunds.focus();
    await page.keyboard.press('Enter');
    expect(await refunds.getAttribute('aria-expanded')).toBe('true');
    await section.getByRole('row', { name: /^2026-10/ }).waitFor();
    expect(await section.getByRole('row', { name: /^2026-10/ }).innerText()).toContain('gap: 1 missing');
    await page.keyboard.press('Enter');
    expect(await section.getByRole('row', { name: /^2026-10/ }).count()).toBe(0);
  });

  it('names the difference of a balance to the cent, per currency', async () => {
    const { section } = await open('laptop');
    const proofs = section.getByRole('table', { name: /Stripe’s balance against its rows/ });
    expect(await proofs.getByRole('row', { name: /USD/ }).innerText()).toMatch(/0\.00\ttied$/);
    expect(await proofs.getByRole('row', { name: /EUR/ }).innerText()).toMatch(/0\.01\tdiffers\s*$/);
  });

  it('opens a figure to the rows behind it by keys, and gives the keyboard back to it', async () => {
    const { page, section } = await open('laptop');
    const figure = section.getByRole('button', { name: '1, Refunds missing', exact: true });
    await figure.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Refunds missing' });
    await dialog.getByText('2 rows, 240.40').waitFor();
    expect(await dialog.getByRole('row').nth(1).innerText()).toMatch(
      /Balance transaction txn_.*120\.20\tUSD\tcharge ch_/,
    );
    expect(await view.seriousAxeFindings()).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.classList.contains('figure') === true);
  });

  it('shows the month of a unit beside that of UTC, and how the two tie', async () => {
    const { section } = await open('laptop');
    await section.getByRole('button', { name: /Charges$/ }).click();
    const utc = section.getByRole('row', { name: /^2026-10 UTC/ });
    expect(await utc.innerText()).toContain('5,022');
    const own = section.getByRole('row', { name: /^2026-10 America\/New_York US/ });
    expect(await own.innerText()).toMatch(/5,021\t3 less at its beginning, 2 more at its end\tcomplete/);
  });

  it('asks Stripe again for one or all of what it does not know, by keys', async () => {
    const { page, section } = await open('laptop');
    const unknown = section.getByRole('region', { name: 'Unknown to Stripe' });
    expect(await unknown.getByRole('row').nth(1).innerText()).toMatch(
      /Charge ch_.*\tRefund re_3QTieoutSample0000000c3 names it\t10-30 04:05\t10-30 04:05/,
    );
    await unknown.getByText('Test data, or an object of another account').waitFor();
    await unknown.getByRole('button', { name: /^Ask again for charge ch_/ }).focus();
    await page.keyboard.press('Enter');
    await unknown.getByRole('row', { name: /Charge.*with the next read/ }).waitFor();
    await unknown.getByRole('button', { name: 'Ask again for all 2' }).focus();
    await page.keyboard.press('Enter');
    await unknown.getByRole('row', { name: /Payment intent.*with the next read/ }).waitFor();
  });

  it('names payouts that differ by their rows, and what a report states, to the cent', async () => {
    const { section } = await open('laptop');
    const payouts = section.getByRole('region', { name: 'Payouts against their rows' });
    expect(await payouts.getByText('Payouts against their rows:').innerText()).toContain('41 tied, 1 differing');
    expect(await payouts.getByRole('row').nth(1).innerText()).toMatch(/txn_.* not held in the ledger, found/);
    const stated = section.getByRole('table', { name: /Stated by balance_summary_2026-10.csv, balance payments/ });
    expect(await stated.getByRole('row', { name: /Ending balance, USD/ }).innerText()).toMatch(
      /61,204\.89\t61,204\.88\t61,204\.88\t0\.01\tdiffers/,
    );
  });

  it.each(SCHEMES)('has nothing serious for axe, %s', async (scheme) => {
    const { section } = await open('desktop', scheme);
    await section.getByRole('button', { name: /Refunds$/ }).click();
    await view.screenshot(`completeness-${scheme}`);
    expect(await view.seriousAxeFindings()).toEqual([]);
  });
});
