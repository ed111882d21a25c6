import type { Credential, PeopleSoftProfile } from '../../../shared/contract/profile.ts';
import type { Clock } from '../http/clock.ts';
import { ConnectorError } from '../http/connector-error.ts';
import type { FetchPort } from '../http/fetch-port.ts';
import { createTokenKeeper, type TokenKeeper } from '../http/oauth/token-keeper.ts';
import { requestToken, type OAuthClient } from '../http/oauth/token-request.ts';

/** The identity provider of a site, as its profile names it. */
export type IdentityProvider = NonNullable<PeopleSoftProfile['oauth']>;

interface Parts {
  readonly profile: PeopleSoftProfile;
  readonly secrets: (credential: Credential) => Promise<string>;
  readonly fetch: FetchPort;
  readonly clock: Clock;
}

/** The client we are at the site's identity provider; null where the site has none. */
export function oauthClient({ profile, secrets, fetch }: Parts): OAuthClient | null {
  const { oauth } = profile;
  if (oauth === undefined) return null;
  const { clientSecret, clientId, tokenAddress } = oauth;
  return {
    system: 'peoplesoft',
    tokenAddress,
    clientId,
    clientSecret: async () => (clientSecret === undefined ? null : readSecret(secrets, clientSecret)),
    fetch,
    timeoutMs: profile.readTimeoutSeconds * 1_000,
  };
}

/** The site's own token, by client credentials; null where its REST services are called with user and password. */
export function siteTokens(parts: Parts, client: OAuthClient | null): TokenKeeper | null {
  const { oauth } = parts.profile;
  if (client === null || oauth === undefined || oauth.restCalls !== 'clientCredentials') return null;
  const { scope, audience } = oauth;
  const form = {
    grant_type: 'client_credentials',
    ...(scope === '' ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
  };
  return createTokenKeeper(() => requestToken(client, form), parts.clock);
}

async function readSecret(secrets: Parts['secrets'], credential: Credential): Promise<string> {
  const secret = await secrets(credential).catch((cause: unknown) => {
    if (cause instanceof ConnectorError) throw cause;
    throw missing(cause);
  });
  if (secret === '') throw missing();
  return secret;
}

function missing(cause?: unknown): ConnectorError {
  return new ConnectorError(
    'peoplesoft',
    'credentials',
    'the client secret for the identity provider cannot be read',
    'Set it where the connection profile says (peoplesoft.oauth.clientSecret).',
    cause === undefined ? {} : { cause },
  );
}
