import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseJson, writePrivateFile } from '../../ledger/home.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';

/** Credentials of one home, kept under their vault names. */
export interface SecretFile {
  get(name: string): string | null;
  /** Keeps the secrets of these names, durable, besides those that are there already. */
  set(secrets: Readonly<Record<string, string>>): void;
}

const PURPOSE = 'Tieout secrets file under ledger key, version 1';
const fileSchema = z.strictObject({ format: z.literal(1), nonce: z.base64(), sealed: z.base64(), tag: z.base64() });
const secretsSchema = z.record(z.string(), z.string());

/**
 * The credentials file of a home: AES-256-GCM with a key from HKDF-SHA-256 (RFC 5869) of the ledger key, a new nonce at
 * every write. The ledger key may be wiped after this returns. `get` and `set` throw `KEY_REFUSED` when the file is not
 * of this key or was altered; what is in it is never part of a message.
 */
export function openSecretFile(file: string, ledgerKey: Buffer): SecretFile {
  const key = Buffer.from(hkdfSync('sha256', ledgerKey, Buffer.alloc(0), PURPOSE, 32));
  return {
    get: (name) => readSecrets(file, key).get(name) ?? null,
    set: (secrets) => {
      const all = readSecrets(file, key);
      for (const [name, secret] of Object.entries(secrets)) all.set(name, secret);
      writePrivateFile(file, `${JSON.stringify(seal(JSON.stringify(Object.fromEntries(all)), key))}\n`);
    },
  };
}

function readSecrets(file: string, key: Buffer): Map<string, string> {
  if (!existsSync(file)) return new Map();
  const parsed = fileSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  const text = parsed.success ? unseal(parsed.data, key) : null;
  const secrets = text === null ? null : secretsSchema.safeParse(parseJson(text));
  if (secrets?.success !== true)
    throw new LedgerError(
      'KEY_REFUSED',
      `${file} is damaged, or belongs to another home.`,
      'Delete that file and enter the credentials again.',
    );
  return new Map(Object.entries(secrets.data));
}

function seal(text: string, key: Buffer): z.infer<typeof fileSchema> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(PURPOSE));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return {
    format: 1,
    nonce: nonce.toString('base64'),
    sealed: sealed.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
}

function unseal(file: z.infer<typeof fileSchema>, key: Buffer): string | null {
  try {
    const nonce = Buffer.from(file.nonce, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    decipher.setAAD(Buffer.from(PURPOSE));
    decipher.setAuthTag(Buffer.from(file.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(file.sealed, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    return null; // the tag does not fit: that is the answer, and the caller says it
  }
}
