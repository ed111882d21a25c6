import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { HomeMark, HomePaths } from './home.ts';
import { parseJson, writePrivateFile } from './home.ts';
import type { WrappedKey } from './key-wrap.ts';
import { unwrapKey, wrapKey, wrappedKeySchema } from './key-wrap.ts';
import { LedgerError } from './ledger-error.ts';
import { KEY_BYTES } from './connect-ledger.ts';
import { newRecoveryKey, parseRecoveryKey } from './recovery-key.ts';

/** The operating system's own key keeper. */
export interface KeyVault {
  /** False where there is none, or only one that would keep the key in plain text. */
  available(): Promise<boolean>;
  wrap(key: Buffer): Promise<Buffer>;
  /** Rejects when this user on this computer did not wrap it. */
  unwrap(wrapped: Buffer): Promise<Buffer>;
}
/** What is at hand to open a home, tried in this order: vault, recovery key, key file. */
export interface KeySources {
  readonly vault: KeyVault | null;
  /** Value of `TIEOUT_RECOVERY_KEY`, or what a person typed. */
  readonly recoveryKey: string | null;
  /** `--key-file`: a file with the recovery key in it, readable by its owner only. */
  readonly keyFile: string | null;
}
export interface UnlockedHome {
  /** The 32 bytes of the ledger; wipe them when the ledger is open. */
  readonly key: Buffer;
  readonly by: 'vault' | 'recoveryKey' | 'keyFile' | 'sampleKey';
  /** A recovery key made just now, to be shown to a person exactly once; null otherwise. */
  readonly newRecoveryKey: string | null;
}

const keyFileSchema = z.strictObject({
  format: z.literal(1),
  check: z.string(),
  vault: z.base64().nullable(),
  recovery: wrappedKeySchema,
});
type KeyFile = z.infer<typeof keyFileSchema>;

/**
 * The ledger key of this home. A sample home keeps it bare in `sample.key`; a live home never does: there it is wrapped by the
 * operating system's vault and by the recovery key. Made once, before the ledger; never made for a home that has a ledger.
 * Throws `KEY_MISSING` when nothing at hand can unwrap it, `KEY_REFUSED` when what was given is not right.
 */
export async function unlockHome(paths: HomePaths, mark: HomeMark, sources: KeySources): Promise<UnlockedHome> {
  if (mark.kind === 'sample') {
    // Not needed here, but whoever gives one learns now, and not on the books that matter, that it would not do.
    if (sources.keyFile !== null) checkKeyFile(sources.keyFile);
    return { key: sampleKey(paths, mark), by: 'sampleKey', newRecoveryKey: null };
  }
  if (existsSync(paths.sampleKey))
    throw new LedgerError(
      'KEY_REFUSED',
      'This is a live home, and a bare key lies beside its ledger.',
      `Remove ${paths.sampleKey}; a live home is opened by the vault or the recovery key.`,
    );
  if (existsSync(paths.key)) return openKey(readKeyFile(paths), sources);
  refuseSecondKey(paths, mark);
  return makeKey(paths, sources);
}

function sampleKey(paths: HomePaths, mark: HomeMark): Buffer {
  if (!existsSync(paths.sampleKey)) {
    refuseSecondKey(paths, mark);
    const key = randomBytes(KEY_BYTES);
    writePrivateFile(paths.sampleKey, `${key.toString('hex')}\n`);
    return key;
  }
  const text = readFileSync(paths.sampleKey, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new LedgerError(
      'KEY_REFUSED',
      `${paths.sampleKey} is damaged.`,
      'Remove this sample home and let it be made anew; it holds sample data only.',
    );
  return Buffer.from(text, 'hex');
}

function refuseSecondKey(paths: HomePaths, mark: HomeMark): void {
  if (!mark.ledgerMade && !existsSync(paths.ledger)) return;
  throw new LedgerError(
    'KEY_MISSING',
    `The key of the ledger is gone: there is no ${mark.kind === 'sample' ? paths.sampleKey : paths.key}.`,
    'Restore that file from a backup of this home. A new key could not open the ledger.',
  );
}

async function makeKey(paths: HomePaths, sources: KeySources): Promise<UnlockedHome> {
  const vault = (await sources.vault?.available()) === true ? sources.vault : null;
  const given = givenSecret(sources);
  if (vault === null && given === null) throw nothingAtHand();
  const recoveryKey = given === null ? newRecoveryKey() : null;
  const secret = given?.secret ?? parseRecoveryKey(recoveryKey ?? '');
  const key = randomBytes(KEY_BYTES);
  const file: KeyFile = {
    format: 1,
    check: keyCheck(key),
    vault: vault === null ? null : (await vault.wrap(key)).toString('base64'),
    recovery: wrapKey(key, secret),
  };
  writePrivateFile(paths.key, `${JSON.stringify(file, null, 2)}\n`);
  return { key, by: vault === null ? (given?.by ?? 'recoveryKey') : 'vault', newRecoveryKey: recoveryKey };
}

async function openKey(file: KeyFile, sources: KeySources): Promise<UnlockedHome> {
  const fromVault = await vaultKey(file, sources.vault);
  if (fromVault !== null) return { key: fromVault, by: 'vault', newRecoveryKey: null };
  const given = givenSecret(sources);
  if (given === null) throw nothingAtHand();
  return { key: recoveredKey(file, file.recovery, given.secret), by: given.by, newRecoveryKey: null };
}

/** Null when the vault cannot help (another user, another computer, restored home): the recovery key then does. */
async function vaultKey(file: KeyFile, vault: KeyVault | null): Promise<Buffer | null> {
  if (file.vault === null || vault === null || !(await vault.available())) return null;
  try {
    const key = await vault.unwrap(Buffer.from(file.vault, 'base64'));
    return keyCheck(key) === file.check ? key : null;
  } catch {
    return null; // not an error yet: `openKey` goes on with the recovery key and says what is missing
  }
}

function recoveredKey(file: KeyFile, wrapped: WrappedKey, secret: Buffer): Buffer {
  const key = unwrapKey(wrapped, secret);
  if (key !== null && keyCheck(key) === file.check) return key;
  throw new LedgerError(
    'KEY_REFUSED',
    'This recovery key is well formed, but it is not the one of this home.',
    'Look for the recovery key that was shown when this home was set up.',
  );
}

function givenSecret(sources: KeySources): { readonly secret: Buffer; readonly by: 'recoveryKey' | 'keyFile' } | null {
  if (sources.recoveryKey !== null) return { secret: parseRecoveryKey(sources.recoveryKey), by: 'recoveryKey' };
  if (sources.keyFile === null) return null;
  return { secret: parseRecoveryKey(readTightFile(sources.keyFile)), by: 'keyFile' };
}

/** Throws what the opening of a home would throw when this key file is missing, open to others, or holds no recovery key. */
export function checkKeyFile(path: string): void {
  parseRecoveryKey(readTightFile(path)).fill(0);
}

/** Windows keeps rights in lists that Node cannot read; there the vault is the way, and a key file is the administrator's care. */
function readTightFile(path: string): string {
  if (!existsSync(path))
    throw new LedgerError('KEY_MISSING', `There is no key file at ${path}.`, 'Check the path given with --key-file.');
  const { mode, uid } = statSync(path);
  if (process.platform !== 'win32' && ((mode & 0o077) !== 0 || uid !== process.getuid?.()))
    throw new LedgerError(
      'KEY_REFUSED',
      `The key file ${path} can be read by others (mode ${(mode & 0o777).toString(8).padStart(4, '0')}).`,
      'Make it yours alone: owner you, mode 0600.',
    );
  return readFileSync(path, 'utf8');
}

function readKeyFile(paths: HomePaths): KeyFile {
  const parsed = keyFileSchema.safeParse(parseJson(readFileSync(paths.key, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new LedgerError('KEY_REFUSED', `${paths.key} is damaged.`, 'Restore that file from a backup of this home.');
}

function nothingAtHand(): LedgerError {
  return new LedgerError(
    'KEY_MISSING',
    'The ledger is encrypted and nothing here can open it: no key vault of the operating system, no recovery key, no key file.',
    'Give the recovery key in TIEOUT_RECOVERY_KEY, or a file that holds it with --key-file.',
  );
}

/** Tells one key from another without giving anything of it away: eight bytes of a hash of its 256 random bits. */
function keyCheck(key: Buffer): string {
  return createHash('sha256').update('Tieout ledger key check, version 1').update(key).digest('hex').slice(0, 16);
}
