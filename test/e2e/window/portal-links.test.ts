import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';

const tests = useWindowTests();

/** Place of the first movement that has a match. */
const PROPOSAL = 2;

describe('links that open rows in PeopleSoft', () => {
  it('stand beside a movement with a match, and leave the window for the browser', async () => {
    const view = await tests.open({ path: '/workbench', viewport: 'laptop' });
    await view.waitForRow(0);
    for (let at = 0; at < PROPOSAL; at += 1) await view.press('ArrowDown');
    await view.waitForRow(PROPOSAL);
    const links = view.page.getByRole('group', { name: 'Open in PeopleSoft' });
    const customer = links.getByRole('link', { name: 'customer 1042' });
    await customer.waitFor();
    expect(await customer.getAttribute('href')).toBe(
      'https://erp.example.com/psp/ps/EMPLOYEE/ERP/c/MAINTAIN_CUSTOMERS.CUSTOMER_GENERAL.GBL?Action=U&CUST_ID=1042',
    );
    expect(await customer.getAttribute('target')).toBe('_blank');
    expect(await view.seriousAxeFindings()).toEqual([]);
  });

  it('lead from a posting to its deposit', async () => {
    const view = await tests.open({ path: '/postings', viewport: 'laptop' });
    const links = view.page.getByRole('group', { name: 'Open in PeopleSoft' });
    const deposit = links.getByRole('link', { name: /^deposit / });
    await deposit.waitFor();
    expect(await deposit.getAttribute('href')).toContain('/c/AR_PAGES.DEPOSIT.GBL?Action=U&DEPOSIT_ID=');
  });
});
