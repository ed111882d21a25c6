import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerRow } from '../../../shared/contract/customers.ts';
import type { CustomerFacet } from '../../../shared/domain/customer-facets.ts';
import { endWindow, findMovement, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 600, seed: 7 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

async function rowsIn(facet: CustomerFacet): Promise<readonly CustomerRow[]> {
  const { line } = tests.product;
  const { token } = await line.ask('view.open', { list: 'customers', unit: 'US', facet });
  const page = await line.ask('view.page', { token, offset: 0, limit: 500 });
  return page.list === 'customers' ? page.rows : [];
}
const rowOf = async (key: number) => (await rowsIn('all')).find((row) => row.key === key);
const open = async (key: number, facet: CustomerFacet = 'toDecide') => {
  window = await tests.open({ path: `/customers?facet=${facet}&row=${key}`, viewport: 'laptop' });
  const name = (await rowOf(key))?.name ?? '';
  await window.page.locator('[data-pane=decision] header strong', { hasText: name }).waitFor();
};

describe('customers to link, in the product and by keys', () => {
  it('link with A, and what the customer paid is decided by the rules then; U takes it back', async () => {
    const { line } = tests.product;
    const waits = await findMovement(
      tests.product,
      'noCustomerLink',
      (row, { customerLink }) => row.kind === 'charge' && customerLink?.state === 'proposed',
    );
    const customerId = waits.detail.customerLink?.stripeCustomer;
    const customer = (await rowsIn('toDecide')).find((row) => row.customerId === customerId);
    await open(customer?.key ?? 0);
    await window.press('a');
    await window.notice('is linked to');
    expect((await rowOf(customer?.key ?? 0))?.state).toBe('confirmed');
    const movementKey = waits.row.key;
    await line.until('the charge proposed over the link, or decided', async () => {
      const { movement } = await line.ask('match.detail', { movementKey });
      return movement.state !== 'unmatched' && movement.attention !== 'noCustomerLink' ? true : null;
    });
    await window.close();
    await open(customer?.key ?? 0, 'confirmed');
    await window.press('u');
    await window.notice('waits for a word again');
    expect((await rowOf(customer?.key ?? 0))?.state).toBe('proposed');
  });

  it('reject with R, which sticks over the next round, and are taken back with Ctrl Z', async () => {
    const { line } = tests.product;
    const [customer] = await rowsIn('toDecide');
    const key = customer?.key ?? 0;
    await open(key);
    await window.press('r');
    await window.notice('is not');
    const { jobId } = await line.order('matching.run', {});
    await line.until('the round done', async () =>
      (await line.ask('job.list', {})).jobs.some((job) => job.jobId === jobId && job.state === 'done') ? true : null,
    );
    expect((await rowOf(key))?.state).toBe('rejected');
    await window.press('Control+z');
    await window.notice('taken back');
    expect((await rowOf(key))?.state).toBe('proposed');
  });

  it('end with R from a day on, and are linked again with U', async () => {
    const [customer] = await rowsIn('toDecide');
    const key = customer?.key ?? 0;
    await open(key);
    await window.press('a');
    await window.notice('is linked to');
    await window.close();
    await open(key, 'confirmed');
    await window.press('r');
    await window.page.getByLabel('Holds until').waitFor();
    await window.press('Enter');
    await window.page.keyboard.type('sold');
    await window.press('Enter');
    await window.notice('and for nothing after it');
    expect((await rowOf(key))?.state).toBe('retired');
    await window.press('u');
    await window.notice('Taken back');
    expect((await rowOf(key))?.state).toBe('confirmed');
    await window.press('u');
    await window.notice('waits for a word again');
  });

  it('remember an alias with M, list it as a facet of the same screen and forget it with U', async () => {
    const [customer] = await rowsIn('noCandidate');
    const target = (await rowsIn('toDecide'))[0]?.custId ?? '';
    const key = customer?.key ?? 0;
    await open(key, 'noCandidate');
    await window.press('m');
    const dialog = window.page.getByRole('dialog');
    await dialog.getByLabel('PeopleSoft customer, by id').fill(target);
    await window.press('Enter');
    await window.page.keyboard.type('they told us');
    await window.press('Enter');
    await window.notice('Remembered');
    await tests.product.line.until('it proposed', async () => ((await rowOf(key))?.state === 'proposed' ? true : null));
    const detail = await tests.product.line.ask('customer.detail', { customerKey: key });
    const points = detail.candidates.find(({ custId }) => custId === target)?.points ?? [];
    expect(points.map(({ text }) => text).join()).toContain('remembers since');
    await window.close();
    window = await tests.open({ path: '/customers?facet=aliases', viewport: 'laptop' });
    await window.page.locator('[data-pane=decision] header', { hasText: customer?.name ?? '' }).waitFor();
    expect(await window.seriousAxeFindings()).toEqual([]);
    await window.press('u');
    await window.notice('Forgotten');
    await tests.product.line.until('it proposed no more', async () =>
      (await rowOf(key))?.state === 'none' ? true : null,
    );
  });

  it('link a whole band with B after a look at the weakest, and all go back with Ctrl Z', async () => {
    const before = (await rowsIn('confirmed')).length;
    const seen = await tests.product.line.ask('customer.band', { fromScore: 0.7 });
    expect(seen.count).toBeGreaterThan(1);
    window = await tests.open({ path: '/customers', viewport: 'laptop' });
    await window.page.locator('.customer-table td').first().waitFor();
    await window.press('b');
    const dialog = window.page.getByRole('dialog');
    await dialog.getByLabel('From score').fill('0.7');
    await dialog.getByText(`${seen.count} customers would be linked`).waitFor();
    await window.screenshot('customers-band');
    expect(await window.seriousAxeFindings()).toEqual([]);
    await window.press('Enter');
    await window.page.keyboard.type('looked at the weakest');
    await window.press('Enter');
    await window.notice(`${seen.count} customers are linked`);
    expect((await rowsIn('confirmed')).length).toBe(before + seen.count);
    await window.press('Control+z');
    await window.notice('taken back');
    expect((await rowsIn('confirmed')).length).toBe(before);
  });
});
