import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_LINKING } from '../../../../shared/contract/profile-linking.ts';
import { DEFAULT_TOLERANCES } from '../../../../shared/contract/profile-tolerances.ts';
import type { Instant, MovementKey } from '../../../../shared/domain/ids.ts';
import { customerDetail } from '../../../../electron/engine/customers/customer-detail.ts';
import { customerKeys } from '../../../../electron/engine/customers/customer-view.ts';
import { decideCustomer } from '../../../../electron/engine/customers/decide-customer.ts';
import { retireCustomer } from '../../../../electron/engine/customers/retire-customer.ts';
import { undoCustomer } from '../../../../electron/engine/customers/undo-customer.ts';
import { partyProfile } from '../../../../electron/engine/matching/read-parties.ts';
import { matchDetail } from '../../../../electron/engine/views/match-detail.ts';
import { whyNot, whyNotItem } from '../../../../electron/engine/matching/why-not-operation.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { getMovement } from '../../../../electron/ledger/movement-store.ts';
import { approveByPerson } from '../../../../electron/posting/decisions/decide.ts';
import { redoByPerson } from '../../../../electron/posting/decisions/redo.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { openBooks, profile, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(async () => {
  books = openBooks();
  books.customer('1001', 'HALVORSEN AND SONS');
  books.customer('1002', 'HALVORSEN MARINE');
  books.stripeCustomer('cus_A', 'Halvorsen and Sons');
  books.item('1001', 'INV-1', 10_000);
  books.item('1001', 'INV-2', 20_000);
  books.movement('charge', 'ch_early', 10_000, { accounting_date: '2026-10-15' });
  books.movement('charge', 'ch_late', 20_000, { accounting_date: '2026-10-28' });
  await books.match();
  await decide('1001');
  await books.match();
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'clerk', machine: 'desk-1', at: AT, operatorId: null };
const CUSTOMER = { customerKey: 1, setId: 'SHARE', sharedIdKey: null };
const ledger = () => directLedger(books.db);
const detail = () =>
  ledger().read(customerDetail, { ...CUSTOMER, custId: '1002', linking: DEFAULT_LINKING, whyNotDecide: null });
const decide = async (custId: string) => {
  const { candidates } = await detail();
  const seenVersion = candidates.find((each) => each.custId === custId)?.link?.version ?? 0;
  await ledger().write(decideCustomer, { ...clerk, ...CUSTOMER, custId, seenVersion, as: 'confirmed' });
};
const retire = async (validUntilDate: string) => {
  const { row } = await detail();
  const end = { seenVersion: row.version, validUntilDate, reason: 'sold' };
  return ledger().write(retireCustomer, { ...clerk, ...CUSTOMER, ...end });
};
/** By movement, whether matching decides it alone. */
const automatic = () =>
  Object.fromEntries(
    books
      .all<{ id: string; automatic: number | null }>(
        `SELECT m.object_id AS id, (SELECT t.automatic FROM match t JOIN match_movement mm USING (match_id)
           WHERE mm.movement_key = m.movement_key AND mm.live = 1) AS automatic FROM movement m ORDER BY 1`,
      )
      .map(({ id, automatic: alone }) => [id, alone === 1]),
  );
const link = () =>
  books.all('SELECT state, decided_by, valid_until_date FROM crosswalk_link WHERE cust_id = ?', '1001')[0];

describe('a link that is ended', () => {
  it('carries movements up to its last day and none after it, is never proposed again, and keeps its history', async () => {
    expect(automatic()).toEqual({ ch_early: true, ch_late: true });
    await retire('2026-10-20');
    await books.match();
    expect(automatic()).toEqual({ ch_early: true, ch_late: false });
    expect(link()).toEqual({ state: 'retired', decided_by: 'clerk', valid_until_date: '2026-10-20' });
    const keys = await ledger().read(customerKeys, { list: 'customers', unit: 'US', facet: 'retired' });
    expect([...keys]).toEqual([1]);
    expect((await detail()).candidates.find(({ custId }) => custId === '1001')?.whyNot).toContain('2026-10-20');
    expect(await books.match()).toMatchObject({ changed: 0 });
    expect(findViolations(books.db)).toEqual([]);
  });

  it('gives way to another link for later movements, and holds for earlier ones beside it', async () => {
    books.item('1002', 'INV-3', 20_000);
    await retire('2026-10-20');
    await decide('1002');
    await books.match();
    expect(automatic()).toEqual({ ch_early: true, ch_late: true });
    const paid = books.all<{ item: string }>(
      `SELECT i.item FROM allocation a JOIN match_movement mm USING (match_id) JOIN movement m ON m.movement_key = mm.movement_key
         JOIN ar_item i ON i.item_key = a.item_key WHERE mm.live = 1 ORDER BY m.object_id`,
    );
    expect(paid.map(({ item }) => item)).toEqual(['INV-1', 'INV-3']);
  });

  it('is the customer that an earlier charge is shown with, and whose account takes it, though another is linked by now', async () => {
    const unit = { ...profile.units[0]!, chargeWithoutItem: { onAccount: true } };
    books.db.exec("UPDATE movement SET settlement_currency = 'USD'; UPDATE ar_item SET status = 'closed'");
    await retire('2026-10-20');
    await decide('1002');
    await books.match();
    const viewer = { id: 'clerk', isSignedIn: true };
    const told = (movementKey: number) =>
      ledger()
        .read(matchDetail, { movementKey, profile, sample: true, viewer })
        .then(({ customerLink }) => [customerLink?.custId, customerLink?.state, customerLink?.basis]);
    expect(await told(1)).toEqual(['1001', 'confirmed', 'same name, until 2026-10-20']);
    expect(await told(2)).toEqual(['1002', 'confirmed', 'a person']);
    for (const movementKey of [1, 2]) {
      const { version: seenVersion } = getMovement(books.db, movementKey as MovementKey);
      const approval = {
        movementKey,
        seenVersion,
        allocations: [],
        post: false,
        onAccount: true,
        reason: 'no invoice',
      };
      const terms = { ...approval, unit, setId: 'SHARE', confirmLinkId: null, linkCustomer: false };
      await ledger().write(approveByPerson, { ...clerk, ...terms });
    }
    expect(books.all("SELECT json_extract(payload_json, '$.document.custId') AS id FROM posting ORDER BY 1")).toEqual([
      { id: '1001' },
      { id: '1002' },
    ]);
  });

  it('is taken back as it was, from its row and as the latest decision, and ended again by redo', async () => {
    await retire('2026-10-20');
    await ledger().write(undoCustomer, { ...clerk, ...CUSTOMER });
    expect(link()).toMatchObject({ state: 'confirmed', valid_until_date: null });
    await retire('2026-10-21');
    expect((await ledger().write(undoByPerson, { ...clerk, movementKey: null })).undone).toBe('end of a customer link');
    await books.match();
    expect(automatic()).toEqual({ ch_early: true, ch_late: true });
    await ledger().write(redoByPerson, { ...clerk, units: profile.units, setId: 'SHARE' });
    expect(link()).toMatchObject({ state: 'retired', valid_until_date: '2026-10-21' });
  });

  it('stays away when a person had linked it by hand, whatever the scores say', async () => {
    await retire('2026-10-20');
    await decide('1002');
    await retire('2026-10-25');
    await books.match();
    expect(books.all("SELECT cust_id FROM crosswalk_link WHERE state IN ('proposed', 'confirmed')")).toEqual([]);
    await expect(retire('2026-10-26')).rejects.toMatchObject({ code: 'REFUSED' });
  });

  it('is refused on a row that has changed since it was seen', async () => {
    const end = { seenVersion: 99, validUntilDate: '2026-10-20', reason: 'sold' };
    await expect(ledger().write(retireCustomer, { ...clerk, ...CUSTOMER, ...end })).rejects.toMatchObject({
      code: 'STALE_VERSION',
    });
  });

  describe('and a charge that nothing is proposed for', () => {
    const asked = { tolerances: DEFAULT_TOLERANCES, parties: partyProfile(profile), businessUnits: ['US001'] };
    const nearest = async (movementKey: number) => {
      const answer = await ledger().read(whyNot, { ...asked, movementKey });
      return [answer.custId, answer.nearest.map(({ item, words }) => [item, ...words])];
    };
    const itemKey = (number: string) =>
      books.all<{ item_key: number }>('SELECT item_key FROM ar_item WHERE item = ?', number)[0]?.item_key ?? 0;
    const byAmount = async (movementKey: number, number: string) => {
      const answer = await ledger().read(whyNotItem, { ...asked, movementKey, itemKey: itemKey(number) });
      return answer?.rules
        .find(({ ruleId }) => ruleId === 'amount-customer-date')
        ?.failing.map(({ condition }) => condition.kind);
    };
    let early = 0;
    let late = 0;
    beforeEach(() => {
      early = books.movement('charge', 'ch_early_more', 14_000, { accounting_date: '2026-10-18' });
      late = books.movement('charge', 'ch_late_more', 14_000, { accounting_date: '2026-10-27' });
    });

    it('is told of the items of the customer that matching looked at on its day', async () => {
      books.item('1002', 'INV-3', 16_000);
      books.run("UPDATE ar_item SET balance_minor = 0, status = 'closed' WHERE item = 'INV-1'");
      await retire('2026-10-20');
      await books.match();
      const held = ['INV-2', 'Its open amount is 60.00 USD more.'];
      const ofNobody = ['INV-3', 'It is of 1002, to whom its Stripe customer is not linked.'];
      expect((await nearest(early))[1]).toContainEqual(held);
      expect((await nearest(early))[0]).toBe('1001');
      expect((await nearest(late))[0]).toBeNull();
      expect((await nearest(late))[1]).toContainEqual([...ofNobody, 'Its open amount is 20.00 USD more.']);
      expect([await byAmount(early, 'INV-2'), await byAmount(late, 'INV-2')]).toEqual([
        ['amountDiffers'],
        ['noCustomer', 'amountDiffers'],
      ]);
      await decide('1002');
      await books.match();
      expect((await nearest(early))[0]).toBe('1001');
      expect(await nearest(late)).toEqual(['1002', [['INV-3', 'Its open amount is 20.00 USD more.']]]);
      expect([await byAmount(early, 'INV-3'), await byAmount(late, 'INV-3')]).toEqual([
        ['otherCustomer', 'amountDiffers'],
        ['amountDiffers'],
      ]);
    });
  });
});
