import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';

const tests = useWindowTests();

const open = async () => {
  await tests.open({ path: '/clearing', viewport: 'laptop' });
  await tests.view.page.locator('.clearing-table tr[aria-current=true]').waitFor();
  return tests.view.page;
};
const { calls } = tests;
const down = async (times: number) => {
  for (let time = 0; time < times; time += 1) await tests.view.press('ArrowDown');
};

describe('Clearing, by keyboard', () => {
  it('shows the cut-off of a day and of a line before she approves, and approving accepts that day', async () => {
    const page = await open();
    const day = page.getByRole('row', { name: /2026-10-31/ }).first();
    await day.getByText('cut-off: posts on 2026-11-01').waitFor();
    await down(3);
    const pane = page.getByRole('region', { name: 'Rows behind it' });
    await pane.getByText(/Cut-off: the period of 2026-10-31 is closed.*2026-11-01/).waitFor();
    await tests.view.press('a');
    await expect
      .poll(() => calls('clearing.approve'))
      .toMatchObject([
        { post: false, lines: [{ date: '2026-10-31', journalClass: 'fees', acceptedDate: '2026-11-01' }] },
      ]);
    await expect.poll(() => page.locator('.clearing-table tr[aria-current=true]').innerText()).toContain('2026-10-30');
  });

  it('greys what is above her limit, says why, and approves none of it', async () => {
    const page = await open();
    await down(5);
    const pane = page.getByRole('region', { name: 'Rows behind it' });
    await pane.getByRole('heading', { name: /Tax on fees of 2026-10-31/ }).waitFor();
    await pane.getByText('120.00 USD is above your limit of 100.00 USD.').waitFor();
    for (const name of [/Approve and post/, /^Approve A/]) {
      const button = pane.getByRole('button', { name });
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      const described = page.locator(`[id="${await button.getAttribute('aria-describedby')}"]`);
      expect(await described.innerText()).toContain('above your limit');
    }
    await tests.view.press('p');
    await page.getByRole('status').getByText('above your limit').waitFor();
    expect(calls('clearing.approve')).toEqual([]);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
  });

  it('goes to the posting with G, to an earlier month that waits with E, and writes the list with X', async () => {
    const page = await open();
    await tests.view.press('x');
    await page.getByRole('status').getByText('written to').waitFor();
    await tests.view.press('e');
    await expect.poll(() => calls('clearing.list').at(-1)).toEqual({ unit: 'US', month: '2026-07' });
    await down(1);
    await tests.view.press('a');
    await page.getByText('T00000000000900').first().waitFor();
    await page.getByRole('row', { name: /T00000000000900/ }).click();
    await tests.view.press('g');
    await expect.poll(() => page.url()).toContain('/postings?row=900');
  });
});
