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
    const refunds = section.getByRole('button', { name: 'Refunds' });
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

  it.each(SCHEMES)('has nothing serious for axe, %s', async (scheme) => {
    const { section } = await open('desktop', scheme);
    await section.getByRole('button', { name: 'Refunds' }).click();
    await view.screenshot(`completeness-${scheme}`);
    expect(await view.seriousAxeFindings()).toEqual([]);
  });
});
