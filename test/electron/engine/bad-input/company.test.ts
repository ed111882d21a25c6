import { describe, expect, it, onTestFinished } from 'vitest';
import {
  lostRows,
  startEngineUnderTest,
  type EngineUnderTest,
  type EngineUnderTestOptions,
} from '../../../support/engine-under-test.ts';
import { textLike } from '../../../support/text-like.ts';

const DAY_MS = 86_400_000;

async function start(options: EngineUnderTestOptions = {}): Promise<EngineUnderTest> {
  const tieout = await startEngineUnderTest({ size: 120, ...options });
  onTestFinished(() => tieout.close());
  return tieout;
}

describe('an empty company', () => {
  it('is read, matched, posted and shown like any other, and says that there is nothing', async () => {
    const tieout = await start({ size: 'empty' });
    const nothing = { read: 0, new: 0, changed: 0, refused: 0, complete: true };
    expect((await tieout.sync()).systems).toEqual({ stripe: nothing, peoplesoft: nothing });
    expect(await tieout.match()).toMatchObject({ matchable: 0, changed: 0 });
    expect(await tieout.post()).toMatchObject({ confirmed: 0, waiting: 0, unknown: 0, stopped: null });
    await tieout.settled();
    expect(await tieout.connection('stripe')).toMatchObject({ state: 'ok', message: null, backlog: 0 });
    expect(await tieout.connection('peoplesoft')).toMatchObject({ state: 'ok', message: null, backlog: 0 });
    const { units } = await tieout.query('session.current', {});
    for (const { unit } of units) {
      expect(await tieout.query('summary.get', { unit })).toMatchObject({ needsReview: 0, movements: 0 });
      for (const list of [
        { list: 'movements', unit, facet: 'all' },
        { list: 'items', unit, movementKey: null },
        { list: 'postings', unit },
      ] as const)
        expect(await tieout.query('view.open', list)).toMatchObject({ total: 0 });
    }
    for (const check of await tieout.engine.headless.check()) expect(check.signIn).not.toBe('failed');
    expect(await tieout.engine.headless.verifyAudit()).toMatchObject({ valid: true, anchored: true });
    expect(await tieout.refusal('command', 'match.undo', {})).toMatchObject({ code: 'UNDO_NOTHING' });
    expect(tieout.reports).toEqual([]);
  });
});

async function chargeAt(tieout: EngineUnderTest, id: string, atMs: number): Promise<void> {
  const [row] = tieout.rows<{ id: string }>("SELECT object_id AS id FROM movement WHERE kind = 'charge' LIMIT 1");
  const { object } = (await tieout.systems.stripeControl('GET', `objects/${row?.id ?? ''}`)) as {
    object: Readonly<Record<string, unknown>>;
  };
  const created = Math.floor(atMs / 1_000);
  await tieout.systems.stripeControl('PUT', 'objects', {
    object: {
      ...object,
      id,
      created,
      balance_transaction: null,
      payment_intent: null,
      amount_refunded: 0,
      disputed: false,
    },
  });
}
const held = (tieout: EngineUnderTest, prefix: string) =>
  tieout.rows<{ id: string }>('SELECT object_id AS id FROM movement WHERE object_id GLOB ? ORDER BY 1', `${prefix}*`);

describe('a machine that slept', () => {
  it('misses nothing of three days that happened meanwhile, and counts no time as waited', async () => {
    const tieout = await start();
    await tieout.load();
    const before = tieout.books();
    const asleepMs = tieout.clock.nowMs();
    const monotonicMs = tieout.clock.monotonicMs();
    for (const day of [0.01, 1, 2, 2.9]) await chargeAt(tieout, `ch_asleep_${day * 100}`, asleepMs + day * DAY_MS);
    tieout.clock.jump(3 * DAY_MS);
    expect(tieout.clock.monotonicMs() - monotonicMs).toBeLessThan(DAY_MS);
    const report = await tieout.sync();
    expect(report.systems.stripe).toMatchObject({ complete: true, new: 4, refused: 0 });
    expect(held(tieout, 'ch_asleep_')).toHaveLength(4);
    expect(lostRows(before, tieout.books())).toEqual([]);
    const { completeTo } = await tieout.connection('stripe');
    expect(Date.parse(completeTo ?? '')).toBeGreaterThan(asleepMs + 2.9 * DAY_MS);
    expect((await tieout.sync()).systems.stripe).toMatchObject({ new: 0, changed: 0 });
  });

  it('asks a window that was open to open its list again', async () => {
    const tieout = await start();
    await tieout.load();
    const { token } = await tieout.query('view.open', { list: 'movements', unit: 'US', facet: 'all' });
    tieout.clock.jump(3 * DAY_MS);
    expect(await tieout.refusal('query', 'view.page', { token, offset: 0, limit: 10 })).toMatchObject({
      code: 'VIEW_EXPIRED',
    });
  });
});

describe('a clock that was put back', () => {
  it('loses nothing, hides nothing new, and keeps the audit whole', async () => {
    const tieout = await start();
    await tieout.load();
    await tieout.match();
    const before = tieout.books();
    tieout.clock.jump(-2 * DAY_MS);
    await chargeAt(tieout, 'ch_back_1', tieout.clock.nowMs());
    // The simulator’s clock went back with ours: rows that its balance holds lie in its future, so that the two do not tie for now.
    expect((await tieout.sync()).systems.stripe).toMatchObject({ refused: 0, completeness: { missing: 0 } });
    // Younger than the newest one held, but created after our own earlier reads: the next whole look-back finds it.
    tieout.clock.jump(2 * DAY_MS);
    tieout.clock.pass(DAY_MS);
    await tieout.sync();
    expect(held(tieout, 'ch_back_')).toEqual([{ id: 'ch_back_1' }]);
    expect(lostRows(before, tieout.books())).toEqual([]);
    expect(await tieout.engine.headless.verifyAudit()).toMatchObject({ valid: true, anchored: true });
  });

  it('before the first read of the day does not keep a list open for ever', async () => {
    const tieout = await start();
    await tieout.load();
    tieout.clock.jump(-DAY_MS);
    const { token } = await tieout.query('view.open', { list: 'movements', unit: 'US', facet: 'all' });
    tieout.clock.jump(DAY_MS);
    expect(await tieout.refusal('query', 'view.page', { token, offset: 0, limit: 10 })).toMatchObject({
      code: 'VIEW_EXPIRED',
    });
  });
});

describe('a profile without a go-live date', () => {
  it('matches, but posts nothing and says why, in the preview as in the refusal', async () => {
    const tieout = await start({
      profile: (profile) => ({ ...profile, units: profile.units.map((unit) => ({ ...unit, goLiveDate: null })) }),
    });
    await tieout.sync();
    expect((await tieout.match()).matched.proposed).toBeGreaterThan(0);
    expect(tieout.rows('SELECT 1 FROM posting')).toEqual([]);
    const [row] = tieout.rows<{ key: number }>(
      `SELECT m.movement_key AS key FROM movement m JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1
       JOIN match x USING (match_id) WHERE m.state = 'proposed' AND m.kind = 'charge' AND x.kind = 'payment' LIMIT 1`,
    );
    const movementKey = row?.key ?? 0;
    const detail = await tieout.query('match.detail', { movementKey });
    expect(detail).toMatchObject({ postingPreview: null, postingBlocked: textLike(/go-live date/) });
    expect(detail.can.approveAndPost).toBe(false);
    const allocations = detail.allocations.map(({ itemKey, itemVersion, amount }) => ({
      itemKey,
      seenVersion: itemVersion,
      amountMinor: amount.minor,
    }));
    const input = { movementKey, seenVersion: detail.movement.version, allocations, post: true };
    expect(await tieout.refusal('command', 'match.approve', input)).toMatchObject({
      code: 'POSTING_NO_GO_LIVE',
      nextStep: textLike(/go-live/),
    });
    expect(await tieout.post()).toMatchObject({ confirmed: 0, waiting: 0 });
    expect(tieout.rows('SELECT 1 FROM posting')).toEqual([]);
  });
});
