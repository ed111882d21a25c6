import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';

const tests = useWindowTests();

const open = async () => {
  await tests.open({ path: '/connections', viewport: 'laptop' });
  const windows = tests.view.page.getByRole('region', { name: 'Quiet windows' });
  await windows.waitFor();
  return { page: tests.view.page, windows };
};
const { calls } = tests;

describe('the quiet windows on the connections screen', () => {
  it('say when bulk work may run next, why not now, and how gently', async () => {
    const { windows } = await open();
    await windows.getByText('Closed: quiet window opens 18:00 (2026-11-02 18:00').waitFor();
    await windows.getByText('Mon–Fri 18:00–06:00 (next day), America/New_York').waitFor();
    await windows.getByText('No bulk work 2026-12-24 to 2026-12-26, America/New_York: Year-end freeze').waitFor();
    await windows.getByText('At most 2 requests a second, one at a time, 200 payments a deposit').waitFor();
    expect(await windows.getByRole('button').allInnerTexts()).toEqual(['Change…', 'Send now…']);
  });

  it('are changed by an administrator; what makes no sense is named and not sent', async () => {
    const { page, windows } = await open();
    await windows.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Quiet windows' });
    await dialog.getByRole('button', { name: 'Add a window' }).click();
    const second = dialog.getByRole('group', { name: 'Window 2' });
    for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']) await second.getByRole('checkbox', { name: day }).uncheck();
    await second.getByLabel('From').fill('25:00');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Window 2, from: a time of day as HH:MM.').waitFor();
    expect(calls('schedule.change')).toEqual([]);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await second.getByLabel('From').fill('06:00');
    await second.getByLabel('To').fill('22:00');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await windows.getByText('Sat, Sun 06:00–22:00, America/New_York').waitFor();
    expect(calls('schedule.change')).toMatchObject([
      { seenHash: 'seen', settings: { windows: [{ days: [1, 2, 3, 4, 5] }, { days: [6, 7], from: '06:00' }] } },
    ]);
  });

  it('let a person send what waits now, with a reason', async () => {
    const { page, windows } = await open();
    await windows.getByRole('button', { name: 'Send now…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send now' });
    await dialog.getByLabel('Reason').fill('Agreed with IT');
    await dialog.getByRole('button', { name: 'Send now' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(calls('posting.send')).toEqual([{ now: true, reason: 'Agreed with IT' }]);
  });
});

describe('another database that somebody declared to be the same', () => {
  it('is refused by the second person with a reason, by keys; what differs goes on standing there', async () => {
    await tests.open({ path: '/workbench', viewport: 'laptop' });
    tests.view.double.meetDeclaredDatabase();
    await tests.view.page.evaluate("location.hash = '#/connections'");
    const declared = tests.view.page.getByRole('group', { name: 'Declaration to confirm' });
    await declared.getByText(/carla declared it the same database, .*: IT renamed it/).waitFor();
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    await declared.getByRole('button', { name: 'Refuse…' }).focus();
    await tests.view.page.keyboard.press('Enter');
    await tests.view.page.getByRole('dialog', { name: 'Refuse the declaration' }).waitFor();
    await tests.view.page.keyboard.type('it is a copy');
    await tests.view.page.keyboard.press('Enter');
    const database = tests.view.page.getByRole('region', { name: 'PeopleSoft database' });
    await database.getByText(/What carla declared was refused by arclerk1, .*: it is a copy\./).waitFor();
    await database.getByText('Another PeopleSoft database answers.').waitFor();
    expect(calls('database.end')).toEqual([{ version: 2, hash: 'hash-db', reason: 'it is a copy' }]);
    expect(await declared.count()).toBe(0);
  });
});
