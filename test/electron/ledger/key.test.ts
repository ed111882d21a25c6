import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HomePaths } from '../../../electron/ledger/home.ts';
import { ensureHomeLedger, homePaths, markHome, readHomeMark } from '../../../electron/ledger/home.ts';
import type { KeySources, KeyVault } from '../../../electron/ledger/key.ts';
import { unlockHome } from '../../../electron/ledger/key.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { formatRecoveryKey, newRecoveryKey, parseRecoveryKey } from '../../../electron/ledger/recovery-key.ts';
import type { Instant } from '../../../shared/domain/ids.ts';

const at = '2026-11-02T14:00:00.000Z' as Instant;
const nothing: KeySources = { vault: null, recoveryKey: null, keyFile: null };
const isWindows = process.platform === 'win32';
let folder: string;
let paths: HomePaths;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-key-'));
  paths = homePaths(join(folder, 'home'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Behaves as an operating system's vault: only the same vault unwraps. */
function vault(isAvailable = true): KeyVault {
  const secret = randomBytes(32);
  return {
    available: async () => isAvailable,
    wrap: async (key) => {
      const cipher = createCipheriv('aes-256-gcm', secret, Buffer.alloc(12));
      return Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
    },
    unwrap: async (wrapped) => {
      const decipher = createDecipheriv('aes-256-gcm', secret, Buffer.alloc(12));
      decipher.setAuthTag(wrapped.subarray(-16));
      return Buffer.concat([decipher.update(wrapped.subarray(0, -16)), decipher.final()]);
    },
  };
}

describe('the recovery key', () => {
  it('is read back from any secret, however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const secret = Buffer.from(bytes);
        const shown = formatRecoveryKey(secret);
        expect(shown).toMatch(/^([0-9A-HJKMNP-TV-Z]{6}-){5}[0-9A-HJKMNP-TV-Z]{6}$/);
        expect(parseRecoveryKey(shown)).toEqual(secret);
        expect(
          parseRecoveryKey(` ${shown.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}\n`),
        ).toEqual(secret);
      }),
    );
  });

  it('does not accept a single mistyped letter', () => {
    const shown = newRecoveryKey().replaceAll('-', '');
    for (let at = 0; at < shown.length; at++) {
      const wrong = shown.slice(0, at) + (shown[at] === 'A' ? 'B' : 'A') + shown.slice(at + 1);
      expect(() => parseRecoveryKey(wrong)).toThrow(/typing mistake/);
    }
    expect(() => parseRecoveryKey(shown.slice(1))).toThrow(/36 letters/);
    expect(() => parseRecoveryKey(`U${shown.slice(1)}`)).toThrow(/no recovery key has/);
  });
});

describe('the key of a live home', () => {
  it('is refused without a vault and a recovery key, and nothing is made', async () => {
    const mark = markHome(paths, 'live', at);
    await expect(unlockHome(paths, mark, nothing)).rejects.toMatchObject({ code: 'KEY_MISSING' });
    await expect(unlockHome(paths, mark, { ...nothing, vault: vault(false) })).rejects.toMatchObject({
      code: 'KEY_MISSING',
    });
    expect(readdirSync(paths.folder)).toEqual(['home.json']);
  });

  it('is kept by the vault, with a recovery key shown once that opens it without the vault', async () => {
    const mark = markHome(paths, 'live', at);
    const own = vault();
    const made = await unlockHome(paths, mark, { ...nothing, vault: own });
    expect(made.by).toBe('vault');
    const again = await unlockHome(paths, mark, { ...nothing, vault: own });
    expect(again).toMatchObject({ by: 'vault', newRecoveryKey: null });
    expect(again.key.equals(made.key)).toBe(true);
    const recovered = await unlockHome(paths, mark, { ...nothing, vault: vault(), recoveryKey: made.newRecoveryKey });
    expect(recovered.by).toBe('recoveryKey');
    expect(recovered.key.equals(made.key)).toBe(true);
    await expect(unlockHome(paths, mark, { ...nothing, vault: vault() })).rejects.toMatchObject({
      code: 'KEY_MISSING',
    });
  });

  it('is never in the home in the clear', async () => {
    const mark = markHome(paths, 'live', at);
    const { key } = await unlockHome(paths, mark, { ...nothing, recoveryKey: newRecoveryKey() });
    ensureHomeLedger(paths, mark, key);
    expect(existsSync(paths.sampleKey)).toBe(false);
    for (const name of readdirSync(paths.folder)) {
      const bytes = readFileSync(join(paths.folder, name));
      for (const shape of [key, key.toString('hex'), key.toString('base64')]) expect(bytes.includes(shape)).toBe(false);
    }
  });

  it('is refused to another recovery key, to a mistyped one, and beside a bare key', async () => {
    const mark = markHome(paths, 'live', at);
    await unlockHome(paths, mark, { ...nothing, recoveryKey: newRecoveryKey() });
    await expect(unlockHome(paths, mark, { ...nothing, recoveryKey: newRecoveryKey() })).rejects.toMatchObject({
      code: 'KEY_REFUSED',
    });
    await expect(unlockHome(paths, mark, { ...nothing, recoveryKey: 'nonsense' })).rejects.toMatchObject({
      code: 'KEY_REFUSED',
    });
    writeFileSync(paths.sampleKey, 'a'.repeat(64));
    await expect(unlockHome(paths, mark, nothing)).rejects.toThrow(/live home/);
  });

  it('comes from a key file only when nobody else can read that file', async ({ skip }) => {
    skip(isWindows, 'Windows keeps rights on the folder');
    const mark = markHome(paths, 'live', at);
    const keyFile = join(folder, 'tieout.key');
    writeFileSync(keyFile, `${newRecoveryKey()}\n`, { mode: 0o600 });
    const made = await unlockHome(paths, mark, { ...nothing, keyFile });
    expect(made.by).toBe('keyFile');
    for (const mode of [0o640, 0o604, 0o660]) {
      chmodSync(keyFile, mode);
      await expect(unlockHome(paths, mark, { ...nothing, keyFile })).rejects.toMatchObject({ code: 'KEY_REFUSED' });
    }
    chmodSync(keyFile, 0o600);
    expect((await unlockHome(paths, mark, { ...nothing, keyFile })).key.equals(made.key)).toBe(true);
    await expect(unlockHome(paths, mark, { ...nothing, keyFile: join(folder, 'none') })).rejects.toMatchObject({
      code: 'KEY_MISSING',
    });
  });

  it('is never made anew for a home that has a ledger', async () => {
    const recoveryKey = newRecoveryKey();
    const mark = markHome(paths, 'live', at);
    const { key } = await unlockHome(paths, mark, { ...nothing, recoveryKey });
    ensureHomeLedger(paths, mark, key);
    const made = readHomeMark(paths);
    rmSync(paths.key);
    await expect(unlockHome(paths, made ?? mark, { ...nothing, recoveryKey })).rejects.toThrow(
      /key of the ledger is gone/,
    );
  });
});

describe('a home', () => {
  it('stays of the kind it was made', () => {
    markHome(paths, 'sample', at);
    expect(markHome(paths, 'sample', at).kind).toBe('sample');
    expect(() => markHome(paths, 'live', at)).toThrow(expect.objectContaining({ detailCode: 'HOME_KIND' }));
  });

  it('keeps the key of sample data beside it, for its owner only, and opens again with it', async ({ skip }) => {
    skip(isWindows, 'Windows keeps rights on the folder');
    const mark = markHome(paths, 'sample', at);
    const { key, by } = await unlockHome(paths, mark, nothing);
    expect(by).toBe('sampleKey');
    ensureHomeLedger(paths, mark, key);
    expect(statSync(paths.sampleKey).mode & 0o777).toBe(0o600);
    expect(statSync(paths.folder).mode & 0o777).toBe(0o700);
    const again = await unlockHome(paths, readHomeMark(paths) ?? mark, nothing);
    openWriter(paths.ledger, again.key).close();
  });

  it('leaves the rights of a folder alone that holds what is not its own', ({ skip }) => {
    skip(isWindows, 'Windows keeps rights on the folder');
    mkdirSync(paths.folder, { mode: 0o755 });
    writeFileSync(join(paths.folder, 'thesis.txt'), 'mine');
    markHome(paths, 'sample', at);
    expect(statSync(paths.folder).mode & 0o777).toBe(0o755);
  });

  it('never makes a lost ledger anew', async () => {
    const mark = markHome(paths, 'sample', at);
    const { key } = await unlockHome(paths, mark, nothing);
    ensureHomeLedger(paths, mark, key);
    const made = readHomeMark(paths) ?? mark;
    ensureHomeLedger(paths, made, key);
    rmSync(paths.ledger);
    expect(() => ensureHomeLedger(paths, made, key)).toThrow(expect.objectContaining({ code: 'LEDGER_MISSING' }));
    expect(existsSync(paths.ledger)).toBe(false);
    rmSync(paths.sampleKey);
    await expect(unlockHome(paths, made, nothing)).rejects.toMatchObject({ code: 'KEY_MISSING' });
  });

  it('finishes what a crash between ledger and mark left undone', async () => {
    const mark = markHome(paths, 'sample', at);
    const { key } = await unlockHome(paths, mark, nothing);
    ensureHomeLedger(paths, mark, key);
    ensureHomeLedger(paths, { ...mark, ledgerMade: false }, key);
    expect(readHomeMark(paths)?.ledgerMade).toBe(true);
  });
});
