import { describe, expect, it } from 'vitest';
import { useWindowTests } from '../../support/use-window-tests.ts';

const tests = useWindowTests();

const open = async () => {
  await tests.open({ path: '/own-company', viewport: 'laptop' });
  await tests.view.page.getByRole('heading', { name: 'Check and save' }).waitFor();
  return tests.view.page;
};
const section = (title: string) => tests.view.page.locator('details.form-section', { hasText: title });
/** Opens a part of the form and presses a button in it, without a mouse. */
const pressIn = async (title: string, name: string) => {
  const part = section(title);
  if ((await part.getAttribute('open')) === null) {
    await part.locator('summary').focus();
    await tests.view.press('Enter');
  }
  await part.getByRole('button', { name, exact: true }).first().focus();
  await tests.view.press('Enter');
};
const group = (name: string) => tests.view.page.getByRole('group', { name, exact: true });
const draft = async () => {
  const page = tests.view.page;
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => document.body.setAttribute('data-copied', text) },
    });
  });
  const summary = page.getByText('Paste or load a profile as JSON');
  if (!(await page.getByRole('button', { name: 'Fill the form with it' }).isVisible())) await summary.click();
  await page.getByRole('button', { name: 'Copy the profile as JSON' }).click();
  return JSON.parse((await page.locator('body').getAttribute('data-copied')) ?? '{}') as {
    peoplesoft: Record<string, unknown>;
    units: Record<string, unknown>[];
  };
};

describe('the parts of a profile that most companies leave out', () => {
  it('are closed and say what holds without them', async () => {
    const page = await open();
    const closed = await page
      .locator('details.form-section')
      .evaluateAll((all) => all.map((each) => each.hasAttribute('open')));
    expect(closed.every((isOpen) => !isOpen)).toBe(true);
    await section('When PeopleSoft may be worked').getByText('at any hour').waitFor();
    await section('Identity provider').getByText('not used: REST calls carry the operator id').waitFor();
    expect(await page.locator('details.form-section').count()).toBe(6);
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
  });

  it('take several quiet windows and days without bulk work, all by keys', async () => {
    const page = await open();
    const hours = 'When PeopleSoft may be worked in bulk';
    await pressIn(hours, 'Add a quiet window');
    await pressIn(hours, 'Add a quiet window');
    await pressIn(hours, 'Add days without bulk work');
    await group('Window 2').getByRole('textbox', { name: 'From' }).fill('6:00');
    for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']) {
      await group('Window 2').getByRole('checkbox', { name: day }).focus();
      await page.keyboard.press('Space');
    }
    await group('Days without bulk work 1').getByRole('textbox', { name: 'First day' }).fill('2026-12-27');
    await group('Days without bulk work 1').getByRole('textbox', { name: 'Last day' }).fill('2026-12-24');
    await page.getByRole('button', { name: 'Ping both systems' }).click();
    await group('Window 2').getByText('a time of day as HH:MM').waitFor();
    await group('Window 2')
      .getByText('a time zone as America/New_York')
      .or(group('Window 2').getByText('is missing'))
      .first()
      .waitFor();
    await group('Days without bulk work 1').getByText('is missing').first().waitFor();
    await group('Window 2').getByRole('textbox', { name: 'From' }).fill('06:00');
    await section(hours).locator('summary').getByText('in 2 quiet windows, but for one span of days').waitFor();
    expect(await tests.view.seriousAxeFindings()).toEqual([]);
    const { peoplesoft } = await draft();
    expect(peoplesoft['quietWindow']).toEqual([
      { from: '18:00', to: '06:00' },
      { from: '06:00', to: '06:00', days: [6, 7] },
    ]);
    expect(peoplesoft['blackouts']).toEqual([{ from: '2026-12-27', to: '2026-12-24' }]);
    for (const name of ['Remove this window', 'Remove this window', 'Remove these days']) await pressIn(hours, name);
    expect((await draft()).peoplesoft).toMatchObject({ quietWindow: null, blackouts: [] });
  });

  it('take an identity provider, SOAPToCI, REST services and entry types, and are left out again', async () => {
    const page = await open();
    await pressIn('Identity provider', 'Use an identity provider');
    await pressIn('SOAPToCI', 'Use SOAPToCI');
    await pressIn('Component interfaces by REST', 'Use REST services');
    await pressIn('Entry types of refunds', 'Name entry types');
    await page.getByRole('textbox', { name: 'Token address' }).fill('http://idp.example.com/token');
    await page.getByRole('textbox', { name: 'Client id' }).fill('tieout');
    await page.getByRole('combobox', { name: 'Date format of the operator id' }).selectOption('DD/MM/YYYY');
    await page.getByRole('textbox', { name: 'Money that goes out' }).fill('RF');
    await page.getByRole('textbox', { name: 'Never sent' }).fill('RF');
    await page.getByRole('button', { name: 'Ping both systems' }).click();
    await group('Identity provider (OAuth)').getByText('an address starting with https://').waitFor();
    await group('SOAPToCI, the road of ExcelToCI').getByText('is missing').first().waitFor();
    const { peoplesoft, units } = await draft();
    expect(peoplesoft).toMatchObject({
      oauth: { tokenAddress: 'http://idp.example.com/token', clientId: 'tieout' },
      soapToCi: { dateFormat: 'DD/MM/YYYY' },
      restCi: {},
    });
    expect(peoplesoft['oauth']).not.toHaveProperty('clientSecret');
    expect(units[0]?.['refunds']).toEqual({ entryType: 'RF', voucherEntryTypes: ['RF'] });
    for (const title of ['Identity provider', 'SOAPToCI', 'Component interfaces by REST', 'Entry types of refunds'])
      await pressIn(title, 'Leave it out');
    const after = await draft();
    for (const name of ['oauth', 'soapToCi', 'restCi']) expect(after.peoplesoft).not.toHaveProperty(name);
    expect(after.units[0]).not.toHaveProperty('refunds');
  });
});
