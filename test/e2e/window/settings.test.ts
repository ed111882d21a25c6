import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';

const tests = useWindowTests();

const { calls } = tests;
const card = () => tests.view.page.getByRole('region', { name: 'Settings to confirm' });

describe('settings of the profile that wait for a second person', () => {
  it('stand on the connections screen, which leads to where they are decided', async () => {
    await tests.open({ path: '/connections', viewport: 'laptop' });
    await tests.view.page.getByText('2 settings of the connection profile, brought in by carla, wait').waitFor();
    await tests.view.page.getByRole('link', { name: 'Look at them under People' }).click();
    await card().getByText('Unit US, entry type of money that goes out: CO becomes DM').waitFor();
    await card().getByText('Once confirmed they hold at once').waitFor();
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
  });

  it('are confirmed by the second person, by keys', async () => {
    await tests.open({ path: '/people', viewport: 'laptop' });
    await card().getByRole('button', { name: 'Confirm' }).focus();
    await tests.view.page.keyboard.press('Enter');
    await card().waitFor({ state: 'detached' });
    expect(calls('settings.confirm')).toEqual([{ version: 4, hash: 'hash-4' }]);
  });

  it('are refused only with a reason, which stands there afterwards with how they are proposed anew', async () => {
    await tests.open({ path: '/people', viewport: 'laptop' });
    await card().getByRole('button', { name: 'Refuse…' }).focus();
    await tests.view.page.keyboard.press('Enter');
    const dialog = tests.view.page.getByRole('dialog', { name: 'Refuse these settings' });
    await dialog.waitFor();
    expect(await dialog.getByRole('button', { name: 'Refuse' }).isDisabled()).toBe(true);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await tests.view.page.keyboard.type('that is the payroll account');
    await tests.view.page.keyboard.press('Enter');
    const ended = tests.view.page.getByRole('region', { name: 'Settings that do not hold' });
    await ended.getByText(/brought in by carla, were refused by arclerk1, .*: that is the payroll account/).waitFor();
    expect(calls('settings.end')).toEqual([{ version: 4, hash: 'hash-4', reason: 'that is the payroll account' }]);
    expect(await card().count()).toBe(0);
  });
});

describe('a change of a person that waits for a second one', () => {
  it('is refused only with a reason, by keys, and the reason stands among the earlier changes', async () => {
    await tests.open({ path: '/people', viewport: 'laptop' });
    const change = tests.view.page.getByRole('region', { name: 'Change of bert' });
    await change.getByRole('button', { name: 'Refuse…' }).focus();
    await tests.view.page.keyboard.press('Enter');
    await tests.view.page.getByRole('dialog', { name: 'Refuse the change of bert' }).waitFor();
    await tests.view.page.keyboard.type('limit is too high');
    await tests.view.page.keyboard.press('Enter');
    const past = tests.view.page.getByRole('region', { name: 'Earlier changes' });
    await past.getByText(/Proposed by carla .*, refused by arclerk1: limit is too high\./).waitFor();
    expect(calls('people.end')).toEqual([{ changeId: 7, hash: 'hash-7', reason: 'limit is too high' }]);
    expect(await change.count()).toBe(0);
  });
});
