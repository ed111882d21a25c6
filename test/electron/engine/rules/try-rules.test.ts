import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ruleChangesSchema, NO_RULE_CHANGES } from '../../../../shared/contract/rule-changes.ts';
import type { Instant, MatchId } from '../../../../shared/domain/ids.ts';
import { matchingProfile } from '../../../../electron/engine/matching/matching-request.ts';
import { mayReadChanges } from '../../../../electron/engine/matching/scope-operations.ts';
import { ruleRows } from '../../../../electron/engine/rules/rule-rows.ts';
import { tryRules } from '../../../../electron/engine/rules/try-rules.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { rejectMatch } from '../../../../electron/ledger/match-decision.ts';
import { ruleCounts } from '../../../../electron/ledger/rule-set-store.ts';
import { approveMatch } from '../../ledger/approve-match.ts';
import { openBooks, profile, type Books } from '../matching/books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
/** All rules that go by amount: where only one is off, a later one hears of what it leaves. */
const OFF = ruleChangesSchema.parse({
  switchedOff: ['amount-customer-date', 'amount-customer-set', 'charges-of-one-item', 'charges-and-items'],
});
let books: Books;
beforeEach(() => {
  books = openBooks();
  books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
  books.customer('1001', 'HALVORSEN AND SONS');
  for (const at of [1, 2, 3]) {
    books.item('1001', `INV-004811${at}`, 1_000 * at);
    books.movement('charge', `ch_${at}`, 1_000 * at);
  }
});
afterEach(() => books.close());

const proposals = () =>
  books.all<{ matchId: MatchId; version: number }>(
    "SELECT match_id AS matchId, version FROM match WHERE state = 'proposed' ORDER BY match_id",
  );
const tryThem = (changes = OFF) =>
  directLedger(books.db).read(tryRules, {
    inForce: matchingProfile(profile),
    tried: matchingProfile(profile, changes),
  });

describe('a dry run of changed rules', () => {
  it('says what a rule that is switched off would lose, with the rows behind it, and changes nothing', async () => {
    await books.match();
    const before = books.all('SELECT * FROM match');
    const tried = await tryThem();
    expect(tried.figures).toEqual({ gained: 0, lost: 3, changed: 0, wrong: 0 });
    expect(tried.rows.lost[0]).toMatchObject({
      objectId: 'ch_1',
      ruleId: 'amount-customer-date',
      before: 'INV-0048111 with 10.00 USD',
      after: null,
      approved: null,
    });
    expect(books.all('SELECT * FROM match')).toEqual(before);
  });

  it('tries them on approved charges as if these were open, and judges by what was approved', async () => {
    await books.match();
    for (const match of proposals()) approveMatch(books.db, { ...match, actor: 'clerk', at: AT });
    const tried = await tryThem();
    expect(tried).toMatchObject({ approvedCharges: 3, figures: { lost: 3, wrong: 0 } });
    expect(tried.rows.lost[0]?.approved).toBe('INV-0048111 with 10.00 USD');
  });

  it('finds no difference where nothing is changed', async () => {
    await books.match();
    expect((await tryThem(NO_RULE_CHANGES)).figures).toEqual({ gained: 0, lost: 0, changed: 0, wrong: 0 });
  });
});

describe('a dry run of the rule that links customers', () => {
  const FIRST = 'Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel'.split(' ');
  const SECOND = 'Foundry Logistics Bakery'.split(' ');
  const NAMES = FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`));
  const LINKS = ruleChangesSchema.parse({ links: { fromScore: 0.9, leastMargin: 0.1 } });
  const alone = (tried: Awaited<ReturnType<typeof tryThem>>) =>
    [...tried.rows.changed, ...tried.rows.gained].filter((row) => row.isAutomatic && !row.wasAutomatic);
  beforeEach(async () => {
    for (const [number, name] of NAMES.entries()) {
      books.customer(String(5000 + number), `${name.toUpperCase()} LTD`);
      books.stripeCustomer(`cus_B${number}`, `${name} Limited`);
    }
    books.item('5001', 'INV-0099001', 12_345);
    books.movement('charge', 'ch_B1', 12_345, { customer_id: 'cus_B1', description: 'INV-0099001' });
    await books.match();
  });

  it('lists the customers it would link and what their charges would become, and changes nothing', async () => {
    const before = books.all('SELECT * FROM crosswalk_link');
    const tried = await tryThem(LINKS);
    const [byScore] = tried.links.byRule;
    expect(byScore).toMatchObject({ lost: 0, wrong: 0 });
    expect(byScore?.gained).toBeGreaterThan(NAMES.length / 2);
    expect(tried.links.rows).toHaveLength(byScore?.gained ?? 0);
    expect(tried.links.rows.find(({ customerId }) => customerId === 'cus_B1')).toMatchObject({
      name: 'Alder Logistics Limited',
      custId: '5001',
      peopleSoftName: 'ALDER LOGISTICS LTD',
      said: null,
    });
    expect(alone(tried).map(({ objectId }) => objectId)).toEqual(['ch_B1']);
    expect(books.all('SELECT * FROM crosswalk_link')).toEqual(before);
    await books.match({ rules: LINKS });
    const made = books.all("SELECT 1 FROM crosswalk_link WHERE decided_by LIKE 'rule %' AND state = 'confirmed'");
    expect(made).toHaveLength(byScore?.gained ?? 0);
  });

  it('says which links would wait for a person again where it is switched off, and nothing where it stays as it is', async () => {
    await books.match({ rules: LINKS });
    const inForce = matchingProfile(profile, LINKS);
    const run = (tried: typeof inForce) => directLedger(books.db).read(tryRules, { inForce, tried });
    const made = books.all("SELECT 1 FROM crosswalk_link WHERE decided_by LIKE 'rule %' AND state = 'confirmed'");
    const { links, figures } = await run(matchingProfile(profile));
    expect(links.byRule).toMatchObject([{ gained: 0, lost: made.length }]);
    expect(figures.changed).toBe(1);
    expect((await run(inForce)).links.byRule).toEqual([]);
  });
});

describe('matching by changed rules', () => {
  it('withdraws what a rule that is switched off had proposed, and brings it back when it is on again', async () => {
    await books.match();
    expect(proposals()).toHaveLength(3);
    await books.match({ rules: OFF });
    expect(proposals()).toHaveLength(0);
    await books.match();
    expect(proposals()).toHaveLength(3);
  });

  it('reads everything again after a change of the rules, and only changes after that', async () => {
    await books.match();
    const may = (changes = NO_RULE_CHANGES) =>
      directLedger(books.db).read(mayReadChanges, { profile: matchingProfile(profile, changes) });
    expect([await may(), await may(OFF)]).toEqual([true, false]);
    await books.match({ rules: OFF });
    expect([await may(), await may(OFF)]).toEqual([false, true]);
  });
});

describe('what became of a rule’s matches', () => {
  it('is counted with every step, so that the kept counts are those of the matches', async () => {
    await books.match();
    const [first, second] = proposals();
    if (first === undefined || second === undefined) throw new Error('there are not two proposals');
    approveMatch(books.db, { ...first, actor: 'clerk', at: AT });
    rejectMatch(books.db, { ...second, actor: 'clerk', at: AT, reason: 'another one' });
    const row = ruleRows(ruleCounts(books.db), []).find(({ ruleId }) => ruleId === 'amount-customer-date');
    expect(row).toMatchObject({ yield: { proposed: 1, approved: 1, rejected: 1, overruled: 0 }, errorRate: 0.5 });
    const counted = books.all(
      `SELECT rule_id AS ruleId, state AS outcome, automatic, count(*) AS matches FROM match GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    );
    expect(ruleCounts(books.db)).toEqual(counted);
  });
});
