import type { Ports } from '../engine/ports.ts';
import type { FromEngine } from './engine-messages.ts';

type KeyVault = NonNullable<Ports['vault']>;
type Ask = Extract<FromEngine, { kind: 'vaultAsk' }>;

export interface VaultClient {
  readonly vault: KeyVault;
  /** Main's answer to question `id`. */
  answered(id: number, value: string | null): void;
}

/** The vault as the engine process reaches it: the operating system's keeper speaks only with main. */
export function createVaultClient(ask: (question: Ask) => void): VaultClient {
  const waiting = new Map<number, (value: string | null) => void>();
  let lastId = 0;
  const question = (what: Ask['what'], value: Buffer): Promise<string | null> => {
    const { promise, resolve } = Promise.withResolvers<string | null>();
    lastId += 1;
    waiting.set(lastId, resolve);
    ask({ kind: 'vaultAsk', id: lastId, what, value: value.toString('base64') });
    return promise;
  };
  const bytes = async (what: 'wrap' | 'unwrap', value: Buffer): Promise<Buffer> => {
    const answer = await question(what, value);
    if (answer === null) throw new Error(`The key vault of this computer could not ${what} the key.`);
    return Buffer.from(answer, 'base64');
  };
  return {
    vault: {
      available: async () => (await question('available', Buffer.alloc(0))) === 'yes',
      wrap: (key) => bytes('wrap', key),
      unwrap: (wrapped) => bytes('unwrap', wrapped),
    },
    answered(id, value) {
      waiting.get(id)?.(value);
      waiting.delete(id);
    },
  };
}
