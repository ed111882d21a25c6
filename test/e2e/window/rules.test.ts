import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';

const tests = useWindowTests({ isClean: true });
const open = async (colorScheme: 'light' | 'dark' = 'light') => {
  await tests.open({ path: '/rules', viewport: 'laptop', colorScheme });
  await tests.view.page.locator('.rules-table').waitFor();
  return tests.view.page;
};
const { calls } = tests;
const press = (key: string) => tests.view.press(key);

describe('the screen of rules', () => {
  it('shows the rules in their order with yield and error rate', async () => {
    const page = await open();
    const row = page.getByRole('row', { name: /references sum/ });
    await row.getByText('4.0 %').waitFor();
    await row.getByText('96').first().waitFor();
    await page
      .getByText('As the program and the connection profile have them: 12 rules on, window 45 calendar days.')
      .waitFor();
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
  });

  it('by keys: a rule is switched off in the draft, tried on the history, and proposed with a reason', async () => {
    const page = await open();
    await press('ArrowDown');
    await press('ArrowDown');
    await press('t');
    await page
      .getByRole('row', { name: /references sum/ })
      .getByText('to be off')
      .waitFor();
    await press('y');
    await page.getByRole('region', { name: 'Dry run' }).waitFor();
    await expect.poll(() => calls('rule.dryRun')).toMatchObject([{ changes: { switchedOff: ['reference-exact'] } }]);
    await page.getByRole('button', { name: 'Lost 1' }).click();
    await page.getByText('INV-1 with 1250.00 USD').waitFor();
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await page.getByRole('textbox', { name: 'Reason' }).fill('It is wrong too often.');
    await page.getByRole('button', { name: 'Propose version' }).click();
    await page.getByRole('heading', { name: 'Version 3 waits for a reviewer' }).waitFor();
    await page.getByText('You proposed it; another reviewer enables it.').waitFor();
    await expect
      .poll(() => calls('rule.propose'))
      .toMatchObject([{ reason: 'It is wrong too often.', effectiveFromDate: null }]);
  });

  it('lets a reviewer try the version that waits with Y, and enable exactly that one with A only then', async () => {
    const page = await open('dark');
    await page.getByRole('link', { name: /Rules/ }).getByText('to enable').waitFor();
    await page.getByText('It proposed two wrong ones.').waitFor();
    await page.getByText('Nobody has tried it on the history yet: try it first.').first().waitFor();
    await press('a');
    expect(calls('rule.enable')).toEqual([]);
    await press('y');
    await page
      .getByRole('note', { name: 'Its trial' })
      .getByText('40 approved charges: 3 gained, 1 lost, 0 changed, 0 wrong; 2 customers linked without a person')
      .waitFor();
    expect(calls('rule.dryRun')).toEqual([]);
    expect(calls('rule.tryVersion')).toEqual([{ version: 2, hash: 'hash-2' }]);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await press('a');
    await page.getByText('Version 2 is in force: 11 rules on, 1 off, window 45 calendar days.').waitFor();
    await expect.poll(() => calls('rule.enable')).toEqual([{ version: 2, hash: 'hash-2' }]);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
  });

  it('takes what near misses speak for into the draft, and a special tolerance by hand only when it is whole, in the money of its currency', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Look for rules in near misses' }).click();
    await page.getByRole('button', { name: /^Take in: Customer 1001/ }).click();
    await page.getByRole('list', { name: 'Special tolerances' }).getByText('48 days').waitFor();
    await page.getByRole('button', { name: 'Add special tolerance' }).click();
    await page.getByRole('alert').getByText('a special tolerance names a customer').waitFor();
    expect(await page.getByRole('list', { name: 'Special tolerances' }).getByRole('listitem').count()).toBe(1);
    const form = page.getByRole('form', { name: 'New special tolerance' });
    const add = async (currency: string, amount: string) => {
      await form.getByRole('textbox', { name: 'Currency' }).fill(currency);
      await form.getByRole('textbox', { name: 'Amount, as 1.50' }).fill(amount);
      await form.getByRole('button', { name: 'Add special tolerance' }).click();
    };
    await add('', '1.50');
    await page.getByRole('alert').getByText('name it by its three letters').waitFor();
    await add('usd', '1.505');
    await page.getByRole('alert').getByText('Write the amount as 1.50, with no more than 2 decimals.').waitFor();
    await add('usd', '1.50');
    await add('kwd', '0.125');
    const list = page.getByRole('list', { name: 'Special tolerances' });
    await list.getByText('USD: amounts may differ by 1.50 USD').waitFor();
    await list.getByText('KWD: amounts may differ by 0.125 KWD').waitFor();
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await press('y');
    await expect.poll(() => calls('rule.dryRun')).toHaveLength(1);
    expect(calls('rule.dryRun')).toMatchObject([
      {
        changes: {
          exceptions: [
            {},
            { currency: 'USD', amountToleranceMinor: 150 },
            { currency: 'KWD', amountToleranceMinor: 125 },
          ],
        },
      },
    ]);
  });
});

describe('the scores of customers on the screen of rules', () => {
  it('are enabled by a reviewer who sees what they would change, and refined again with a reason', async () => {
    const page = await open();
    const waiting = page.getByRole('region', { name: 'Scores to enable' });
    await waiting.getByText('31 from 0.80 to 0.95 to 0.95 and more').waitFor();
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await page.getByRole('button', { name: 'Refine from what people decided…' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('Many are decided.');
    await press('Enter');
    await expect.poll(() => calls('linkModel.propose')).toEqual([{ returnTo: null, reason: 'Many are decided.' }]);
    await waiting.getByRole('button', { name: 'Enable the scores' }).click();
    await page.getByText('Version 2 is in use, refined from version 1, enabled by root.').waitFor();
    await page.getByRole('button', { name: 'Return to version 1 of the scores' }).waitFor();
  });

  it('let customers be linked by a rule only as a change that a reviewer enables', async () => {
    const page = await open();
    await page.getByRole('checkbox', { name: 'By the same tax id' }).click();
    await page.getByRole('button', { name: 'Try on the history' }).click();
    const tried = page.getByRole('table', { name: 'Links of customers' });
    await tried.getByRole('row', { name: 'rule “tax id” v1 12 0 31 1' }).waitFor();
    await page.getByRole('row', { name: /bert linked it to 10031/ }).waitFor();
    await page.getByRole('checkbox', { name: 'By score and margin' }).click();
    await page.getByRole('spinbutton', { name: 'From score' }).fill('0.97');
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await page.getByRole('textbox', { name: 'Reason' }).fill('The first month was right.');
    await page.getByRole('button', { name: 'Propose version' }).click();
    await page.getByText('customers are linked without a person from a score of 0.97').first().waitFor();
    await expect
      .poll(() => calls('rule.propose'))
      .toMatchObject([{ changes: { links: { fromScore: 0.97, leastMargin: 0.5 }, linkBy: ['taxId'] } }]);
    await page.getByText('customers are linked without a person by the same tax id').first().waitFor();
  });
});

describe('why not in the Workbench', () => {
  it('says with W why the movement is not matched with the item she is on, and takes it away again', async () => {
    await tests.open();
    const { page } = tests.view;
    await tests.view.waitForRow(0);
    await page.locator('[data-pane=items] .ag-row').first().waitFor();
    await press('F6');
    await page.locator('[data-pane=items]:focus-within').waitFor();
    await press('w');
    const said = page.getByRole('status', { name: 'Why not INV-1' });
    await said.getByText('Its dates are 3 days outside the window.').waitFor();
    await expect.poll(() => calls('match.whyNotItem')).toHaveLength(1);
    await press('w');
    await expect.poll(() => said.count()).toBe(0);
  });
});
