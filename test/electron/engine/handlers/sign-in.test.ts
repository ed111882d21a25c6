import { afterEach, describe, expect, it } from 'vitest';
import type { Session } from '../../../../electron/engine/contract/session.ts';
import type { Founder } from '../../../../electron/ledger/person-store.ts';
import { SAMPLE_PASSWORD, SAMPLE_PEOPLE } from '../../../../electron/sample/people.ts';
import { CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

const FOUNDERS: readonly Founder[] = [
  {
    personId: 'anna',
    record: { name: 'Anna', operatorId: null, roles: ['administrator'], limits: null, isActive: true },
    basis: 'firstAdministrator',
  },
  ...SAMPLE_PEOPLE.map(({ personId, ...record }) => ({
    personId,
    record: { ...record, isActive: true },
    basis: 'sample' as const,
  })),
];
const OTHER_WINDOW: Session = { ...CLERK, sessionId: 'window-2' };
/** The clerk at a machine of her own. */
const AT_HOME: Session = { ...CLERK, sessionId: 'window-3', actor: { ...CLERK.actor, id: 'Sample Clerk' } };

let tieout: EngineUnderTest;
afterEach(() => tieout.close());

async function start(keeps = true): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  tieout = await startEngineUnderTest({
    size: 'empty',
    options: {
      founders: FOUNDERS,
      ...(keeps
        ? {
            keepSecrets: (secrets) => {
              for (const [name, secret] of Object.entries(secrets)) {
                kept.set(name, secret);
                tieout.secrets.set(name, secret);
              }
            },
          }
        : {}),
    },
  });
  return kept;
}
const signIn = (operatorId: string, password?: string, session: Session = CLERK, more: object = {}) =>
  tieout.command('session.signIn', { operatorId, ...(password === undefined ? {} : { password }), ...more }, session);
const current = async (session: Session = CLERK) => tieout.query('session.current', {}, session);
const requests = () => tieout.systems.peopleSoftRequests();
const signInAudit = () =>
  tieout.rows<{ actor: string; action: string }>(
    "SELECT actor, action FROM audit WHERE action LIKE 'session.%' ORDER BY seq",
  );

describe('signing in with one’s own operator id', () => {
  it('is proven by one read of PeopleSoft, makes this window hers and no other, and ends with sign-out', async () => {
    await start();
    const before = requests();
    const { text } = await signIn('to_clerk', SAMPLE_PASSWORD);
    expect(text).toBe('Signed in to PeopleSoft as TO_CLERK. This window is now Casey Clerk’s (sample clerk).');
    expect(requests() - before).toBe(1);
    expect((await current()).actor).toEqual({
      id: 'sample clerk',
      name: 'Casey Clerk',
      operatorId: 'TO_CLERK',
      roles: ['preparer'],
    });
    expect((await current(OTHER_WINDOW)).actor).toMatchObject({ id: 'anna', operatorId: null });
    await tieout.command('session.signOut', {});
    expect((await current()).actor).toMatchObject({ id: 'anna', operatorId: null, roles: ['administrator'] });
    expect(signInAudit()).toEqual([
      { actor: 'sample clerk', action: 'session.signedIn' },
      { actor: 'sample clerk', action: 'session.signedOut' },
    ]);
    expect(JSON.stringify([tieout.frames, tieout.rows('SELECT * FROM audit')])).not.toContain(`"${SAMPLE_PASSWORD}"`);
  });

  it('stops at the first refusal: the same password is not sent again until somebody says it was unlocked', async () => {
    await start();
    const wrong = () => tieout.refusal('command', 'session.signIn', { operatorId: 'TO_CLERK', password: 'wrong-one' });
    expect(await wrong()).toMatchObject({ code: 'CONNECTION_CREDENTIALS' });
    const before = requests();
    expect(await wrong()).toMatchObject({
      code: 'CONNECTION_CREDENTIALS',
      nextStep: expect.stringMatching(/not sent again/) as string,
    });
    expect(requests()).toBe(before);
    await expect(signIn('TO_CLERK', 'wrong-one', CLERK, { unlocked: true })).rejects.toThrow(/refuses the sign-in/);
    expect(requests()).toBe(before + 1);
    expect((await current()).actor).toMatchObject({ id: 'anna', operatorId: null });
    await signIn('TO_CLERK', SAMPLE_PASSWORD);
    expect((await current()).actor.operatorId).toBe('TO_CLERK');
    expect(signInAudit().map(({ action }) => action)).toEqual([
      'session.signInRefused',
      'session.signInRefused',
      'session.signInRefused',
      'session.signedIn',
    ]);
    expect(JSON.stringify([tieout.frames, tieout.rows('SELECT * FROM audit')])).not.toContain('wrong-one');
  });

  it('is refused without asking PeopleSoft for an operator id that nobody of the home has', async () => {
    await start();
    const before = requests();
    expect(
      await tieout.refusal('command', 'session.signIn', { operatorId: 'TIEOUT_INT', password: 'x' }),
    ).toMatchObject({ code: 'NOT_ALLOWED', message: 'Nobody of this home has the operator id TIEOUT_INT.' });
    expect(requests()).toBe(before);
  });

  it('keeps a password only when asked, and only for the person whose own sign-in this machine uses', async () => {
    const kept = await start();
    expect((await current()).signIn).toMatchObject({ operatorId: null, mayKeep: true, isKept: false });
    expect(
      await tieout.refusal('command', 'session.signIn', {
        operatorId: 'TO_CLERK',
        password: SAMPLE_PASSWORD,
        keep: true,
      }),
    ).toMatchObject({ code: 'NOT_ALLOWED' });
    await signIn('TO_CLERK', SAMPLE_PASSWORD, AT_HOME);
    expect(kept.size).toBe(0);
    await signIn('TO_CLERK', SAMPLE_PASSWORD, AT_HOME, { keep: true });
    expect([...kept]).toEqual([['sign-in of sample clerk', SAMPLE_PASSWORD]]);
    await tieout.command('session.signOut', {}, AT_HOME);
    expect((await current(AT_HOME)).signIn).toMatchObject({ operatorId: 'TO_CLERK', isKept: true });
    expect(await tieout.refusal('command', 'session.signIn', { operatorId: 'TO_CLERK' })).toMatchObject({
      code: 'BAD_INPUT',
    });
    await signIn('TO_CLERK', undefined, AT_HOME);
    expect((await current(AT_HOME)).actor.operatorId).toBe('TO_CLERK');
    await signIn('TO_CLERK', SAMPLE_PASSWORD, AT_HOME, { keep: false });
    expect([...kept]).toEqual([['sign-in of sample clerk', '']]);
  });

  it('ends with the window, and a company without a vault keeps nothing', async () => {
    await start(false);
    expect((await current()).signIn).toMatchObject({ mayKeep: false, whyNotKeep: 'This company keeps no passwords.' });
    await signIn('TO_REVIEWER', SAMPLE_PASSWORD);
    tieout.engine.closeSession(CLERK.sessionId);
    expect((await current()).actor).toMatchObject({ id: 'anna', operatorId: null });
  });
});
