import { describe, expect, it } from 'vitest';
import { KEYS } from '../../../renderer/app/keys.ts';
import type { KeyEntry } from '../../../renderer/app/keys.ts';
import { ABOVE_LIMIT } from '../../support/double-details.ts';
import { VIEWPORTS } from '../../support/test-page.ts';
import { useWindowTests } from '../../support/use-window-tests.ts';
import type { WindowOptions } from '../../support/window-under-test.ts';

const tests = useWindowTests();

const open = async (options?: WindowOptions) => {
  await tests.open(options);
  return tests.view.page;
};
/** What says that a screen is whole. */
const WHOLE: Readonly<Record<string, string>> = {
  '/workbench': '.sums output',
  '/postings': '.timeline li',
  '/invoices': '.invoice-facts dd',
  '/clearing': '.clearing-table td',
  '/people': '.people-table td',
  '/connections': '.streams td',
  '/imports': '.import-counts dd',
  '/two-files': '.two-file-inputs input',
  '/mapping': '.mapping-table select',
  '/own-company': '.form-group input',
};
const screens = Object.keys(WHOLE);
const { calls } = tests;
const COLOURS = [
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
] as const;

describe.each(screens)('the screen %s', (path) => {
  it('has nothing serious for axe and breaks no content security policy, can be read in every set of colours, and fits the smallest window without scrolling sideways, with its actions in sight', async () => {
    const page = await open({ path });
    await page
      .locator(WHOLE[path] ?? '')
      .first()
      .waitFor();
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    for (const colours of COLOURS) {
      await page.emulateMedia(colours);
      expect(await tests.view.seriousAxeFindings('colours'), JSON.stringify(colours)).toEqual([]);
    }
    expect(tests.view.problems()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    await page.setViewportSize(VIEWPORTS.smallest);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    for (const button of await page.locator('.main .acts button:visible').all()) {
      const box = await button.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(1280);
    }
  });
});

describe('the key list', () => {
  it('behind ? is exactly the table of keys, and Esc gives the keyboard back', async () => {
    const page = await open();
    await tests.view.waitForRow(0);
    await tests.view.press('?');
    await page.getByRole('dialog').waitFor();
    const shown = await page.locator('[data-key]').evaluateAll((rows) =>
      rows.map((row) => ({
        id: row.getAttribute('data-key'),
        caps: [...row.querySelectorAll('kbd')].map((cap) => cap.textContent),
        does: row.querySelector('dd')?.textContent,
      })),
    );
    const table = (KEYS as readonly KeyEntry[]).map(({ id, caps, does }) => ({ id, caps: [...caps], does }));
    const byId = (left: { id: string | null }, right: { id: string | null }) =>
      String(left.id).localeCompare(String(right.id));
    expect(shown.toSorted(byId)).toEqual(table.toSorted(byId));
    await tests.view.press('a');
    expect(calls('match.approve')).toEqual([]);
    await tests.view.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => tests.view.rowWithKeyboard()).toBe(0);
  });
});

describe('the frame', () => {
  it('says that a tab needs a new address when its token is refused', async () => {
    const page = await open();
    await tests.view.waitForRow(0);
    tests.view.double.refuseToken();
    const heading = page.getByRole('heading', { name: 'This tab needs a new address' });
    await expect.poll(() => heading.count()).toBe(1);
  });
  it('finds its line again by itself after it broke', async () => {
    const page = await open();
    await tests.view.waitForRow(0);
    const before = calls('summary.get').length;
    tests.view.double.dropLines();
    await expect.poll(() => calls('summary.get').length).toBeGreaterThan(before);
    expect(await page.getByText('The line to the engine is lost').count()).toBe(0);
  });
  it('shows running work with its counts and cancels it', async () => {
    const page = await open();
    await tests.view.waitForRow(0);
    tests.view.double.setJobs([
      {
        jobId: 'j1',
        kind: 'sync',
        title: 'Reading Stripe charges',
        state: 'running',
        startedAt: '2026-11-02T14:00:00Z',
        endedAt: null,
        done: 1_200,
        total: 5_000,
        message: null,
        canCancel: true,
      },
    ]);
    tests.view.double.announce('data.changed', { topics: ['jobs'] });
    await page.getByText('1,200 of 5,000').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => calls('job.cancel')).toEqual([{ jobId: 'j1' }]);
  });
  it('gives a new address for another tab', async () => {
    const page = await open();
    await page.getByRole('button', { name: /ARCLERK1/ }).click();
    await page.getByRole('menuitem', { name: 'Address for another tab' }).click();
    await expect.poll(() => page.getByText('http://127.0.0.1:43119/?token=Zk3v').count()).toBe(1);
  });
});

describe('empty and failed lists', () => {
  it('say apart that nothing needs her, and that reading failed with the reason and a way to try again', async () => {
    const page = await open({ path: '/connections' });
    tests.view.double.empty();
    await page.getByRole('link', { name: /Workbench/ }).click();
    await page.getByText('Nothing needs you', { exact: true }).waitFor();
    tests.view.double.failNext('view.open', 'LEDGER_IN_USE', 'The ledger is busy with a backup.');
    await tests.view.press(']');
    await page.getByText('The ledger is busy with a backup.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => page.getByText('Nothing under “Several candidates”').count()).toBe(1);
  });
});

describe('postings', () => {
  it('verifies an unknown outcome by key and shows what was found', async () => {
    const page = await open({ path: '/postings' });
    await page.getByRole('button', { name: /Verify/ }).waitFor();
    await tests.view.press('v');
    await page.locator('.notice', { hasText: 'every field agrees' }).waitFor();
    await expect.poll(() => page.locator('.posting-pane .tag', { hasText: 'confirmed' }).count()).toBe(1);
  });
  it('sends outside the quiet window what it counted, of the unit on screen, only with a reason', async () => {
    const page = await open({ path: '/postings' });
    await page.getByRole('button', { name: 'Send now…' }).first().click();
    const send = page.getByRole('dialog').getByRole('button', { name: 'Send now' });
    await page.getByRole('dialog').getByText('29 waiting postings of US will be sent').waitFor();
    expect(await send.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Month end' }).click();
    await send.click();
    await expect.poll(() => calls('posting.send')).toEqual([{ now: true, unit: 'US', reason: 'Month end' }]);
  });
  it('settles by hand what she saw in PeopleSoft herself, only with a reason', async () => {
    const page = await open({ path: '/postings' });
    await page.getByRole('button', { name: 'It is there…' }).click();
    const settle = page.getByRole('dialog').getByRole('button', { name: 'It is there' });
    expect(await settle.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Seen in the deposit' }).click();
    await settle.click();
    await page.locator('.notice', { hasText: 'Taken as saved.' }).waitFor();
    expect(calls('posting.settle')).toMatchObject([{ as: 'present', reason: 'Seen in the deposit' }]);
    await expect.poll(() => page.locator('.posting-pane .tag', { hasText: 'accepted' }).count()).toBe(1);
  });
  it('greys what her limit does not allow, and says why beside it and to a screen reader', async () => {
    const page = await open({ path: '/postings?state=confirmed' });
    const back = page.getByRole('button', { name: 'Take back…' });
    await back.waitFor();
    expect(await back.getAttribute('aria-disabled')).toBe('true');
    await page.locator('.posting-acts').getByText(ABOVE_LIMIT).waitFor();
    const described = page.locator(`[id="${await back.getAttribute('aria-describedby')}"]`);
    expect(await described.innerText()).toBe(ABOVE_LIMIT);
    await back.focus();
    await tests.view.press('Enter');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
  });
  it('shows the redacted request and answer of an attempt', async () => {
    const page = await open({ path: '/postings' });
    await page.locator('summary', { hasText: 'Send' }).click();
    const request = page.getByLabel('Request', { exact: true });
    await expect.poll(() => request.innerText()).toContain('<DEPOSIT_BU>US001</DEPOSIT_BU>');
  });
});

describe('connections', () => {
  it('shows refusals with their reason and reads a system on demand', async () => {
    const page = await open({ path: '/connections' });
    await page.getByText('Unknown currency XQQ').waitFor();
    await page.getByRole('article', { name: 'PeopleSoft' }).getByRole('button', { name: 'Sync now' }).click();
    await expect.poll(() => calls('sync.run')).toEqual([{ systems: ['peoplesoft'] }]);
  });
});

describe('using a company of one’s own', () => {
  it('names each fault at its field, and sends nothing while there is one', async () => {
    const page = await open({ path: '/own-company' });
    await page.getByRole('textbox', { name: 'Gateway address' }).fill('ftp://ps');
    await page.getByRole('button', { name: 'Ping both systems' }).click();
    await page
      .locator('.fui-Field', { hasText: 'Gateway address' })
      .getByText('an address starting with http')
      .waitFor();
    expect(calls('profile.check')).toEqual([]);
  });
  it('takes credentials with the commands only, under the names they are kept by, and shows them nowhere', async () => {
    const page = await open({ path: '/own-company' });
    await page.getByText('Paste or load a profile as JSON').click();
    await page.getByRole('textbox', { name: 'Profile as JSON' }).fill(JSON.stringify(PROFILE));
    await page.getByRole('button', { name: 'Fill the form with it' }).click();
    await page.getByLabel('Restricted key, to check with').fill('rk_live_secret');
    await page.getByRole('button', { name: 'Ping both systems' }).click();
    await page.getByText('query TO_OPEN_PERIODS').waitFor();
    expect(calls('profile.check')).toMatchObject([{ secrets: { TIEOUT_STRIPE_KEY: 'rk_live_secret' } }]);
    await page.getByRole('button', { name: 'Save the profile' }).click();
    await page.getByText('npm start -- --home').waitFor();
    await page.getByText('K7QF-2M9X-4TZ8-PLWD').waitFor();
    expect(JSON.stringify(calls('profile.save').map((input) => (input as { profile: unknown }).profile))).not.toContain(
      'rk_live_secret',
    );
    expect(await page.content()).not.toContain('rk_live_secret');
  });
});

const name = (text: string) =>
  Object.fromEntries(text.split(' ').map((property) => [property, property.toUpperCase()]));
const PROFILE = {
  name: 'Acme',
  stripe: { key: { env: 'TIEOUT_STRIPE_KEY' }, livemode: false },
  peoplesoft: {
    soapAddress: 'https://ps.example.com/PSIGW',
    node: 'PSFT_EP',
    setId: 'SHARE',
    user: { env: 'PS_USER' },
    password: { env: 'PS_PASSWORD' },
    deposit: {
      service: 'CI_SITE_DEPOSIT_CI',
      depositIds: 'given',
      properties: name(
        'depositBu depositId bankCode bankAccountKey currency accountingDate controlAmount controlCount payments paymentSeq paymentId paymentAmount paymentCurrency paymentMethod paymentAccountingDate externalId custId items itemBusinessUnit itemCustId item itemLine itemAmount',
      ),
    },
    queries: name(
      'customers openItems itemsByKey customersById payments paymentsById staging loadErrors bankAccounts openPeriods batchStatus',
    ),
    quietWindow: null,
  },
  units: [
    {
      unit: 'US',
      businessUnits: ['US001'],
      depositBu: 'US001',
      zone: 'America/New_York',
      goLiveDate: '2026-10-01',
      currencies: ['USD'],
      clearing: [{ settlementCurrency: 'USD', bankCode: 'STRPE', bankAccountKey: '0001', cashAccount: '1100' }],
      straightThrough: null,
    },
  ],
};
