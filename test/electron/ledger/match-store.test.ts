import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { getItem } from '../../../electron/ledger/item-store.ts';
import { rejectMatch } from '../../../electron/ledger/match-decision.ts';
import { changeMatchState, getMatch, insertMatch, liveMatchOf } from '../../../electron/ledger/match-store.ts';
import { getMovement, movementCounts, setMovementState } from '../../../electron/ledger/movement-store.ts';
import { insertPosting, setPostingState } from '../../../electron/ledger/posting-store.ts';
import { lastOpenDecision } from '../../../electron/ledger/decision-store.ts';
import { undoDecision } from '../../../electron/ledger/undo-decision.ts';
import { translateLedgerError } from '../../../electron/ledger/translate-error.ts';
import type { ItemKey, MovementKey } from '../../../shared/domain/ids.ts';
import { DAY, insertCharge, insertItem, moment, paymentMatch, paymentPosting } from './books.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { temporaryLedger } from './temporary-ledger.ts';
import { approveMatch } from './approve-match.ts';

let ledger: TemporaryLedger;
let charge: MovementKey;
let item: ItemKey;
const actor = 'JBROWN';
beforeEach(() => {
  ledger = temporaryLedger();
  charge = insertCharge(ledger.db, 'ch_1', 500);
  item = insertItem(ledger.db, 'INV-1', 800);
});
afterEach(() => {
  const violations = findViolations(ledger.db);
  ledger.remove();
  if (violations.length > 0) throw new Error(`the books are broken: ${JSON.stringify(violations)}`);
});
const stateOf = (key: MovementKey) => getMovement(ledger.db, key).state;
function invariantOf(action: () => unknown): string | null {
  ledger.db.exec('SAVEPOINT tried');
  try {
    action();
    return null;
  } catch (error) {
    ledger.db.exec('ROLLBACK TO tried');
    return translateLedgerError(error, 'test').detailCode;
  } finally {
    ledger.db.exec('RELEASE tried');
  }
}

describe('a match', () => {
  it('carries its movement and its item along through every state', () => {
    const matchId = insertMatch(ledger.db, paymentMatch(charge, [[item, 500]], { attention: 'largeAmount' }));
    expect(getMovement(ledger.db, charge)).toMatchObject({ state: 'proposed', attention: 'largeAmount', score: 0.98 });
    expect(getItem(ledger.db, item).heldMinor).toBe(0);
    const change = { matchId, actor, at: moment(1) };
    changeMatchState(ledger.db, { ...change, to: 'approved', version: 1 });
    expect(getMovement(ledger.db, charge)).toMatchObject({ state: 'approved', attention: null, score: 0.98 });
    expect(getItem(ledger.db, item).heldMinor).toBe(500);
    changeMatchState(ledger.db, { ...change, to: 'posted' });
    expect(stateOf(charge)).toBe('posted');
    expect(getItem(ledger.db, item).heldMinor).toBe(0);
    expect(changeMatchState(ledger.db, { ...change, to: 'reversed', reason: 'charged back' })).toMatchObject({
      state: 'reversed',
      reason: 'charged back',
      version: 4,
    });
    expect(stateOf(charge)).toBe('unmatched');
    expect(liveMatchOf(ledger.db, charge)).toBeNull();
    insertMatch(ledger.db, paymentMatch(charge, [[item, 500]]));
    expect(liveMatchOf(ledger.db, charge)?.state).toBe('proposed');
  });

  it('is refused for a movement that has a live one, and beyond what movement and item hold', () => {
    insertMatch(ledger.db, paymentMatch(charge, [[item, 500]], { state: 'approved' }));
    expect(invariantOf(() => insertMatch(ledger.db, paymentMatch(charge, [[item, 1]])))).toMatch(/UNIQUE/);
    const second = insertCharge(ledger.db, 'ch_2', 500);
    const tooMuch = paymentMatch(second, [[item, 400]], { state: 'approved' });
    expect(invariantOf(() => insertMatch(ledger.db, tooMuch))).toBe('ALLOCATION_EXCEEDS_ITEM');
    const other = insertItem(ledger.db, 'INV-2', 10_000);
    const above = paymentMatch(second, [[other, 501]], { state: 'approved' });
    expect(invariantOf(() => insertMatch(ledger.db, above))).toBe('ALLOCATION_EXCEEDS_MOVEMENT');
    insertMatch(
      ledger.db,
      paymentMatch(
        second,
        [
          [item, 300],
          [other, 200],
        ],
        { state: 'approved' },
      ),
    );
    expect(getItem(ledger.db, item).heldMinor).toBe(800);
  });

  it('checks the same when a proposal that did fit is approved too late', () => {
    const second = insertCharge(ledger.db, 'ch_2', 500);
    const first = insertMatch(ledger.db, paymentMatch(charge, [[item, 500]]));
    const late = insertMatch(ledger.db, paymentMatch(second, [[item, 500]]));
    approveMatch(ledger.db, { matchId: first, version: 1, actor, at: DAY });
    const approveLate = () => approveMatch(ledger.db, { matchId: late, version: 1, actor, at: DAY });
    expect(invariantOf(approveLate)).toBe('ALLOCATION_EXCEEDS_ITEM');
    expect(stateOf(second)).toBe('proposed');
  });

  it('refuses a stale caller and a step out of order', () => {
    const matchId = insertMatch(ledger.db, paymentMatch(charge, [[item, 500]]));
    const change = { matchId, actor, at: DAY };
    expect(() => changeMatchState(ledger.db, { ...change, to: 'approved', version: 9 })).toThrow(
      expect.objectContaining({ code: 'STALE_VERSION' }),
    );
    expect(() => changeMatchState(ledger.db, { ...change, to: 'reversed' })).toThrow(
      expect.objectContaining({ code: 'TRANSITION' }),
    );
  });

  it('for a receipt that is already in PeopleSoft is settled at once', () => {
    insertMatch(ledger.db, paymentMatch(charge, [[item, 500]], { kind: 'alreadyKeyed', state: 'posted' }));
    expect(stateOf(charge)).toBe('posted');
    expect(movementCounts(ledger.db)).toEqual([
      { unit: 'US', kind: 'charge', state: 'posted', attention: '', count: 1 },
    ]);
  });
});

describe('an undone decision', () => {
  it('restores an approval exactly and takes its posting back out of the outbox', () => {
    const matchId = insertMatch(
      ledger.db,
      paymentMatch(charge, [[item, 500]], { attention: 'largeAmount', movementReason: 'r' }),
    );
    const decisionId = approveMatch(ledger.db, { matchId, version: 1, actor, at: moment(1), reason: 'known customer' });
    const postingId = insertPosting(ledger.db, paymentPosting({ matchId, movementKey: charge }));
    expect(lastOpenDecision(ledger.db, actor)).toMatchObject({ decisionId, kind: 'match.approved', matchId });
    undoDecision(ledger.db, { decisionId, actor, at: moment(2) });
    expect(getMatch(ledger.db, matchId)).toMatchObject({
      state: 'proposed',
      decidedBy: null,
      decidedAt: null,
      reason: null,
    });
    expect(getMovement(ledger.db, charge)).toMatchObject({
      state: 'proposed',
      attention: 'largeAmount',
      stateReason: 'r',
    });
    expect(getItem(ledger.db, item).heldMinor).toBe(0);
    expect(ledger.db.prepare('SELECT state FROM posting WHERE posting_id = ?').pluck().get(postingId)).toBe(
      'withdrawn',
    );
    expect(lastOpenDecision(ledger.db, actor)).toBeNull();
    expect(() => undoDecision(ledger.db, { decisionId, actor, at: moment(3) })).toThrow(/undone already/);
  });

  it('lets a rejected pair be proposed again', () => {
    const matchId = insertMatch(ledger.db, paymentMatch(charge, [[item, 500]]));
    const decisionId = rejectMatch(ledger.db, { matchId, version: 1, actor, at: moment(1), reason: 'other customer' });
    const pairs = () => ledger.db.prepare('SELECT count(*) FROM rejected_pair').pluck().get();
    expect(pairs()).toBe(1);
    expect(stateOf(charge)).toBe('unmatched');
    undoDecision(ledger.db, { decisionId, actor, at: moment(2) });
    expect(pairs()).toBe(0);
    expect(liveMatchOf(ledger.db, charge)?.state).toBe('proposed');
  });

  it('is refused once the posting may have left, or something later decided the row', () => {
    const matchId = insertMatch(ledger.db, paymentMatch(charge, [[item, 500]]));
    const decisionId = approveMatch(ledger.db, { matchId, version: 1, actor, at: moment(1) });
    setMovementState(ledger.db, charge, 'excluded', { at: moment(2) });
    expect(() => undoDecision(ledger.db, { decisionId, actor, at: moment(3) })).toThrow(/changed since/);
    setMovementState(ledger.db, charge, 'approved', { score: 0.98, at: moment(4) });
    const postingId = insertPosting(ledger.db, paymentPosting({ matchId, movementKey: charge }, { state: 'queued' }));
    setPostingState(ledger.db, { postingId, to: 'sending', at: moment(5) });
    expect(() => undoDecision(ledger.db, { decisionId, actor, at: moment(6) })).toThrow(/has left for PeopleSoft/);
  });
});
