import type { Credential, PeopleSoftProfile } from '../../../shared/contract/profile.ts';
import { ConnectorError } from '../http/connector-error.ts';
import { redact } from '../http/redact.ts';
import { illegalCharacter } from './soap/leaf-text.ts';

export interface SignInWords {
  readonly user: string;
  readonly password: string;
}

/** The text without the password of the request it answers, in any form it travels in; null: the request carried none. */
export function withoutSecrets(text: string, words: SignInWords | null): string {
  return words === null ? redact(text) : redact(text, [words.password, `${words.user}:${words.password}`]);
}

/** User and password of one connection, and the latch that keeps a wrong one from ever being sent twice: PeopleSoft locks users out. */
export interface SignIn {
  /** The words to sign in with. Throws `ConnectorError` kind `credentials` when they cannot be had or have failed. */
  words(): Promise<SignInWords>;
  /** Throws `ConnectorError` kind `credentials` when an earlier answer said that the sign-in is wrong and nobody has replaced it. */
  assertUsable(): Promise<void>;
  /** PeopleSoft refused these words. The late answer to a request with words that have been replaced since says nothing about the present ones. */
  fail(words: SignInWords, reason: string): void;
  /** PeopleSoft has refused the present words, and nobody has replaced them. */
  isRefused(): boolean;
  /** A person has entered credentials, perhaps the same ones again for a user that was unlocked. */
  reset(): void;
}

const FIX =
  'Replace user or password in the connection settings, or enter them again once the user is unlocked; nothing more is sent with the present ones, so that the user is not locked out.';

/** Words are asked for when they are needed and kept until they fail; `fix` is what a person does once they were refused. */
export function createSignIn(
  profile: Pick<PeopleSoftProfile, 'user' | 'password'>,
  secrets: Secrets,
  fix: string = FIX,
): SignIn {
  let refused: { readonly words: SignInWords; readonly reason: string } | null = null;
  let loaded: SignInWords | null = null;
  let resets = 0;
  const load = async (): Promise<SignInWords> => ({
    user: await loadValue(secrets, 'user', profile.user),
    password: await loadValue(secrets, 'password', profile.password),
  });
  const assertUsable = async () => {
    const before = refused;
    if (before === null) return;
    const present = await load();
    // While it was read somebody may have replaced the words, or another caller found these out.
    if (refused !== before) return assertUsable();
    if (present.user === before.words.user && present.password === before.words.password)
      throw new ConnectorError('peoplesoft', 'credentials', before.reason, fix);
    refused = null;
    loaded = present;
  };
  return {
    assertUsable,
    async words() {
      for (;;) {
        await assertUsable();
        if (loaded !== null) return loaded;
        const before = resets;
        const present = await load();
        if (resets === before) loaded ??= present;
      }
    },
    fail(words, reason) {
      if (words === loaded) refused ??= { words, reason };
    },
    isRefused: () => refused !== null,
    reset() {
      resets += 1;
      refused = null;
      loaded = null;
    },
  };
}

type Secrets = (credential: Credential) => Promise<string>;

async function loadValue(secrets: Secrets, what: string, credential: Credential): Promise<string> {
  const place = 'env' in credential ? `environment variable ${credential.env}` : `vault key ${credential.vault}`;
  let value: string;
  try {
    value = await secrets(credential);
  } catch (cause) {
    throw new ConnectorError(
      'peoplesoft',
      'credentials',
      `the PeopleSoft ${what} cannot be read from ${place}`,
      'Set it there, or name another place in the connection profile.',
      { cause },
    );
  }
  if (value === '')
    throw new ConnectorError(
      'peoplesoft',
      'credentials',
      `the PeopleSoft ${what} in ${place} is empty`,
      'Set it there.',
    );
  if (illegalCharacter(value) !== null)
    throw new ConnectorError(
      'peoplesoft',
      'credentials',
      `the PeopleSoft ${what} in ${place} holds a control character`,
      'Store it again without line breaks or invisible characters.',
    );
  return value;
}

/** Value of the Authorization header for HTTP Basic, UTF-8. Source: RFC 7617. */
export function basicHeader(words: SignInWords): string {
  return `Basic ${Buffer.from(`${words.user}:${words.password}`, 'utf8').toString('base64')}`;
}
