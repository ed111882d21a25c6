import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { liveSecrets, sampleSecrets } from '../../../../electron/engine/secrets/company-secrets.ts';
import { openSecretFile } from '../../../../electron/engine/secrets/secret-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('the credentials file', () => {
  it('keeps secrets under their names, added to those already there, for the same key only', () => {
    const file = join(temporaryFolder(), 'secrets.json');
    const key = randomBytes(32);
    openSecretFile(file, key).set({ stripe: 'rk_live_planted' });
    openSecretFile(file, key).set({ user: 'CLERK' });
    const again = openSecretFile(file, key);
    expect([again.get('stripe'), again.get('user'), again.get('other')]).toEqual(['rk_live_planted', 'CLERK', null]);
    expect(() => openSecretFile(file, randomBytes(32)).get('user')).toThrow(/damaged, or belongs to another home/);
  });

  it('shows nothing of a secret to who reads the file, and nobody else may read it', () => {
    const file = join(temporaryFolder(), 'secrets.json');
    openSecretFile(file, randomBytes(32)).set({ stripe: 'rk_live_planted' });
    expect(readFileSync(file, 'utf8')).not.toMatch(/planted|stripe/);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('refuses one that was altered', () => {
    const file = join(temporaryFolder(), 'secrets.json');
    const key = randomBytes(32);
    openSecretFile(file, key).set({ stripe: 'x' });
    const altered = JSON.parse(readFileSync(file, 'utf8')) as { tag: string };
    writeFileSync(file, JSON.stringify({ ...altered, tag: randomBytes(16).toString('base64') }));
    expect(() => openSecretFile(file, key).get('stripe')).toThrow(/damaged/);
  });
});

describe('a credential', () => {
  it('is looked up where it says: variable or vault, never the other', async () => {
    const file = openSecretFile(join(temporaryFolder(), 'secrets.json'), randomBytes(32));
    file.set({ NAME: 'from the vault' });
    const secrets = liveSecrets({ NAME: 'from the environment', EMPTY: '' }, file);
    expect(await secrets.get({ vault: 'NAME' })).toBe('from the vault');
    expect(await secrets.get({ env: 'NAME' })).toBe('from the environment');
    expect(await secrets.get({ env: 'EMPTY' })).toBeNull();
    expect(await secrets.get({ vault: 'NONE' })).toBeNull();
  });

  it('of the sample company is one of its own and no variable of this machine', async () => {
    const secrets = sampleSecrets({ user: 'SAMPLE' });
    expect(await secrets.get({ vault: 'user' })).toBe('SAMPLE');
    expect(await secrets.get({ env: 'PATH' })).toBeNull();
    expect(await secrets.get({ vault: 'constructor' })).toBeNull();
  });
});
