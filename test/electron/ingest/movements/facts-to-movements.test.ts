import { describe, expect, it, onTestFinished } from 'vitest';
import { GATE_WORDS } from '../../../../shared/domain/movement-gate.ts';
import { observedPage } from '../../../../electron/ingest/stripe/observed-page.ts';
import { mapStripeObject } from '../../../../electron/connectors/stripe/mapper.ts';
import type { StripeType } from '../../../../electron/connectors/stripe/types.ts';
import type { WriterHandle } from '../../../../electron/ledger/connect-ledger.ts';
import { runWrite } from '../../../../electron/ledger/direct-ledger.ts';
import {
  recordFailedLookup,
  rederiveMovements,
  storeStripePages,
} from '../../../../electron/ingest/stripe/operations.ts';
import type { UnitRule } from '../../../../electron/ingest/movements/unit-rules.ts';
import { getMovement, setMovementState, setPostsDate } from '../../../../electron/ledger/movement-store.ts';
import { movementWords } from '../../../../electron/posting/payments/accounting-date.ts';
import type { Instant, MovementKey, PlainDate } from '../../../../shared/domain/ids.ts';
import { temporaryLedger } from '../../ledger/temporary-ledger.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { movementLines } from '../books.ts';

const US: UnitRule = { unit: 'US', zone: 'America/New_York', goLiveDate: '2026-10-01', currencies: ['USD'] };
const DE: UnitRule = { unit: 'DE', zone: 'Europe/Berlin', goLiveDate: null, currencies: ['EUR'] };
const context = (units: readonly UnitRule[] = [US, DE]) => ({
  account: 'acct_1',
  livemode: false,
  units,
  at: '2026-11-02T14:00:00.000Z' as Instant,
});
const seconds = (text: string) => Date.parse(text) / 1_000;
let observed = 0;

function ledger(): WriterHandle {
  const made = temporaryLedger();
  onTestFinished(made.remove);
  return made.db;
}
function store(db: WriterHandle, ...values: Readonly<Record<string, unknown>>[]) {
  for (const value of values) {
    const mapped = mapStripeObject(value['object'] as StripeType, value, false);
    if (!mapped.accepted) throw new Error(mapped.refused.reason);
    observed += 1;
    const observedAt = new Date(Date.parse('2026-11-01T00:00:00Z') + observed).toISOString() as Instant;
    const pages = [observedPage(observedAt, { objects: [mapped.object], refused: [] })];
    runWrite(db, storeStripePages, {
      context: context(),
      runId: null,
      type: value['object'] as StripeType,
      arrivedBy: 'poll',
      pages,
      cursor: null,
      closes: false,
    });
  }
}
const movement = (db: WriterHandle, objectId: string) =>
  db.prepare('SELECT * FROM movement WHERE object_id = ?').get(objectId) as Record<string, unknown> | undefined;

describe('facts to movements', () => {
  it('makes a charge a movement only when it succeeded and was captured', () => {
    const db = ledger();
    store(
      db,
      samples.charge({ id: 'ch_f', status: 'failed' }),
      samples.charge({ id: 'ch_p', status: 'pending' }),
      samples.charge({ id: 'ch_u', captured: false, amount_captured: 0 }),
      samples.charge(),
    );
    expect(movementLines(db)).toEqual(['charge ch_1 1250 USD unmatched']);
    store(db, samples.charge({ id: 'ch_u' }));
    expect(movementLines(db)).toEqual(['charge ch_1 1250 USD unmatched', 'charge ch_u 1250 USD unmatched']);
  });

  it('takes refunds, disputes, payouts and fees out of the Stripe balance', () => {
    const db = ledger();
    store(db, samples.charge(), samples.refund(), samples.dispute(), samples.payout());
    store(
      db,
      samples.balanceTransaction({
        id: 'txn_fee',
        reporting_category: 'fee',
        type: 'stripe_fee',
        amount: -30,
        fee: 0,
        net: -30,
        source: null,
      }),
    );
    store(
      db,
      samples.balanceTransaction({
        id: 'txn_rf',
        reporting_category: 'refund_failure',
        type: 'refund_failure',
        amount: 500,
        fee: 0,
        net: 500,
        source: 're_1',
      }),
    );
    expect(movementLines(db)).toEqual([
      'adjustment txn_rf 500 USD excluded',
      'charge ch_1 1250 USD unmatched',
      'dispute dp_1 -1250 USD unmatched',
      'fee txn_fee -30 USD excluded',
      'payout po_1 -900 USD excluded',
      'refund re_1 -500 USD unmatched',
    ]);
  });

  it('books on the local date of the balance transaction, and on the charge’s own date while it is missing', () => {
    const db = ledger();
    store(db, samples.charge({ created: seconds('2026-10-06T03:30:00Z') }));
    expect(movement(db, 'ch_1')).toMatchObject({
      accounting_date: '2026-10-05',
      accounting_date_basis: 'success',
      settlement_minor: null,
    });
    store(db, samples.balanceTransaction({ created: seconds('2026-10-06T04:30:00Z') }));
    expect(movement(db, 'ch_1')).toMatchObject({
      accounting_date: '2026-10-06',
      accounting_date_basis: 'balanceTransaction',
      settlement_minor: 1250,
      fee_minor: 66,
    });
  });

  it('finds the balance transaction of a charge that was read before it had one', () => {
    const db = ledger();
    store(db, samples.balanceTransaction(), samples.charge({ balance_transaction: null }));
    expect(movement(db, 'ch_1')).toMatchObject({ balance_transaction_id: 'txn_1', settlement_currency: 'USD' });
  });

  it('keeps the accounting date that a person approved', () => {
    const db = ledger();
    store(db, samples.charge({ created: seconds('2026-10-06T03:30:00Z') }));
    db.prepare("UPDATE movement SET state = 'approved'").run();
    store(db, samples.balanceTransaction({ created: seconds('2026-10-06T04:30:00Z') }));
    expect(movement(db, 'ch_1')).toMatchObject({ state: 'approved', accounting_date: '2026-10-05', fee_minor: 66 });
  });

  it('excludes what lies before go-live in the unit’s own zone', () => {
    const db = ledger();
    store(
      db,
      samples.charge({ id: 'ch_before', created: seconds('2026-10-01T03:59:59Z') }),
      samples.charge({ id: 'ch_after', created: seconds('2026-10-01T04:00:00Z') }),
    );
    expect(movement(db, 'ch_before')).toMatchObject({ state: 'excluded', gate: 'beforeGoLive', state_reason: null });
    expect(movement(db, 'ch_after')).toMatchObject({ state: 'unmatched' });
  });

  it('shows a currency that belongs to no unit as not evaluated, and evaluates it once a unit has it', () => {
    const db = ledger();
    store(db, samples.charge({ currency: 'gbp' }));
    expect(movement(db, 'ch_1')).toMatchObject({
      unit: null,
      state: 'notEvaluated',
      attention: 'notEvaluated',
      gate: 'noUnit',
      state_reason: null,
    });
    const units = [US, { ...DE, currencies: ['EUR', 'GBP'] }];
    expect(runWrite(db, rederiveMovements, { context: context(units), after: 0, limit: 10 })).toBeNull();
    expect(movement(db, 'ch_1')).toMatchObject({ unit: 'DE', state: 'unmatched', attention: null, gate: null });
  });

  it('lets a refund wait for its charge, fails it when Stripe has none, and frees it when the charge comes after all', () => {
    const db = ledger();
    store(db, samples.refund());
    expect(movement(db, 're_1')).toMatchObject({ state: 'notEvaluated', gate: 'waitingForCharge', state_reason: null });
    runWrite(db, recordFailedLookup, { context: context(), chargeId: 'ch_1', outcome: 'chargeAbsent' });
    expect(movement(db, 're_1')).toMatchObject({
      state: 'lookupFailed',
      attention: 'lookupFailed',
      gate: 'chargeAbsent',
      state_reason: null,
    });
    store(db, samples.customer(), samples.charge());
    expect(movement(db, 're_1')).toMatchObject({
      state: 'unmatched',
      customer_id: 'cus_1',
      customer_name: 'Ada Ltd',
      payment_intent_id: 'pi_1',
    });
  });

  it('excludes a refund that failed and an inquiry, which move no money', () => {
    const db = ledger();
    store(
      db,
      samples.charge(),
      samples.refund({ status: 'failed' }),
      samples.dispute({ status: 'warning_needs_response', balance_transactions: [] }),
    );
    expect(movement(db, 're_1')).toMatchObject({ state: 'excluded', gate: 'refundFailed', state_reason: null });
    expect(movement(db, 'dp_1')).toMatchObject({ state: 'excluded', gate: 'inquiry', state_reason: null });
  });

  it('lets a refund wait that Stripe has not sent on yet, and frees it when it has', () => {
    const db = ledger();
    for (const status of ['pending', 'requires_action']) {
      store(db, samples.charge(), samples.refund({ status }));
      expect(movement(db, 're_1')).toMatchObject({ state: 'notEvaluated', gate: 'waitingForBank' });
    }
    store(db, samples.refund({ status: 'succeeded' }));
    expect(movement(db, 're_1')).toMatchObject({ state: 'unmatched', gate: null });
  });

  it('puts an unknown category where it is seen', () => {
    const db = ledger();
    store(db, samples.balanceTransaction({ id: 'txn_x', reporting_category: 'moon_levy', source: null }));
    expect(movement(db, 'txn_x')).toMatchObject({
      kind: 'adjustment',
      state: 'notEvaluated',
      gate: 'unknownCategory',
      state_reason: null,
    });
  });

  it('leaves to matching what matching has decided, and flags a decided movement whose source changed', () => {
    const db = ledger();
    store(db, samples.charge());
    db.prepare("UPDATE movement SET state = 'ambiguous', attention = 'severalCandidates', score = 0.5").run();
    store(db, samples.charge({ description: 'Order 7, corrected' }));
    expect(movement(db, 'ch_1')).toMatchObject({
      state: 'ambiguous',
      attention: 'severalCandidates',
      description: 'Order 7, corrected',
    });
    store(db, samples.refund());
    db.prepare("UPDATE movement SET state = 'posted', attention = NULL WHERE object_id = 're_1'").run();
    store(db, samples.refund({ status: 'failed' }));
    expect(movement(db, 're_1')).toMatchObject({
      state: 'posted',
      attention: 'changedSinceApproval',
      source_status: 'failed',
    });
  });

  it('says cut-off when the balance transaction of a decided movement lies on another day, and keeps the date', () => {
    const db = ledger();
    store(db, samples.charge({ created: seconds('2026-10-31T20:00:00Z') }));
    db.prepare("UPDATE movement SET state = 'approved', state_reason = 'paid in part'").run();
    const booked = (text: string) => samples.balanceTransaction({ created: seconds(text) });
    store(db, booked('2026-11-01T20:00:00Z'));
    const flag = 'Cut-off: booked at Stripe on 2026-11-01, kept on 2026-10-31 as approved.';
    const kept = { accounting_date: '2026-10-31', accounting_date_basis: 'success' };
    expect(movement(db, 'ch_1')).toMatchObject({ ...kept, state: 'approved' });
    const key = movement(db, 'ch_1')?.['movement_key'] as MovementKey;
    const words = () => movementWords(getMovement(db, key));
    expect(words()).toBe(`paid in part ${flag}`);
    setMovementState(db, key, 'posted', { at: context().at });
    expect(movement(db, 'ch_1')).toMatchObject({ ...kept, state: 'posted' });
    expect(words()).toBe(flag);
    store(db, samples.charge({ created: seconds('2026-10-31T20:00:00Z'), description: 'corrected' }));
    expect([movement(db, 'ch_1'), words()]).toMatchObject([kept, flag]);
    store(db, booked('2026-10-31T21:00:00Z'));
    expect([movement(db, 'ch_1'), words()]).toMatchObject([kept, null]);
  });

  it('lies on the day Stripe booked it on again as soon as no decision holds it to another', () => {
    const db = ledger();
    store(db, samples.charge({ created: seconds('2026-10-31T20:00:00Z') }));
    const key = movement(db, 'ch_1')?.['movement_key'] as MovementKey;
    setMovementState(db, key, 'approved', { at: context().at });
    store(db, samples.balanceTransaction({ created: seconds('2026-11-01T20:00:00Z') }));
    expect(movement(db, 'ch_1')).toMatchObject({ accounting_date: '2026-10-31', accounting_date_basis: 'success' });
    setMovementState(db, key, 'proposed', { at: context().at });
    const booked = { accounting_date: '2026-11-01', accounting_date_basis: 'balanceTransaction', state_reason: null };
    expect(movement(db, 'ch_1')).toMatchObject(booked);
  });

  it('keeps the other day a person accepted for the posting while the movement is decided, whatever Stripe books', () => {
    const db = ledger();
    store(db, samples.charge({ created: seconds('2026-10-31T20:00:00Z') }));
    const key = movement(db, 'ch_1')?.['movement_key'] as MovementKey;
    setMovementState(db, key, 'approved', { at: context().at });
    setPostsDate(db, key, '2026-11-01' as PlainDate);
    const words = () => movementWords(getMovement(db, key));
    const posts = 'Cut-off: posts on 2026-11-01, the first open day; the period of 2026-10-31 is closed.';
    const booked = (text: string) => samples.balanceTransaction({ created: seconds(text) });
    store(db, booked('2026-11-01T20:00:00Z'));
    expect(words()).toBe(`${posts} Cut-off: booked at Stripe on 2026-11-01, kept on 2026-10-31 as approved.`);
    store(db, booked('2026-10-31T21:00:00Z'));
    expect(words()).toBe(posts);
    setMovementState(db, key, 'unmatched', { at: context().at });
    expect([words(), movement(db, 'ch_1')?.['posts_date']]).toEqual([null, null]);
  });

  it('keeps an exclusion that a person made', () => {
    const db = ledger();
    store(db, samples.charge());
    db.prepare("UPDATE movement SET state = 'excluded', state_reason = 'written off by hand'").run();
    store(db, samples.balanceTransaction());
    expect(movement(db, 'ch_1')).toMatchObject({ state: 'excluded', state_reason: 'written off by hand' });
  });

  it('leaves what a person excluded alone, whatever her words are, and goes by no sentence of its own', () => {
    const db = ledger();
    store(db, samples.charge());
    for (const words of Object.values(GATE_WORDS)) {
      db.prepare("UPDATE movement SET state = 'excluded', state_reason = ?").run(words);
      runWrite(db, rederiveMovements, { context: context(), after: 0, limit: 10 });
      expect(movement(db, 'ch_1')).toMatchObject({ state: 'excluded', state_reason: words, gate: null });
    }
    expect(() => db.prepare("UPDATE movement SET gate = 'noUnit'").run()).toThrow(/CHECK/);
    expect(() => db.prepare("UPDATE movement SET gate = 'because', state_reason = NULL").run()).toThrow(/CHECK/);
    db.prepare("UPDATE movement SET gate = 'noUnit', state_reason = NULL").run();
    runWrite(db, rederiveMovements, { context: context(), after: 0, limit: 10 });
    expect(movement(db, 'ch_1')).toMatchObject({ state: 'unmatched', state_reason: null, gate: null });
  });

  it('names the movement after its Stripe customer, also when the customer comes later, changes or is deleted', () => {
    const db = ledger();
    store(db, samples.charge());
    expect(movement(db, 'ch_1')?.['customer_name']).toBe('Ada');
    store(db, samples.customer());
    expect(movement(db, 'ch_1')?.['customer_name']).toBe('Ada Ltd');
    store(db, samples.customer({ name: 'Ada GmbH' }), { id: 'cus_1', object: 'customer', deleted: true });
    expect(movement(db, 'ch_1')?.['customer_name']).toBe('Ada GmbH');
  });

  it('changes neither row nor version when nothing new is said', () => {
    const db = ledger();
    store(db, samples.charge(), samples.balanceTransaction(), samples.customer());
    const before = movement(db, 'ch_1');
    store(db, samples.balanceTransaction(), samples.customer(), samples.charge());
    expect(movement(db, 'ch_1')).toEqual(before);
  });
});
