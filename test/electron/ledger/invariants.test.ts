import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/ledger/audit-store.ts';
import { lastOpenDecision } from '../../../electron/ledger/decision-store.ts';
import { undoDecision } from '../../../electron/ledger/undo-decision.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { insertMatch } from '../../../electron/ledger/match-store.ts';
import { moment, insertCharge, insertItem, paymentMatch } from './books.ts';
import type { RandomStep } from './book-keeping.ts';
import { booksText, takeStep } from './book-keeping.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { temporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());

const step: fc.Arbitrary<Omit<RandomStep, 'at'>> = fc.record({
  what: fc.constantFrom<RandomStep['what'][]>(
    'propose',
    'proposeTwo',
    'approve',
    'approve',
    'reject',
    'undo',
    'post',
    'post',
    'confirm',
    'reverse',
    'balanceDrops',
  ),
  which: fc.nat(30),
  amount: fc.integer({ min: 1, max: 600 }),
});

describe('the laws of the books', () => {
  it('hold after every step of any day, a refused step changes nothing, and undo restores exactly what was', async () => {
    const direct = directLedger(ledger.db);
    const done = { taken: 0, refused: 0, undone: 0 };
    let clock = 0;
    const day = fc.array(step, { minLength: 10, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(day, async (steps) => {
        for (let index = 0; index < 4; index++) {
          insertCharge(ledger.db, `ch_${(clock += 1)}`, 500 + index);
          insertItem(ledger.db, `INV-${clock}`, 400 + index * 100);
        }
        for (const each of steps) {
          const before = booksText(ledger.db);
          const decision = lastOpenDecision(ledger.db, 'CLERK')?.decisionId;
          const taken = await direct.write(takeStep, { ...each, at: (clock += 1) }).then(
            () => true,
            () => false,
          );
          done[taken ? 'taken' : 'refused'] += 1;
          expect(taken || booksText(ledger.db) === before, `${each.what} was refused and changed something`).toBe(true);
          expect(findViolations(ledger.db), JSON.stringify(steps)).toEqual([]);
          const decided = lastOpenDecision(ledger.db, 'CLERK');
          if (!taken || !decided || decided.decisionId === decision || each.what === 'undo') continue;
          ledger.db.exec('SAVEPOINT peek');
          undoDecision(ledger.db, { decisionId: decided.decisionId, actor: 'CLERK', at: moment(clock) });
          expect(booksText(ledger.db), `undo of ${each.what}`).toBe(before);
          expect(findViolations(ledger.db)).toEqual([]);
          ledger.db.exec('ROLLBACK TO peek; RELEASE peek');
          done.undone += 1;
        }
      }),
      { numRuns: 25 },
    );
    expect(verifyAudit(ledger.db)).toMatchObject({ valid: true, rows: done.taken });
    // The bed is worth something only when all three kinds happened.
    expect(Math.min(done.taken, done.refused, done.undone)).toBeGreaterThan(20);
  });

  it.each([
    ['ALLOCATION_EXCEEDS_MOVEMENT', 'UPDATE movement SET amount_minor = 10'],
    ['ALLOCATION_EXCEEDS_ITEM', 'UPDATE ar_item SET balance_minor = 10'],
    ['ALLOCATION_OF_ANOTHER_CURRENCY', "UPDATE ar_item SET currency = 'EUR'"],
    ['ALLOCATION_VALUES_DIFFER', 'UPDATE ar_item SET exponent = 0'],
    ['HOLD_DOES_NOT_FIT_MATCH', "UPDATE allocation SET hold = 'released'"],
    ['LIVE_DOES_NOT_FIT_MATCH', 'UPDATE match_movement SET live = 0'],
    ['MOVEMENT_STATE_NOT_DERIVED', "UPDATE movement SET state = 'unmatched'"],
    ['MOVEMENT_COUNTS', 'UPDATE movement_count SET count = count + 1'],
    ['LINK_COUNTS', 'UPDATE link_count SET customers = customers + 1'],
    ['RULE_COUNTS', 'UPDATE rule_count SET matches = matches + 1'],
    ['AUDIT_CHAIN', "INSERT INTO audit VALUES (1, 'a', 'b', 'c', 'd', 'e', '{}', 'f', 'g')"],
  ])('report %s when somebody breaks it past the triggers', (code, sql) => {
    const charge = insertCharge(ledger.db, 'ch_1', 500);
    const item = insertItem(ledger.db, 'INV-1', 500);
    insertMatch(ledger.db, paymentMatch(charge, [[item, 500]], { state: 'approved' }));
    expect(findViolations(ledger.db)).toEqual([]);
    ledger.db.exec(sql);
    expect(findViolations(ledger.db).map((violation) => violation.code)).toContain(code);
  });
});
