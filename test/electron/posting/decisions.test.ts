import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertMatch, liveMatchOf, type MatchKind } from '../../../electron/ledger/match-store.ts';
import { defineWrite } from '../../../electron/ledger/operation.ts';
import { approveByPerson, type ApproveArgs } from '../../../electron/posting/decide.ts';
import { decideLink } from '../../../electron/posting/decide-link.ts';
import { redoByPerson } from '../../../electron/posting/redo.ts';
import { rejectByPerson } from '../../../electron/posting/reject.ts';
import { replayCandidates, replayPosting } from '../../../electron/posting/replay.ts';
import { canUndoMovement, undoByPerson } from '../../../electron/posting/undo.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { LinkId, MatchId, MovementKey, UnitId } from '../../../shared/domain/ids.ts';
import { booksText } from '../ledger/book-keeping.ts';
import { startPostingSite, UNIT, type PostingSite } from './posting-site.ts';
import { insertLink } from './site-rows.ts';

let site: PostingSite;
beforeEach(async () => {
  site = await startPostingSite({
    items: [
      { item: 'INV-1', amount: '100.00' },
      { item: 'INV-2', amount: '50.00' },
      { item: 'INV-C', amount: '100.00', custId: 'C200' },
      { item: 'INV-JPY', amount: '5000', currency: 'JPY' },
      { item: 'INV-ISK', amount: '900', currency: 'ISK' },
    ],
  });
});
afterEach(() => site.close());

const who = () => ({ actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) });
const propose = (movementKey: MovementKey, shares: readonly (readonly [string, number])[], more: object = {}) =>
  site.ledger.write(
    defineWrite('test.propose', (db, _args: null): MatchId =>
      insertMatch(db, {
        unit: 'US' as UnitId,
        kind: 'payment' as MatchKind,
        ruleId: 'reference-exact',
        ruleVersion: 1,
        score: 0.98,
        margin: null,
        automatic: false,
        pointsJson: '[]',
        movements: [movementKey],
        allocations: shares.map(([item, minor]) => ({
          movementKey,
          itemKey: site.itemKey(item),
          amountMinor: minor,
          itemAmountMinor: minor,
        })),
        at: who().at,
        ...more,
      }),
    ),
    null,
  );
const movement = (id: string) =>
  site.db
    .prepare('SELECT state, attention, state_reason AS reason, version FROM movement WHERE object_id = ?')
    .get(id) as {
    state: string;
    attention: string | null;
    reason: string | null;
    version: number;
  };
const versionOf = (key: MovementKey): number =>
  site.db.prepare('SELECT version FROM movement WHERE movement_key = ?').pluck().get(key) as number;
const postings = () =>
  site.db.prepare('SELECT state, generation, send_now AS now FROM posting ORDER BY posting_id').all();
const approveWith = (key: MovementKey, more: Partial<ApproveArgs>) =>
  site.ledger.write(approveByPerson, {
    ...who(),
    unit: UNIT,
    setId: 'SHARE',
    movementKey: key,
    seenVersion: versionOf(key),
    allocations: [],
    post: false,
    reason: null,
    confirmLinkId: null,
    linkCustomer: false,
    ...more,
  });
const undo = (movementKey: number | null = null, actor = 'CLERK') =>
  site.ledger.write(undoByPerson, { ...who(), actor, movementKey });
const redo = () => site.ledger.write(redoByPerson, { ...who(), units: [UNIT], setId: 'SHARE' });
const reject = (key: MovementKey) =>
  site.ledger.write(rejectByPerson, { ...who(), movementKey: key, seenVersion: versionOf(key), reason: null });

const REASONS = "SELECT json_extract(detail_json, '$.reason') FROM audit WHERE action = 'match.approved' ORDER BY seq";
const liveMatch = (key: MovementKey) =>
  site.db
    .prepare('SELECT state, reason FROM match JOIN match_movement USING (match_id) WHERE movement_key = ? AND live = 1')
    .get(key) as { state: string; reason: string | null };

describe('approving', () => {
  it('fixes reference, payload and hash in the transaction that approves; "and post" queues it at once', async () => {
    await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]], { post: true });
    expect(movement('ch_1').state).toBe('approved');
    expect(postings()).toEqual([{ state: 'queued', generation: 1, now: 1 }]);
    expect(() => site.db.exec("UPDATE posting SET payload_json = '{}'")).toThrow('POSTING_FIXED');
    expect(site.violations()).toEqual([]);
  });

  it('takes a remainder only with a reason; the payment keeps its gross amount', async () => {
    const key = site.charge('ch_1', 12_000);
    await expect(site.approve(key, [['INV-1', 10_000]])).rejects.toMatchObject({
      detailCode: 'MATCH_REMAINDER_NEEDS_REASON',
      message: '20.00 USD of the charge stays unapplied.',
    });
    await site.approve(key, [['INV-1', 10_000]], { reason: 'paid in advance' });
    await site.round();
    await site.simulator.runBatch();
    await site.round();
    expect(site.books()).toMatchObject([{ amount: '120', status: 'worksheet' }]);
    expect(site.states()).toEqual({ ch_1: 'accepted' });
    expect(movement('ch_1')).toMatchObject({
      attention: 'postingProblem',
      reason: expect.stringContaining('worksheet') as string,
    });
  });

  it.each([
    ['nothing', 10_000, [], 'BAD_INPUT'],
    ['more than the charge', 9_000, [['INV-1', 10_000]], 'ALLOCATION_EXCEEDS_MOVEMENT'],
    ['more than the item', 20_000, [['INV-1', 10_001]], 'ALLOCATION_EXCEEDS_ITEM'],
    ['nothing of an item', 10_000, [['INV-1', 0]], 'BAD_INPUT'],
    ['less than nothing', 10_000, [['INV-1', -5]], 'BAD_INPUT'],
    [
      'an item twice',
      10_000,
      [
        ['INV-1', 4_000],
        ['INV-1', 6_000],
      ],
      'BAD_INPUT',
    ],
    [
      'items of two customers',
      10_000,
      [
        ['INV-1', 5_000],
        ['INV-C', 5_000],
      ],
      'ALLOCATION_CUSTOMERS_DIFFER',
    ],
    ['an item in another currency', 10_000, [['INV-JPY', 5_000]], 'BAD_INPUT'],
  ] as const)('refuses %s and changes nothing', async (_what, amount, shares, detailCode) => {
    const key = site.charge('ch_1', amount);
    const before = booksText(site.db);
    await expect(site.approve(key, shares, { reason: 'because' })).rejects.toMatchObject({ detailCode });
    expect(booksText(site.db)).toBe(before);
  });

  it('refuses an amount PeopleSoft’s currency cannot hold', async () => {
    const key = site.charge('ch_1', 90_050, { currency: 'ISK', exponent: 2 });
    await expect(site.approve(key, [['INV-ISK', 80_050]], { reason: 'r' })).rejects.toMatchObject({
      detailCode: 'BAD_INPUT',
    });
  });

  it('sees what other approvals hold of an item, and says how much is left', async () => {
    await site.approve(site.charge('ch_1', 7_000), [['INV-1', 7_000]]);
    await expect(site.approve(site.charge('ch_2', 4_000), [['INV-1', 4_000]])).rejects.toMatchObject({
      detailCode: 'ALLOCATION_EXCEEDS_ITEM',
      message: 'Of item INV-1 only 30.00 USD is left: the rest is approved for other charges.',
    });
    await site.approve(site.charge('ch_3', 3_000), [['INV-1', 3_000]]);
    expect(site.violations()).toEqual([]);
  });

  it('refuses rows and items that changed since they were seen, and what is decided already', async () => {
    const key = site.charge('ch_1', 10_000);
    await expect(approveWith(key, { seenVersion: 99 })).rejects.toMatchObject({ detailCode: 'STALE_VERSION' });
    const itemKey = site.itemKey('INV-1');
    await expect(
      approveWith(key, { allocations: [{ itemKey, seenVersion: 99, amountMinor: 10_000 }] }),
    ).rejects.toMatchObject({
      detailCode: 'STALE_VERSION',
    });
    await site.approve(key, [['INV-1', 10_000]]);
    await expect(site.approve(key, [['INV-2', 5_000]], { reason: 'r' })).rejects.toMatchObject({
      detailCode: 'MATCH_ALREADY_DECIDED',
    });
  });

  it.each([
    ['before go-live', { date: '2026-09-30' }, 'POSTING_BEFORE_GO_LIVE'],
    ['without a clearing account for its settlement currency', { settlement: 'EUR' }, 'POSTING_NO_CLEARING_ACCOUNT'],
  ])('refuses a charge %s', async (_what, { date, settlement }: { date?: string; settlement?: string }, detailCode) => {
    const key = site.charge('ch_1', 10_000, date === undefined ? {} : { date });
    if (settlement !== undefined) site.db.prepare('UPDATE movement SET settlement_currency = ?').run(settlement);
    await expect(site.approve(key, [['INV-1', 10_000]])).rejects.toMatchObject({ detailCode });
    expect(postings()).toEqual([]);
  });

  it('another allocation than proposed withdraws the proposal and sends the chosen one', async () => {
    const key = site.charge('ch_1', 5_000);
    const proposed = await propose(key, [['INV-1', 5_000]]);
    await site.approve(key, [['INV-2', 5_000]]);
    expect(site.db.prepare('SELECT state FROM match WHERE match_id = ?').pluck().get(proposed)).toBe('withdrawn');
    await site.round();
    expect(site.books()[0]?.applications).toMatchObject([{ item: 'INV-2' }]);
    expect(site.violations()).toEqual([]);
  });
});

describe('approving with a customer link', () => {
  const ofCustomer = (id: string): MovementKey => {
    const key = site.charge(id, 10_000);
    site.db.prepare("UPDATE movement SET customer_id = 'cus_1' WHERE movement_key = ?").run(key);
    return key;
  };
  const allocations = (item: string) => [{ itemKey: site.itemKey(item), seenVersion: 1, amountMinor: 10_000 }];
  const linkState = (link: LinkId) =>
    site.db.prepare('SELECT state FROM crosswalk_link WHERE link_id = ?').pluck().get(link);

  it('confirms it when the person says so, and undo takes that back too', async () => {
    const link = insertLink(site.db, 'proposed');
    const key = ofCustomer('ch_1');
    await approveWith(key, { allocations: allocations('INV-1') });
    expect(linkState(link)).toBe('proposed');
    await undo(key);
    await approveWith(key, { allocations: allocations('INV-1'), confirmLinkId: link });
    expect(linkState(link)).toBe('confirmed');
    await undo(key);
    expect(linkState(link)).toBe('proposed');
  });

  it('links the customer of the chosen items when the person says so; undone, the link is a proposal', async () => {
    const key = ofCustomer('ch_1');
    const states = () => site.db.prepare('SELECT state, basis FROM crosswalk_link').all();
    await approveWith(key, { allocations: allocations('INV-1') });
    expect(states()).toEqual([]);
    await undo(key);
    await approveWith(key, { allocations: allocations('INV-1'), linkCustomer: true });
    expect(states()).toEqual([{ state: 'confirmed', basis: 'person' }]);
    await undo(key);
    expect(states()).toEqual([{ state: 'proposed', basis: 'person' }]);
    expect(site.violations()).toEqual([]);
  });

  it('names the confirmed link in the audit row of the approval', async () => {
    const link = insertLink(site.db, 'proposed');
    await approveWith(ofCustomer('ch_1'), { allocations: allocations('INV-1'), confirmLinkId: link });
    const detail = site.db.prepare("SELECT detail_json FROM audit WHERE action = 'match.approved'").pluck().get();
    expect(JSON.parse(detail as string)).toMatchObject({
      confirmedLink: { link, stripeCustomer: 'cus_1', customer: 'C100' },
    });
  });

  it('a second link of a Stripe customer is refused in words', async () => {
    insertLink(site.db, 'confirmed');
    const second = insertLink(site.db, 'proposed', 'C200');
    await expect(
      site.ledger.write(decideLink, { ...who(), linkId: second, version: 1, to: 'confirmed', reason: null }),
    ).rejects.toMatchObject({
      code: 'REFUSED',
      detailCode: 'MATCH_CUSTOMER_NOT_LINKED',
      message: 'The Stripe customer cus_1 is linked to C100 already.',
    });
    expect(linkState(second)).toBe('proposed');
  });

  it('refuses items of another customer than the confirmed one, or than the one to confirm', async () => {
    insertLink(site.db, 'confirmed');
    const refused = { detailCode: 'MATCH_CUSTOMER_NOT_LINKED' };
    await expect(approveWith(ofCustomer('ch_1'), { allocations: allocations('INV-C') })).rejects.toMatchObject(refused);
    site.db.exec("UPDATE crosswalk_link SET state = 'retired'");
    const other = insertLink(site.db, 'proposed', 'C200');
    await expect(
      approveWith(ofCustomer('ch_2'), { allocations: allocations('INV-1'), confirmLinkId: other }),
    ).rejects.toMatchObject(refused);
  });
});

describe('a receipt that PeopleSoft holds already', () => {
  const keyed = async (id: string, shares: readonly (readonly [string, number])[]) => {
    const key = site.charge(id, 10_000);
    const paymentKey = site.db
      .prepare("SELECT payment_key FROM ps_payment WHERE payment_id = 'CHEQUE-1'")
      .pluck()
      .get();
    await propose(key, shares, { kind: 'alreadyKeyed', paymentKey });
    return key;
  };

  it.each([
    ['naming no items', []],
    ['naming its items', [['INV-1', 10_000]]],
  ] as const)('taken over as proposed, %s, sends nothing', async (_how, shares) => {
    const key = await keyed('ch_1', shares);
    const decided = await site.approve(key, shares, { post: true });
    expect(decided.postingId).toBeNull();
    expect(movement('ch_1').state).toBe('posted');
    await site.round();
    expect(site.books()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });

  it('taken over without naming items, although it names them, sends nothing either', async () => {
    const key = await keyed('ch_1', [['INV-1', 10_000]]);
    expect((await site.approve(key, [])).postingId).toBeNull();
    expect(movement('ch_1').state).toBe('posted');
    expect(site.db.prepare('SELECT count(*) FROM match').pluck().get()).toBe(1);
  });

  it('is not paid a second time unless a person gives the reason', async () => {
    const key = await keyed('ch_1', []);
    await expect(site.approve(key, [['INV-1', 10_000]])).rejects.toMatchObject({
      detailCode: 'BAD_INPUT',
      message: 'PeopleSoft seems to hold a receipt for this charge already.',
    });
    const decided = await site.approve(key, [['INV-1', 10_000]], { reason: 'the receipt is for another order' });
    expect(decided.postingId).not.toBeNull();
  });
});

describe('a refund', () => {
  it('is approved by its charge without a payment, and never posted as one', async () => {
    const key = site.charge('re_1', -5_000);
    site.db.exec("UPDATE movement SET kind = 'refund' WHERE object_id = 're_1'");
    await propose(key, [], { kind: 'refundOfCharge', chargeMovementKey: site.charge('ch_1', 10_000) });
    await expect(site.approve(key, [['INV-2', 5_000]])).rejects.toMatchObject({
      detailCode: 'BAD_INPUT',
      message: 'A refund of this amount is not posted as a payment.',
    });
    expect((await site.approve(key, [])).postingId).toBeNull();
    expect(movement('re_1').state).toBe('approved');
    expect(postings()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });
});

describe('undo and redo', () => {
  it('undo restores the proposal and withdraws the payment; redo makes it again under the next generation, to wait', async () => {
    const key = site.charge('ch_1', 10_000);
    await propose(key, [['INV-1', 10_000]]);
    const before = booksText(site.db);
    await site.approve(key, [['INV-1', 10_000]], { post: true });
    expect(await undo()).toMatchObject({ undone: 'approval', movementKey: key });
    expect(booksText(site.db)).toBe(before);
    expect(await redo()).toMatchObject({ undone: 'approval' });
    expect(postings()).toEqual([
      { state: 'withdrawn', generation: 1, now: 1 },
      { state: 'approved', generation: 2, now: 0 },
    ]);
    await expect(redo()).rejects.toMatchObject({ detailCode: 'UNDO_NOTHING' });
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
      if (isProposed) await propose(key, [['INV-2', 5_000]]);
      const reason = 'The rest is on account';
      const item = { itemKey: site.itemKey('INV-2'), seenVersion: 1, amountMinor: 5_000 };
      const decided = () => ({ ...liveMatch(key), kept: site.db.prepare(REASONS).pluck().all() });
      await approveWith(key, { allocations: [item], reason });
      expect(decided()).toMatchObject({ state: 'approved', reason, kept: [reason] });
      await undo();
      expect(await redo()).toMatchObject({ undone: 'approval' });
      expect(decided()).toMatchObject({ state: 'approved', reason, kept: [reason, reason] });
    },
  );

  it('redo of a rejection rejects again', async () => {
    const key = site.charge('ch_1', 10_000);
    await propose(key, [['INV-1', 10_000]]);
    await reject(key);
    expect(movement('ch_1').state).toBe('unmatched');
    await undo();
    expect(movement('ch_1').state).toBe('proposed');
    expect(await redo()).toMatchObject({ undone: 'rejection' });
    expect(movement('ch_1').state).toBe('unmatched');
    expect(site.db.prepare('SELECT count(*) FROM rejected_pair').pluck().get()).toBe(1);
  });

  it('takes back a decision about a customer link, and makes it again', async () => {
    const link = insertLink(site.db, 'proposed');
    const state = () => site.db.prepare('SELECT state FROM crosswalk_link').pluck().get();
    await site.ledger.write(decideLink, { ...who(), linkId: link, version: 1, to: 'confirmed', reason: null });
    expect(await undo()).toMatchObject({ undone: 'confirmed customer link', movementKey: null });
    expect(state()).toBe('proposed');
    expect(await redo()).toMatchObject({ undone: 'confirmed customer link', movementKey: null });
    expect(state()).toBe('confirmed');
    expect(await undo()).toMatchObject({ undone: 'confirmed customer link' });
    await expect(undo()).rejects.toMatchObject({ detailCode: 'UNDO_NOTHING' });
  });

  it.each([
    ['left it open for another reason', false],
    ['proposed another item since', true],
  ])('a rejection can be undone although matching %s', async (_how, proposesAnother) => {
    const key = site.charge('ch_1', 10_000);
    const rejected = await propose(key, [['INV-1', 10_000]]);
    await reject(key);
    site.db.exec("UPDATE movement SET state_reason = 'found nothing', attention = 'noItem', score = 0.2");
    const since = proposesAnother ? await propose(key, [['INV-2', 5_000]]) : null;
    expect(canUndoMovement(site.db, key)).toBe(true);
    expect(await undo(key)).toMatchObject({ undone: 'rejection', rulesMayDecide: true });
    expect(liveMatch(key)).toMatchObject({ state: 'proposed' });
    expect(liveMatchOf(site.db, key)?.matchId).toBe(rejected);
    expect(site.db.prepare('SELECT count(*) FROM rejected_pair').pluck().get()).toBe(0);
    if (since !== null)
      expect(site.db.prepare('SELECT state FROM match WHERE match_id = ?').pluck().get(since)).toBe('withdrawn');
    expect(site.violations()).toEqual([]);
  });

  it('a rejection cannot be undone once the charge is out, and the window is told so', async () => {
    const key = site.charge('ch_1', 10_000);
    await propose(key, [['INV-1', 10_000]]);
    await reject(key);
    site.db.exec("UPDATE movement SET state = 'excluded'");
    expect(canUndoMovement(site.db, key)).toBe(false);
    await expect(undo(key)).rejects.toMatchObject({ code: 'TRANSITION' });
  });

  it('says that a movement can be undone exactly while its payment is in the outbox', async () => {
    const key = site.charge('ch_1', 10_000);
    expect(canUndoMovement(site.db, key)).toBe(false);
    await site.approve(key, [['INV-1', 10_000]]);
    expect(canUndoMovement(site.db, key)).toBe(true);
    await site.round();
    expect(canUndoMovement(site.db, key)).toBe(false);
  });

  it('what a rule approved can be undone on its own row', async () => {
    const key = site.charge('ch_1', 10_000);
    await propose(key, [['INV-1', 10_000]], { state: 'approved', automatic: true, decidedBy: 'rule' });
    expect(canUndoMovement(site.db, key)).toBe(true);
    expect(await undo(key)).toMatchObject({ undone: 'approval', movementKey: key });
    expect(liveMatch(key)).toMatchObject({ state: 'proposed' });
  });

  it('nobody undoes what is on its way, or what another person decided last, by accident', async () => {
    const key = site.charge('ch_1', 10_000);
    await site.approve(key, [['INV-1', 10_000]]);
    await expect(undo(null, 'SOMEBODY')).rejects.toMatchObject({ detailCode: 'UNDO_NOTHING' });
    await site.round();
    await expect(undo(key)).rejects.toMatchObject({ code: 'TRANSITION' });
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
      ...who(),
      postingId,
      seenVersion: site.db.prepare('SELECT version FROM posting WHERE posting_id = ?').pluck().get(postingId) as number,
      unit: UNIT,
      setId: 'SHARE',
    });

  it('sends what was refused again, as the next generation, and only once', async () => {
    const postingId = await refuse('ch_1');
    expect(site.states()).toEqual({ ch_1: 'rejected' });
    expect(movement('ch_1')).toMatchObject({ state: 'unmatched', attention: 'postingProblem' });
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

  it('refuses when the item was paid meanwhile', async () => {
    const postingId = await refuse('ch_1');
    site.db.exec("UPDATE ar_item SET balance_minor = 0, status = 'closed' WHERE item = 'INV-1'");
    await expect(replay(postingId)).rejects.toMatchObject({ detailCode: 'ALLOCATION_EXCEEDS_ITEM' });
    expect(liveMatchOf(site.db, 1 as MovementKey)).toBeNull();
  });
});
