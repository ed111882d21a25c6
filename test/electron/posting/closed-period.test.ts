import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getMovement } from '../../../electron/ledger/movement-store.ts';
import { movementWords } from '../../../electron/posting/payments/accounting-date.ts';
import { replayCandidates, replayPosting } from '../../../electron/posting/payments/replay.ts';
import { approveStraightThrough } from '../../../electron/posting/decisions/straight-through.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { deskOf, startDeskSite } from './decision-desk.ts';
import { UNIT, type PostingSite } from './posting-site.ts';

let site: PostingSite;
let desk: ReturnType<typeof deskOf>;
beforeEach(async () => {
  site = await startDeskSite();
  desk = deskOf(site);
});
afterEach(() => site.close());

const close = (isOpen: 'Y' | 'N' = 'N') =>
  site.changeBooks(`UPDATE open_period SET open_flag = '${isOpen}' WHERE from_dt = '2026-10-01'`);
const item = (name = 'INV-1') => ({ itemKey: site.itemKey(name), seenVersion: 1, amountMinor: 5_000 });
const REST = { reason: 'the rest is on account' };
const TEXT = 'Posts on 2026-11-01 (first open day): period 2026-10 is closed.';
const postings = () =>
  site.db
    .prepare('SELECT state, generation, accounting_date AS date, reference FROM posting ORDER BY posting_id')
    .all();

/** A charge of October that came back because October was closed when it was about to leave. */
async function returned(): Promise<ReturnType<typeof site.charge>> {
  const key = site.charge('ch_1', 10_000);
  await site.approve(key, [['INV-1', 5_000]], REST);
  close();
  expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
  expect(desk.movement('ch_1')).toMatchObject({
    state: 'unmatched',
    attention: 'changedSinceApproval',
    reason: 'the period of 2026-10-15 is closed for US001; the first open day is 2026-11-01',
  });
  return key;
}

describe('a charge whose period is closed', () => {
  it('posts on the first open day once a person accepts that day, in every document, and says so', async () => {
    const key = await returned();
    await expect(desk.approveWith(key, { allocations: [item()], ...REST })).rejects.toMatchObject({ message: TEXT });
    await desk.approveWith(key, { allocations: [item()], ...REST, accountingDate: '2026-11-01' });
    const words = movementWords(getMovement(site.db, key));
    expect(words).toContain('Cut-off: posts on 2026-11-01, the first open day; the period of 2026-10-15 is closed.');
    expect((await site.round()).send).toMatchObject({ sent: 1, returned: 0 });
    expect(postings()).toMatchObject([
      { state: 'withdrawn', generation: 1, date: '2026-10-15' },
      { state: 'accepted', generation: 2, date: '2026-11-01' },
    ]);
    expect(site.db.prepare('SELECT accounting_date FROM deposit').pluck().all()).toEqual(['2026-11-01']);
    await site.finish();
    expect(site.books()).toMatchObject([{ accountingDate: '2026-11-01' }]);
    const audited =
      "SELECT json_extract(detail_json, '$.accountingDate') FROM audit WHERE action = 'match.approved' ORDER BY seq";
    expect(site.db.prepare(audited).pluck().all()).toEqual([null, '2026-11-01']);
    expect(site.violations()).toEqual([]);
  });

  it('does not take any other day than the first open one', async () => {
    const key = await returned();
    const on = (accountingDate: string) => desk.approveWith(key, { allocations: [item()], ...REST, accountingDate });
    await expect(on('2026-11-02')).rejects.toMatchObject({ message: TEXT });
    await expect(on('2026-10-15')).rejects.toMatchObject({ message: TEXT });
    const open = site.charge('ch_2', 5_000, { date: '2026-11-02' });
    const other = { allocations: [item('INV-2')], accountingDate: '2026-11-01' };
    await expect(desk.approveWith(open, other)).rejects.toMatchObject({
      message: expect.stringContaining('its own day') as string,
    });
  });

  it('comes back when its own period is open again, and then posts on its own day', async () => {
    const key = await returned();
    await desk.approveWith(key, { allocations: [item()], ...REST, accountingDate: '2026-11-01' });
    close('Y');
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    expect(desk.movement('ch_1').reason).toContain('open again');
    await desk.approveWith(key, { allocations: [item()], ...REST });
    await site.finish();
    expect(site.books()).toMatchObject([{ accountingDate: '2026-10-15' }]);
  });

  it('is told the next first open day when the accepted one was closed before it left', async () => {
    const key = await returned();
    await desk.approveWith(key, { allocations: [item()], ...REST, accountingDate: '2026-11-01' });
    site.changeBooks(
      "UPDATE open_period SET open_flag = 'N'; INSERT INTO open_period SELECT business_unit, '2026-12-01', '2026-12-31', 'Y' FROM business_unit",
    );
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    await desk.approveWith(key, { allocations: [item()], ...REST, accountingDate: '2026-12-01' });
    expect((await site.round()).send).toMatchObject({ sent: 1, returned: 0 });
    expect(site.books()).toMatchObject([{ accountingDate: '2026-12-01' }]);
  });

  it('keeps the accepted day through undo and redo, and through sending again what PeopleSoft refused', async () => {
    const key = await returned();
    await desk.approveWith(key, { allocations: [item()], ...REST, accountingDate: '2026-11-01' });
    await desk.undo();
    expect(desk.movement('ch_1').reason ?? '').not.toContain('posts on');
    await desk.redo();
    site.simulator.arm({ form: 'notificationZero' });
    await site.round();
    const [refused] = await site.ledger.read(replayCandidates, { id: null });
    const { postingId = 0, version: seenVersion = 0 } = refused ?? {};
    await site.ledger.write(replayPosting, { ...desk.who(), postingId, seenVersion, unit: UNIT, setId: 'SHARE' });
    await site.finish();
    expect(site.books()).toMatchObject([{ accountingDate: '2026-11-01' }]);
  });

  it('is never moved to another day by a rule', async () => {
    await returned();
    const second = site.charge('ch_2', 5_000);
    await desk.propose(second, [['INV-2', 5_000]], { automatic: true });
    const unit: UnitProfile = {
      ...UNIT,
      straightThrough: { ruleIds: ['reference-exact'], limitMinor: { USD: 50_000 }, approvedBy: 'REVIEWER' },
    };
    const args = { ...desk.who(), unit, setId: 'SHARE', afterMatchId: 0, limit: 500 };
    expect(await site.ledger.write(approveStraightThrough, args)).toMatchObject({ approved: 0, left: 1 });
    expect(desk.movement('ch_2')).toMatchObject({ state: 'proposed', attention: 'proposal', reason: TEXT });
  });

  it('may be approved again, and is told again, where no later day is open', async () => {
    site.changeBooks("UPDATE open_period SET open_flag = 'N'");
    const key = site.charge('ch_1', 5_000);
    await site.approve(key, [['INV-1', 5_000]]);
    expect((await site.round()).send).toMatchObject({ returned: 1 });
    expect(desk.movement('ch_1').reason).toContain('no later day is open');
    site.changeBooks("UPDATE open_period SET open_flag = 'Y'");
    await site.approve(key, [['INV-1', 5_000]]);
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed' });
  });
});
