import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DEFAULT_TOLERANCES,
  matchingTolerancesSchema,
  type MatchingTolerances,
} from '../../../../shared/contract/profile-tolerances.ts';
import type { Instant, MatchId } from '../../../../shared/domain/ids.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { rejectMatch } from '../../../../electron/ledger/match-decision.ts';
import { whyNot } from '../../../../electron/engine/matching/why-not-operation.ts';
import { matchLedger } from '../../../../electron/engine/matching/match-ledger.ts';
import { watchSmallWrites } from '../../../../electron/ledger/small-writes.ts';
import { matchingProfile, packChanges } from '../../../../electron/engine/matching/matching-request.ts';
import { applyOutcomes } from '../../../../electron/engine/matching/apply-outcomes.ts';
import { readLinks } from '../../../../electron/engine/matching/read-links.ts';
import { partyProfile } from '../../../../electron/engine/matching/read-parties.ts';
import { textLike } from '../../../support/text-like.ts';
import { approveMatch } from '../../ledger/approve-match.ts';
import { openBooks, profile, type Books } from './books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const movement = (key: number) =>
  books.all<{ state: string; attention: string | null; score: number | null; state_reason: string | null }>(
    'SELECT state, attention, score, state_reason FROM movement WHERE movement_key = ?',
    key,
  )[0];
const links = () =>
  books.all('SELECT customer_id, cust_id, state, basis, decided_by FROM crosswalk_link ORDER BY customer_id, cust_id');
const matchOf = (key: number) =>
  books.all<{ match_id: MatchId; version: number; state: string; automatic: number; kind: string }>(
    'SELECT match_id, match.version, match.state, automatic, kind FROM match JOIN match_movement USING (match_id) WHERE movement_key = ? AND live = 1',
    key,
  )[0];

/** One linked customer with one invoice and the charge that names it. */
function linkedCharge(): { charge: number; item: number } {
  books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
  books.customer('1001', 'HALVORSEN AND SONS');
  const item = books.item('1001', 'INV-0048112', 10_000);
  return { item, charge: books.movement('charge', 'ch_1', 10_000, { metadata_json: '{"invoice":"48112"}' }) };
}

describe('a matching run', () => {
  it('links by stored id, matches by reference, keeps the evidence, and leaves sound books and its audit rows', async () => {
    const { charge, item } = linkedCharge();
    const outcome = await books.match();
    expect(outcome).toMatchObject({ matchable: 1, changed: 2, links: 1, skipped: 0 });
    expect(outcome.counts).toMatchObject({ auto: 1, proposed: 0, unmatched: 0 });
    expect(links()).toEqual([
      { customer_id: 'cus_A', cust_id: '1001', state: 'confirmed', basis: 'storedId', decided_by: 'stored id' },
    ]);
    expect(movement(charge)).toEqual({ state: 'proposed', attention: null, score: 0.96, state_reason: null });
    expect(books.all('SELECT item_key, amount_minor, item_amount_minor, hold FROM allocation')).toEqual([
      { item_key: item, amount_minor: 10_000, item_amount_minor: 10_000, hold: 'none' },
    ]);
    const who = { actor: 'clerk', machine: 'desk-1', subject: 'matching' };
    expect(books.all("SELECT action, actor, machine, subject FROM audit WHERE subject = 'matching'")).toEqual([
      { action: 'matching.linked', ...who },
      { action: 'matching.applied', ...who },
    ]);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('changes nothing when run again over the same rows', async () => {
    linkedCharge();
    books.movement('charge', 'ch_2', 7_700);
    books.movement('refund', 're_1', -2_000, { charge_id: 'ch_1', customer_id: null });
    books.movement('dispute', 'dp_1', -500, { charge_id: 'ch_1', source_status: 'lost' });
    books.item('1001', 'INV-0048113', 3_000);
    books.item('1001', 'INV-0048114', 3_000);
    const twins = [books.movement('charge', 'ch_3', 3_000), books.movement('charge', 'ch_4', 3_000)];
    await books.match();
    expect(twins.map((key) => movement(key)?.state)).toEqual(['ambiguous', 'ambiguous']);
    expect(books.all('SELECT rank FROM candidate WHERE movement_key = ?', twins[0])).toHaveLength(2);
    const before = books.db.serialize().length + books.all<{ n: number }>('SELECT count(*) AS n FROM audit')[0]!.n;
    expect(await books.match()).toMatchObject({ changed: 0 });
    expect(books.db.serialize().length + books.all<{ n: number }>('SELECT count(*) AS n FROM audit')[0]!.n).toBe(
      before,
    );
  });

  it('says in a dry run what a run would give, and writes nothing', async () => {
    const { charge } = linkedCharge();
    const dry = await books.match({ dryRun: true });
    expect(links()).toEqual([]);
    expect(movement(charge)?.state).toBe('unmatched');
    const real = await books.match();
    expect([dry.counts, dry.changed, dry.matchable]).toEqual([real.counts, real.changed, real.matchable]);
  });

  it('never touches what a person approved, and counts its hold against the item', async () => {
    const { charge } = linkedCharge();
    await books.match();
    const proposal = matchOf(charge);
    books.db.transaction(() =>
      approveMatch(books.db, { matchId: proposal!.match_id, version: proposal!.version, actor: 'clerk', at: AT }),
    )();
    const retry = books.movement('charge', 'ch_9', 10_000, { metadata_json: '{"invoice":"48112"}' });
    await books.match();
    expect(matchOf(charge)).toMatchObject({ match_id: proposal!.match_id, state: 'approved' });
    expect(movement(retry)).toMatchObject({ state: 'unmatched', attention: 'possibleDuplicate' });
    expect(findViolations(books.db)).toEqual([]);
  });

  it('does not propose again what a person rejected', async () => {
    const { charge } = linkedCharge();
    await books.match();
    const proposal = matchOf(charge);
    books.db.transaction(() =>
      rejectMatch(books.db, { matchId: proposal!.match_id, version: proposal!.version, actor: 'clerk', at: AT }),
    )();
    await books.match();
    expect(matchOf(charge)).toBeUndefined();
    expect(movement(charge)?.state).toBe('unmatched');
    expect(await books.match()).toMatchObject({ changed: 0 });
  });

  it('takes a proposal back when its item is gone, and a rival makes both ambiguous', async () => {
    const { charge, item } = linkedCharge();
    await books.match();
    books.run("UPDATE ar_item SET status = 'closed', balance_minor = 0 WHERE item_key = ?", item);
    await books.match();
    expect(movement(charge)).toMatchObject({
      state: 'unmatched',
      attention: 'noItem',
      state_reason: 'It names INV-0048112, which has nothing open.',
    });
    books.run("UPDATE ar_item SET status = 'open', balance_minor = 10000 WHERE item_key = ?", item);
    books.movement('charge', 'ch_9', 10_000, { metadata_json: '{"invoice":"INV-0048112"}' });
    await books.match();
    expect(movement(charge)).toMatchObject({ state: 'ambiguous', attention: 'possibleDuplicate' });
    expect(books.all('SELECT DISTINCT state FROM match')).toEqual([{ state: 'withdrawn' }]);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('only proposes a receipt keyed by hand, however certain: deciding is for people and approved rules', async () => {
    books.stripeCustomer('cus_A', 'A', { peoplesoft_customer: '1001' });
    books.customer('1001', 'A');
    const charge = books.movement('charge', 'ch_1', 10_000);
    books.run(
      `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
         bank_account_key, entered_by, comment, status, seen_run)
       VALUES ('US001', '7', 1, 'M1', 10000, 2, 'USD', '2026-10-16', 'STRPE', 'US01', 'KMILLER', 'Stripe ch_1', 'posted', 1)`,
    );
    await books.match();
    expect(movement(charge)?.state).toBe('proposed');
    expect(matchOf(charge)).toMatchObject({ kind: 'alreadyKeyed', state: 'proposed', automatic: 1 });
    expect(await books.match()).toMatchObject({ changed: 0, counts: { auto: 1 } });
    expect(findViolations(books.db)).toEqual([]);
  });

  it('excludes charges before go-live and leaves failed look-ups as they are', async () => {
    linkedCharge();
    const early = books.movement('charge', 'ch_e', 100, { accounting_date: '2026-09-30' });
    const failed = books.movement('refund', 're_f', -100, {
      state: 'lookupFailed',
      gate: 'chargeAbsent',
    });
    const { counts } = await books.match();
    expect(movement(early)).toMatchObject({ state: 'excluded', attention: null });
    expect(movement(failed)?.state).toBe('lookupFailed');
    expect(counts).toMatchObject({ auto: 1, excluded: 1, lookupFailed: 1 });
  });

  it('stops when cancelled and says so', async () => {
    linkedCharge();
    await expect(books.match({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
    const controller = new AbortController();
    const running = books.match({ signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('reads Stripe’s own split over its invoices', async () => {
    const { item } = linkedCharge();
    books.run("UPDATE movement SET metadata_json = '{}', amount_minor = 4000");
    books.run(
      `INSERT INTO stripe_invoice (account, invoice_id, number, status, total_minor, exponent, currency, metadata_json)
       VALUES ('acct_1', 'in_1', 'INV-0048112', 'open', 10000, 2, 'USD', '{}')`,
    );
    books.run(
      `INSERT INTO stripe_invoice_payment (account, invoice_payment_id, invoice_id, status, amount_minor, exponent, currency, payment_intent_id)
       VALUES ('acct_1', 'inpay_1', 'in_1', 'paid', 4000, 2, 'USD', 'pi_ch_1')`,
    );
    expect((await books.match()).counts.auto).toBe(1);
    expect(books.all('SELECT item_key, amount_minor FROM allocation')).toEqual([
      { item_key: item, amount_minor: 4_000 },
    ]);
  });
});

describe('customer links', () => {
  it('proposes an exact name once, matches over it for a person to confirm, and decides alone after she has', async () => {
    books.stripeCustomer('cus_A', 'Brightwater  Logistics');
    books.customer('1001', 'BRIGHTWATER LOGISTICS');
    books.item('1001', 'INV-0048112', 10_000);
    const charge = books.movement('charge', 'ch_1', 10_000, { metadata_json: '{"invoice":"48112"}' });
    await books.match();
    expect(links()).toMatchObject([{ state: 'proposed', basis: 'exactName', decided_by: null }]);
    expect(movement(charge)).toMatchObject({ state: 'proposed', attention: 'noCustomerLink' });
    books.run("UPDATE crosswalk_link SET state = 'confirmed', decided_by = 'clerk', version = version + 1");
    expect((await books.match()).counts.auto).toBe(1);
    expect(links()).toMatchObject([{ state: 'confirmed', decided_by: 'clerk' }]);
  });

  it('links nothing when stored ids disagree, and says so on the charge', async () => {
    linkedCharge();
    books.customer('2002', 'Other', 'cus_A');
    const outcome = await books.match();
    expect(outcome).toMatchObject({ links: 0, linkConflicts: 1 });
    expect(movement(1)).toMatchObject({ state: 'unmatched', attention: 'noCustomerLink' });
    expect(movement(1)?.state_reason).toContain('The stored ids disagree');
  });

  it('retires a link of its own when its stored id is gone', async () => {
    linkedCharge();
    await books.match();
    books.run("UPDATE ps_customer SET name = 'Quellwasser'");
    books.run("UPDATE stripe_customer SET metadata_json = '{}'");
    await books.match();
    expect(links()).toMatchObject([{ state: 'retired' }]);
    expect(movement(1)).toMatchObject({ state: 'unmatched', attention: 'noCustomerLink' });
    books.run(`UPDATE stripe_customer SET metadata_json = '{"peoplesoft_customer":"1001"}'`);
    await books.match();
    expect(links()).toMatchObject([{ state: 'confirmed' }]);
  });
});

describe('the audit row of what matching wrote', () => {
  const by = { actor: 'clerk', machine: 'desk-1', at: AT };
  const rows = (): { action: string; sha256?: unknown }[] =>
    books
      .all<{ action: string; detail_json: string }>("SELECT action, detail_json FROM audit WHERE subject = 'matching'")
      .map(({ action, detail_json: json }) => ({ action, ...(JSON.parse(json) as Record<string, unknown>) }));
  /** What the thread proposes for the books as they are. */
  const proposed = () => {
    const of = matchingProfile(profile);
    const chunk = matchLedger(books.db, of, readLinks(books.db, of)).next().value;
    if (!('changes' in chunk)) throw new Error('nothing is proposed');
    return chunk.changes;
  };

  it('stands for what a cancelled run had written', async () => {
    linkedCharge();
    const stop = new AbortController();
    const ledger = directLedger(books.db);
    const cancelled = books.match({
      signal: stop.signal,
      ledger: {
        read: (operation, args) => ledger.read(operation, args),
        write: async (operation, args) => {
          const answer = await ledger.write(operation, args);
          if (operation.name === 'matching.applyLinks') stop.abort();
          return answer;
        },
      },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(links()).toHaveLength(1);
    expect(rows()).toMatchObject([{ action: 'matching.linked', links: 1, confirmed: 1 }]);
  });

  it('covers what was written, not what was skipped', async () => {
    linkedCharge();
    books.movement('charge', 'ch_2', 7_700);
    const changes = proposed();
    const ledger = directLedger(books.db);
    books.run("UPDATE movement SET version = version + 1 WHERE object_id = 'ch_1'");
    await ledger.write(applyOutcomes, { packs: [packChanges(changes)], ...by });
    const [skipped] = rows();
    expect(skipped).toMatchObject({ movements: 1, skipped: 1 });
    books.close();
    books = openBooks();
    linkedCharge();
    books.movement('charge', 'ch_2', 7_700);
    const alone = proposed().filter(([movementKey]) => movementKey === 2);
    await directLedger(books.db).write(applyOutcomes, { packs: [packChanges(alone)], ...by });
    expect(rows()).toMatchObject([{ movements: 1, skipped: 0, sha256: skipped?.sha256 }]);
    books.run('UPDATE movement SET version = version + 1');
    await directLedger(books.db).write(applyOutcomes, { packs: [packChanges(alone)], ...by });
    expect(rows()).toHaveLength(1);
  });

  it('is one for each part of a transaction, which ends early when somebody waits to write', async () => {
    linkedCharge();
    books.movement('charge', 'ch_2', 7_700);
    const packs = proposed().map((each) => packChanges([each]));
    let waits = true;
    watchSmallWrites(books.db, () => waits);
    const ledger = directLedger(books.db);
    expect(await ledger.write(applyOutcomes, { packs, ...by })).toEqual({ applied: 1, skipped: 0, packs: 1 });
    expect(rows()).toHaveLength(1);
    waits = false;
    expect(await ledger.write(applyOutcomes, { packs: packs.slice(1), ...by })).toEqual({
      applied: packs.length - 1,
      skipped: 0,
      packs: packs.length - 1,
    });
    expect(rows()).toHaveLength(packs.length);
  });
});

describe('why not', () => {
  const ask = (movementKey: number) =>
    directLedger(books.db).read(whyNot, {
      movementKey,
      tolerances: DEFAULT_TOLERANCES,
      parties: partyProfile(profile),
      businessUnits: ['US001'],
    });
  const said = async (movementKey: number) =>
    (await ask(movementKey)).nearest.map((each) => [each.item, ...each.words]);
  const plain = { metadata_json: '{}', description: null };

  it('names the nearest items and the conditions they fail', async () => {
    linkedCharge();
    books.run("UPDATE movement SET metadata_json = '{}', amount_minor = 9000");
    await books.match();
    const answer = await ask(1);
    expect(answer.custId).toBe('1001');
    expect(answer.nearest).toMatchObject([
      {
        item: 'INV-0048112',
        failing: [{ kind: 'amountDiffers', moreThousandths: 10_000 }],
        words: ['Its open amount is 10.00 USD more.'],
      },
    ]);
  });

  it('names the items nearest to its amount, and whose they are, where its customer is linked to nobody', async () => {
    books.customer('1001', 'Acme');
    books.item('1001', 'INV-0000001', 10_000);
    books.item('1001', 'INV-0000002', 12_000);
    books.item('1001', 'INV-0000003', 10_000);
    books.run("UPDATE ar_item SET currency = 'CAD' WHERE item = 'INV-0000003'");
    books.stripeCustomer('cus_9', 'Nobody we know', {});
    const charge = books.movement('charge', 'ch_9', 10_000, { ...plain, customer_id: 'cus_9' });
    const bare = books.movement('charge', 'ch_8', 10_500, { ...plain, customer_id: null });
    await books.match();
    expect((await ask(charge)).custId).toBeNull();
    expect(await said(charge)).toEqual([
      ['INV-0000001', 'It is of 1001, to whom its Stripe customer is not linked.'],
      [
        'INV-0000002',
        'It is of 1001, to whom its Stripe customer is not linked.',
        'Its open amount is 20.00 USD more.',
      ],
    ]);
    expect(await said(bare)).toEqual([
      ['INV-0000001', 'It is of 1001, and the charge has no Stripe customer.', 'Its open amount is 5.00 USD less.'],
      ['INV-0000002', 'It is of 1001, and the charge has no Stripe customer.', 'Its open amount is 15.00 USD more.'],
    ]);
  });

  it('says by how many days of which window an item is out, as its own tolerance counts them', async () => {
    const { charge } = linkedCharge();
    books.run("UPDATE movement SET metadata_json = '{}', accounting_date = '2027-03-01'");
    await books.match();
    const asked = (tolerances: MatchingTolerances) =>
      directLedger(books.db).read(whyNot, {
        movementKey: charge,
        tolerances,
        parties: partyProfile(profile),
        businessUnits: ['US001'],
      });
    const [calendar] = (await asked(DEFAULT_TOLERANCES)).nearest;
    const special = matchingTolerancesSchema.parse({ exceptions: [{ customer: '1001', dateWindowDays: 60 }] });
    const [wider] = (await asked(special)).nearest;
    const days = (near: typeof calendar) => Number(/^Its dates are (\d+) days/.exec(near?.words[0] ?? '')?.[1]);
    expect(calendar?.words).toEqual([textLike(/^Its dates are \d+ days outside the window of 45 days\.$/)]);
    expect(wider?.words).toEqual([textLike(/^Its dates are \d+ days outside the window of 60 days\.$/)]);
    expect(days(calendar) - days(wider)).toBe(15);
  });

  it('answers for a refund and a dispute by their own rule, and never with items that only charges pay', async () => {
    const { charge } = linkedCharge();
    const of = { charge_id: books.all<{ id: string }>('SELECT object_id AS id FROM movement')[0]?.id, ...plain };
    const refund = books.movement('refund', 're_1', -10_000, of);
    const dispute = books.movement('dispute', 'du_1', -10_000, { ...of, source_status: 'lost' });
    books.run('UPDATE movement SET amount_minor = 100 WHERE movement_key = ?', charge);
    await books.match();
    expect(await ask(refund)).toMatchObject({ custId: null, nearest: [] });
    expect((await ask(refund)).reason).toMatch(/^The refunds of its charge are 99.00 USD more/);
    expect(await ask(dispute)).toMatchObject({ custId: null, nearest: [] });
    expect((await ask(dispute)).reason).toMatch(/^Dispute \(lost\)/);
  });

  it('shows no item by its amount where what the charge names decides about it', async () => {
    linkedCharge();
    books.customer('2002', 'Other');
    books.item('2002', 'INV-0099999', 500);
    for (const invoice of ['INV-0099999', 'INV-0048112'])
      books.run('UPDATE movement SET metadata_json = ?', JSON.stringify({ invoice }));
    const foreign = books.movement('charge', 'ch_2', 10_000, { metadata_json: '{"invoice":"INV-0099999"}' });
    const contested = books.movement('charge', 'ch_3', 10_000, { metadata_json: '{"invoice":"INV-0048112"}' });
    await books.match();
    expect(await ask(foreign)).toMatchObject({ nearest: [], reason: textLike(/another customer's/) });
    expect(await ask(contested)).toMatchObject({ nearest: [], reason: textLike(/is also named by/) });
  });

  it('says of an item that fits only what the ledger shows to stand between', async () => {
    linkedCharge();
    const other = books.movement('charge', 'ch_2', 10_000, plain);
    await books.match();
    expect(await said(other)).toEqual([
      ['INV-0048112', textLike(/^It fits by amount and date, but is proposed for charge ch_/)],
    ]);
    books.run("UPDATE movement SET metadata_json = '{}'");
    await books.match();
    expect(await said(other)).toEqual([['INV-0048112', 'It fits by amount and date, and is one of several.']]);
  });

  it('counts what approvals hold of an item, not what is on its way out', async () => {
    const { charge, item } = linkedCharge();
    const refund = books.movement('refund', 're_1', -2_000, plain);
    const lone = books.movement('charge', 'ch_2', 10_000, plain);
    await books.match();
    books.run('UPDATE ar_item SET balance_minor = 10000, original_minor = 12000 WHERE item_key = ?', item);
    books.run(
      "INSERT INTO match (unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at) VALUES ('US', 'refundOfCharge', 'approved', 'by-hand', 1, 1, 0, '[]', ?)",
      AT,
    );
    books.run(
      "INSERT INTO allocation (match_id, movement_key, item_key, amount_minor, item_amount_minor, hold, outward) VALUES ((SELECT max(match_id) FROM match), ?, ?, 2000, 2000, 'held', 1)",
      refund,
      item,
    );
    expect((await ask(lone)).nearest[0]?.failing).toEqual([]);
    const proposal = matchOf(charge);
    books.db.transaction(() =>
      approveMatch(books.db, { matchId: proposal!.match_id, version: proposal!.version, actor: 'clerk', at: AT }),
    )();
    expect(await said(lone)).toEqual([['INV-0048112', 'Another approved match holds it.']]);
  });
});
