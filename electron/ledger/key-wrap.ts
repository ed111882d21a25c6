import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A data key encrypted under a recovery key; all fields base64. */
export const wrappedKeySchema = z.strictObject({
  salt: z.base64(),
  nonce: z.base64(),
  sealed: z.base64(),
  tag: z.base64(),
});
export type WrappedKey = z.infer<typeof wrappedKeySchema>;

const PURPOSE = 'Tieout ledger key under recovery key, version 1';

/**
 * Encrypts the ledger's data key under the recovery key's 160-bit secret: AES-256-GCM with a key from HKDF-SHA-256 (RFC 5869)
 * and a random salt. The secret is random, not a password, so no slow derivation is needed.
 */
export function wrapKey(dataKey: Buffer, secret: Buffer, random: (bytes: number) => Buffer = randomBytes): WrappedKey {
  const salt = random(16);
  const nonce = random(12);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(secret, salt), nonce);
  cipher.setAAD(Buffer.from(PURPOSE));
  const sealed = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  return {
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    sealed: sealed.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
}

/** The data key, or null when the secret is another or the wrap was altered. */
export function unwrapKey(wrapped: WrappedKey, secret: Buffer): Buffer | null {
  const key = deriveKey(secret, Buffer.from(wrapped.salt, 'base64'));
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(wrapped.nonce, 'base64'), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(PURPOSE));
  try {
    decipher.setAuthTag(Buffer.from(wrapped.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(wrapped.sealed, 'base64')), decipher.final()]);
  } catch {
    return null; // the tag does not fit: that is the answer, not a failure
  }
}

function deriveKey(secret: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, PURPOSE, 32));
}
