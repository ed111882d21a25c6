import { safeStorage } from 'electron';
import type { Ports } from '../engine/ports.ts';

type KeyVault = NonNullable<Ports['vault']>;

/**
 * The operating system's key keeper (DPAPI on Windows, the keyring on Linux). Not available where Electron would fall back
 * to a key that every program knows (`basic_text`): that is no keeping.
 */
export const osVault: KeyVault = {
  async available() {
    const isPlain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
    return !isPlain && (await safeStorage.isAsyncEncryptionAvailable());
  },
  async wrap(key) {
    if (!(await osVault.available())) throw new Error('This computer has no key vault that keeps a secret.');
    return safeStorage.encryptStringAsync(key.toString('base64'));
  },
  async unwrap(wrapped) {
    const { result } = await safeStorage.decryptStringAsync(wrapped);
    return Buffer.from(result, 'base64');
  },
};
