import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveMatchOf } from '../../../../electron/ledger/match-store.ts';
import { decideLink } from '../../../../electron/posting/decisions/decide-link.ts';
import { replayCandidates, replayPosting } from '../../../../electron/posting/payments/replay.ts';
import { whyNotUndo } from '../../../../electron/posting/decisions/undo.ts';
import type { MovementKey } from '../../../../shared/domain/ids.ts';
import { booksText } from '../../ledger/book-keeping.ts';
import { clerkWithLimit } from '../clerk-with-limit.ts';
import { deskOf, startDeskSite } from '../decision-desk.ts';
import { UNIT, type PostingSite } from '../posting-site.ts';
import { insertLink } from '../site-rows.ts';

let site: PostingSite;
let desk: ReturnType<typeof deskOf>;
beforeEach(async () => {
  site = await startDeskSite();
  desk = deskOf(site);
});
afterEach(() => site.close());

const proposedTo = async (key: MovementKey): Promise<MovementKey> => {
  await desk.propose(key, [['INV-2', 900]]);
  return key;
};
const REASONS = "SELECT json_extract(detail_json, '$.reason') FROM audit WHERE action = 'match.approved' ORDER BY seq";

describe('undo and redo', () => {
  it('undo restores the proposal and withdraws the payment; redo makes it again under the next generation, to wait', async () => {
    const key = site.charge('ch_1', 10_000);
    await desk.propose(key, [['INV-1', 10_000]]);
    const before = booksText(site.db);
    await site.approve(key, [['INV-1', 10_000]], { post: true });
    expect(await desk.undo()).toMatchObject({ undone: 'approval', movementKey: key });
    expect(booksText(site.db)).toBe(before);
    expect(await desk.redo()).toMatchObject({ undone: 'approval' });
    expect(desk.postings()).toEqual([
      { state: 'withdrawn', generation: 1, now: 1 },
      { state: 'approved', generation: 2, now: 0 },
    ]);
    await expect(desk.redo()).rejects.toMatchObject({ detailCode: 'UNDO_NOTHING' });
    await site.round();
    expect(site.books()).toHaveLength(1);
    expect(site.violations()).toEqual([]);
  });

  it.each([
    ['as proposed', true],
    ['of her own', false],
  ])(
    'an allocation %s keeps the reason for its remainder through undo and redo, and in the audit',
    async (_, isProposed) => {
      const key = site.charge('ch_1', 10_000);
      if (isProposed) await desk.propose(key, [['INV-2', 5_000]]);
      const reason = 'The rest is on account';
      const item = { itemKey: site.itemKey('INV-2'), seenVersion: 1, amountMinor: 5_000 };
      const decided = () => ({ ...desk.liveMatch(key), kept: site.db.prepare(REASONS).pluck().all() });
      await desk.approveWith(key, { allocations: [item], reason });
      expect(decided()).toMatchObject({ state: 'approved', reason, kept: [reason] });
      await desk.undo();
      expect(await desk.redo()).toMatchObject({ undone: 'approval' });
      expect(decided()).toMatchObject({ state: 'approved', reason, kept: [reason, reason] });
    },
  );

  it('redo makes again what this person undid, never what somebody else took back or what she undid before', async () => {
    const first = site.charge('ch_1', 10_000);
    await site.approve(first, [['INV-1', 10_000]]);
    expect(await desk.undo(first, 'REVIEWER')).toMatchObject({ undone: 'approval' });
    await expect(desk.redo()).rejects.toMatchObject({ detailCode: 'UNDO_NOTHING' });
    expect(await desk.redo('REVIEWER')).toMatchObject({ undone: 'approval', movementKey: first });
    await desk.undo(first);
    const second = site.charge('ch_2', 5_000);
    await desk.propose(second, [['INV-2', 5_000]], { state: 'approved', automatic: true, decidedBy: 'rule' });
    await desk.undo(second);
    await expect(desk.redo()).rejects.toMatchObject({ detailCode: 'UNDO_NOTHING' });
    expect(desk.movement('ch_1').state).not.toBe('approved');
    expect(site.states()).toEqual({ ch_1: 'withdrawn' });
  });

  it.each([
    ['proposed', 'confirmed'],
    ['rejected', 'rejected'],
  ] as const)('redo takes the customer link again that was %s by then: it is %s', async (by, then) => {
    const key = site.charge('ch_1', 10_000);
    site.db.exec("UPDATE movement SET customer_id = 'cus_1'");
    const linkId = insertLink(site.db, 'proposed');
    const state = () => site.db.prepare('SELECT state FROM crosswalk_link').pluck().get();
    await desk.approveWith(key, {
      allocations: [{ itemKey: site.itemKey('INV-1'), seenVersion: 1, amountMinor: 10_000 }],
      confirmLinkId: linkId,
    });
    await desk.undo(key);
    expect(state()).toBe('proposed');
    site.db.prepare('UPDATE crosswalk_link SET state = ?').run(by);
    expect(await desk.redo()).toMatchObject({ undone: 'approval', rulesMayDecide: true });
    expect([desk.movement('ch_1').state, state()]).toEqual(['approved', then]);
    await desk.undo(key);
    expect(state()).toBe(by);
  });

  it('redo of a rejection rejects again', async () => {
    const key = site.charge('ch_1', 10_000);
    await desk.propose(key, [['INV-1', 10_000]]);
    await desk.reject(key);
    expect(desk.movement('ch_1').state).toBe('unmatched');
    await desk.undo();
    expect(desk.movement('ch_1').state).toBe('proposed');
    expect(await desk.redo()).toMatchObject({ undone: 'rejection' });
    expect(desk.movement('ch_1').state).toBe('unmatched');
    expect(site.db.prepare('SELECT count(*) FROM rejected_pair').pluck().get()).toBe(1);
  });

  it('takes back a decision about a customer link, and makes it again', async () => {
    const link = insertLink(site.db, 'proposed');
    const state = () => site.db.prepare('SELECT state FROM crosswalk_link').pluck().get();
    await site.ledger.write(decideLink, { ...desk.who(), linkId: link, version: 1, to: 'confirmed', reason: null });
    expect(await desk.undo()).toMatchObject({ undone: 'confirmed customer link', movementKey: null });
    expect(state()).toBe('proposed');
    expect(await desk.redo()).toMatchObject({ undone: 'confirmed customer link', movementKey: null });
    expect(state()).toBe('confirmed');
    expect(await desk.undo()).toMatchObject({ undone: 'confirmed customer link' });
    await expect(desk.undo()).rejects.toMatchObject({ detailCode: 'UNDO_NOTHING' });
  });

  it.each([
    ['left it open for another reason', false],
    ['proposed another item since', true],
  ])('a rejection can be undone although matching %s', async (_how, proposesAnother) => {
    const key = site.charge('ch_1', 10_000);
    const rejected = await desk.propose(key, [['INV-1', 10_000]]);
    await desk.reject(key);
    site.db.exec("UPDATE movement SET state_reason = 'found nothing', attention = 'noItem', score = 0.2");
    if (proposesAnother) await desk.propose(key, [['INV-2', 5_000]]);
    expect(whyNotUndo(site.db, key, 'CLERK')).toBeNull();
    expect(await desk.undo(key)).toMatchObject({ undone: 'rejection', rulesMayDecide: true });
    expect(desk.liveMatch(key)).toMatchObject({ state: 'proposed' });
    expect(liveMatchOf(site.db, key)?.matchId).toBe(rejected);
    expect(site.db.prepare('SELECT count(*) FROM rejected_pair').pluck().get()).toBe(0);
    const others = site.db.prepare('SELECT state FROM match WHERE match_id <> ?').pluck().all(rejected);
    expect(others).toEqual(proposesAnother ? ['withdrawn'] : []);
    expect(site.violations()).toEqual([]);
  });

  it('a rejection cannot be undone once the charge is out, and the window is told so', async () => {
    const key = site.charge('ch_1', 10_000);
    await desk.propose(key, [['INV-1', 10_000]]);
    await desk.reject(key);
    site.db.exec("UPDATE movement SET state = 'excluded'");
    expect(whyNotUndo(site.db, key, 'CLERK')).toContain('something was decided or came back after it');
    await expect(desk.undo(key)).rejects.toMatchObject({ code: 'TRANSITION' });
  });

  it.each([
    ['booked it on another day', { booked_date: '2026-11-01', booked_basis: 'balanceTransaction' }],
    ['changed the charge', { attention: 'changedSinceApproval' }],
  ])('an approved payment that has not left can be undone although Stripe %s', async (_what, said) => {
    const key = site.charge('ch_1', 10_000);
    await desk.propose(key, [['INV-1', 10_000]]);
    await site.approve(key, [['INV-1', 10_000]]);
    for (const [column, text] of Object.entries(said)) site.db.prepare(`UPDATE movement SET ${column} = ?`).run(text);
    expect(whyNotUndo(site.db, key, 'CLERK')).toBeNull();
    const isChanged = 'attention' in said;
    expect(await desk.undo(key)).toMatchObject({ undone: 'approval', rulesMayDecide: isChanged });
    expect(desk.movement('ch_1')).toMatchObject({
      state: 'proposed',
      attention: isChanged ? 'changedSinceApproval' : null,
    });
    expect(site.states()).toEqual({ ch_1: 'withdrawn' });
    expect(site.violations()).toEqual([]);
  });

  it('a charge taken back is approved for the day Stripe booked it on meanwhile', async () => {
    const key = site.charge('ch_1', 10_000, { date: '2026-10-20' });
    await site.approve(key, [['INV-1', 10_000]]);
    site.db.exec("UPDATE movement SET booked_date = '2026-10-21', booked_basis = 'balanceTransaction'");
    await desk.undo(key);
    await site.approve(key, [['INV-1', 10_000]]);
    const dates = site.db.prepare('SELECT accounting_date FROM posting ORDER BY posting_id').pluck().all();
    expect(dates).toEqual(['2026-10-20', '2026-10-21']);
  });

  it('says that a movement can be undone exactly while its payment is in the outbox', async () => {
    const key = site.charge('ch_1', 10_000);
    expect(whyNotUndo(site.db, key, 'CLERK')).toContain('Nobody has decided');
    await site.approve(key, [['INV-1', 10_000]]);
    expect(whyNotUndo(site.db, key, 'CLERK')).toBeNull();
    await site.round();
    expect(whyNotUndo(site.db, key, 'CLERK')).toContain('left for PeopleSoft');
  });

  it('of another person’s or a rule’s decision needs the right to approve its amount; one’s own is always hers', async () => {
    const own = site.charge('ch_1', 5_000);
    await site.approve(own, [['INV-1', 5_000]]);
    clerkWithLimit(site, 1_000);
    const text = '50.00 USD is above your limit of 10.00 USD.';
    const nextStep = 'Ask a reviewer whose limit is high enough to take it back.';
    const refused = async (key: MovementKey, actor: string) => {
      expect(whyNotUndo(site.db, key, actor)).toBe(`${text} ${nextStep}`);
      await expect(desk.undo(key, actor)).rejects.toMatchObject({
        detailCode: 'APPROVAL_ABOVE_LIMIT',
        message: text,
        nextStep,
      });
    };
    await refused(own, 'COLLEAGUE');
    const big = site.charge('ch_2', 5_000);
    await site.approve(big, [['INV-2', 5_000]], { actor: 'REVIEWER' });
    await refused(big, 'CLERK');
    const ruled = site.charge('ch_3', 5_000);
    await desk.propose(ruled, [['INV-1', 5_000]], { state: 'approved', automatic: true, decidedBy: 'rule' });
    await refused(ruled, 'CLERK');
    expect(site.states()).toEqual({ ch_1: 'approved', ch_2: 'approved' });
    const small = site.charge('ch_4', 900, { currency: 'USD' });
    await desk.reject(await proposedTo(small), { actor: 'REVIEWER' });
    expect(await desk.undo(small, 'CLERK')).toMatchObject({ undone: 'rejection' });
    expect(await desk.undo(own, 'clerk')).toMatchObject({ undone: 'approval' });
    expect(await desk.undo(ruled, 'REVIEWER')).toMatchObject({ undone: 'approval' });
    expect(site.states()).toEqual({ ch_1: 'withdrawn', ch_2: 'approved' });
  });

  it('what a rule approved can be undone on its own row', async () => {
    const key = site.charge('ch_1', 10_000);
    await desk.propose(key, [['INV-1', 10_000]], { state: 'approved', automatic: true, decidedBy: 'rule' });
    expect(whyNotUndo(site.db, key, 'CLERK')).toBeNull();
    expect(await desk.undo(key)).toMatchObject({ undone: 'approval', movementKey: key });
    expect(desk.liveMatch(key)).toMatchObject({ state: 'proposed' });
  });

  it('nobody undoes what is on its way, or what another person decided last, by accident', async () => {
    const key = site.charge('ch_1', 10_000);
    await site.approve(key, [['INV-1', 10_000]]);
    await expect(desk.undo(null, 'SOMEBODY')).rejects.toMatchObject({ detailCode: 'UNDO_NOTHING' });
    await site.round();
    await expect(desk.undo(key)).rejects.toMatchObject({ code: 'TRANSITION' });
    expect(site.states()).toEqual({ ch_1: 'accepted' });
  });
});

describe('replay', () => {
  const refuse = async (id: string): Promise<number> => {
    const key = site.charge(id, 10_000);
    await site.approve(key, [['INV-1', 10_000]]);
    site.simulator.arm({ form: 'notificationZero' });
    await site.round();
    return site.db.prepare('SELECT max(posting_id) FROM posting').pluck().get() as number;
  };
  const replay = (postingId: number) =>
    site.ledger.write(replayPosting, {
      ...desk.who(),
      postingId,
      seenVersion: site.db.prepare('SELECT version FROM posting WHERE posting_id = ?').pluck().get(postingId) as number,
      unit: UNIT,
      setId: 'SHARE',
    });

  it('sends what was refused again, as the next generation, and only once', async () => {
    const postingId = await refuse('ch_1');
    expect(site.states()).toEqual({ ch_1: 'rejected' });
    expect(desk.movement('ch_1')).toMatchObject({ state: 'unmatched', attention: 'postingProblem' });
    expect(await site.ledger.read(replayCandidates, { id: null })).toMatchObject([{ postingId }]);
    await replay(postingId);
    await expect(replay(postingId)).rejects.toMatchObject({ detailCode: 'POSTING_NOT_REPLAYABLE' });
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed' });
    expect(site.books()).toHaveLength(1);
    expect(await site.ledger.read(replayCandidates, { id: null })).toEqual([]);
    expect(site.violations()).toEqual([]);
  });

  it('refuses anything whose outcome is not a certain refusal', async () => {
    await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]]);
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    await expect(replay(1)).rejects.toMatchObject({ detailCode: 'POSTING_NOT_REPLAYABLE' });
  });

  it('refuses while PeopleSoft seems to hold a receipt for it: that is decided in the workbench', async () => {
    const postingId = await refuse('ch_1');
    const paymentKey = site.db.prepare('SELECT payment_key FROM ps_payment').pluck().get() as number;
    await desk.propose(site.movementKey('ch_1'), [], { kind: 'alreadyKeyed', ruleId: 'already-keyed', paymentKey });
    await expect(replay(postingId)).rejects.toMatchObject({
      detailCode: 'POSTING_NOT_REPLAYABLE',
      message: 'PeopleSoft holds a receipt that looks like this payment, so it is not sent again as it was.',
    });
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'rejected' });
    expect(site.books()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });

  it('refuses when the item was paid meanwhile', async () => {
    const postingId = await refuse('ch_1');
    site.db.exec("UPDATE ar_item SET balance_minor = 0, status = 'closed' WHERE item = 'INV-1'");
    await expect(replay(postingId)).rejects.toMatchObject({ detailCode: 'ALLOCATION_EXCEEDS_ITEM' });
    expect(liveMatchOf(site.db, 1 as MovementKey)).toBeNull();
  });
});
