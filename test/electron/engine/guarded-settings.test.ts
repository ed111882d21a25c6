import { afterEach, describe, expect, it } from 'vitest';
import type { Session } from '../../../electron/engine/contract/session.ts';
import { FILE_AUTHOR } from '../../../electron/ledger/guarded-settings-store.ts';
import type { Founder } from '../../../electron/ledger/person-store.ts';
import type { Profile } from '../../../shared/contract/profile.ts';
import type { Role } from '../../../shared/domain/states.ts';
import { CLERK, startEngineUnderTest, type EngineUnderTest } from '../../support/engine-under-test.ts';

const founder = (personId: string, roles: readonly Role[]): Founder => ({
  personId,
  record: { name: personId, operatorId: null, roles, limits: null, isActive: true },
  basis: 'firstAdministrator',
});
const ANNA = founder('anna', ['preparer', 'reviewer', 'administrator']);
const BERT = founder('bert', ['reviewer']);
const as = (id: string): Session => ({ ...CLERK, sessionId: id, actor: { ...CLERK.actor, id } });

let tieout: EngineUnderTest;
afterEach(() => tieout.close());

const start = async (founders: readonly Founder[]) => {
  tieout = await startEngineUnderTest({ size: 'empty', options: { sample: false, founders } });
};
const withCash =
  (cashAccount: string) =>
  (profile: Profile): Profile => ({
    ...profile,
    units: profile.units.map((unit) => ({
      ...unit,
      clearing: unit.clearing.map((each) => ({ ...each, cashAccount })),
    })),
  });
const reopen = (cashAccount: string, founders: readonly Founder[]) =>
  tieout.reopen({ profile: withCash(cashAccount), options: { sample: false, founders } });
/** The cash account that is worked with. */
const accounts = async () => {
  const [unit] = tieout.rows<{ hash: string; json: string }>(
    "SELECT hash, settings_json AS json FROM guarded_settings WHERE state = 'confirmed'",
  );
  const { units } = JSON.parse(unit?.json ?? '{}') as {
    units: Record<string, { clearing: { cashAccount: string }[] }>;
  };
  return units['US']?.clearing.map(({ cashAccount }) => cashAccount);
};
/** Settings of the file are nobody's until a person takes them over. */
const takeOver = async (id: string) => {
  const { version, hash } = (await waiting(id))!;
  return tieout.command('settings.confirm', { version, hash }, as(id));
};
const waiting = async (id = 'anna') => (await tieout.query('people.list', {}, as(id))).settings;

describe('bank accounts and rules of a company’s profile', () => {
  it('hold as first given; a change waits for a second person', async () => {
    await start([ANNA, BERT]);
    expect(await waiting()).toBeNull();
    await reopen('999999', [ANNA, BERT]);
    expect(await accounts()).toEqual(['101100']);
    expect(await waiting()).toMatchObject({ proposedBy: FILE_AUTHOR, can: { confirm: true, end: 'refuse' } });
    expect((await takeOver('anna')).text).toContain('by whom is not known, so they are your proposal now');
    expect(await accounts()).toEqual(['101100']);
    expect(await waiting()).toMatchObject({
      proposedBy: 'anna',
      lines: expect.arrayContaining([
        'Unit US, clearing account for USD: bank STRPE US01, cash account 101100, method EFT becomes bank STRPE US01, cash account 999999, method EFT',
      ]) as string[],
      can: { confirm: false, why: 'You proposed it; another administrator or a reviewer confirms it.' },
    });
    const { version, hash } = (await waiting('bert')) ?? { version: 0, hash: '' };
    expect(await tieout.refusal('command', 'settings.confirm', { version, hash }, as('anna'))).toMatchObject({
      code: 'SETTINGS_SAME_PERSON',
    });
    expect(await tieout.refusal('command', 'settings.confirm', { version, hash: 'other' }, as('bert'))).toMatchObject({
      code: 'STALE_VERSION',
    });
    const { text } = await tieout.command('settings.confirm', { version, hash }, as('bert'));
    expect(text).toBe('Confirmed; they hold now. What was approved before goes out as it was approved.');
    expect(await waiting()).toBeNull();
    expect(await accounts()).toEqual(['999999']);
    expect(
      tieout.rows<{ detail: string }>("SELECT detail_json AS detail FROM audit WHERE action = 'settings.confirmed'")[0]
        ?.detail,
    ).toMatch(/"operatorId":null,"osUser":"bert"/);
    await reopen('999999', [ANNA, BERT]);
    expect(await accounts()).toEqual(['999999']);
    expect(tieout.rows("SELECT actor, action FROM audit WHERE action LIKE 'settings.%' ORDER BY seq")).toEqual([
      { actor: 'anna', action: 'settings.adopted' },
      { actor: FILE_AUTHOR, action: 'settings.proposed' },
      { actor: 'anna', action: 'settings.takenOver' },
      { actor: 'bert', action: 'settings.confirmed' },
    ]);
  });

  it('are worked with as they were confirmed while a change waits, and one that is taken back waits no more', async () => {
    await start([ANNA, BERT]);
    await reopen('999999', [ANNA, BERT]);
    const { profile } = await tieout.query('profile.current', {}, as('anna'));
    expect(profile.units[0]?.clearing[0]?.cashAccount).toBe('999999');
    expect(await accounts()).toEqual(['101100']);
    await tieout.reopen({ options: { sample: false, founders: [ANNA, BERT] } });
    expect(await waiting()).toBeNull();
  });

  it('hold where nobody else could confirm once that person has looked at them, never by a start, and the audit says so', async () => {
    await start([ANNA]);
    await reopen('999999', [ANNA]);
    expect(await accounts()).toEqual(['101100']);
    await takeOver('anna');
    expect(await waiting()).toBeNull();
    expect(await accounts()).toEqual(['999999']);
    expect(
      tieout.rows("SELECT json_extract(detail_json, '$.alone') AS alone FROM audit WHERE action = 'settings.adopted'"),
    ).toEqual([{ alone: 1 }, { alone: 1 }]);
  });

  it('are refused by a second person with a reason, and a start does not bring them in again', async () => {
    await start([ANNA, BERT]);
    await reopen('999999', [ANNA, BERT]);
    const { version, hash, can } = (await waiting('bert'))!;
    expect(can).toMatchObject({ confirm: true, end: 'refuse' });
    expect(await tieout.refusal('command', 'settings.end', { version, hash, reason: null }, as('bert'))).toMatchObject({
      code: 'REFUSAL_REASON_MISSING',
    });
    const reason = 'that is the payroll account';
    await tieout.command('settings.end', { version, hash, reason }, as('bert'));
    await reopen('999999', [ANNA, BERT]);
    const { settings, endedSettings } = await tieout.query('people.list', {}, as('anna'));
    expect(settings).toBeNull();
    expect(endedSettings).toMatchObject({ as: 'refused', by: 'bert', reason, proposedBy: FILE_AUTHOR });
    expect(await accounts()).toEqual(['101100']);
    expect(
      tieout.rows(
        "SELECT actor, json_extract(detail_json, '$.reason') AS reason FROM audit WHERE action = 'settings.refused'",
      ),
    ).toEqual([{ actor: 'bert', reason }]);
    const stale = await tieout.refusal('command', 'settings.confirm', { version, hash }, as('bert'));
    expect(stale.code).toBe('STALE_VERSION');
    // Once the profile names them no more there is nothing to say about them.
    await tieout.reopen({ options: { sample: false, founders: [ANNA, BERT] } });
    expect((await tieout.query('people.list', {}, as('anna'))).endedSettings).toBeNull();
  });

  it('are withdrawn by who brought them in, and proposed anew when somebody saves them again', async () => {
    await start([ANNA, BERT]);
    await reopen('999999', [ANNA, BERT]);
    await takeOver('anna');
    const { version, hash, can } = (await waiting())!;
    expect(can).toMatchObject({ confirm: false, end: 'withdraw' });
    await tieout.command('settings.end', { version, hash, reason: null }, as('anna'));
    expect(await waiting()).toBeNull();
    const saveCompany = async () => ({ file: '', command: '', recoveryKey: null });
    await tieout.reopen({
      profile: withCash('999999'),
      options: { sample: false, founders: [ANNA, BERT], saveCompany },
    });
    expect(await waiting()).toBeNull();
    await tieout.command('profile.save', { profile: tieout.profile }, as('anna'));
    expect(await waiting('bert')).toMatchObject({ proposedBy: 'anna', version: version + 1, holds: 'atOnce' });
  });

  it('guard the date window and the keys that link customers, which hold once they are confirmed', async () => {
    await start([ANNA, BERT]);
    const founders = [ANNA, BERT];
    const widen = (profile: Profile): Profile => ({
      ...profile,
      matching: { ...profile.matching, dateWindowDays: 300 },
      stripe: { ...profile.stripe, customerIdKeys: ['anything'] },
    });
    const days = async () => (await tieout.query('rule.list', {}, as('anna'))).inUse.tolerances.dateWindowDays;
    const before = await days();
    await tieout.reopen({ profile: widen, options: { sample: false, founders } });
    expect(await days()).toBe(before);
    await takeOver('anna');
    expect(await days()).toBe(before);
    const { version, hash, lines, holds } = (await waiting('bert'))!;
    expect(lines).toEqual([
      expect.stringContaining(`Rules, date window: ${before} calendar days becomes 300 calendar days`),
      expect.stringContaining('they name: peoplesoft_customer becomes anything'),
    ]);
    expect(holds).toBe('atOnce');
    await tieout.command('settings.confirm', { version, hash }, as('bert'));
    expect(await days()).toBe(300);
  });

  it('guard entry types, go-live date, deposit numbers and who sends as well', async () => {
    await start([ANNA, BERT]);
    await tieout.reopen({
      profile: (profile) => ({
        ...profile,
        units: profile.units.map((unit) => ({
          ...unit,
          goLiveDate: '2025-01-01',
          refunds: { entryType: 'DM', voucherEntryTypes: ['RF'] },
        })),
        peoplesoft: {
          ...profile.peoplesoft,
          deposit: { ...profile.peoplesoft.deposit, depositIds: 'given' as const },
          sender: 'approver' as const,
        },
      }),
      options: { sample: false, founders: [ANNA, BERT] },
    });
    const { lines, holds } = (await waiting('bert'))!;
    expect(lines).toEqual(
      expect.arrayContaining([
        'PeopleSoft, deposit numbers: given by PeopleSoft becomes given by Tieout',
        'PeopleSoft, payments are sent by: the integration id becomes the approver’s own operator id',
        'Unit US, go-live date: 2026-10-01 becomes 2025-01-01',
        'Unit US, entry type of money that goes out: CO becomes DM',
      ]),
    );
    // What was read already was derived by the go-live date.
    expect(holds).toBe('nextStart');
  });
});
