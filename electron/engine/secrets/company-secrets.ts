import type { SecretsPort } from '../ports.ts';
import type { SecretFile } from './secret-file.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Secrets of a company of one's own: environment variables, and vault names from the home's credentials file. */
export function liveSecrets(env: Env, file: SecretFile): SecretsPort {
  return {
    get: async (credential) => {
      const found = 'env' in credential ? env[credential.env] : file.get(credential.vault);
      return found === undefined || found === '' ? null : found;
    },
  };
}

/** Secrets of the sample company: only in memory, by the name its profile gives them, and no variable of this machine. */
export function sampleSecrets(secrets: Readonly<Record<string, string>>): SecretsPort {
  return {
    get: async (credential) => {
      const name = 'env' in credential ? credential.env : credential.vault;
      return Object.hasOwn(secrets, name) ? (secrets[name] ?? null) : null;
    },
  };
}
