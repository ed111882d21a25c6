import { afterEach, describe, expect, it } from 'vitest';
import { countedAtOnce } from '../../../electron/ledger/counted-at-once.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { changeMatchState, insertMatch } from '../../../electron/ledger/match-store.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import { setMovementStates } from '../../../electron/ledger/movement-store.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { defineWrite, type WritableLedger } from '../../../electron/ledger/operation.ts';
import { insertProposals, withdrawProposals, type NewProposal } from '../../../electron/ledger/proposal-store.ts';
import { DAY, insertCharge, insertItem, paymentMatch, UNIT } from './books.ts';
import { createdLedger, temporaryLedger } from './temporary-ledger.ts';

let ledger: ReturnType<typeof temporaryLedger>;
afterEach(() => ledger.remove());

const proposalOf = (movementKey: number, itemKey: number, amountMinor: number): NewProposal => ({
  movementKey,
  unit: UNIT,
  kind: 'payment',
  ruleId: 'reference-exact',
  ruleVersion: 1,
  score: 96,
  margin: null,
  automatic: 1,
  pointsJson: '[]',
  runnerUpJson: null,
  linkId: null,
  paymentKey: null,
  chargeMovementKey: null,
  allocations: [itemKey, amountMinor, amountMinor],
});
const before = { unit: UNIT, kind: 'charge', state: 'unmatched', attention: null } as const;
const proposed = { state: 'proposed', reason: null, gate: null, attention: null, score: 96 } as const;

/** Proposes the first item for the first charge and so on, counted at once. */
const propose = defineWrite('test.propose', (db: WritableLedger, { fails }: { readonly fails: boolean }) =>
  countedAtOnce(db, (counts) => {
    const first = insertProposals(db, [proposalOf(1, 1, 900), proposalOf(2, 2, 800)], DAY);
    setMovementStates(db, { ...proposed, keys: [1, 2] }, DAY);
    for (const _ of [1, 2]) {
      counts.moved(before, proposed);
      counts.proposed('reference-exact', 1);
    }
    if (fails) throw new Error('the disk is full');
    return first;
  }),
);
const books = () => {
  ledger = temporaryLedger();
  for (const [place, minor] of [900, 800, 700].entries()) {
    insertCharge(ledger.db, `ch_${place}`, minor);
    insertItem(ledger.db, `INV-${place}`, minor);
  }
  return ledger.db;
};
const counted = () =>
  ledger.db.prepare('SELECT state, count FROM movement_count WHERE count > 0 ORDER BY state').raw().all();

describe('proposals that are written many at a time', () => {
  it('are counted as those that are written one by one, and keep every law of the books', async () => {
    const db = books();
    const first = await directLedger(db).write(propose, { fails: false });
    expect(counted()).toEqual([
      ['proposed', 2],
      ['unmatched', 1],
    ]);
    expect(findViolations(db)).toEqual([]);
    insertMatch(db, paymentMatch(3 as never, [[3 as never, 700]]));
    changeMatchState(db, { matchId: first, to: 'approved', actor: 'clerk', at: DAY });
    expect(counted()).toEqual([
      ['approved', 1],
      ['proposed', 2],
    ]);
    expect(findViolations(db)).toEqual([]);
  });

  it('give way to others once they are withdrawn, and not before', async () => {
    const db = books();
    const first = await directLedger(db).write(propose, { fails: false });
    expect(() => insertProposals(db, [proposalOf(1, 3, 700)], DAY)).toThrow(/UNIQUE/);
    db.exec('DELETE FROM match WHERE match_id NOT IN (SELECT match_id FROM match_movement)');
    withdrawProposals(db, [first], { actor: 'matching', at: DAY, reason: 'The rows behind it changed.' });
    insertProposals(db, [proposalOf(1, 3, 700)], DAY);
    expect(findViolations(db)).toEqual([]);
  });

  it('leave nothing behind when they fail, and what comes after is counted as it happens', async () => {
    const db = books();
    await expect(directLedger(db).write(propose, { fails: true })).rejects.toThrow('the disk is full');
    expect(db.prepare('SELECT count(*) FROM match').pluck().get()).toBe(0);
    insertMatch(db, paymentMatch(3 as never, [[3 as never, 700]]));
    expect(counted()).toEqual([
      ['proposed', 1],
      ['unmatched', 2],
    ]);
    expect(findViolations(db)).toEqual([]);
  });
});

describe('migration 460', () => {
  it('keeps what was counted, and counts what changes afterwards', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 460) });
    insertCharge(ledger.db, 'ch_1', 900);
    insertItem(ledger.db, 'INV-1', 900);
    insertMatch(ledger.db, paymentMatch(1 as never, [[1 as never, 900]]));
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(findViolations(db)).toEqual([]);
    changeMatchState(db, { matchId: 1 as never, to: 'rejected', actor: 'clerk', at: DAY });
    expect(db.prepare('SELECT state, count FROM movement_count WHERE count > 0').raw().all()).toEqual([
      ['unmatched', 1],
    ]);
    expect(findViolations(db)).toEqual([]);
    db.close();
  });
});
