import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import { textLike } from '../../../support/text-like.ts';
import type { PostingSite } from '../posting-site.ts';
import { insertLink } from '../site-rows.ts';
import { decideByRules, proposeAutomatic, proposeMatch, rowsSaid, RULED, startRuledSite } from './ruled-site.ts';

let site: PostingSite;
beforeEach(async () => {
  site = await startRuledSite();
});
afterEach(() => site.close());

const automatic = (id: string, item: string | null, minor: number, more?: Parameters<typeof proposeAutomatic>[2]) =>
  proposeAutomatic(site, { id, item, minor }, more);
const run = (unit?: UnitProfile, more?: { afterMatchId?: number; limit?: number }) => decideByRules(site, unit, more);
const rows = () => rowsSaid(site);

describe('a rule that a reviewer has switched on', () => {
  it('approves and posts; the posting names rule and version and the reviewer', async () => {
    await automatic('ch_1', 'INV-1', 10_000);
    expect(await run()).toEqual({ approved: 1, payments: 1, left: 0, next: null });
    expect(site.db.prepare('SELECT approved_by, approved_rule, state FROM posting').all()).toEqual([
      { approved_by: 'REVIEWER', approved_rule: 'reference-exact v3', state: 'approved' },
    ]);
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed' });
    expect(site.books()[0]?.approvedBy).toBe('REVIEWER');
    expect(site.violations()).toEqual([]);
  });

  it('takes over receipts without posting anything', async () => {
    const paymentKey = site.db.prepare('SELECT payment_key FROM ps_payment').pluck().get() as number;
    await automatic('ch_1', null, 10_000, { kind: 'alreadyKeyed', ruleId: 'keyed-by-hand', paymentKey });
    expect(await run()).toMatchObject({ approved: 1 });
    expect(rows()).toMatchObject({ ch_1: { state: 'posted' } });
    expect(site.db.prepare('SELECT count(*) FROM posting').pluck().get()).toBe(0);
  });

  it.each([
    ['no rule may decide', { ...RULED, straightThrough: null }, {}, 'a person approves every match'],
    [
      'another rule made it',
      RULED,
      { ruleId: 'amount-customer-date' },
      'the rule “amount, customer and date” is not switched on',
    ],
    ['there is no go-live date', { ...RULED, goLiveDate: null }, {}, 'no go-live date'],
    ['it is before go-live', RULED, { charge: { date: '2026-09-30' } }, 'before the go-live date'],
    ['no clearing account fits', { ...RULED, clearing: [] }, {}, 'No clearing account'],
  ])('leaves a match to a person with the reason: %s', async (_what, unit, more, reason) => {
    await automatic('ch_1', 'INV-1', 10_000, more);
    expect(await run(unit as UnitProfile)).toMatchObject({ approved: 0, left: 1 });
    expect(rows()['ch_1']).toEqual({
      state: 'proposed',
      attention: 'proposal',
      reason: expect.stringContaining(reason) as string,
    });
    const before = site.db.prepare('SELECT * FROM movement').all();
    expect(await run(unit as UnitProfile)).toMatchObject({ approved: 0, left: 1 });
    expect(site.db.prepare('SELECT * FROM movement').all()).toEqual(before);
    expect(site.violations()).toEqual([]);
  });

  it('keeps to its limit per currency', async () => {
    await automatic('ch_1', 'INV-1', 50_000);
    await automatic('ch_2', 'INV-2', 50_001);
    await automatic('ch_3', 'INV-CAD', 1_000, { charge: { currency: 'CAD' } });
    expect(await run()).toMatchObject({ approved: 1, left: 2 });
    expect(rows()).toMatchObject({
      ch_1: { state: 'approved' },
      ch_2: { reason: 'above the straight-through limit' },
      ch_3: { reason: 'no straight-through limit is set for CAD' },
    });
  });

  it('does not trust a customer link that fell meanwhile', async () => {
    await automatic('ch_1', 'INV-1', 10_000, { linkId: insertLink(site.db, 'rejected') });
    expect(await run()).toMatchObject({ approved: 0 });
    expect(rows()['ch_1']?.reason).toContain('link is not confirmed');
  });

  it('is not held up by a match the books refuse: that one goes to a person, its neighbours are approved', async () => {
    await automatic('ch_1', 'INV-1', 40_000);
    await automatic('ch_2', 'INV-1', 40_000); // both together are more than the item
    await automatic('ch_3', 'INV-2', 40_000);
    await automatic('ch_4', 'INV-3', 40_000);
    await automatic('ch_5', 'INV-4', 40_000);
    site.db.exec(
      "UPDATE ar_item SET balance_minor = 100 WHERE item = 'INV-3'; UPDATE ar_item SET status = 'closed' WHERE item = 'INV-4'",
    );
    expect(await run()).toMatchObject({ approved: 2, left: 3 });
    expect(rows()).toMatchObject({
      ch_1: { state: 'approved' },
      ch_2: {
        state: 'proposed',
        attention: 'proposal',
        reason: expect.stringContaining('only 200.00 USD is left') as string,
      },
      ch_3: { state: 'approved' },
      ch_4: { state: 'proposed', reason: expect.stringContaining('more than its open balance') as string },
      ch_5: { state: 'proposed', reason: expect.stringContaining('INV-4 is closed') as string },
    });
    expect(
      site.db
        .prepare("SELECT json_extract(detail_json, '$.count') FROM audit WHERE action = 'match.approvedByRule'")
        .pluck()
        .all(),
    ).toEqual([2]);
    expect(site.violations()).toEqual([]);
  });

  it('does not try again what PeopleSoft refused before a person has looked at it', async () => {
    const key = await automatic('ch_1', 'INV-1', 10_000);
    await run();
    site.simulator.arm({ form: 'notificationZero' });
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'rejected' });
    await proposeMatch(site, { movementKey: key, item: 'INV-1', minor: 10_000 });
    expect(await run()).toMatchObject({ approved: 0, left: 1 });
    expect(rows()['ch_1']).toMatchObject({
      attention: 'postingProblem',
      reason: expect.stringContaining('refused it before') as string,
    });
    await site.approve(key, [['INV-1', 10_000]]);
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed' });
  });

  it('walks in chunks, each whole by itself', async () => {
    for (let line = 1; line <= 5; line += 1) await automatic(`ch_${line}`, `INV-${line}`, 10_000);
    const first = await run(RULED, { limit: 2 });
    expect(first).toMatchObject({ approved: 2, next: 2 });
    const second = await run(RULED, { limit: 2, afterMatchId: first.next ?? 0 });
    expect(second).toMatchObject({ approved: 2, next: 4 });
    expect(await run(RULED, { limit: 2, afterMatchId: 4 })).toEqual({ approved: 1, payments: 1, left: 0, next: null });
  });

  it.each<[string, UnitProfile, string]>([
    ['a rule was switched on', { ...RULED, straightThrough: null }, 'a person approves every match of this unit'],
    [
      'the limit was raised',
      { ...RULED, straightThrough: { ...RULED.straightThrough!, limitMinor: { USD: 9_999 } } },
      'above the straight-through limit',
    ],
    ['the unit went live', { ...RULED, goLiveDate: null }, 'no go-live date'],
  ])('approves what is proposed already once %s', async (_what, earlier, reason) => {
    await automatic('ch_1', 'INV-1', 10_000);
    await run(earlier);
    expect(rows()['ch_1']?.reason).toContain(reason);
    expect(await run()).toMatchObject({ approved: 1, left: 0 });
    expect(rows()['ch_1']).toEqual({ state: 'approved', attention: null, reason: null });
    expect(site.violations()).toEqual([]);
  });

  it('approves what another approval had held, and says anew why it may not', async () => {
    await automatic('ch_1', 'INV-1', 40_000);
    await automatic('ch_2', 'INV-1', 40_000);
    await run();
    expect(rows()['ch_2']?.reason).toContain('only 200.00 USD is left');
    const stricter = { ...RULED, straightThrough: { ...RULED.straightThrough!, limitMinor: { USD: 30_000 } } };
    await run(stricter);
    expect(rows()['ch_2']).toMatchObject({ attention: 'proposal', reason: 'above the straight-through limit' });
    const [first] = site.db.prepare("SELECT movement_key FROM movement WHERE object_id = 'ch_1'").pluck().all();
    const who = { actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) };
    await site.ledger.write(undoByPerson, { movementKey: first as number, ...who });
    expect(await run()).toMatchObject({ approved: 1 });
    expect(rows()).toMatchObject({
      ch_1: { state: 'proposed', reason: 'approval by rule taken back by CLERK' },
      ch_2: { state: 'approved' },
    });
    expect(site.violations()).toEqual([]);
  });

  it('leaves to her what a person approved and took back', async () => {
    const key = await automatic('ch_1', 'INV-1', 10_000);
    await run({ ...RULED, straightThrough: null });
    await site.approve(key, [['INV-1', 10_000]]);
    await site.ledger.write(undoByPerson, {
      movementKey: key,
      actor: 'CLERK',
      machine: 'M',
      at: instantOf(site.nowMs()),
    });
    expect(await run()).toMatchObject({ approved: 0 });
    expect(rows()['ch_1']).toMatchObject({ state: 'proposed', attention: 'proposal' });
  });

  it('can be overruled by a person until the payment has left; then it is hers to decide', async () => {
    const key = await automatic('ch_1', 'INV-1', 10_000);
    await run();
    const undo = () =>
      site.ledger.write(undoByPerson, { movementKey: key, actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) });
    expect(await undo()).toMatchObject({ undone: 'approval', movementKey: key });
    expect(rows()['ch_1']).toMatchObject({
      state: 'proposed',
      attention: 'proposal',
      reason: 'approval by rule taken back by CLERK',
    });
    expect(site.states()).toEqual({ ch_1: 'withdrawn' });
    expect(await run()).toMatchObject({ approved: 0 });
    await expect(undo()).rejects.toMatchObject({ detailCode: 'UNDO_NOTHING' });
    await site.approve(key, [['INV-1', 10_000]]);
    await site.round();
    await expect(undo()).rejects.toMatchObject({ code: 'TRANSITION' });
    expect(site.violations()).toEqual([]);
  });
});

describe('charges that are exactly an item only together', () => {
  const pointsJson = JSON.stringify([{ signal: 'namedParts', text: '2 charges that name it', points: 24 }]);
  const part = (id: string, minor: number, more: Parameters<typeof automatic>[3] = {}) =>
    automatic(id, 'INV-1', minor, { pointsJson, ...more });
  const states = () => Object.fromEntries(Object.entries(rows()).map(([id, { state }]) => [id, state]));

  it('are approved together, also where a chunk ends between them', async () => {
    await part('ch_1', 25_000);
    await automatic('ch_2', 'INV-2', 10_000);
    await part('ch_3', 35_000);
    expect(await run(RULED, { limit: 1 })).toEqual({ approved: 2, payments: 2, left: 0, next: 1 });
    expect(states()).toEqual({ ch_1: 'approved', ch_2: 'proposed', ch_3: 'approved' });
    expect(await run(RULED, { afterMatchId: 1 })).toMatchObject({ approved: 1, left: 0, next: null });
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'confirmed', ch_3: 'confirmed' });
    expect(site.violations()).toEqual([]);
  });

  it('are all left to a person where one is above the limit, each with the reason', async () => {
    await part('ch_1', 5_000);
    await part('ch_2', 55_000);
    expect(await run()).toMatchObject({ approved: 0, left: 2 });
    const rests =
      'it is INV-1 only together with ch_2, which is a person’s to decide: above the straight-through limit';
    expect(rows()).toMatchObject({
      ch_1: { state: 'proposed', attention: 'proposal', reason: rests },
      ch_2: { state: 'proposed', attention: 'proposal', reason: 'above the straight-through limit' },
    });
    const before = site.db.prepare('SELECT * FROM movement').all();
    expect(await run(RULED, { limit: 1 })).toMatchObject({ approved: 0, left: 1, next: 1 });
    expect(await run(RULED, { afterMatchId: 1 })).toMatchObject({ approved: 0, left: 1 });
    expect(site.db.prepare('SELECT * FROM movement').all()).toEqual(before);
    const wider = { ...RULED, straightThrough: { ...RULED.straightThrough!, limitMinor: { USD: 60_000 } } };
    expect(await run(wider)).toMatchObject({ approved: 2, left: 0 });
    expect(site.violations()).toEqual([]);
  });

  it('are all left to a person where the rules left one of them to her, where one is missing, or where the books refuse one', async () => {
    await part('ch_1', 25_000);
    await part('ch_2', 35_000, { automatic: false });
    expect(await run()).toMatchObject({ approved: 0, left: 1 });
    expect(rows()['ch_1']?.reason).toContain('only together with ch_2, which is a person’s to decide');
    await automatic('ch_3', 'INV-2', 25_000, { pointsJson });
    await automatic('ch_4', 'INV-3', 25_000, { pointsJson });
    await automatic('ch_5', 'INV-3', 35_000, { pointsJson });
    site.db.exec("UPDATE ar_item SET status = 'closed' WHERE item = 'INV-3'");
    expect(await run()).toMatchObject({ approved: 0, left: 4 });
    for (const id of ['ch_3', 'ch_4', 'ch_5'])
      expect(rows()[id]).toMatchObject({
        attention: 'proposal',
        reason: textLike('together are not all there any more'),
      });
    expect(site.violations()).toEqual([]);
  });

  it('are none of them approved where the books refuse the second one', async () => {
    await part('ch_1', 25_000);
    await part('ch_2', 35_000, { charge: { currency: 'CAD' } });
    const unit = {
      ...RULED,
      straightThrough: { ...RULED.straightThrough!, limitMinor: { USD: 50_000, CAD: 50_000 } },
      currencies: ['USD', 'CAD'],
    };
    expect(await run(unit)).toMatchObject({ approved: 0, left: 2 });
    expect(states()).toEqual({ ch_1: 'proposed', ch_2: 'proposed' });
    expect(rows()['ch_1']?.reason).toContain('only together with ch_2, which is a person’s to decide');
    expect(site.db.prepare('SELECT count(*) FROM posting').pluck().get()).toBe(0);
  });
});
