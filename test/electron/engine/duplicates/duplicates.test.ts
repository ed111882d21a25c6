import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import type { Instant, PlainDate } from '../../../../shared/domain/ids.ts';
import { decideDuplicate, undoDuplicate } from '../../../../electron/engine/duplicates/decide-duplicate.ts';
import { duplicateDetail } from '../../../../electron/engine/duplicates/duplicate-detail.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { approveStraightThrough } from '../../../../electron/posting/decisions/straight-through.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { openBooks, profile, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'clerk', machine: 'desk-1', at: AT };
const card = { card_fingerprint: 'fp_1' };

/** A linked customer with one invoice, the charge that pays it, and its retry two minutes later. */
function retried(fields: Record<string, unknown> = {}): { first: number; second: number } {
  books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
  books.customer('1001', 'HALVORSEN AND SONS');
  books.item('1001', 'INV-0048112', 10_000);
  const named = { ...card, metadata_json: '{"invoice":"48112"}', ...fields };
  const first = books.movement('charge', 'ch_1', 10_000, { ...named, occurred_at: '2026-10-15T12:00:00.000Z' });
  const second = books.movement('charge', 'ch_2', 10_000, { ...named, occurred_at: '2026-10-15T12:02:00.000Z' });
  return { first, second };
}
interface Cluster {
  readonly cluster_id: number;
  readonly version: number;
  readonly state: string;
  readonly kind: string;
  readonly done_at: string | null;
  readonly why_open: string | null;
}
const clusters = () => books.all<Cluster>('SELECT * FROM duplicate_cluster ORDER BY cluster_id');
const stateOf = (key: number) =>
  books.all<{ state: string; attention: string | null; state_reason: string | null }>(
    'SELECT state, attention, state_reason FROM movement WHERE movement_key = ?',
    key,
  )[0];
const answer = (
  as: 'sameEvent' | 'notDuplicate',
  fields: { keep?: number; expiresDate?: string; at?: Instant } = {},
) => {
  const [cluster] = clusters();
  return directLedger(books.db).write(decideDuplicate, {
    ...clerk,
    at: fields.at ?? AT,
    clusterId: cluster?.cluster_id ?? 0,
    seenVersion: cluster?.version ?? 0,
    as,
    keep: as === 'sameEvent' ? (fields.keep ?? 0) : null,
    reason: 'looked at it',
    expiresDate: (fields.expiresDate ?? null) as PlainDate | null,
  });
};
const detail = () =>
  directLedger(books.db).read(duplicateDetail, {
    clusterId: clusters()[0]?.cluster_id ?? 0,
    sample: true,
    viewer: { id: 'clerk', whyNotDecide: null },
  });

describe('a retried charge', () => {
  it('is found after matching, once, with points that sum to its score; a rerun changes nothing', async () => {
    retried();
    expect(await books.match()).toMatchObject({ duplicates: 1 });
    expect(clusters()).toMatchObject([{ state: 'open', kind: 'retriedCharge' }]);
    const shown = await detail();
    expect(
      Math.min(
        100,
        shown.points.reduce((sum, { points }) => sum + points, 0),
      ) / 100,
    ).toBe(shown.row.score);
    expect(shown.suggestedKeep).toBe(0);
    expect(shown.fields.find(({ field }) => field === 'Card or account')).toMatchObject({ verdict: 'same' });
    expect(shown.fields.find(({ field }) => field === 'When')).toMatchObject({ verdict: 'differs' });
    expect(await books.match()).toMatchObject({ duplicates: 0, changed: 0 });
    expect(clusters()[0]?.version).toBe(1);
  });

  it('is taken out by "one event": the other pays alone, its refund goes with it, and then the answer is done', async () => {
    const { first, second } = retried();
    await books.match();
    expect(stateOf(first)?.state).toBe('ambiguous');
    await answer('sameEvent');
    await books.match();
    expect(stateOf(first)).toMatchObject({ state: 'proposed', attention: null });
    expect(stateOf(second)).toMatchObject({
      state: 'excluded',
      state_reason: 'Not posted: a person said it is the same payment as ch_1.',
    });
    expect((await detail()).members[1]?.toDo).toBe('Refund ch_2 in Stripe.');
    const refund = books.movement('refund', 're_1', -10_000, { charge_id: 'ch_2', customer_id: null });
    await books.match();
    expect(stateOf(refund)?.state).toBe('excluded');
    expect(clusters()[0]?.done_at).not.toBeNull();
    expect(await books.match()).toMatchObject({ changed: 0, duplicates: 0 });
    expect(findViolations(books.db)).toEqual([]);
  });

  it('is as it was after undo, with its refund; also by the undo of the workbench', async () => {
    const { first, second } = retried();
    const refund = books.movement('refund', 're_1', -10_000, { charge_id: 'ch_2', customer_id: null });
    await books.match();
    const before = [first, second, refund].map(stateOf);
    await answer('sameEvent');
    expect(clusters()[0]?.done_at).not.toBeNull();
    const ledger = directLedger(books.db);
    await ledger.write(undoDuplicate, { ...clerk, clusterId: clusters()[0]?.cluster_id ?? 0 });
    await books.match();
    expect([first, second, refund].map(stateOf)).toEqual(before);
    expect(clusters()).toMatchObject([{ state: 'open', done_at: null }]);
    await answer('sameEvent');
    expect(await ledger.write(undoByPerson, { ...clerk, movementKey: second })).toMatchObject({ rulesMayDecide: true });
    await books.match();
    expect([first, second, refund].map(stateOf)).toEqual(before);
    expect(clusters()).toMatchObject([{ state: 'open' }]);
  });

  it('stays away after "not a duplicate", until its day or a change of its rows', async () => {
    const { second } = retried();
    await books.match();
    await answer('notDuplicate', { expiresDate: '2027-01-01' });
    expect(await books.match()).toMatchObject({ duplicates: 0 });
    expect(clusters()).toMatchObject([{ state: 'notDuplicate' }]);
    books.run("UPDATE movement SET occurred_at = '2026-10-15T12:05:00.000Z' WHERE movement_key = ?", second);
    await books.match();
    expect(clusters()).toMatchObject([
      { state: 'open', why_open: 'clerk said that it is not a duplicate, but its rows have changed since.' },
    ]);
    await answer('notDuplicate', { expiresDate: '2026-10-20', at: '2026-10-19T12:00:00.000Z' as Instant });
    await books.match();
    expect(clusters()).toMatchObject([
      { state: 'open', why_open: 'clerk said that it is not a duplicate, until 2026-10-20.' },
    ]);
  });

  it('is refused where somebody was faster, nothing is kept, or what would be dropped is approved', async () => {
    const { second } = retried();
    await books.match();
    const [cluster] = clusters();
    const ledger = directLedger(books.db);
    const args = {
      ...clerk,
      clusterId: cluster?.cluster_id ?? 0,
      as: 'sameEvent' as const,
      keep: 0,
      reason: 'looked at it',
      expiresDate: null,
    };
    await expect(ledger.write(decideDuplicate, { ...args, seenVersion: 99 })).rejects.toThrow('has changed since');
    await expect(ledger.write(decideDuplicate, { ...args, seenVersion: 1, keep: 7 })).rejects.toThrow(
      'Nothing is chosen',
    );
    books.run("UPDATE movement SET state = 'approved', attention = NULL WHERE movement_key = ?", second);
    await expect(ledger.write(decideDuplicate, { ...args, seenVersion: 1 })).rejects.toThrow(
      'ch_2 is approved already',
    );
    expect(clusters()).toMatchObject([{ state: 'open', version: 1 }]);
  });

  it('goes when nothing suspects it any more', async () => {
    const { second } = retried();
    await books.match();
    books.run("UPDATE movement SET source_status = 'failed' WHERE movement_key = ?", second);
    await books.match();
    expect(clusters()).toMatchObject([{ state: 'gone' }]);
  });
});

const [plain] = profile.units;
if (plain === undefined) throw new Error('the profile of the tests has no unit');
const byRule: UnitProfile = {
  ...plain,
  straightThrough: {
    approvedBy: 'reviewer',
    ruleIds: ['reference-exact', 'amount-customer-date'],
    limitMinor: { USD: 1_000_000 },
  },
};
const letRulesDecide = () =>
  directLedger(books.db).write(approveStraightThrough, {
    ...clerk,
    unit: byRule,
    setId: 'SHARE',
    afterMatchId: 0,
    limit: 100,
  });

describe('a rule', () => {
  /** Two charges two minutes apart with a card each says nothing about, where the second names an invoice of its own by amount. */
  function silentPair(): { first: number; second: number } {
    books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
    books.customer('1001', 'HALVORSEN AND SONS');
    books.item('1001', 'INV-0048112', 10_000);
    const first = books.movement('charge', 'ch_1', 10_000, {
      ...card,
      occurred_at: '2026-10-15T12:00:00.000Z',
    });
    const second = books.movement('charge', 'ch_2', 10_000, {
      ...card,
      metadata_json: '{"invoice":"48112"}',
      occurred_at: '2026-10-15T12:02:00.000Z',
    });
    return { first, second };
  }

  it('does not approve a charge that may be the retry of an earlier one; it does once a person says it is not', async () => {
    const { second } = silentPair();
    await books.match();
    expect(stateOf(second)).toMatchObject({ state: 'proposed', attention: null });
    expect(clusters()).toMatchObject([{ state: 'open' }]);
    await letRulesDecide();
    expect(stateOf(second)).toMatchObject({
      state: 'proposed',
      attention: 'possibleDuplicate',
      state_reason: 'it may be the same payment as ch_1; a person says so under Duplicates',
    });
    expect(await books.match()).toMatchObject({ changed: 0 });
    await answer('notDuplicate');
    await letRulesDecide();
    expect(stateOf(second)).toMatchObject({ state: 'approved', attention: null });
  });

  it('approves the first of them', async () => {
    const { first, second } = retried();
    await books.match();
    await answer('sameEvent');
    await books.match();
    await letRulesDecide();
    expect(stateOf(first)?.state).toBe('approved');
    expect(stateOf(second)?.state).toBe('excluded');
  });
});

describe('a receipt booked twice in PeopleSoft', () => {
  const receipt = (deposit: string, paymentId: string, comment: string | null): number =>
    books.run(
      `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
         bank_account_key, entered_by, comment, status, seen_run)
       VALUES ('US001', ?, 1, ?, 10000, 2, 'USD', '2026-10-02', 'STRPE', 'US01', 'ARCLERK1', ?, 'posted', 1)`,
      deposit,
      paymentId,
      comment,
    );

  it('is a cluster; what is dropped takes part in nothing, and it is done once PeopleSoft no longer shows it', async () => {
    books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
    books.customer('1001', 'HALVORSEN AND SONS');
    const charge = books.movement('charge', 'ch_1', 10_000, { accounting_date: '2026-10-02' });
    receipt('100', 'M1', 'Stripe ch_1');
    const double = receipt('101', 'M1', 'Stripe ch_1');
    await books.match();
    expect(stateOf(charge)?.state).toBe('ambiguous');
    expect(clusters()).toMatchObject([{ state: 'open', kind: 'doublePosting' }]);
    const shown = await detail();
    expect(shown.fields.find(({ field }) => field === 'Deposit')).toMatchObject({ verdict: 'differs' });
    await answer('sameEvent');
    await books.match();
    expect(stateOf(charge)).toMatchObject({ state: 'proposed' });
    expect(clusters()).toMatchObject([{ state: 'sameEvent', done_at: null }]);
    books.run("UPDATE ps_payment SET status = 'error' WHERE payment_key = ?", double);
    await books.match();
    expect(clusters()[0]?.done_at).not.toBeNull();
  });
});
