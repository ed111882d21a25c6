import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homeProfileFile, readProfileFile, writeHomeProfile } from '../../../../electron/engine/profile-file.ts';
import { AUDITOR, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
beforeAll(async () => {
  tieout = await startEngineUnderTest({
    size: 220,
    options: {
      sample: false,
      saveCompany: async (profile) => {
        writeHomeProfile(tieout.paths, profile);
        return { file: '', command: '', recoveryKey: null };
      },
    },
  });
  await tieout.load();
  await tieout.match();
});
afterAll(() => tieout.close());

const current = () => tieout.query('schedule.current', {});
const evenings = { zone: 'America/New_York', from: '18:00', to: '06:00', days: [1, 2, 3, 4, 5] };
const weekend = { zone: 'America/New_York', from: '00:00', to: '00:00', days: [6, 7] };
const freeze = { zone: 'America/New_York', from: '2026-11-02', to: '2026-11-03', reason: 'Month-end close' };
const change = async (settings: object) => {
  const { settings: now, hash } = await current();
  return tieout.command('schedule.change', { settings: { ...now, ...settings }, seenHash: hash });
};

describe('the schedule of PeopleSoft', () => {
  it('says whether bulk work may run now, until when, how gently, and what waits', async () => {
    expect(await current()).toMatchObject({
      open: true,
      text: 'always open',
      settings: { windows: [], blackouts: [], paymentsPerDeposit: 200 },
      waiting: tieout.rows('SELECT 1 FROM posting').length,
      can: { change: true },
    });
  });

  it('is changed by an administrator, holds at once, and stands in the profile file and in the audit', async () => {
    const changed = await change({ windows: [evenings, weekend], concurrency: 1 });
    // Monday 09:00 in New York.
    expect(changed).toMatchObject({
      open: false,
      text: 'quiet window opens 18:00',
      nextChangeAt: '2026-11-02T23:00:00.000Z',
    });
    expect((await tieout.post()).nextWindow).toBe('2026-11-02T23:00:00.000Z');
    expect(tieout.rows('SELECT 1 FROM deposit')).toEqual([]);
    const { peoplesoft } = readProfileFile(homeProfileFile(tieout.paths));
    expect(peoplesoft).toMatchObject({ quietWindow: [evenings, weekend], rate: { concurrency: 1 } });
    expect(tieout.rows("SELECT actor FROM audit WHERE action = 'profile.adopted' ORDER BY seq DESC LIMIT 1")).toEqual([
      { actor: 'anna' },
    ]);
  });

  it('tells why it is closed on a day without bulk work', async () => {
    expect(await change({ blackouts: [freeze] })).toMatchObject({
      open: false,
      text: 'no bulk work until the end of 2026-11-03: Month-end close',
      nextChangeAt: '2026-11-04T05:00:00.000Z',
    });
    await change({ blackouts: [], windows: [] });
    expect((await tieout.post()).stopped).toBeNull();
    expect(tieout.rows('SELECT 1 FROM deposit')).not.toEqual([]);
  });

  it('is not changed by anybody else, over a change made meanwhile, or to what makes no sense', async () => {
    const { settings, hash } = await current();
    const asAuditor = await tieout.refusal('command', 'schedule.change', { settings, seenHash: hash }, AUDITOR);
    expect(asAuditor.code).toBe('NOT_ALLOWED');
    const stale = await tieout.refusal('command', 'schedule.change', { settings, seenHash: 'old' });
    expect(stale.code).toBe('STALE_VERSION');
    const windows = [{ ...evenings, zone: 'Mars/Olympus' }];
    const wrong = await tieout.refusal('command', 'schedule.change', {
      settings: { ...settings, windows },
      seenHash: hash,
    });
    expect(wrong.code).toBe('BAD_INPUT');
    expect(readFileSync(homeProfileFile(tieout.paths), 'utf8')).not.toContain('Mars');
  });

  it('reads the single window of an older profile file as one of the list', () => {
    const file = homeProfileFile(tieout.paths);
    const profile = readProfileFile(file);
    const older = { ...profile, peoplesoft: { ...profile.peoplesoft, quietWindow: evenings } };
    expect(Array.isArray(older.peoplesoft.quietWindow)).toBe(false);
    writeHomeProfile(tieout.paths, older as unknown as typeof profile);
    expect(readProfileFile(file).peoplesoft.quietWindow).toEqual([evenings]);
  });
});
