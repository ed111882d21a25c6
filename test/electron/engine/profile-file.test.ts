import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../../build/root.ts';
import { parseProfile, readProfileFile } from '../../../electron/engine/profile-file.ts';
import { textLike } from '../../support/text-like.ts';
import { ownProfile } from './own-profile.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Changed = Readonly<Record<string, unknown>>;
const profile = ownProfile();
const [unit] = profile.units;

function faultsOf(value: unknown): string {
  try {
    parseProfile(value);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('the profile was taken');
}

describe('a connection profile with a mistake', () => {
  const cases: readonly (readonly [string, Changed, string])[] = [
    ['a key that is written wrongly', { pollMinuts: 5 }, 'pollMinuts: there is no such field; is it a typing mistake?'],
    ['one deep inside', { stripe: { ...profile.stripe, livemod: true } }, 'stripe.livemod: there is no such field'],
    ['a date that is none', { units: [{ ...unit, goLiveDate: 'soon' }] }, 'units.0.goLiveDate: a date as YYYY-MM-DD'],
    [
      'an address without a scheme',
      { stripe: { ...profile.stripe, address: 'api.stripe.com' } },
      'stripe.address: an address starting with http:// or https://',
    ],
    ['a missing part', { peoplesoft: undefined }, 'peoplesoft: '],
    [
      'a currency in small letters',
      { units: [{ ...unit, currencies: ['usd'] }] },
      'units.0.currencies.0: a three-letter currency code in capitals',
    ],
    ['no unit at all', { units: [] }, 'units: '],
    [
      'an entry type that would make a voucher',
      { units: [{ ...unit, refunds: { entryType: 'RF', voucherEntryTypes: ['RF'] } }] },
      'units.0.refunds.entryType: entry type RF feeds the refund-to-voucher process',
    ],
    [
      'a bank key that is too long',
      { units: [{ ...unit, clearing: [{ ...unit?.clearing[0], bankAccountKey: 'US001' }] }] },
      'units.0.clearing.0.bankAccountKey: ',
    ],
    [
      'a credential that is named twice',
      { stripe: { ...profile.stripe, key: { env: 'A', vault: 'b' } } },
      'stripe.key: exactly one of {"env": "NAME"} and {"vault": "name"}',
    ],
  ];
  it.each(cases)('%s is named by its field', (_what, change, words) => {
    expect(faultsOf({ ...profile, ...change })).toContain(words);
  });

  it.each([
    [0, 120, 120],
    [119, 120, 120],
    [5, 5, 60],
  ])('a settle time of %i s beside a write time-out of %i s is too short for live data', (settle, write, least) => {
    const peoplesoft = { ...profile.peoplesoft, settleSeconds: settle, writeTimeoutSeconds: write };
    const live = { ...profile, stripe: { ...profile.stripe, livemode: true }, peoplesoft };
    expect(faultsOf(live)).toContain(`peoplesoft.settleSeconds: with live data at least ${least} seconds`);
    const patient = { ...live, peoplesoft: { ...peoplesoft, settleSeconds: least } };
    expect(parseProfile(patient).peoplesoft.settleSeconds).toBe(least);
    expect(parseProfile({ ...live, stripe: profile.stripe }).peoplesoft.settleSeconds).toBe(settle);
  });

  it('names every mistake at once', () => {
    const words = faultsOf({ ...profile, pollMinuts: 5, name: '' });
    expect(words).toContain('pollMinuts:');
    expect(words).toContain('name:');
  });

  it('that has a secret where its place belongs is refused, and the secret is not repeated', () => {
    const secret = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc';
    for (const key of [{ env: secret }, { vault: secret }, secret]) {
      const words = faultsOf({ ...profile, stripe: { ...profile.stripe, key } });
      expect(words).toContain('stripe.key');
      expect(words).not.toContain(secret);
    }
  });

  it('that is no JSON, or is nowhere, is named by its file', () => {
    const file = join(temporaryFolder(), 'profile.json');
    expect(() => readProfileFile(file)).toThrow(`There is no profile at ${file}.`);
    writeFileSync(file, '{"name": "half');
    expect(() => readProfileFile(file)).toThrow(`${file} is not JSON.`);
  });

  it('with a byte order mark is read like any other', () => {
    const file = join(temporaryFolder(), 'profile.json');
    writeFileSync(file, `\uFEFF${JSON.stringify(profile)}`);
    expect(readProfileFile(file)).toEqual(profile);
  });
});

describe('connect check', () => {
  it('with a mistake in the profile names file and field and ends with 2', () => {
    const file = join(temporaryFolder(), 'profile.json');
    writeFileSync(file, JSON.stringify({ ...profile, pollMinuts: 5 }));
    const args = [inRoot('electron', 'cli.ts'), 'connect', 'check', '--profile', file, '--json'];
    const { status, stdout } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'PROFILE_INVALID', message: textLike(`${file}: pollMinuts:`) },
    });
  });
});
