import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { insertMatch } from '../../../electron/ledger/match-store.ts';
import {
  POSTING_TRANSITIONS,
  getPosting,
  insertPosting,
  isLivePosting,
  nextGeneration,
  postingCounts,
  setPostingState,
} from '../../../electron/ledger/posting-store.ts';
import { withdrawPostings } from '../../../electron/ledger/withdraw-postings.ts';
import type { MatchId, MovementKey } from '../../../shared/domain/ids.ts';
import type { PostingState } from '../../../shared/domain/states.ts';
import { POSTING_STATES } from '../../../shared/domain/states.ts';
import { DAY, insertCharge, insertItem, moment, paymentMatch, paymentPosting } from './books.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { temporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
let movementKey: MovementKey;
let matchId: MatchId;
beforeEach(() => {
  ledger = temporaryLedger();
  movementKey = insertCharge(ledger.db, 'ch_1', 100);
  const item = insertItem(ledger.db, 'INV-1', 100);
  matchId = insertMatch(ledger.db, paymentMatch(movementKey, [[item, 100]], { state: 'approved' }));
});
afterEach(() => ledger.remove());

describe('the states of a posting', () => {
  it('are the same in the program and in the trigger, for every pair', () => {
    for (const from of POSTING_STATES)
      for (const to of POSTING_STATES) {
        if (from === to) continue;
        expect(triggerAllows(from, to), `${from} to ${to}`).toBe(POSTING_TRANSITIONS[from].includes(to));
      }
  });
  function triggerAllows(from: PostingState, to: PostingState): boolean {
    ledger.db.exec('SAVEPOINT pair');
    try {
      // The trigger is put aside only to bring the posting into the state to start from.
      const id = insertPosting(ledger.db, paymentPosting({ matchId, movementKey }));
      ledger.db.exec(`DROP TRIGGER posting_moves; UPDATE posting SET state = '${from}' WHERE posting_id = ${id}`);
      ledger.db.exec(triggerSql);
      ledger.db.exec(`UPDATE posting SET state = '${to}' WHERE posting_id = ${id}`);
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('POSTING_TRANSITION')) return false;
      throw error;
    } finally {
      ledger.db.exec('ROLLBACK TO pair; RELEASE pair');
    }
  }
  let triggerSql = '';
  beforeEach(() => {
    const found = ledger.db.prepare("SELECT sql FROM sqlite_master WHERE name = 'posting_moves'").pluck().get();
    triggerSql = String(found);
  });

  it('refuse a step that is not in the table, and a stale caller', () => {
    const postingId = insertPosting(ledger.db, paymentPosting({ matchId, movementKey }));
    expect(() => setPostingState(ledger.db, { postingId, to: 'confirmed', at: DAY })).toThrow(
      expect.objectContaining({ code: 'TRANSITION' }),
    );
    setPostingState(ledger.db, { postingId, to: 'queued', at: moment(1), version: 1 });
    expect(() => setPostingState(ledger.db, { postingId, to: 'sending', at: DAY, version: 1 })).toThrow(
      expect.objectContaining({ code: 'STALE_VERSION' }),
    );
    expect(getPosting(ledger.db, postingId)).toMatchObject({ state: 'queued', version: 2, stateChangedAt: moment(1) });
  });

  it('are counted as they change', () => {
    const postingId = insertPosting(ledger.db, paymentPosting({ matchId, movementKey }));
    setPostingState(ledger.db, { postingId, to: 'queued', at: DAY });
    expect(postingCounts(ledger.db)).toMatchObject({ approved: 0, queued: 1, confirmed: 0 });
    expect(findViolations(ledger.db)).toEqual([]);
  });
});

describe('an effect', () => {
  it('has one live posting at a time; the next one is of the next generation', () => {
    const effectKey = `acct_1/test/${movementKey}/payment`;
    expect(nextGeneration(ledger.db, effectKey)).toBe(1);
    const postingId = insertPosting(ledger.db, paymentPosting({ matchId, movementKey }));
    const again = paymentPosting({ matchId, movementKey, generation: nextGeneration(ledger.db, effectKey) });
    expect(() => insertPosting(ledger.db, again)).toThrow(/UNIQUE/);
    for (const to of ['queued', 'sending', 'rejected'] as const) setPostingState(ledger.db, { postingId, to, at: DAY });
    expect(isLivePosting('rejected')).toBe(false);
    expect(insertPosting(ledger.db, again)).toBeGreaterThan(postingId);
    expect(nextGeneration(ledger.db, effectKey)).toBe(3);
  });

  it('never takes a reference twice, whatever its case', () => {
    insertPosting(ledger.db, paymentPosting({ matchId, movementKey }, { reference: 'Tabc' }));
    const other = paymentPosting({ matchId, movementKey }, { effectKey: 'other', reference: 'TABC' });
    expect(() => insertPosting(ledger.db, other)).toThrow(/UNIQUE/);
  });

  it('keeps reference and payload as approved, and is never deleted', () => {
    insertPosting(ledger.db, paymentPosting({ matchId, movementKey }));
    for (const change of ["reference = 'X'", "payload_json = '[]'", "payload_hash = 'x'", 'generation = 2'])
      expect(() => ledger.db.exec(`UPDATE posting SET ${change}`)).toThrow(/POSTING_FIXED/);
    expect(() => ledger.db.exec('DELETE FROM posting')).toThrow(/LEDGER_APPEND_ONLY/);
  });

  it('is withdrawn only while it cannot have left', () => {
    const postingId = insertPosting(ledger.db, paymentPosting({ matchId, movementKey }, { state: 'queued' }));
    ledger.db
      .exec(`INSERT INTO deposit (unit, deposit_bu, deposit_id, deposit_id_given, bank_code, bank_account_key, currency,
      exponent, accounting_date, cut_number, generation, control_minor, control_count, document_json, document_hash, state, cut_at)
      VALUES ('US', 'US001', 'D1', 1, 'STRPE', 'US01', 'USD', 2, '2026-10-05', 1, 1, 100, 1, '{}', 'h', 'cut', '${DAY}');
      UPDATE posting SET deposit_key = 1`);
    const withdraw = () => withdrawPostings(ledger.db, matchId, { at: DAY, reason: 'undone' });
    expect(withdraw).toThrow(expect.objectContaining({ code: 'TRANSITION' }));
    ledger.db.exec("UPDATE deposit SET state = 'rejected'");
    expect(withdraw()).toBe(1);
    expect(getPosting(ledger.db, postingId)).toMatchObject({ state: 'withdrawn', stateReason: 'undone' });
    expect(withdraw()).toBe(0);
  });
});
