import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rederiveMovement } from '../../../../electron/ingest/movements/derive-movement.ts';
import { findMovement } from '../../../../electron/ingest/movements/movement-rows.ts';
import { unitRules } from '../../../../electron/ingest/movements/unit-rules.ts';
import type { JsonValue } from '../../../../electron/ledger/canonical-json.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { adoptProfile } from '../../../../electron/ledger/operations.ts';
import { insertPosting, setPostingState } from '../../../../electron/ledger/posting-store.ts';
import type { Profile } from '../../../../shared/contract/profile.ts';
import type { Instant, MatchId, MovementKey, PlainDate, UnitId } from '../../../../shared/domain/ids.ts';
import { openBooks, profile, type Books } from './books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const context = { account: 'acct_1', livemode: false, units: unitRules(profile), at: AT };
const row = (id: string) =>
  books.all<Record<string, unknown>>(
    'SELECT unit, state, attention, state_reason, gate FROM movement WHERE object_id = ?',
    id,
  )[0];
const matches = () => books.all('SELECT state FROM match ORDER BY match_id');
const failed = { unit: 'US', state: 'excluded', attention: null, state_reason: null, gate: 'chargeFailed' };

async function proposedCharge(): Promise<MovementKey> {
  books.stripeCustomer('cus_A', 'Halvorsen', { peoplesoft_customer: '1001' });
  books.customer('1001', 'HALVORSEN');
  books.item('1001', 'INV-0048112', 10_000);
  const key = books.movement('charge', 'ch_1', 10_000, { metadata_json: '{"invoice":"48112"}' });
  await books.match();
  expect(row('ch_1')).toMatchObject({ state: 'proposed', attention: null });
  return key as MovementKey;
}
/** Stripe's newest word on the charge, as a reading takes it in. */
function reads(change: { readonly source_status: string }): void {
  const stored = findMovement(books.db, context, 'charge', 'ch_1');
  if (stored === undefined) throw new Error('the charge is not stored');
  books.db.transaction(() => rederiveMovement(books.db, context, stored, change))();
}

describe('a charge that Stripe no longer shows as succeeded', () => {
  it('loses the proposal a rule made, at once, and gets no other', async () => {
    await proposedCharge();
    reads({ source_status: 'failed' });
    expect(row('ch_1')).toEqual(failed);
    expect(matches()).toEqual([{ state: 'withdrawn' }]);
    books.item('1001', 'INV-0000001', 10_000);
    await books.match();
    expect(row('ch_1')).toEqual(failed);
    expect(matches()).toEqual([{ state: 'withdrawn' }]);
    expect(await books.match()).toMatchObject({ changed: 0 });
    expect(findViolations(books.db)).toEqual([]);
    reads({ source_status: 'succeeded' });
    await books.match();
    expect(row('ch_1')).toMatchObject({ state: 'proposed', attention: null });
  });

  it('loses its proposal to matching too, and does not stand in the way of the charge that paid in its place', async () => {
    await proposedCharge();
    books.run("UPDATE movement SET source_status = 'failed'");
    books.movement('charge', 'ch_2', 10_000, { metadata_json: '{"invoice":"48112"}' });
    await books.match();
    expect(row('ch_1')).toEqual(failed);
    expect(row('ch_2')).toMatchObject({ state: 'proposed', attention: null });
    expect(findViolations(books.db)).toEqual([]);
  });
});

describe('a movement whose payment PeopleSoft refused', () => {
  it('keeps the flag and PeopleSoft’s words through matching, and is not decided by a rule alone', async () => {
    const movementKey = await proposedCharge();
    const words = 'Bank is closed. (6210,17)';
    books.db.transaction(() => {
      refusedPosting(movementKey, words);
      books.run("UPDATE match SET state = 'withdrawn'");
      books.run('UPDATE match_movement SET live = 0');
      books.run("UPDATE movement SET state = 'unmatched', attention = 'postingProblem', state_reason = ?", words);
    })();
    await books.match();
    expect(row('ch_1')).toMatchObject({ state: 'proposed', attention: 'postingProblem', state_reason: words });
    expect(books.all("SELECT automatic FROM match WHERE state = 'proposed'")).toEqual([{ automatic: 0 }]);
    expect(await books.match()).toMatchObject({ changed: 0 });
    books.run("UPDATE ar_item SET status = 'closed', balance_minor = 0");
    await books.match();
    expect(row('ch_1')).toMatchObject({ state: 'unmatched', attention: 'postingProblem', state_reason: words });
  });
});

function refusedPosting(movementKey: MovementKey, words: string): void {
  const postingId = insertPosting(books.db, {
    effectKey: 'acct_1/test/ch_1/payment',
    generation: 1,
    kind: 'payment',
    matchId: 1 as MatchId,
    movementKey,
    unit: 'US' as UnitId,
    reference: 'S-1',
    payloadJson: '{}',
    payloadHash: 'h',
    amountMinor: 10_000,
    exponent: 2,
    currency: 'USD',
    accountingDate: '2026-10-15' as PlainDate,
    state: 'queued',
    approvedBy: 'CLERK',
    approvedRule: null,
    sendNow: false,
    at: AT,
  });
  setPostingState(books.db, { postingId, to: 'sending', at: AT });
  setPostingState(books.db, { postingId, to: 'rejected', at: AT, reason: words });
}

describe('a profile with other units', () => {
  const wider: Profile = {
    ...profile,
    units: profile.units.map((unit) => ({ ...unit, currencies: ['USD', 'GBP'] })),
  };
  const adopt = (adopted: Profile) =>
    directLedger(books.db).write(adoptProfile, {
      profile: JSON.parse(JSON.stringify(adopted)) as JsonValue,
      actor: 'Tieout',
      machine: 'M',
      at: AT,
    });
  const strange = { currency: 'GBP', unit: null, state: 'notEvaluated', gate: 'noUnit' };

  it('reaches the movements that are already stored with the next matching run, once', async () => {
    await adopt(profile);
    books.movement('charge', 'ch_gb', 10_000, strange);
    await books.match();
    expect(row('ch_gb')).toMatchObject({ unit: null, state: 'notEvaluated' });
    await adopt(wider);
    await books.match({ profile: wider, dryRun: true });
    expect(row('ch_gb')).toMatchObject({ unit: null });
    await books.match({ profile: wider });
    expect(row('ch_gb')).toMatchObject({ unit: 'US', state: 'unmatched' });
    books.run("UPDATE movement SET unit = 'XX'");
    await books.match({ profile: wider });
    expect(row('ch_gb')).toMatchObject({ unit: 'XX' });
  });

  it('reaches them in a ledger of a program that did not note by which units it derived', async () => {
    await adopt(profile);
    await adopt(wider);
    for (let index = 0; index < 501; index += 1) books.movement('charge', `ch_${index}`, 10_000, strange);
    await books.match({ profile: wider });
    expect(books.all('SELECT unit, count(*) AS n FROM movement GROUP BY unit')).toEqual([{ unit: 'US', n: 501 }]);
  });
});

describe('an error inside the matching thread', () => {
  it('reaches the caller in its own words, as a defect', async () => {
    books.stripeCustomer('cus_A', 'Halvorsen', { peoplesoft_customer: '1001' });
    books.customer('1001', 'HALVORSEN');
    books.movement('charge', 'ch_1', 10_000, { metadata_json: '{bad' });
    await expect(books.match()).rejects.toMatchObject({
      name: 'LedgerError',
      code: 'INTERNAL',
      message: expect.stringMatching(/matching\.run failed inside the program: .*JSON/) as string,
    });
  });
});
