import { afterEach, describe, expect, it } from 'vitest';
import type { Session } from '../../../../electron/engine/contract/session.ts';
import {
  startIdentityProvider,
  type IdentityProviderSimulator,
} from '../../../../electron/sample/identity-provider/identity-provider.ts';
import { SAMPLE_PEOPLE } from '../../../../electron/sample/people.ts';
import type { PeopleSoftProfile } from '../../../../shared/contract/profile.ts';
import { CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

const AT_HOME: Session = { ...CLERK, sessionId: 'window-casey', actor: { ...CLERK.actor, id: 'sample clerk' } };

let tieout: EngineUnderTest;
let provider: IdentityProviderSimulator;
/** Whether PeopleSoft takes the tokens of this provider. */
let isTrusted = true;
afterEach(async () => {
  await tieout.close();
  await provider.close();
});

/** What a person's browser does: it opens the address and goes where it is sent. */
const opened: URL[] = [];
const openExternal = async (address: URL): Promise<boolean> => {
  opened.push(address);
  return (await fetch(address)).ok;
};

async function start(oauth: Partial<NonNullable<PeopleSoftProfile['oauth']>> = {}): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  opened.length = 0;
  isTrusted = true;
  let nowMs = () => Date.now();
  provider = await startIdentityProvider({ now: () => nowMs(), clientUser: 'TIEOUT_INT', accessSeconds: 300 });
  tieout = await startEngineUnderTest({
    size: 'empty',
    secrets: { 'oauth-secret': provider.clientSecret },
    bearerUser: (token) => (isTrusted ? provider.userOf(token) : null),
    openExternal,
    profile: (profile) => ({
      ...profile,
      peoplesoft: {
        ...profile.peoplesoft,
        oauth: {
          tokenAddress: provider.tokenAddress,
          authorizeAddress: provider.authorizeAddress,
          clientId: provider.clientId,
          clientSecret: { vault: 'oauth-secret' },
          scope: 'read',
          ...oauth,
        },
      },
    }),
    options: {
      founders: SAMPLE_PEOPLE.map(({ personId, ...record }) => ({
        personId,
        record: { ...record, isActive: true },
        basis: 'sample' as const,
      })),
      keepSecrets: (secrets) => {
        for (const [name, secret] of Object.entries(secrets)) {
          kept.set(name, secret);
          tieout.secrets.set(name, secret);
        }
      },
    },
  });
  nowMs = () => tieout.clock.nowMs();
  return kept;
}
const sync = async () => (await tieout.sync(['peoplesoft'])).systems.peoplesoft;
const authorizations: string[] = [];
const watchAuthorizations = () => {
  authorizations.length = 0;
  const { fetch: through } = tieout.network;
  tieout.network.fetch = (url, init) => {
    const header = init.headers['Authorization'];
    if (url.includes('ExecuteQuery') && header !== undefined) authorizations.push(header.split(' ')[0] ?? '');
    return through(url, init);
  };
};
const byBrowser = (session: Session = AT_HOME, keep = false) =>
  tieout.command('session.signInByBrowser', { operatorId: 'TO_CLERK', keep }, session);
const current = async (session: Session = AT_HOME) => (await tieout.query('session.current', {}, session)).actor;

describe('REST by bearer token', () => {
  it('reads every query with one token, and with another one once it was refused', async () => {
    await start();
    watchAuthorizations();
    expect(await sync()).toMatchObject({ complete: true });
    expect(new Set(authorizations)).toEqual(new Set(['Bearer']));
    expect(provider.asked).toEqual({ client_credentials: 1 });
    provider.revokeAccess();
    expect(await sync()).toMatchObject({ complete: true });
    expect(provider.asked).toEqual({ client_credentials: 2 });
    const shown = JSON.stringify([
      tieout.frames,
      tieout.rows('SELECT * FROM audit'),
      tieout.rows('SELECT * FROM connection'),
    ]);
    expect(shown).not.toContain(provider.clientSecret);
    expect(shown).not.toMatch(/eyJ[\w-]{20}/);
  });

  it('stops when a new token is refused as well, and when the client is, without asking again', async () => {
    await start();
    isTrusted = false;
    await sync();
    expect(await tieout.connection('peoplesoft')).toMatchObject({
      state: 'needsAttention',
      message: expect.stringMatching(/refuses the sign-in .* \(with a new token as well\)/) as string,
    });
    const asked = { ...provider.asked };
    await sync();
    expect(provider.asked).toEqual(asked);
  });

  it('takes user and password where the site wants that', async () => {
    await start({ restCalls: 'basic' });
    watchAuthorizations();
    expect(await sync()).toMatchObject({ complete: true });
    expect(new Set(authorizations)).toEqual(new Set(['Basic']));
    expect(provider.asked).toEqual({});
  });
});

describe('a person’s sign-in by the browser', () => {
  it('proves her operator id with a token of her own, and supplies it to REST calls', async () => {
    await start();
    expect((await tieout.query('session.current', {}, AT_HOME)).signIn).toMatchObject({ byBrowser: true });
    expect((await byBrowser()).text).toBe('Signed in to PeopleSoft as TO_CLERK.');
    expect(await current()).toMatchObject({ id: 'sample clerk', operatorId: 'TO_CLERK' });
    expect(opened).toHaveLength(1);
    expect(opened[0]?.searchParams.get('login_hint')).toBe('TO_CLERK');
    await tieout.command('session.signOut', {}, AT_HOME);
    expect(await current()).toMatchObject({ operatorId: null });
  });

  it('is refused when somebody else signs in at the identity provider', async () => {
    await start();
    provider.signInAs('TO_REVIEWER');
    expect(
      await tieout.refusal('command', 'session.signInByBrowser', { operatorId: 'TO_CLERK' }, AT_HOME),
    ).toMatchObject({
      code: 'CONNECTION_CREDENTIALS',
      message: 'The identity provider signed in TO_REVIEWER, not TO_CLERK.',
    });
    expect(await current()).toMatchObject({ operatorId: null });
  });

  it('keeps only the way back in, where she asks for it, and rotates it', async () => {
    const kept = await start();
    await byBrowser(AT_HOME, true);
    const first = kept.get('token of sample clerk') ?? '';
    expect(first).not.toBe('');
    await tieout.command('session.signOut', {}, AT_HOME);
    await byBrowser(AT_HOME, true);
    expect(opened).toHaveLength(1);
    expect(provider.asked).toMatchObject({ authorization_code: 1, refresh_token: 1 });
    expect(kept.get('token of sample clerk')).not.toBe(first);
    expect(JSON.stringify(tieout.frames)).not.toContain(first);
    await tieout.command('session.signOut', {}, AT_HOME);
    await byBrowser(AT_HOME, false);
    expect(kept.get('token of sample clerk')).toBe('');
  });
});
