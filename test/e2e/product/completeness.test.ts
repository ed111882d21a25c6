import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endWindow, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';

const TOPUP = 'tu_1TieoutHiddenTopup00001';
const MOVEMENT = 'txn_1TieoutHiddenTopup0001';
/** Old enough to be in every list, young enough for the lists of the next reads. */
const CREATED_MS_AGO = 30 * 60_000;

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 300, seed: 7 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

const read = async () => {
  const { product } = tests;
  const { jobId } = await product.line.order('sync.run', { systems: ['stripe'] });
  return product.line.until('the read', async () => {
    const { jobs } = await product.line.ask('job.list', {});
    const job = jobs.find((each) => each.jobId === jobId);
    return job === undefined || job.state === 'running' ? null : job;
  });
};
const put = async (object: Record<string, unknown>) =>
  tests.product.control(tests.product.stripe, 'PUT', '/__sim/objects', { object });

describe('an object that Stripe’s lists leave out', () => {
  it('is named by what proves it, keeps the read incomplete, and is healed when it comes', async () => {
    const { line } = tests.product;
    const { now } = await line.ask('session.current', {});
    const created = Math.floor((Date.parse(now) - CREATED_MS_AGO) / 1_000);
    const money = { amount: 1_000_00, created, currency: 'usd' };
    await put({
      id: MOVEMENT,
      object: 'balance_transaction',
      available_on: created,
      description: null,
      exchange_rate: null,
      fee: 0,
      fee_details: [],
      net: 1_000_00,
      reporting_category: 'topup',
      source: TOPUP,
      status: 'available',
      type: 'topup',
      ...money,
    });
    window = await tests.open({ path: '/connections', viewport: 'laptop' });
    const { page } = window;
    const section = page.getByRole('region', { name: 'Completeness' });
    await section.getByText('Everything that Stripe’s own records name is here.').waitFor();
    await read();
    await section.getByText('1 object is missing that Stripe’s own records name.').waitFor();
    const gap = section
      .getByRole('table', { name: /Missing objects: 1 open/ })
      .getByRole('row')
      .nth(1);
    expect(await gap.innerText()).toMatch(/^Top-up tu_1.*\tBalance transaction txn_.* moves its money\t/);
    await page
      .getByRole('article', { name: 'Stripe' })
      .getByText('1 object is missing that Stripe’s own records name', { exact: false })
      .first()
      .waitFor();
    const family = section.getByRole('row', { name: /Top-ups/ });
    expect(await family.innerText()).toContain('gap');
    await window.screenshot('completeness-gap');
    expect(await window.seriousAxeFindings()).toEqual([]);

    await put({ id: TOPUP, object: 'topup', ...money, balance_transaction: MOVEMENT, status: 'succeeded' });
    await read();
    await section.getByText('Everything that Stripe’s own records name is here.').waitFor();
    await section.getByRole('table', { name: /Missing objects: 0 open, 1 healed/ }).waitFor();
    expect(await family.innerText()).toMatch(/\t1\t.*complete$/);
    await window.screenshot('completeness-healed');
  });
});
