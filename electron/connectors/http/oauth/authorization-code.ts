import { createHash } from 'node:crypto';
import { ConnectorError } from '../connector-error.ts';
import { listenForRedirect } from './loopback-redirect.ts';
import { requestToken, type OAuthClient, type TokenSet } from './token-request.ts';

export interface BrowserSignIn {
  readonly client: OAuthClient;
  readonly authorizeAddress: string;
  readonly scope: string;
  /** Whom the provider shall propose to sign in. */
  readonly loginHint: string;
  readonly randomBytes: (count: number) => Buffer;
  /** Opens the person's browser; false: it cannot here. */
  readonly openExternal: (address: URL) => Promise<boolean>;
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Signs a person in by her browser: authorization code with PKCE, coming back over loopback. Code, verifier and state are used once.
 * Throws `ConnectorError`: `rights` when the provider or the person says no, `cancelled`, `unreachable` when nobody comes back in time,
 * and as `requestToken`. Sources: RFC 6749, RFC 7636 (S256), RFC 8252.
 */
export async function signInByBrowser(options: BrowserSignIn): Promise<TokenSet> {
  const { client, randomBytes } = options;
  const state = randomBytes(32).toString('base64url');
  const verifier = randomBytes(32).toString('base64url');
  const redirect = await listenForRedirect(state, options.limitMs);
  const giveUp = () => redirect.close();
  options.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    options.signal?.throwIfAborted();
    const opened = await options.openExternal(authorizeUrl(options, state, verifier, redirect.address));
    if (!opened) throw refusal(client, 'refused', 'No browser can be opened here for the sign-in.');
    const { parameters } = await redirect.answer;
    const error = parameters.get('error');
    if (error !== null)
      throw refusal(client, 'rights', `The identity provider refuses the sign-in: ${shown(parameters, error)}`);
    const code = parameters.get('code') ?? '';
    if (code === '') throw refusal(client, 'malformed', 'The identity provider came back without a code.');
    return await requestToken(client, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirect.address,
      code_verifier: verifier,
    });
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    if (options.signal?.aborted === true) throw refusal(client, 'cancelled', 'The sign-in was given up.');
    throw refusal(client, 'unreachable', `The sign-in did not come to an end: ${String((error as Error).message)}.`);
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
    redirect.close();
  }
}

function authorizeUrl(options: BrowserSignIn, state: string, verifier: string, redirectUri: string): URL {
  const url = new URL(options.authorizeAddress);
  const parameters = {
    response_type: 'code',
    client_id: options.client.clientId,
    redirect_uri: redirectUri,
    scope: options.scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: options.loginHint,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== '') url.searchParams.set(name, value);
  return url;
}

/** The provider's own words, short and on one line. */
function shown(parameters: URLSearchParams, error: string): string {
  const words = parameters.get('error_description') ?? '';
  return `${error}${words === '' ? '' : `, ${words}`}`.replaceAll(/[\p{C}\s]+/gu, ' ').slice(0, 300);
}

function refusal(client: OAuthClient, kind: ConnectorError['kind'], message: string): ConnectorError {
  return new ConnectorError(
    client.system,
    kind,
    message,
    'Start the sign-in again, or ask who runs the identity provider.',
  );
}
