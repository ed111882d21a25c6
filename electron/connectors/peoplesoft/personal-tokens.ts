import { z } from 'zod';
import type { Clock } from '../http/clock.ts';
import { ConnectorError } from '../http/connector-error.ts';
import { signInByBrowser } from '../http/oauth/authorization-code.ts';
import { createTokenKeeper, type TokenKeeper } from '../http/oauth/token-keeper.ts';
import { requestToken, type OAuthClient, type TokenSet } from '../http/oauth/token-request.ts';
import type { IdentityProvider } from './site-authorization.ts';

/** What a sign-in by the browser needs of its host. */
export interface BrowserPorts {
  readonly randomBytes: (count: number) => Buffer;
  readonly openExternal: (address: URL) => Promise<boolean>;
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  /** A refresh token that was kept; null: none. The browser is asked when it is not taken any more. */
  readonly kept: string | null;
  /** Every refresh token given replaces the one before; null: none was given. */
  readonly keep: (refreshToken: string | null) => void;
}

/**
 * Tokens of one person at the site's identity provider. Throws `ConnectorError`, `credentials` when somebody else signed in there: the user
 * named by the access token, which came straight from the token endpoint, must be the operator id.
 */
export async function personalTokens(
  { client, provider, clock }: { client: OAuthClient; provider: IdentityProvider; clock: Clock },
  operatorId: string,
  browser: BrowserPorts,
): Promise<TokenKeeper> {
  const first = (await refreshed(client, browser.kept)) ?? (await byBrowser(client, provider, operatorId, browser));
  requireUser(first.accessToken, provider.userClaim, operatorId);
  let given: TokenSet | null = first;
  let refreshToken = first.refreshToken ?? browser.kept;
  browser.keep(refreshToken);
  return createTokenKeeper(async () => {
    if (given !== null) {
      const tokens = given;
      given = null;
      return tokens;
    }
    if (refreshToken === null) throw ended(`${operatorId} has to sign in again: the token has ended.`);
    const next = await requestToken(client, { grant_type: 'refresh_token', refresh_token: refreshToken });
    requireUser(next.accessToken, provider.userClaim, operatorId);
    refreshToken = next.refreshToken ?? refreshToken;
    browser.keep(refreshToken);
    return next;
  }, clock);
}

async function refreshed(client: OAuthClient, kept: string | null): Promise<TokenSet | null> {
  if (kept === null) return null;
  try {
    return await requestToken(client, { grant_type: 'refresh_token', refresh_token: kept });
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'credentials') return null;
    throw error;
  }
}

function byBrowser(
  client: OAuthClient,
  provider: IdentityProvider,
  operatorId: string,
  { kept: _kept, keep: _keep, ...ports }: BrowserPorts,
): Promise<TokenSet> {
  const { authorizeAddress, scope } = provider;
  if (authorizeAddress === undefined)
    throw new ConnectorError(
      'peoplesoft',
      'refused',
      'This site names no address where people sign in by their browser.',
      'Sign in with your password, or ask for peoplesoft.oauth.authorizeAddress in the connection profile.',
    );
  return signInByBrowser({ ...ports, client, authorizeAddress, scope, loginHint: operatorId });
}

function requireUser(accessToken: string, claim: IdentityProvider['userClaim'], operatorId: string): void {
  const user = claimOf(accessToken, claim);
  if (user === null) throw ended(`The identity provider’s token does not say in “${claim}” whose it is.`);
  if (user.toUpperCase() !== operatorId.toUpperCase())
    throw ended(`The identity provider signed in ${user.slice(0, 60)}, not ${operatorId}.`);
}

/** A claim of a JSON web token; null for a token that is none, or has none. Source: RFC 7519. */
function claimOf(token: string, claim: string): string | null {
  const payload = token.split('.')[1];
  if (payload === undefined) return null;
  try {
    const claims = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    const value = claims[claim];
    return typeof value === 'string' && value !== '' ? value : null;
  } catch {
    return null; // no claims in it: the caller says so
  }
}

function ended(message: string): ConnectorError {
  return new ConnectorError(
    'peoplesoft',
    'credentials',
    message,
    'Sign in at the identity provider as yourself, or ask which user your operator id has there.',
  );
}
