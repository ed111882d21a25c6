import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../../../electron/engine/contract/session.ts';
import type { Founder } from '../../../../electron/ledger/person-store.ts';
import type { PersonRecordView } from '../../../../shared/contract/people.ts';
import type { MovementRow } from '../../../../shared/contract/views.ts';
import type { MatchDetail } from '../../../../shared/contract/workbench.ts';
import { CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

const LIMIT_MINOR = 1;
const founder = (personId: string, record: Partial<PersonRecordView>): Founder => ({
  personId,
  record: { name: personId, operatorId: null, roles: [], limits: null, isActive: true, ...record },
  basis: 'sample',
});
const FOUNDERS = [
  founder('anna', {
    roles: ['preparer', 'administrator'],
    limits: ['USD', 'EUR', 'GBP', 'CAD', 'CHF'].map(smallLimit),
  }),
  founder('bert', { roles: ['reviewer'] }),
  founder('carl', { roles: ['reviewer'], limits: [] }),
  founder('otto', { roles: ['auditor'] }),
];
function smallLimit(currency: string) {
  return { minor: LIMIT_MINOR, exponent: 2, currency };
}
/** Roles the host gives count for nothing where the home keeps people. */
const as = (id: string): Session => ({
  ...CLERK,
  sessionId: `window-${id}`,
  actor: { id, name: id, operatorId: null, roles: ['preparer', 'reviewer', 'administrator'] },
});

let tieout: EngineUnderTest;
beforeAll(async () => {
  tieout = await startEngineUnderTest({ size: 220, options: { founders: FOUNDERS } });
  await tieout.load();
  await tieout.match();
});
afterAll(() => tieout.close());

async function open(session: Session): Promise<{ row: MovementRow; detail: MatchDetail }> {
  for (const facet of ['needsReview', 'matched'] as const) {
    const { token } = await tieout.query('view.open', { list: 'movements', unit: 'US', facet }, session);
    const page = await tieout.query('view.page', { token, offset: 0, limit: 200 }, session);
    for (const row of page.list === 'movements' ? page.rows : []) {
      const detail = await tieout.query('match.detail', { movementKey: row.key }, session);
      const isWanted = row.state === 'proposed' && row.attention !== 'awaitsReviewer' && detail.allocations.length > 0;
      if (isWanted && row.amount.currency === 'USD' && detail.remainder.minor === 0 && detail.postingBlocked === null)
        return { row, detail };
    }
  }
  throw new Error('the sample company proposes nothing that could be approved');
}
const approval = ({ movement, allocations }: MatchDetail) => ({
  movementKey: movement.key,
  seenVersion: movement.version,
  allocations: allocations.map(({ itemKey, itemVersion, amount }) => ({
    itemKey,
    seenVersion: itemVersion,
    amountMinor: amount.minor,
  })),
  post: false,
});
const detailOf = (key: number, session: Session) => tieout.query('match.detail', { movementKey: key }, session);

describe('an approval above one’s limit', () => {
  it('becomes a proposal that waits, untouched by matching, until a reviewer with enough of a limit approves it', async () => {
    const { detail } = await open(as('anna'));
    const { key } = detail.movement;
    expect(detail.asksReviewer).toMatch(/is above your limit of 0\.01 USD\. Approving asks a reviewer\.$/);
    const asked = await tieout.command('match.approve', approval(detail), as('anna'));
    expect(asked).toMatchObject({ postingKey: null, movement: { state: 'proposed', attention: 'awaitsReviewer' } });
    expect(asked.waits).toMatch(/is above your limit/);
    expect(tieout.rows('SELECT 1 FROM posting WHERE movement_key = ?', key)).toEqual([]);
    await tieout.match();
    const waiting = await detailOf(key, as('anna'));
    expect(waiting.movement).toMatchObject({ state: 'proposed', stateText: 'awaits reviewer' });
    expect(waiting).toMatchObject({ notHers: 'It waits for a reviewer; anna asked for one.', can: { approve: false } });
    for (const [id, code] of [
      ['anna', 'APPROVAL_NEEDS_REVIEWER'],
      ['carl', 'APPROVAL_NEEDS_REVIEWER'],
    ] as const)
      expect(await tieout.refusal('command', 'match.approve', approval(waiting), as(id))).toMatchObject({ code });
    const done = await tieout.command('match.approve', approval(await detailOf(key, as('bert'))), as('bert'));
    expect(done).toMatchObject({ waits: null, movement: { state: 'approved' } });
    expect(tieout.rows('SELECT approved_by FROM posting WHERE movement_key = ?', key)).toEqual([
      { approved_by: 'bert' },
    ]);
    const { history } = await detailOf(key, as('bert'));
    expect(history.map(({ actor, text }) => `${actor}: ${text}`)).toEqual([
      'bert: approved',
      'anna: asked for a reviewer: above the limit',
    ]);
  });

  it('is taken back like any decision, and what was proposed before stands again', async () => {
    const { detail } = await open(as('anna'));
    const { key } = detail.movement;
    await tieout.command('match.approve', approval(detail), as('anna'));
    const undone = await tieout.command('match.undo', { movementKey: key }, as('anna'));
    expect(undone).toMatchObject({ undone: 'request for a reviewer', movement: { state: 'proposed' } });
    const again = await detailOf(key, as('anna'));
    expect(again.match?.rule).toBe(detail.match?.rule);
    expect(again.notHers).toBeNull();
  });

  it('is refused to who may only look, and to who is no person of the home', async () => {
    const { detail } = await open(as('otto'));
    expect(detail.notHers).toBe('Your role may look, but not decide.');
    for (const id of ['otto', 'stranger'])
      expect(await tieout.refusal('command', 'match.approve', approval(detail), as(id))).toMatchObject({
        code: 'NOT_ALLOWED',
      });
    expect((await detailOf(detail.movement.key, as('stranger'))).notHers).toBe(
      'stranger is not among the people of this home.',
    );
    expect((await tieout.query('session.current', {}, as('stranger'))).actor.roles).toEqual([]);
  });
});

describe('taking a confirmed posting back', () => {
  it('is offered with the very reason that the command would be refused with', async () => {
    await tieout.post();
    await tieout.systems.peoplesoft.runBatch();
    await tieout.post();
    const [posted] = tieout.rows<{ key: number; version: number }>(
      "SELECT posting_id AS key, version FROM posting WHERE state = 'confirmed' AND currency = 'USD' AND reverses IS NULL ORDER BY 1 LIMIT 1",
    );
    const { key: postingKey, version: seenVersion } = posted!;
    const words = async (id: string) => {
      const { can, notHers } = await tieout.query('posting.detail', { postingKey }, as(id));
      expect(can.reverse).toBe(true);
      return notHers;
    };
    const refused = async (id: string) => {
      const input = { postingKey, seenVersion, reason: 'wrong' };
      const { message, nextStep } = await tieout.refusal('command', 'posting.reverse', input, as(id));
      return `${message} ${nextStep}`;
    };
    expect(await words('bert')).toEqual({ decide: null, approve: null });
    const annas = await words('anna');
    expect(annas).toEqual({
      decide: null,
      approve: expect.stringMatching(
        /above your limit of 0\.01 USD\. Ask a reviewer whose limit is high enough\.$/,
      ) as string,
    });
    expect(await refused('anna')).toContain(annas.approve?.split('. Ask')[0]);
    const ottos = await words('otto');
    expect(ottos).toEqual({
      decide: 'Your role may look, but not decide.',
      approve: 'Your role may look, but not decide.',
    });
    expect(await refused('otto')).toContain(ottos.approve);
  });
});

describe('changing who may do what', () => {
  const dora: PersonRecordView = {
    name: 'Dora',
    operatorId: 'ddoe',
    roles: ['preparer'],
    limits: null,
    isActive: true,
  };
  const propose = (session: Session, after: PersonRecordView, seenVersion = 0) =>
    tieout.command('people.propose', { personId: 'dora', seenVersion, after, reason: 'new in the team' }, session);

  it('holds once a second person has confirmed it, for every window at once', async () => {
    expect(await tieout.refusal('command', 'match.undo', {}, as('dora'))).toMatchObject({ code: 'NOT_ALLOWED' });
    const change = await propose(as('anna'), dora);
    expect(change).toMatchObject({
      state: 'proposed',
      after: { operatorId: 'DDOE' },
      can: { confirm: false, why: 'You proposed it; another administrator or a reviewer confirms it.' },
    });
    const { changeId, hash } = change;
    expect(await tieout.refusal('command', 'people.confirm', { changeId, hash }, as('anna'))).toMatchObject({
      code: 'PERSON_SAME_PERSON',
      message: 'anna proposed this change; nobody confirms a change of their own.',
    });
    await tieout.command('people.confirm', { changeId, hash }, as('bert'));
    const { people } = await tieout.query('people.list', {}, as('dora'));
    expect(people.find(({ isYou }) => isYou)).toMatchObject({
      personId: 'dora',
      basis: 'twoPeople',
      roles: ['preparer'],
    });
    expect(await tieout.refusal('command', 'match.undo', {}, as('dora'))).toMatchObject({ code: 'UNDO_NOTHING' });
  });

  it('is proposed by an administrator and confirmed by an administrator or reviewer, nobody else', async () => {
    expect(
      await tieout.refusal(
        'command',
        'people.propose',
        { personId: 'x', seenVersion: 0, after: dora, reason: 'r' },
        as('bert'),
      ),
    ).toMatchObject({
      code: 'NOT_ALLOWED',
      message: 'Only an administrator may change who may do what.',
    });
    const { version } = (await tieout.query('people.list', {}, as('anna'))).people.find(
      ({ personId }) => personId === 'dora',
    ) ?? { version: 0 };
    const { changeId, hash } = await propose(as('anna'), { ...dora, roles: ['auditor'] }, version);
    for (const id of ['otto', 'dora'])
      expect(await tieout.refusal('command', 'people.confirm', { changeId, hash }, as(id))).toMatchObject({
        code: 'NOT_ALLOWED',
      });
    const row = await tieout.command('people.end', { changeId, hash, reason: 'she decides' }, as('bert'));
    expect(row).toMatchObject({ state: 'withdrawn', decidedBy: 'bert' });
  });

  it('is refused by another one with a reason, or withdrawn by who proposed it, and nothing about the person changes', async () => {
    const version = (await tieout.query('people.list', {}, as('anna'))).people.find(
      ({ personId }) => personId === 'dora',
    )?.version;
    const first = await propose(as('anna'), { ...dora, roles: ['auditor'] }, version ?? 0);
    const end = (of: typeof first, reason: string | null) => ({ changeId: of.changeId, hash: of.hash, reason });
    const waiting = async (id: string) =>
      (await tieout.query('people.list', {}, as(id))).changes.find(({ changeId }) => changeId === first.changeId)?.can;
    expect(await waiting('bert')).toEqual({ confirm: true, end: 'refuse', why: null });
    expect(await waiting('anna')).toMatchObject({ confirm: false, end: 'withdraw' });
    expect(await waiting('otto')).toMatchObject({ confirm: false, end: null });
    expect(await tieout.refusal('command', 'people.end', end(first, 'no'), as('otto'))).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(await tieout.refusal('command', 'people.end', end(first, null), as('bert'))).toMatchObject({
      code: 'REFUSAL_REASON_MISSING',
      nextStep: 'Say what anna should change.',
    });
    expect(await tieout.command('people.end', end(first, 'she decides'), as('bert'))).toMatchObject({
      ended: { as: 'refused', by: 'bert', reason: 'she decides' },
      can: { confirm: false, end: null },
    });
    const second = await propose(as('anna'), { ...dora, roles: ['auditor'] }, version ?? 0);
    expect(await tieout.command('people.end', end(second, null), as('anna'))).toMatchObject({
      ended: { as: 'withdrawn', by: 'anna', reason: null },
    });
    const { changeId, hash } = second;
    expect(await tieout.refusal('command', 'people.confirm', { changeId, hash }, as('bert'))).toMatchObject({
      code: 'STALE_VERSION',
    });
    expect(
      tieout.rows("SELECT actor, action FROM audit WHERE subject = 'person/dora' ORDER BY seq DESC LIMIT 3"),
    ).toEqual([
      { actor: 'anna', action: 'person.withdrawn' },
      { actor: 'anna', action: 'person.proposed' },
      { actor: 'bert', action: 'person.refused' },
    ]);
  });
});
