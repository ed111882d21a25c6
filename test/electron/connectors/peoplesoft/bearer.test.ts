import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../../electron/connectors/http/connector-error.ts';
import {
  startIdentityProvider,
  type IdentityProviderSimulator,
} from '../../../../electron/sample/identity-provider/identity-provider.ts';
import { connectorOf, PASSWORD, startTestSite, USER, type SeenRequest, type TestSite } from './site/test-site.ts';

const OK = { type: 'application/json', body: '{"status":"success","data":{"query":{"numrows":0,"rows":[]}}}' };

let site: TestSite;
let provider: IdentityProviderSimulator;
beforeEach(async () => {
  site = await startTestSite();
  provider = await startIdentityProvider({ now: () => Date.now(), clientUser: USER });
  site.onQuery = (_query, request) => (userOf(request) === null ? { status: 401, body: '' } : OK);
});
afterEach(async () => {
  await site.close();
  await provider.close();
});

const tokenOf = ({ headers }: SeenRequest) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
const userOf = (request: SeenRequest): string | null => {
  const basic = Buffer.from(`TO_CLERK:${PASSWORD}`).toString('base64');
  return request.headers.authorization === `Basic ${basic}` ? 'TO_CLERK' : provider.userOf(tokenOf(request));
};
const connect = (secret = provider.clientSecret) =>
  connectorOf(
    site,
    {
      rate: { requestsPerSecond: 1_000, concurrency: 8 },
      oauth: {
        tokenAddress: provider.tokenAddress,
        authorizeAddress: provider.authorizeAddress,
        clientId: provider.clientId,
        clientSecret: { env: 'CLIENT' },
      },
    },
    { PS_USER: USER, PS_PASSWORD: PASSWORD, CLIENT: secret },
  );
const readAll = (connector: ReturnType<typeof connect>) =>
  Promise.all(Array.from({ length: 8 }, () => connector.customers(null)));
const browser = (keep: (token: string | null) => void = () => undefined) => ({
  randomBytes,
  openExternal: async (address: URL) => (await fetch(address)).ok,
  limitMs: 5_000,
  kept: null,
  keep,
});

describe('reads with the site’s bearer token', () => {
  it('share one token, and one renewal when it is refused in the middle', async () => {
    const connector = connect();
    await readAll(connector);
    expect(provider.asked).toEqual({ client_credentials: 1 });
    provider.revokeAccess();
    await readAll(connector);
    expect(provider.asked).toEqual({ client_credentials: 2 });
    expect(site.seen.every(({ headers }) => headers.authorization?.startsWith('Bearer ') === true)).toBe(true);
  });

  it('end at the second refusal: nothing goes out any more until a person has put it right', async () => {
    const connector = connect();
    site.onQuery = () => ({ status: 401, body: '' });
    const failures = await Promise.all(
      Array.from({ length: 4 }, () => connector.customers(null).catch((error: unknown) => error)),
    );
    for (const failure of failures) expect(failure).toMatchObject({ kind: 'credentials' });
    const sent = site.seen.length;
    await expect(connector.customers(null)).rejects.toMatchObject({ kind: 'credentials' });
    expect(site.seen).toHaveLength(sent);
    connector.resetSignIn();
    site.onQuery = () => OK;
    expect(await connector.customers(null)).toMatchObject({ rows: [] });
  });

  it('reach PeopleSoft not at all when the identity provider refuses our client', async () => {
    const connector = connect('wrong');
    const failure: unknown = await connector.customers(null).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'credentials' });
    expect(site.seen).toEqual([]);
    await connector.customers(null).catch(() => undefined);
    expect(provider.asked).toEqual({ client_credentials: 1 });
  });
});

describe('a person’s own connection', () => {
  it('supplies REST calls with her token once she has signed in by her browser, and forgets it', async () => {
    const own = connect().personal('TO_CLERK');
    expect([own.isProven(), own.rest(), own.writer()]).toEqual([false, null, null]);
    await own.proveByBrowser(browser());
    const credential = await own.rest()?.present();
    expect(provider.userOf(credential?.header.replace('Bearer ', '') ?? '')).toBe('TO_CLERK');
    expect(credential?.clean(`it said ${credential.header}`)).not.toContain(credential?.header.slice(7));
    // SOAP takes passwords only.
    expect([own.isProven(), own.writer()]).toEqual([true, null]);
    own.forget();
    expect([own.isProven(), own.rest()]).toEqual([false, null]);
  });

  it('renews her token with the refresh token, each once, and hands every new one on to be kept', async () => {
    const kept: (string | null)[] = [];
    const own = connect().personal('TO_CLERK');
    await own.proveByBrowser(browser((token) => void kept.push(token)));
    provider.revokeAccess();
    const first = await own.rest()?.present();
    expect(first?.refused(new ConnectorError('peoplesoft', 'credentials', 'refused', 'x'))).toBeNull();
    const [one, two] = await Promise.all([own.rest()?.present(), own.rest()?.present()]);
    expect(one?.header).toBe(two?.header);
    expect(provider.userOf(one?.header.slice(7) ?? '')).toBe('TO_CLERK');
    expect(provider.asked).toEqual({ authorization_code: 1, refresh_token: 1 });
    expect(new Set(kept).size).toBe(2);
  });

  it('supplies Basic and writes by SOAP once her password is proven', async () => {
    const own = connect().personal('TO_CLERK');
    await own.prove(PASSWORD);
    expect((await own.rest()?.present())?.header).toMatch(/^Basic /);
    expect(own.writer()).not.toBeNull();
  });
});
