import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_PASSWORD } from '../../../electron/sample/people.ts';
import { endWindow, findMovement, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 200, seed: 3 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

const press = (key: string) => window.press(key);
const button = (name: string) => window.page.getByRole('button', { name, exact: true });
const region = (name: string) => window.page.getByRole('region', { name, exact: true });

async function openSignIn(operatorId: string, password: string): Promise<void> {
  const { page } = window;
  await page.locator('.actor').click();
  await page.getByRole('menuitem', { name: 'Sign in to PeopleSoft' }).click();
  await page.getByRole('textbox', { name: 'Operator id', exact: true }).fill(operatorId);
  await page.getByLabel('Password', { exact: false }).first().fill(password);
  await press('Enter');
}
async function signIn(operatorId: string): Promise<void> {
  await openSignIn(operatorId, SAMPLE_PASSWORD);
  await window.notice(`Signed in to PeopleSoft as ${operatorId}`);
  await window.page.locator('.actor', { hasText: operatorId }).waitFor();
}
async function signOut(): Promise<void> {
  await window.page.locator('.actor').click();
  await window.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await window.notice('Signed out of PeopleSoft');
}

describe('signing in to PeopleSoft', () => {
  it('says what PeopleSoft says to a wrong password, sends it once, and signs in with the right one', async () => {
    window = await tests.open();
    await window.waitForRow(0);
    await openSignIn('TO_CLERK', 'not-the-password');
    const alert = window.page.getByRole('alert');
    await alert.getByText('PeopleSoft refuses the sign-in').waitFor();
    expect(await window.seriousAxeFindings()).toEqual([]);
    await window.screenshot('sign-in-refused');
    await button('Sign in').click();
    await alert.getByText('the refused password is not sent again').waitFor();
    await window.page.getByLabel('Password', { exact: false }).first().fill(SAMPLE_PASSWORD);
    await press('Enter');
    await window.notice('Signed in to PeopleSoft as TO_CLERK');
    await window.page.locator('.actor', { hasText: 'Casey Clerk · TO_CLERK' }).waitFor();
    expect(await window.page.content()).not.toContain('not-the-password');
    await signOut();
  });
});

describe('people and their limits', () => {
  it('an approval above the clerk’s limit waits for the reviewer, who finds it and approves it', async () => {
    window = await tests.open();
    await window.waitForRow(0);
    const { row } = await findMovement(
      tests.product,
      'needsReview',
      ({ state, amount }, detail) =>
        state === 'proposed' &&
        amount.currency === 'USD' &&
        amount.minor > 100_000 &&
        detail.can.approve &&
        detail.remainder.minor === 0 &&
        detail.match?.kind === 'payment',
    );
    await signIn('TO_CLERK');
    await press('Escape');
    await window.goTo(row);
    const panel = region('Allocation');
    await panel.getByText(/is above your limit of 1000\.00 USD\. Approving asks a reviewer\./).waitFor();
    await press('a');
    await window.notice('waits for a reviewer');
    await expect
      .poll(async () => (await tests.product.line.ask('match.detail', { movementKey: row.key })).movement.stateText)
      .toBe('awaits reviewer');
    await window.close();
    window = await tests.open();
    await window.waitForRow(0);
    await signIn('TO_REVIEWER');
    await press('Escape');
    await window.goTo(row);
    await region('Why').getByText('sample clerk asks a reviewer').waitFor();
    await press('a');
    await expect
      .poll(async () => (await tests.product.line.ask('match.detail', { movementKey: row.key })).match?.decidedBy)
      .toBe('sample reviewer');
  });

  it('a higher limit holds once a second person has confirmed it, all by keys', async () => {
    window = await tests.open({ path: '/people', viewport: 'laptop', colorScheme: 'dark' });
    const { page } = window;
    await button('Change Casey Clerk').focus();
    await press('Enter');
    await page.getByRole('textbox', { name: 'Approves alone up to' }).fill('5000 USD, 4000 EUR');
    await page.getByRole('textbox', { name: 'Reason' }).fill('covers for a colleague');
    await button('Propose').focus();
    await press('Enter');
    const change = region('Change of sample clerk');
    await change
      .getByText(/Approves alone: 1,000\.00\sUSD, 1,000\.00\sEUR becomes 5,000\.00\sUSD, 4,000\.00\sEUR/)
      .waitFor();
    await change.getByText('You proposed it; another administrator or a reviewer confirms it.').waitFor();
    expect(await button('Confirm').getAttribute('aria-disabled')).toBe('true');
    expect(await window.seriousAxeFindings()).toEqual([]);
    await window.screenshot('people-waiting');
    await signIn('TO_REVIEWER');
    await expect.poll(() => button('Confirm').getAttribute('aria-disabled')).not.toBe('true');
    await button('Confirm').focus();
    await press('Enter');
    await window.notice('The change of sample clerk holds now.');
    await page
      .getByRole('row', { name: /Casey Clerk/ })
      .getByText('by two people')
      .waitFor();
    const { people } = await tests.product.line.ask('people.list', {});
    expect(people.find(({ personId }) => personId === 'sample clerk')?.limits).toEqual([
      { minor: 500_000, exponent: 2, currency: 'USD' },
      { minor: 400_000, exponent: 2, currency: 'EUR' },
    ]);
  });
});
