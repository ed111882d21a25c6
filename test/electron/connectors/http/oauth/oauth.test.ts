import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../../../electron/connectors/http/connector-error.ts';
import { signInByBrowser } from '../../../../../electron/connectors/http/oauth/authorization-code.ts';
import { listenForRedirect } from '../../../../../electron/connectors/http/oauth/loopback-redirect.ts';
import { createTokenKeeper } from '../../../../../electron/connectors/http/oauth/token-keeper.ts';
import { requestToken, type OAuthClient } from '../../../../../electron/connectors/http/oauth/token-request.ts';
import {
  startIdentityProvider,
  type IdentityProviderSimulator,
} from '../../../../../electron/sample/identity-provider/identity-provider.ts';

let nowMs = 0;
let provider: IdentityProviderSimulator;
beforeEach(async () => {
  nowMs = Date.parse('2026-11-02T14:00:00Z');
  provider = await startIdentityProvider({ now: () => nowMs, clientUser: 'TIEOUT_INT', accessSeconds: 300 });
});
afterEach(() => provider.close());

const client = (secret: string | null = provider.clientSecret): OAuthClient => ({
  system: 'peoplesoft',
  tokenAddress: provider.tokenAddress,
  clientId: provider.clientId,
  clientSecret: async () => secret,
  fetch: (url, init) => fetch(url, init),
  timeoutMs: 5_000,
});
const byClient = () => requestToken(client(), { grant_type: 'client_credentials', scope: 'read' });
const keeper = (obtain = byClient) => createTokenKeeper(obtain, { monotonicMs: () => nowMs });
const refusal = new ConnectorError('peoplesoft', 'credentials', 'PeopleSoft refuses the sign-in', 'x');
/** A browser that follows the provider's redirect at once. */
const browser = async (address: URL) => {
  const page = await fetch(address);
  return page.ok;
};
const signIn = (more: object = {}) =>
  signInByBrowser({
    client: client(),
    authorizeAddress: provider.authorizeAddress,
    scope: 'read',
    loginHint: 'TO_CLERK',
    randomBytes,
    openExternal: browser,
    limitMs: 5_000,
    ...more,
  });
const failing = async (work: Promise<unknown>): Promise<ConnectorError> => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConnectorError)) throw new Error(`it did not fail as it should: ${String(error)}`);
  return error;
};

describe('a token by client credentials', () => {
  it('is the client’s user’s, and is asked for once by all who wait', async () => {
    const tokens = keeper();
    const given = await Promise.all(Array.from({ length: 20 }, () => tokens.token()));
    expect(new Set(given).size).toBe(1);
    expect(provider.asked).toEqual({ client_credentials: 1 });
    expect(provider.userOf(given[0] ?? '')).toBe('TIEOUT_INT');
  });

  it('is renewed before it ends, once for all, and kept while the provider is away', async () => {
    const tokens = keeper();
    const first = await tokens.token();
    nowMs += 269_000;
    expect(await tokens.token()).toBe(first);
    nowMs += 2_000;
    provider.failNext({ at: 'token', error: 'temporarily_unavailable', status: 503 });
    expect(await tokens.token()).toBe(first);
    const [one, two] = await Promise.all([tokens.token(), tokens.token()]);
    expect([one === two, one === first]).toEqual([true, false]);
    expect(provider.asked).toEqual({ client_credentials: 3 });
    nowMs += 301_000;
    provider.failNext({ at: 'token', error: 'temporarily_unavailable', status: 503 });
    expect(await failing(tokens.token())).toMatchObject({ kind: 'unreachable' });
  });

  it('is replaced once when it is refused; when the new one is refused too, nothing more is asked', async () => {
    const tokens = keeper();
    const first = await tokens.token();
    expect([tokens.refused(first, refusal), tokens.refused(first, refusal)]).toEqual([true, true]);
    const second = await tokens.token();
    expect(second).not.toBe(first);
    expect(tokens.refused(second, refusal)).toBe(false);
    expect(await failing(tokens.token())).toBe(refusal);
    expect(tokens.isRefused()).toBe(true);
    expect(provider.asked).toEqual({ client_credentials: 2 });
    tokens.reset();
    await tokens.token();
    expect(provider.asked).toEqual({ client_credentials: 3 });
  });

  it('may be replaced again after it has worked', async () => {
    const tokens = keeper();
    tokens.refused(await tokens.token(), refusal);
    tokens.worked(await tokens.token());
    expect(tokens.refused(await tokens.token(), refusal)).toBe(true);
  });

  it('is not asked for again with a client that was refused, and its secret is in no message', async () => {
    const tokens = keeper(() => requestToken(client('not-the-secret'), { grant_type: 'client_credentials' }));
    const error = await failing(tokens.token());
    expect(error).toMatchObject({ kind: 'credentials' });
    expect(`${error.message} ${error.nextStep}`).not.toContain('not-the-secret');
    await failing(tokens.token());
    expect(provider.asked).toEqual({ client_credentials: 1 });
  });

  it.each([
    ['invalid_grant', 400, 'credentials'],
    ['unauthorized_client', 400, 'rights'],
    ['invalid_scope', 400, 'rights'],
    ['server_error', 500, 'unreachable'],
    ['something_else', 400, 'refused'],
  ] as const)('that is refused with %s (HTTP %d) is a failure of kind %s', async (error, status, kind) => {
    provider.failNext({ at: 'token', error, status, description: `because of ${provider.clientSecret}` });
    const failure = await failing(byClient());
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(error);
    expect(failure.message).not.toContain(provider.clientSecret);
  });

  it.each([
    { access_token: 'a b', token_type: 'Bearer' },
    { access_token: 'abc\r\nX: y', token_type: 'Bearer' },
    { access_token: 'abc', token_type: 'mac' },
    { token_type: 'Bearer' },
    'a web page',
  ])('is only taken from an answer that is one: %j', async (body) => {
    const odd: OAuthClient = {
      ...client(),
      fetch: async () => new Response(typeof body === 'string' ? body : JSON.stringify(body)),
    };
    expect(await failing(requestToken(odd, { grant_type: 'client_credentials' }))).toMatchObject({ kind: 'malformed' });
  });
});

describe('signing in by the browser', () => {
  it('comes back over loopback with a code, proves the verifier, and gives tokens of that person', async () => {
    const tokens = await signIn();
    expect(provider.userOf(tokens.accessToken)).toBe('TO_CLERK');
    expect(tokens.refreshToken).not.toBeNull();
    expect(provider.asked).toEqual({ authorization_code: 1 });
  });

  it('shows the provider a challenge, a state and a loopback address, and never the verifier or a secret', async () => {
    let shown = new URL('http://none.invalid');
    await signIn({
      openExternal: (address: URL) => {
        shown = address;
        return browser(address);
      },
    });
    const of = (name: string) => shown.searchParams.get(name) ?? '';
    expect(of('code_challenge_method')).toBe('S256');
    expect(of('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(of('state')).toMatch(/^[\w-]{43}$/);
    expect(of('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/tieout-sign-in$/);
    expect(shown.href).not.toContain(provider.clientSecret);
  });

  it('says what the provider says when it refuses, and that nobody came back in time', async () => {
    provider.failNext({ at: 'authorize', error: 'access_denied', description: 'not\nin this group' });
    expect(await failing(signIn())).toMatchObject({
      kind: 'rights',
      message: 'The identity provider refuses the sign-in: access_denied, not in this group',
    });
    expect(await failing(signIn({ openExternal: async () => true, limitMs: 20 }))).toMatchObject({
      kind: 'unreachable',
    });
    expect(await failing(signIn({ openExternal: async () => false }))).toMatchObject({ kind: 'refused' });
    const aborting = new AbortController();
    const givenUp = signIn({
      openExternal: async () => {
        aborting.abort();
        return true;
      },
      signal: aborting.signal,
    });
    expect(await failing(givenUp)).toMatchObject({ kind: 'cancelled' });
    expect(provider.asked).toEqual({});
  });

  it('takes a code only once and only with its verifier', async () => {
    let code = '';
    const openExternal = async (address: URL) => {
      const answer = await fetch(address, { redirect: 'manual' });
      const back = new URL(answer.headers.get('location') ?? '');
      code = back.searchParams.get('code') ?? '';
      // Somebody else was faster: the code is used up.
      const stolen = { grant_type: 'authorization_code', code, redirect_uri: 'x', code_verifier: 'guess' };
      expect(await failing(requestToken(client(), stolen))).toMatchObject({ kind: 'credentials' });
      await fetch(back);
      return true;
    };
    const error = await failing(signIn({ openExternal }));
    expect(error).toMatchObject({ kind: 'credentials' });
    expect(error.message).not.toContain(code);
  });

  it('listens on loopback alone, turns away whoever does not know the state, and is gone after one answer', async () => {
    const redirect = await listenForRedirect('the-state', 5_000);
    expect((await fetch(`${redirect.address}?state=other&code=evil`)).status).toBe(404);
    expect((await fetch(redirect.address, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${redirect.address}?state=the-state&code=good`)).status).toBe(200);
    expect((await redirect.answer).parameters.get('code')).toBe('good');
    await expect(fetch(`${redirect.address}?state=the-state&code=late`)).rejects.toThrow(/fetch failed/);
  });

  it('rotates its refresh token; one that is shown twice ends them all', async () => {
    const first = await signIn();
    const refresh = (token: string | null) =>
      requestToken(client(), { grant_type: 'refresh_token', refresh_token: token ?? '' });
    const second = await refresh(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const error = await failing(refresh(first.refreshToken));
    expect(error).toMatchObject({ kind: 'credentials' });
    expect(error.message).not.toContain(first.refreshToken ?? '-');
    expect(await failing(refresh(second.refreshToken))).toMatchObject({ kind: 'credentials' });
  });
});
