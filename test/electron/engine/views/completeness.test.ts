import { describe, expect, it } from 'vitest';
import { readCompleteness } from '../../../../electron/engine/views/completeness.ts';
import { monthState } from '../../../../electron/engine/views/month-state.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { completenessSite } from '../../ingest/completeness/completeness-site.ts';
import { movement, wholeStory } from '../../ingest/completeness/whole-story.ts';

type Site = Awaited<ReturnType<typeof completenessSite>>;

async function typeOf(site: Site, type: string) {
  const [account] = await site.ledger.read(readCompleteness, { units: [] });
  const found = account?.types.find((each) => each.type === type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

describe('completeness by family and month', () => {
  it('counts and sums what is held and what Stripe listed, by month of creation', async () => {
    const later = {
      ...movement('txn_7', 'fee', 'x', -2_00),
      source: null,
      created: Date.parse('2026-11-01T00:00:00Z') / 1_000,
    };
    const site = await completenessSite([...wholeStory(), later]);
    await site.poll();
    const type = await typeOf(site, 'balance_transaction');
    expect(type).toMatchObject({ state: 'complete', why: null, held: 7, listed: 7, missing: 0 });
    const sums = (minor: number) => [{ currency: 'USD', exponent: 2, heldMinor: minor, listedMinor: minor }];
    expect(type.months).toMatchObject([
      { month: '2026-11', state: 'complete', held: 1, listed: 1, sums: sums(-2_00) },
      { month: '2026-10', state: 'complete', held: 6, listed: 6, sums: sums(977_34) },
    ]);
  });

  it('keeps what the last whole list said, while what came since is held beside it', async () => {
    const site = await completenessSite(wholeStory());
    await site.poll();
    site.clock.advance(600_000);
    const created = Math.floor(Date.parse(site.clock.now()) / 1_000) - 20 * 60;
    site.objects.push({ ...movement('txn_7', 'fee', 'x', -2_00), source: null, created });
    await site.poll();
    expect(await typeOf(site, 'balance_transaction')).toMatchObject({ state: 'complete', held: 7, listed: 6 });
  });

  it('names the month and the number of what is missing', async () => {
    const site = await completenessSite(wholeStory().filter((object) => object['id'] !== 're_1'));
    await site.poll();
    const type = await typeOf(site, 'refund');
    expect(type).toMatchObject({ state: 'gap', why: '1 missing', held: 0, listed: 0, missing: 1 });
    const [account] = await site.ledger.read(readCompleteness, { units: [] });
    // The charge says so too, by its sum: that is no second one.
    expect(account?.gapCounts).toEqual({ open: 1, unknown: 0, healed: 0 });
    expect(account?.gaps).toMatchObject([{ type: 'refund', id: 're_1', witnessId: 'txn_2', healedAt: null }]);
  });

  it('notices an object that Stripe listed and the ledger has lost', async () => {
    const site = await completenessSite(wholeStory());
    await site.poll();
    site.db.exec(
      "DELETE FROM stripe_payout WHERE payout_id = 'po_1'; DELETE FROM source_object WHERE object_id = 'po_1'",
    );
    site.db.exec('UPDATE cursor SET position_json = \'{"version":0,"reach":{}}\' WHERE stream = \'completeness\'');
    site.clock.advance(60_000);
    await site.check();
    expect(await typeOf(site, 'payout')).toMatchObject({ state: 'gap' });
  });

  it('says of a month inside which the first load began that it is not evaluated', async () => {
    const site = await completenessSite(wholeStory());
    await site.poll('2026-10-03T00:00:00.000Z' as Instant);
    expect(await typeOf(site, 'charge')).toMatchObject({
      state: 'notEvaluated',
      why: '2026-10: read from 2026-10-03 on',
    });
  });
});

describe('the state of a month', () => {
  const whole = { month: '2026-10', held: 2, listed: 2, inList: 2, missing: 0, unknown: 0, refused: 0, waiting: 0 };
  const facts = { ...whole, sums: [], undated: 0, reach: '' };

  it.each([
    [{}, 'complete', null],
    [{ missing: 1, refused: 2 }, 'gap', '1 missing, 2 that cannot be read'],
    [{ unknown: 1 }, 'gap', '1 that Stripe does not know'],
    [{ inList: 1 }, 'gap', '1 that Stripe listed and the ledger does not hold'],
    [{ waiting: 3 }, 'notEvaluated', '3 asked for at the next read'],
    [{ undated: 4 }, 'notEvaluated', '4 read by an earlier version, without their month'],
    [{ reach: null }, 'notEvaluated', 'not read to the end yet'],
    [
      { sums: [{ currency: 'USD', exponent: 2, heldMinor: 1, listedMinor: 2 }] },
      'notEvaluated',
      'amounts changed since Stripe listed them',
    ],
  ] as const)('%j is %s', (change, state, why) => {
    expect(monthState({ ...facts, ...change, sums: 'sums' in change ? [...change.sums] : [] })).toEqual({ state, why });
  });
});
