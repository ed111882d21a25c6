import { describe, expect, it } from 'vitest';
import { checkCompleteness } from '../../../../electron/ingest/completeness/check-completeness.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { completenessSite } from './completeness-site.ts';
import { movement, wholeStory } from './whole-story.ts';

type Site = Awaited<ReturnType<typeof completenessSite>>;
/** What the rows of the story come to: 12.50 - 0.66, - 5.00, - 12.50 - 15.00, - 9.00, + 1,000.00, + 7.00. */
const ROWS_MINOR = 977_34;

const usd = (amount: number) => [{ amount, currency: 'usd' }];
const tell = (site: Site, availableMinor: number, pendingMinor = 0) =>
  site.balanceIs({ available: usd(availableMinor), pending: usd(pendingMinor) });

const proofs = (site: Site) =>
  site.db
    .prepare(
      'SELECT opening_minor, activity_minor, closing_minor, state FROM stripe_balance_proof ORDER BY balance_type, currency',
    )
    .raw()
    .all();

describe('proof of the balance', () => {
  it('ties where opening nothing and all rows since the beginning come to what Stripe tells', async () => {
    const site = await completenessSite(wholeStory());
    tell(site, ROWS_MINOR - 7_00, 7_00);
    expect(await site.poll()).toMatchObject({ balancesOpen: 0 });
    expect(proofs(site)).toEqual([[0, ROWS_MINOR, ROWS_MINOR, 'tied']]);
  });

  it('breaks by one planted cent, and ties again when Stripe tells otherwise', async () => {
    const site = await completenessSite(wholeStory());
    tell(site, ROWS_MINOR + 1);
    expect(await site.poll()).toMatchObject({ balancesOpen: 1 });
    expect(proofs(site)).toEqual([[0, ROWS_MINOR, ROWS_MINOR + 1, 'open']]);
    site.clock.advance(60_000);
    tell(site, ROWS_MINOR);
    expect(await site.poll()).toMatchObject({ balancesOpen: 0 });
  });

  it('goes from one balance to the next where the first load did not reach the beginning', async () => {
    const site = await completenessSite(wholeStory());
    tell(site, 5_000_00);
    await site.poll('2026-10-01T00:00:00.000Z' as Instant);
    expect(proofs(site)).toEqual([[5_000_00, 0, 5_000_00, 'notEvaluated']]);
    site.clock.advance(3 * 86_400_000);
    const created = Math.floor(Date.parse(site.clock.now()) / 1_000);
    site.objects.push({ ...movement('txn_9', 'fee', 'ignored', -3_00), source: null, created });
    tell(site, 4_997_00);
    await site.poll();
    expect(proofs(site)).toEqual([[5_000_00, -3_00, 4_997_00, 'tied']]);
  });

  it('goes by Stripe’s own time, whatever this computer’s clock says', async () => {
    const site = await completenessSite(wholeStory());
    site.aheadBy(600_000);
    const created = Math.floor(Date.parse(site.clock.now()) / 1_000) + 300;
    site.objects.push({ ...movement('txn_9', 'fee', 'ignored', -3_00), source: null, created });
    tell(site, ROWS_MINOR - 3_00);
    expect(await site.poll()).toMatchObject({ balancesOpen: 0 });
    expect(proofs(site)).toEqual([[0, ROWS_MINOR - 3_00, ROWS_MINOR - 3_00, 'tied']]);
  });

  it('is not held up by a balance that a clock that ran ahead had dated', async () => {
    const site = await completenessSite(wholeStory());
    tell(site, 1);
    site.aheadBy(30 * 86_400_000);
    await site.poll();
    site.aheadBy(0);
    tell(site, ROWS_MINOR);
    expect(await site.poll()).toMatchObject({ balancesOpen: 0 });
  });

  it('says nothing after a poll that was not read to its end', async () => {
    const site = await completenessSite(wholeStory());
    tell(site, ROWS_MINOR);
    await site.poll();

    await checkCompleteness(site.ledger, 'acct_1', site.clock.now(), { wholePoll: false });
    expect(proofs(site)).toEqual([[0, ROWS_MINOR, ROWS_MINOR, 'notEvaluated']]);
  });
});
