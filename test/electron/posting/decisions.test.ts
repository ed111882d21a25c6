import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideLink } from '../../../electron/posting/decisions/decide-link.ts';
import type { LinkId, MovementKey } from '../../../shared/domain/ids.ts';
import { booksText } from '../ledger/book-keeping.ts';
import { deskOf, startDeskSite } from './decision-desk.ts';
import type { PostingSite } from './posting-site.ts';
import { insertLink } from './site-rows.ts';

let site: PostingSite;
let desk: ReturnType<typeof deskOf>;
beforeEach(async () => {
  site = await startDeskSite();
  desk = deskOf(site);
});
afterEach(() => site.close());

describe('approving', () => {
  it('fixes reference, payload and hash in the transaction that approves; "and post" queues it at once', async () => {
    await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]], { post: true });
    expect(desk.movement('ch_1').state).toBe('approved');
    expect(desk.postings()).toEqual([{ state: 'queued', generation: 1, now: 1 }]);
    expect(() => site.db.exec("UPDATE posting SET payload_json = '{}'")).toThrow('POSTING_FIXED');
    expect(site.violations()).toEqual([]);
  });

  it('by a clock that was set forward breaks no law when somebody pays the item afterwards', async () => {
    site.setClock(86_400);
    await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]]);
    site.db.exec("UPDATE ar_item SET balance_minor = 0, status = 'closed' WHERE item = 'INV-1'");
    expect(site.violations()).toEqual([]);
  });

  it.each([
    ['notEvaluated', 'This movement is still waiting for data.', 'Waiting for its charge, which has not come in yet.'],
    ['approved', 'This movement is approved.', 'Undo the earlier decision first.'],
  ])('refuses a movement that is %s in words, and says what to do', async (state, message, nextStep) => {
    const key = site.charge('ch_1', 10_000);
    const gate = state === 'notEvaluated' ? 'waitingForCharge' : null;
    site.db.prepare('UPDATE movement SET state = ?, gate = ? WHERE movement_key = ?').run(state, gate, key);
    await expect(site.approve(key, [['INV-1', 10_000]])).rejects.toMatchObject({ message, nextStep });
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
    expect(desk.movement('ch_1')).toMatchObject({
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
    await expect(desk.approveWith(key, { seenVersion: 99 })).rejects.toMatchObject({ detailCode: 'STALE_VERSION' });
    const itemKey = site.itemKey('INV-1');
    await expect(
      desk.approveWith(key, { allocations: [{ itemKey, seenVersion: 99, amountMinor: 10_000 }] }),
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
    expect(desk.postings()).toEqual([]);
  });

  it('another allocation than proposed withdraws the proposal and sends the chosen one', async () => {
    const key = site.charge('ch_1', 5_000);
    const proposed = await desk.propose(key, [['INV-1', 5_000]]);
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
    await desk.approveWith(key, { allocations: allocations('INV-1') });
    expect(linkState(link)).toBe('proposed');
    await desk.undo(key);
    await desk.approveWith(key, { allocations: allocations('INV-1'), confirmLinkId: link });
    expect(linkState(link)).toBe('confirmed');
    await desk.undo(key);
    expect(linkState(link)).toBe('proposed');
  });

  it('links the customer of the chosen items when the person says so; undone, the link is a proposal', async () => {
    const key = ofCustomer('ch_1');
    const states = () => site.db.prepare('SELECT state, basis FROM crosswalk_link').all();
    await desk.approveWith(key, { allocations: allocations('INV-1') });
    expect(states()).toEqual([]);
    await desk.undo(key);
    await desk.approveWith(key, { allocations: allocations('INV-1'), linkCustomer: true });
    expect(states()).toEqual([{ state: 'confirmed', basis: 'person' }]);
    await desk.undo(key);
    expect(states()).toEqual([{ state: 'proposed', basis: 'person' }]);
    expect(site.violations()).toEqual([]);
  });

  it('names the confirmed link in the audit row of the approval', async () => {
    const link = insertLink(site.db, 'proposed');
    await desk.approveWith(ofCustomer('ch_1'), { allocations: allocations('INV-1'), confirmLinkId: link });
    const detail = site.db.prepare("SELECT detail_json FROM audit WHERE action = 'match.approved'").pluck().get();
    expect(JSON.parse(detail as string)).toMatchObject({
      confirmedLink: { link, stripeCustomer: 'cus_1', customer: 'C100' },
    });
  });

  it('a second link of a Stripe customer is refused in words', async () => {
    insertLink(site.db, 'confirmed');
    const second = insertLink(site.db, 'proposed', 'C200');
    await expect(
      site.ledger.write(decideLink, { ...desk.who(), linkId: second, version: 1, to: 'confirmed', reason: null }),
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
    await expect(desk.approveWith(ofCustomer('ch_1'), { allocations: allocations('INV-C') })).rejects.toMatchObject(
      refused,
    );
    site.db.exec("UPDATE crosswalk_link SET state = 'retired'");
    const other = insertLink(site.db, 'proposed', 'C200');
    await expect(
      desk.approveWith(ofCustomer('ch_2'), { allocations: allocations('INV-1'), confirmLinkId: other }),
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
    await desk.propose(key, shares, { kind: 'alreadyKeyed', paymentKey });
    return key;
  };

  it.each([
    ['naming no items', []],
    ['naming its items', [['INV-1', 10_000]]],
  ] as const)('taken over as proposed, %s, sends nothing', async (_how, shares) => {
    const key = await keyed('ch_1', shares);
    const decided = await site.approve(key, shares, { post: true });
    expect(decided.postingId).toBeNull();
    expect(desk.movement('ch_1').state).toBe('posted');
    await site.round();
    expect(site.books()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });

  it('taken over without naming items, although it names them, sends nothing either', async () => {
    const key = await keyed('ch_1', [['INV-1', 10_000]]);
    expect((await site.approve(key, [])).postingId).toBeNull();
    expect(desk.movement('ch_1').state).toBe('posted');
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
