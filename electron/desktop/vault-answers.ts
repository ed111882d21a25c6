import type { FromEngine } from './engine-messages.ts';
import { osVault } from './os-vault.ts';

/**
 * Answers the engine's question to the vault: base64, or `yes` for an available one; null when the vault cannot (another
 * user, another computer, none). Never rejects: the engine turns null into words with the next step.
 */
export async function answerVault(ask: Extract<FromEngine, { kind: 'vaultAsk' }>): Promise<string | null> {
  try {
    if (ask.what === 'available') return (await osVault.available()) ? 'yes' : null;
    const value = Buffer.from(ask.value, 'base64');
    const answer = ask.what === 'wrap' ? await osVault.wrap(value) : await osVault.unwrap(value);
    return answer.toString('base64');
  } catch {
    return null; // the system's own error names no next step; the recovery key is the next step in every case
  }
}
