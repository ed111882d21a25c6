import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { redoByPerson } from '../../../../electron/posting/decisions/redo.ts';
import { rejectByPerson } from '../../../../electron/posting/decisions/reject.ts';
import { approveStraightThrough } from '../../../../electron/posting/decisions/straight-through.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { openBooks, profile, type Books } from './books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const WHO = { actor: 'CLERK', machine: 'M', at: AT };
const UNIT: UnitProfile = {
  ...profile.units[0]!,
  straightThrough: { ruleIds: ['reference-exact'], limitMinor: { USD: 1_000_000 }, approvedBy: 'REVIEWER' },
};

let books: Books;
let charge: number;
beforeEach(() => {
  books = openBooks();
  books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
  books.customer('1001', 'HALVORSEN AND SONS');
  books.item('1001', 'INV-0048112', 10_000);
  charge = books.movement('charge', 'ch_1', 10_000, {
    metadata_json: '{"invoice":"48112"}',
    settlement_currency: 'USD',
  });
});
afterEach(() => books.close());

const byRule = () =>
  directLedger(books.db).write(approveStraightThrough, {
    ...WHO,
    unit: UNIT,
    setId: 'SHARE',
    afterMatchId: 0,
    limit: 500,
  });
const matchAndDecide = async () => {
  await books.match();
  return byRule();
};
const undo = () => directLedger(books.db).write(undoByPerson, { ...WHO, movementKey: charge });
const redo = (units: readonly UnitProfile[] = [UNIT]) =>
  directLedger(books.db).write(redoByPerson, { ...WHO, units, setId: 'SHARE' });
const row = () =>
  books.all('SELECT state, attention, state_reason FROM movement WHERE movement_key = ?', charge)[0] as object;
const postings = () => books.all<{ state: string }>('SELECT state FROM posting ORDER BY posting_id');
/** The rules find a runner-up now: the outcome is another one, and the row is written anew. */
const secondItem = () => books.item('1001', 'INV-0048113', 10_000);
const HERS = { state: 'proposed', attention: 'proposal', state_reason: 'approval by rule taken back by CLERK' };

describe('an approval by rule that a person took back', () => {
  it('stays hers: no later run of the rules approves it again, whatever they find', async () => {
    expect(await matchAndDecide()).toMatchObject({ approved: 1, payments: 1 });
    await undo();
    expect(row()).toEqual(HERS);
    expect(await books.match()).toMatchObject({ changed: 0 });
    secondItem();
    expect((await books.match()).changed).toBe(1);
    expect(row()).toEqual(HERS);
    expect(await byRule()).toMatchObject({ approved: 0 });
    expect(await matchAndDecide()).toMatchObject({ approved: 0 });
    expect(postings()).toEqual([{ state: 'withdrawn' }]);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('is not approved either when an outcome was written without the mark', async () => {
    await matchAndDecide();
    await undo();
    books.db.exec("UPDATE match SET automatic = 1 WHERE state = 'proposed'; UPDATE movement SET attention = NULL");
    expect(await byRule()).toMatchObject({ approved: 0, left: 1 });
    expect(row()).toEqual(HERS);
  });

  it('is open to the rules again once she has decided it', async () => {
    await matchAndDecide();
    await undo();
    const version = books.all<{ version: number }>('SELECT version FROM movement')[0]!.version;
    await directLedger(books.db).write(rejectByPerson, {
      ...WHO,
      movementKey: charge,
      seenVersion: version,
      reason: null,
    });
    await directLedger(books.db).write(undoByPerson, { ...WHO, movementKey: charge });
    expect(await matchAndDecide(), 'her rejection is undone: hers as before').toMatchObject({ approved: 0 });
    await directLedger(books.db).write(rejectByPerson, {
      ...WHO,
      movementKey: charge,
      seenVersion: books.all<{ version: number }>('SELECT version FROM movement')[0]!.version,
      reason: null,
    });
    books.db.exec('UPDATE movement SET metadata_json = \'{"invoice":"48113"}\'');
    secondItem();
    expect(await matchAndDecide()).toMatchObject({ approved: 1 });
  });

  it('is the rule’s again with redo, under the next generation', async () => {
    await matchAndDecide();
    await undo();
    await books.match();
    expect(await redo()).toMatchObject({ undone: 'approval by rule', movementKey: charge });
    expect(books.all('SELECT state, generation, approved_by, approved_rule FROM posting ORDER BY posting_id')).toEqual([
      expect.objectContaining({ state: 'withdrawn', generation: 1 }),
      { state: 'approved', generation: 2, approved_by: 'REVIEWER', approved_rule: 'reference-exact v5' },
    ]);
    expect(books.all('SELECT automatic, state FROM match')).toEqual([{ automatic: 1, state: 'approved' }]);
    await expect(redo()).rejects.toMatchObject({ detailCode: 'UNDO_NOTHING' });
    expect(await undo()).toMatchObject({ undone: 'approval' });
    expect(findViolations(books.db)).toEqual([]);
  });

  it('is not restored where the rules find something else by now, or the reviewer switched the rule off', async () => {
    await matchAndDecide();
    await undo();
    await expect(redo([{ ...UNIT, straightThrough: null }])).rejects.toMatchObject({
      message: expect.stringContaining('A rule may not approve this any more') as string,
    });
    secondItem();
    await books.match();
    await expect(redo()).rejects.toMatchObject({ message: expect.stringContaining('not proposed any more') as string });
    expect(postings()).toEqual([{ state: 'withdrawn' }]);
  });
});
