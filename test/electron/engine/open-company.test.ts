import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EngineOptions } from '../../../electron/engine/engine-types.ts';
import { forwardedCommands } from '../../../electron/engine/forwarding/forwarded-commands.ts';
import { openCompany, type OpenCompanyOptions } from '../../../electron/engine/open-company.ts';
import { findRunningEngine } from '../../../electron/ledger/home-lock.ts';
import { homePaths } from '../../../electron/ledger/home.ts';
import { newRecoveryKey } from '../../../electron/ledger/recovery-key.ts';
import { stopSampleCompany } from '../../../electron/sample/launch.ts';
import { ownProfile } from './own-profile.ts';
import { standInEngine } from './stand-in-engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

function options(home: string, changes: Partial<OpenCompanyOptions> = {}) {
  const seen: EngineOptions[] = [];
  const engine = standInEngine();
  const given: OpenCompanyOptions = {
    home,
    profileFile: null,
    sampleFolder: null,
    seed: null,
    movements: 60,
    keyFile: null,
    live: false,
    schedule: false,
    env: {},
    version: '0.0.0',
    createEngine: async (engineOptions) => {
      seen.push(engineOptions);
      return engine;
    },
    report: () => undefined,
    onFatal: () => undefined,
    newAddress: null,
    show: null,
    onNotification: () => undefined,
    ...changes,
  };
  return { given, seen, engine };
}

function profileFile(text: string): string {
  const file = join(temporaryFolder(), 'profile.json');
  writeFileSync(file, text);
  return file;
}

describe('an empty home', () => {
  it('becomes the sample company at once: made, running, its clock and secrets its own, reachable for other processes', async () => {
    const home = join(temporaryFolder(), 'home');
    const { given, seen, engine } = options(home);
    const company = await openCompany(given);
    onTestFinished(() => stopSampleCompany(join(home, 'sample')));
    expect(company.sample?.folder).toBe(join(home, 'sample'));
    expect(existsSync(join(home, 'ledger.db'))).toBe(true);
    const ports = seen[0]?.ports;
    expect(ports?.clock.now()).toMatch(/^2026-11-02T14:0/);
    expect(await ports?.secrets.get(company.profile.stripe.key)).toBe(company.sample?.stripe.key);
    company.announce('http://127.0.0.1:4310/');
    const running = findRunningEngine(homePaths(home));
    expect(running?.url).toBe('http://127.0.0.1:4310/');
    if (running === null) throw new Error('no engine runs');
    expect(await forwardedCommands(running).verifyAudit()).toMatchObject({ rows: 4, valid: true });
    await expect(openCompany(given)).rejects.toMatchObject({ code: 'LEDGER_IN_USE' });
    await company.close();
    expect(engine.isClosed).toBe(true);
    expect(findRunningEngine(homePaths(home))).toBeNull();
    const other = options(home, { movements: 61 });
    await expect(openCompany(other.given)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const again = await openCompany(options(home, { movements: null }).given);
    await again.close();
  });

  it('is not touched by a profile with a mistake, which is named', async () => {
    const home = join(temporaryFolder(), 'home');
    const profile = ownProfile();
    const wrong = { ...profile, units: [{ ...profile.units[0], goLiveDate: 'soon' }], pollMinuts: 5 };
    const file = profileFile(JSON.stringify(wrong));
    const opening = openCompany(options(home, { live: true, profileFile: file }).given);
    await expect(opening).rejects.toThrow(
      /units\.0\.goLiveDate: a date as YYYY-MM-DD; pollMinuts: there is no such field/,
    );
    expect(existsSync(home)).toBe(false);
    await expect(openCompany(options(home, { live: true, profileFile: profileFile('{') }).given)).rejects.toThrow(
      /is not JSON/,
    );
    await expect(openCompany(options(home, { live: true, profileFile: '/none.json' }).given)).rejects.toThrow(
      /There is no profile at/,
    );
  });
});

describe('a home of one’s own', () => {
  it('is opened with its key, keeps its first profile, and takes variables as secrets', async () => {
    const home = join(temporaryFolder(), 'home');
    const env = { TIEOUT_RECOVERY_KEY: newRecoveryKey(), TIEOUT_STRIPE_KEY: 'rk' };
    const profile = ownProfile({ stripe: { ...ownProfile().stripe, key: { env: 'TIEOUT_STRIPE_KEY' } } });
    const file = profileFile(JSON.stringify(profile));
    const first = options(home, { live: true, profileFile: file, env });
    await (await openCompany(first.given)).close();
    const second = options(home, { live: true, env });
    const company = await openCompany(second.given);
    expect(company.profile.name).toBe('Northwind Ltd.');
    expect(company.sample).toBeNull();
    expect(await second.seen[0]?.ports.secrets.get({ env: 'TIEOUT_STRIPE_KEY' })).toBe('rk');
    await company.close();
    expect(existsSync(join(home, 'sample.key'))).toBe(false);
  });

  it('is refused where only the sample company may be opened, without its key, and without a profile', async () => {
    const home = join(temporaryFolder(), 'home');
    const env = { TIEOUT_RECOVERY_KEY: newRecoveryKey() };
    const file = profileFile(JSON.stringify(ownProfile()));
    await expect(openCompany(options(home, { profileFile: file, env }).given)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    await expect(openCompany(options(home, { live: true, profileFile: file }).given)).rejects.toMatchObject({
      code: 'KEY_MISSING',
    });
    await expect(openCompany(options(home, { live: true, env }).given)).rejects.toMatchObject({
      code: 'PROFILE_INVALID',
    });
    expect(findRunningEngine(homePaths(home))).toBeNull();
  });
});

describe('saving a company of one’s own', () => {
  it('makes it a home beside the sample’s, with its credentials encrypted and its recovery key shown once', async () => {
    const root = temporaryFolder();
    const sample = options(join(root, 'home'));
    const company = await openCompany(sample.given);
    onTestFinished(() => stopSampleCompany(join(root, 'home', 'sample')));
    const { stripe } = ownProfile();
    const profile = ownProfile({ stripe: { ...stripe, key: { vault: 'stripe-key' } } });
    const save = sample.seen[0]?.saveCompany;
    const saved = await save?.(profile, { 'stripe-key': 'rk_live_planted', unknown: 'dropped' });
    const home = join(root, 'home-northwind-ltd');
    expect(saved?.file).toBe(join(home, 'profile.json'));
    expect(saved?.command).toContain(`--home "${home}"`);
    const all = readdirSync(home).map((name) => readFileSync(join(home, name), 'latin1'));
    expect(all.join('\n')).not.toMatch(/rk_live_planted|dropped/);
    await expect(save?.(profile, {})).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await company.close();

    const own = options(home, { live: true, env: { TIEOUT_RECOVERY_KEY: saved?.recoveryKey ?? '' } });
    const opened = await openCompany(own.given);
    expect(await own.seen[0]?.ports.secrets.get({ vault: 'stripe-key' })).toBe('rk_live_planted');
    const again = await own.seen[0]?.saveCompany?.(profile, { 'stripe-key': 'rk_live_other' });
    expect(again?.recoveryKey).toBeNull();
    expect(await own.seen[0]?.ports.secrets.get({ vault: 'stripe-key' })).toBe('rk_live_other');
    await opened.close();
  });
});
