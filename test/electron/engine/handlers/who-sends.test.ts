import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Session } from '../../../../electron/engine/contract/session.ts';
import type { Founder } from '../../../../electron/ledger/person-store.ts';
import { companyPaths } from '../../../../electron/sample/company-folder.ts';
import { SAMPLE_PASSWORD, SAMPLE_PEOPLE } from '../../../../electron/sample/people.ts';
import { readPeopleSoftBooks } from '../../../../electron/sample/peoplesoft/books-view.ts';
import type { Profile } from '../../../../shared/contract/profile.ts';
import { CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

const FOUNDERS = SAMPLE_PEOPLE.map(({ personId, ...record }): Founder => ({
  personId,
  record: { ...record, limits: null, isActive: true },
  basis: 'sample',
}));
const window = (id: string): Session => ({
  ...CLERK,
  sessionId: `window-${id}`,
  actor: { id, name: id, operatorId: null, roles: [] },
});
const CASEY = window('sample clerk');
const ROBIN = window('sample reviewer');

let tieout: EngineUnderTest;
afterEach(() => tieout.close());

async function start(change: Partial<Profile['peoplesoft']>): Promise<void> {
  tieout = await startEngineUnderTest({
    size: 220,
    profile: (profile) => ({
      ...profile,
      units: profile.units.map((unit) => ({ ...unit, straightThrough: null })),
      peoplesoft: { ...profile.peoplesoft, ...change },
    }),
    options: { founders: FOUNDERS },
  });
  await tieout.load();
  await tieout.match();
}

/** The charge of the payment that was approved, as its external id in PeopleSoft. */
async function approve(session: Session, post = false): Promise<string> {
  const [found] = tieout.rows<{ key: number; id: string }>(
    `SELECT m.movement_key AS key, m.object_id AS id FROM movement m JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1
     JOIN match x USING (match_id) WHERE m.state = 'proposed' AND x.kind = 'payment' AND x.state = 'proposed' AND x.automatic = 1 ORDER BY 1 LIMIT 1`,
  );
  if (found === undefined) throw new Error('nothing is proposed');
  const { movement, allocations } = await tieout.query('match.detail', { movementKey: found.key }, session);
  const input = allocations.map(({ itemKey, itemVersion, amount }) => ({
    itemKey,
    seenVersion: itemVersion,
    amountMinor: amount.minor,
  }));
  await tieout.command(
    'match.approve',
    { movementKey: movement.key, seenVersion: movement.version, allocations: input, post },
    session,
  );
  return found.id;
}
const signIn = (operatorId: string, session: Session) =>
  tieout.command('session.signIn', { operatorId, password: SAMPLE_PASSWORD }, session);
const postings = () =>
  Object.fromEntries(
    tieout
      .rows<{ id: string; state: string }>(
        'SELECT m.object_id AS id, p.state FROM posting p JOIN movement m USING (movement_key)',
      )
      .map(({ id, state }) => [id, state]),
  );
const reasonOf = (id: string) =>
  tieout.rows<{ reason: string | null }>(
    'SELECT p.state_reason AS reason FROM posting p JOIN movement m USING (movement_key) WHERE m.object_id = ?',
    id,
  )[0]?.reason;
/** What PeopleSoft's own books say of our payments: who entered them, and who the document says approved them. */
function entered(): Record<string, { enteredBy: string; approvedBy: string }> {
  const books = readPeopleSoftBooks(companyPaths(join(tieout.systems.folder, 'company')).peoplesoftBooks);
  try {
    const ours = [...books.payments()].filter(({ origin }) => origin === 'tieout service');
    return Object.fromEntries(
      ours.map(({ externalId, enteredBy, approvedBy }) => [externalId, { enteredBy, approvedBy }]),
    );
  } finally {
    books.close();
  }
}

describe('a site where only the approver’s own credential sends', () => {
  it('lets payments wait for each approver’s sign-in, and sends them under her operator id', async () => {
    await start({ sender: 'approver' });
    const caseys = await approve(CASEY);
    const robins = await approve(ROBIN);
    await tieout.post();
    expect(postings()).toEqual({ [caseys]: 'queuedNeedsSignIn', [robins]: 'queuedNeedsSignIn' });
    expect(reasonOf(caseys)).toBe('It is sent under TO_CLERK as soon as sample clerk is signed in to PeopleSoft.');
    expect(entered()).toEqual({});

    await signIn('TO_CLERK', CASEY);
    await tieout.post();
    expect(postings()[robins]).toBe('queuedNeedsSignIn');
    expect(entered()).toEqual({ [caseys]: { enteredBy: 'TO_CLERK', approvedBy: 'TO_CLERK' } });

    await signIn('TO_REVIEWER', ROBIN);
    await tieout.post();
    expect(entered()[robins]).toEqual({ enteredBy: 'TO_REVIEWER', approvedBy: 'TO_REVIEWER' });
    const sent = tieout.rows<{ id: string }>(
      "SELECT json_extract(detail_json, '$.operatorId') AS id FROM audit WHERE action = 'deposit.sent' ORDER BY seq",
    );
    expect(sent.map(({ id }) => id)).toEqual(['TO_CLERK', 'TO_REVIEWER']);
  });

  it('stops when she signs out, and when PeopleSoft refuses her password the others go on', async () => {
    await start({ sender: 'approver' });
    await signIn('TO_CLERK', CASEY);
    await tieout.command('session.signOut', {}, CASEY);
    const caseys = await approve(CASEY);
    await tieout.post();
    expect(postings()).toEqual({ [caseys]: 'queuedNeedsSignIn' });

    await signIn('TO_CLERK', CASEY);
    await signIn('TO_REVIEWER', ROBIN);
    const robins = await approve(ROBIN);
    tieout.systems.peoplesoft.changePassword('TO_CLERK', 'another');
    await tieout.post();
    await tieout.post();
    expect(Object.keys(entered())).toEqual([robins]);
    expect(postings()[caseys]).toBe('queuedNeedsSignIn');
    expect((await tieout.query('session.current', {}, CASEY)).actor.operatorId).toBeNull();
  });
});

describe('a site where the integration id sends', () => {
  it('names the approver’s operator id in the document and the audit', async () => {
    await start({});
    await signIn('TO_CLERK', CASEY);
    const id = await approve(CASEY);
    await tieout.post();
    expect(entered()).toEqual({ [id]: { enteredBy: 'TIEOUT_INT', approvedBy: 'TO_CLERK' } });
    const [row] = tieout.rows<{ actor: string; id: string }>(
      "SELECT actor, json_extract(detail_json, '$.operatorId') AS id FROM audit WHERE action = 'match.approved'",
    );
    expect(row).toEqual({ actor: 'sample clerk', id: 'TO_CLERK' });
  });

  it('takes no approval without a proven operator id where it wants one', async () => {
    await start({ approverSignsIn: true });
    await expect(approve(CASEY)).rejects.toThrow(/SIGN_IN_NEEDED|wants approvals under a proven operator id/);
    await signIn('TO_CLERK', CASEY);
    const id = await approve(CASEY);
    expect(postings()).toEqual({ [id]: 'approved' });
  });

  it('sends what waited for a sign-in once the site lets its integration id send', async () => {
    await start({ sender: 'approver' });
    const id = await approve(CASEY);
    await tieout.post();
    await tieout.reopen({
      profile: (profile) => ({
        ...profile,
        units: profile.units.map((unit) => ({ ...unit, straightThrough: null })),
      }),
    });
    await tieout.post();
    expect(entered()).toMatchObject({ [id]: { enteredBy: 'TIEOUT_INT' } });
  });
});
