import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TOLERANCES } from '../../../../shared/contract/profile-tolerances.ts';
import type { Instant, MatchId } from '../../../../shared/domain/ids.ts';
import { matchingProfile } from '../../../../electron/engine/matching/matching-request.ts';
import { proposedRules } from '../../../../electron/engine/matching/proposed-rules.ts';
import { partyProfile } from '../../../../electron/engine/matching/read-parties.ts';
import { whyNotItem } from '../../../../electron/engine/matching/why-not-operation.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { approveMatch } from '../../ledger/approve-match.ts';
import { openBooks, profile, type Books } from './books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
let books: Books;
beforeEach(() => {
  books = openBooks();
  books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
  books.customer('1001', 'HALVORSEN AND SONS');
});
afterEach(() => books.close());

/** Charges three days after the window of the items they are for, two of them approved because they name these. */
function lateCharges(): void {
  for (const at of [1, 2, 3, 4]) {
    books.item('1001', `INV-004811${at}`, 1_000 * at);
    const metadata = at <= 2 ? { metadata_json: JSON.stringify({ invoice: `INV-004811${at}` }) } : {};
    books.movement('charge', `ch_${at}`, 1_000 * at, { accounting_date: '2026-12-07', ...metadata });
  }
}

describe('rules proposed from near misses', () => {
  const ask = () => directLedger(books.db).read(proposedRules, { profile: matchingProfile(profile) });

  it('say how many charges miss, and what the replay on the rows as they were would do', async () => {
    lateCharges();
    books.movement('charge', 'ch_5', 5_000, { accounting_date: '2026-12-07' });
    books.item('1001', 'INV-0048115', 5_000);
    await books.match();
    expect(await ask()).toEqual([
      {
        exception: { customer: '1001', currency: 'USD', ruleId: 'amount-customer-date', dateWindowDays: 48 },
        text: 'Customer 1001 pays up to 3 days outside the window in 3 cases.',
        cases: 3,
        approvedCases: 0,
        replay: { gained: 3, lost: 0, changed: 0, wrong: 0, wrongAutomatic: 0 },
      },
    ]);
  });

  it('judge by what was approved, as if it were undecided again', async () => {
    lateCharges();
    await books.match();
    for (const match of books.all<{ matchId: MatchId; version: number }>(
      "SELECT match_id AS matchId, version FROM match WHERE state = 'proposed'",
    ))
      approveMatch(books.db, { ...match, actor: 'clerk', at: AT });
    // Without its words nothing but amount and date tells what the approved charge is for.
    books.run("UPDATE movement SET metadata_json = '{}'");
    const [proposed] = await ask();
    expect(proposed).toMatchObject({ cases: 4, approvedCases: 2, replay: { gained: 4, wrong: 0 } });
  });
});

describe('why not this item', () => {
  it('answers by every rule, also for an item of another customer', async () => {
    books.customer('2002', 'Other');
    const other = books.item('2002', 'INV-0099999', 500);
    const own = books.item('1001', 'INV-0048112', 9_000);
    const charge = books.movement('charge', 'ch_1', 10_000);
    await books.match();
    const asked = (itemKey: number) =>
      directLedger(books.db).read(whyNotItem, {
        movementKey: charge,
        itemKey,
        tolerances: DEFAULT_TOLERANCES,
        parties: partyProfile(profile),
        businessUnits: ['US001'],
      });
    const said = async (itemKey: number) =>
      (await asked(itemKey))?.rules
        .find(({ ruleId }) => ruleId === 'amount-customer-date')
        ?.failing.map(({ text }) => text);
    expect(await said(own)).toEqual(['Its open amount is 10.00 USD less.']);
    expect(await said(other)).toEqual(['It is an item of customer 2002.', 'Its open amount is 95.00 USD less.']);
    expect(await asked(999)).toBeNull();
  });

  it('answers for what goes by the fee, for refunds and disputes, and for charges of nobody', async () => {
    const item = books.item('1001', 'INV-0048112', 10_300);
    const settlement = { settlement_minor: 10_000, settlement_exponent: 2, settlement_currency: 'USD', fee_minor: 300 };
    const charge = books.movement('charge', 'ch_1', 10_000, settlement);
    const refund = books.movement('refund', 're_1', -10_000, { charge_id: 'ch_1' });
    const dispute = books.movement('dispute', 'du_1', -10_000, { charge_id: 'ch_1', source_status: 'lost' });
    const nobody = books.movement('charge', 'ch_2', 10_300, { customer_id: null });
    await books.match();
    const said = async (movementKey: number, rule: string) =>
      (
        await directLedger(books.db).read(whyNotItem, {
          movementKey,
          itemKey: item,
          tolerances: DEFAULT_TOLERANCES,
          parties: partyProfile(profile),
          businessUnits: ['US001'],
        })
      )?.rules
        .find(({ ruleId }) => ruleId === rule)
        ?.failing.map(({ text }) => text);
    expect(await said(charge, 'net-of-fee')).toEqual([]);
    expect(await said(refund, 'refund-of-charge')).toEqual([]);
    expect(await said(dispute, 'dispute-of-charge')).toEqual([]);
    expect(await said(refund, 'reference-exact')).toContain('The rule is for a charge; this is a refund.');
    expect(await said(nobody, 'amount-customer-date')).toContain(
      'Its Stripe customer is not linked to a PeopleSoft customer.',
    );
  });
});
