import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endWindow, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';

/** A browser opener of our own notes the address it is given; the test's own browser then goes there, as the person's would. */
const folder = mkdtempSync(join(tmpdir(), 'tieout-opener-'));
const noted = join(folder, 'address');
const OPENER = `#!/bin/sh\nprintf '%s' "$1" > '${noted}.part' && mv '${noted}.part' '${noted}'\n`;

const IS_LINUX = process.platform === 'linux';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  writeFileSync(join(folder, 'xdg-open'), OPENER, { mode: 0o700 });
  const env = { PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`, DISPLAY: ':none' };
  tests = await startProductTests({ movements: 200, seed: 3, env });
});
afterEach(async ({ task }) => void (IS_LINUX && (await endWindow(window, task))));
afterAll(async () => {
  await tests.stop();
  rmSync(folder, { recursive: true, force: true });
});

const press = (key: string) => window.press(key);
async function askForBrowser(operatorId: string): Promise<string> {
  rmSync(noted, { force: true });
  const { page } = window;
  await page.locator('.actor').click();
  await page.getByRole('menuitem', { name: 'Sign in to PeopleSoft' }).click();
  await page.getByRole('textbox', { name: 'Operator id', exact: true }).fill(operatorId);
  await page.getByRole('button', { name: 'Use my browser' }).focus();
  await press('Enter');
  await page.getByRole('status').getByText('Go on in your browser; this window waits for you.').waitFor();
  await expect.poll(() => existsSync(noted)).toBe(true);
  return readFileSync(noted, 'utf8');
}
/** The person's browser goes where the window sent it; answers what it shows in the end. */
async function goThere(address: string): Promise<string> {
  const page = await window.context.newPage();
  await page.goto(address);
  const text = await page.locator('body').innerText();
  await page.close();
  return text;
}

describe('signing in by one’s browser', () => {
  it('proves the operator id at the identity provider, and the window is that person’s', async ({ skip }) => {
    skip(!IS_LINUX, 'only Linux opens a browser by a program on the path');
    window = await tests.open();
    await window.waitForRow(0);
    const address = new URL(await askForBrowser('TO_CLERK'));
    expect(address.searchParams.get('code_challenge_method')).toBe('S256');
    expect(address.searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
    expect(await window.seriousAxeFindings()).toEqual([]);
    await window.screenshot('sign-in-by-browser');
    expect(await goThere(address.href)).toMatch(/signed in|close this/i);
    await window.notice('Signed in to PeopleSoft as TO_CLERK');
    await window.page.locator('.actor', { hasText: 'Casey Clerk · TO_CLERK' }).waitFor();
    // Neither code nor token ever comes to the window.
    expect(window.received().filter((frame) => /eyJ[\w-]{20}|code=/.test(frame))).toEqual([]);
  });

  it('takes no answer that is not to its own question, and says so when somebody else signed in there', async ({
    skip,
  }) => {
    skip(!IS_LINUX, 'only Linux opens a browser by a program on the path');
    window = await tests.open();
    await window.waitForRow(0);
    const address = new URL(await askForBrowser('TO_REVIEWER'));
    const other = new URL(address.searchParams.get('redirect_uri') ?? '');
    other.search = '?code=stolen&state=another';
    await goThere(other.href);
    await window.page.getByRole('status').getByText('this window waits for you').waitFor();
    address.searchParams.set('login_hint', 'TO_CLERK');
    await goThere(address.href);
    await window.page.getByRole('alert').first().waitFor();
    expect(await window.page.getByRole('alert').first().innerText()).toMatch(/TO_CLERK|somebody else|another/i);
    expect(await window.page.locator('.actor').innerText()).not.toContain('TO_REVIEWER');
  });
});
