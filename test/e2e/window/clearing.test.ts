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

const open = async () => {
  view = await tests.open({ path: '/clearing', viewport: 'laptop' });
  await view.page.locator('.clearing-table tr[aria-current=true]').waitFor();
  return view.page;
};
const calls = (name: string) => view.double.calls.filter((call) => call.name === name).map(({ input }) => input);
const down = async (times: number) => {
  for (let time = 0; time < times; time += 1) await view.press('ArrowDown');
};

describe('Clearing, by keyboard', () => {
  it('shows the cut-off of a day and of a line before she approves, and approving accepts that day', async () => {
    const page = await open();
    const day = page.getByRole('row', { name: /2026-10-31/ }).first();
    await day.getByText('cut-off: posts on 2026-11-01').waitFor();
    await down(3);
    const pane = page.getByRole('region', { name: 'Rows behind it' });
    await pane.getByText(/Cut-off: the period of 2026-10-31 is closed.*2026-11-01/).waitFor();
    await view.press('a');
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
    await view.press('p');
    await page.getByRole('status').getByText('above your limit').waitFor();
    expect(calls('clearing.approve')).toEqual([]);
    expect(await view.seriousAxeFindings()).toEqual([]);
  });

  it('goes to the posting with G, to an earlier month that waits with E, and writes the list with X', async () => {
    const page = await open();
    await view.press('x');
    await page.getByRole('status').getByText('written to').waitFor();
    await view.press('e');
    await expect.poll(() => calls('clearing.list').at(-1)).toEqual({ unit: 'US', month: '2026-07' });
    await down(1);
    await view.press('a');
    await page.getByText('T00000000000900').first().waitFor();
    await page.getByRole('row', { name: /T00000000000900/ }).click();
    await view.press('g');
    await expect.poll(() => page.url()).toContain('/postings?row=900');
  });
});
