import { afterEach, describe, expect, it } from 'vitest';
import type { FetchPort } from '../../electron/connectors/http/fetch-port.ts';
import type { Session } from '../../electron/engine/contract/session.ts';
import {
  startIdentityProvider,
  type IdentityProviderSimulator,
} from '../../electron/sample/identity-provider/identity-provider.ts';
import { SAMPLE_PEOPLE } from '../../electron/sample/people.ts';
import { CLERK, startEngineUnderTest, type EngineUnderTest } from '../support/engine-under-test.ts';
import { filePlaces, findSecrets, tablePlaces, textPlace } from './secret-search.ts';

const WRONG_PASSWORD = `Pers0nal&<stap1e>"'mule/+%é`;
const CASEY: Session = { ...CLERK, actor: { ...CLERK.actor, id: 'sample clerk' } };

let tieout: EngineUnderTest;
let provider: IdentityProviderSimulator;
/** Codes, verifiers and tokens that travelled, by what they are. */
let travelled: Map<string, string>;
afterEach(async () => {
  await tieout.close();
  await provider.close();
});

async function start(): Promise<void> {
  travelled = new Map();
  provider = await startIdentityProvider({ now: () => Date.now(), clientUser: 'TIEOUT_INT' });
  tieout = await startEngineUnderTest({
    size: 'empty',
    secrets: { 'oauth-secret': provider.clientSecret },
    bearerUser: (token) => provider.userOf(token),
    openExternal: async (address) => (await fetch(address)).ok,
    profile: (profile) => ({
      ...profile,
      peoplesoft: {
        ...profile.peoplesoft,
        oauth: {
          tokenAddress: provider.tokenAddress,
          authorizeAddress: provider.authorizeAddress,
          clientId: provider.clientId,
          clientSecret: { vault: 'oauth-secret' },
        },
      },
    }),
    options: {
      founders: SAMPLE_PEOPLE.map(({ personId, ...record }) => ({
        personId,
        record: { ...record, isActive: true },
        basis: 'sample' as const,
      })),
    },
  });
  const usual = tieout.network.fetch;
  tieout.network.fetch = async (url, init) => noteTokens(await usual(url, noteSent(init)));
}

function noteSent(init: Parameters<FetchPort>[1]): Parameters<FetchPort>[1] {
  const form = new URLSearchParams(init.body ?? '');
  for (const name of ['code', 'code_verifier', 'refresh_token']) {
    const value = form.get(name);
    if (value !== null) travelled.set(`a ${name} ${travelled.size}`, value);
  }
  return init;
}
async function noteTokens(response: Response): Promise<Response> {
  const body = await response.clone().text();
  for (const [, name = '', value = ''] of body.matchAll(/"(access_token|refresh_token)":"([^"]+)"/g))
    travelled.set(`a ${name} ${travelled.size}`, value);
  return response;
}
/** Everything that outlives a request holds none of them. */
function found(): string[] {
  return findSecrets(
    {
      ...Object.fromEntries(travelled),
      'the client secret': provider.clientSecret,
      'a typed password': WRONG_PASSWORD,
    },
    [
      ...filePlaces(tieout.paths.folder),
      ...tablePlaces((sql) => tieout.rows(sql)),
      textPlace('frames', tieout.frames.join('\n')),
      textPlace('terminal', tieout.said.join('\n')),
      textPlace('reports', tieout.reports.map(({ error }) => String(error)).join('\n')),
    ],
  );
}
const signInByBrowser = () =>
  tieout.answer({ id: 1, kind: 'command', name: 'session.signInByBrowser', input: { operatorId: 'TO_CLERK' } }, CASEY);
const signIn = () =>
  tieout.answer(
    { id: 2, kind: 'command', name: 'session.signIn', input: { operatorId: 'TO_CLERK', password: WRONG_PASSWORD } },
    CASEY,
  );

describe('passwords, codes and tokens of people and of the site', () => {
  it('stand nowhere after sign-ins that go well or are refused, and after reads by token', async () => {
    await start();
    expect(await signIn()).toMatchObject({ ok: false });
    expect(await signInByBrowser()).toMatchObject({ ok: true });
    await tieout.sync(['peoplesoft']);
    provider.revokeAccess();
    await tieout.sync(['peoplesoft']);
    expect([...travelled.keys()].filter((name) => name.includes('token')).length).toBeGreaterThan(3);
    expect(found()).toEqual([]);
  });

  it('stand nowhere when PeopleSoft or the identity provider sends back what it was sent', async () => {
    await start();
    const usual = tieout.network.fetch;
    const echo: FetchPort = async (url, init) => {
      noteSent(init);
      const said = `${url} ${JSON.stringify(init.headers)} ${init.body ?? ''}`;
      if (url === provider.tokenAddress)
        return new Response(JSON.stringify({ error: 'invalid_grant', error_description: said }), { status: 400 });
      return new Response(`<IBResponse type="error"><DefaultMessage>${said}</DefaultMessage></IBResponse>`, {
        status: 401,
        headers: { 'content-type': 'text/xml' },
      });
    };
    tieout.network.fetch = echo;
    expect(await signInByBrowser()).toMatchObject({ ok: false });
    expect(await signIn()).toMatchObject({ ok: false });
    await tieout.sync(['peoplesoft']);
    // Tokens are given, and PeopleSoft sends them back.
    tieout.network.fetch = (url, init) => (url === provider.tokenAddress ? usual(url, init) : echo(url, init));
    await tieout.reopen();
    expect(await signInByBrowser()).toMatchObject({ ok: false });
    await tieout.sync(['peoplesoft']);
    expect([...travelled.keys()].some((name) => name.includes('access_token'))).toBe(true);
    expect(found()).toEqual([]);
  });
});
