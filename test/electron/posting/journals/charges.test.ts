import { afterEach, describe, expect, it } from 'vitest';
import { getMovement } from '../../../../electron/ledger/movement-store.ts';
import { approveByPerson } from '../../../../electron/posting/decisions/decide.ts';
import { redoByPerson } from '../../../../electron/posting/decisions/redo.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { MovementKey } from '../../../../shared/domain/ids.ts';
import { startPostingSite, UNIT, type PostingSite } from '../posting-site.ts';

const MISC: UnitProfile = {
  ...UNIT,
  bookings: { chargesWithoutInvoice: { how: 'directJournal', accountingTemplate: 'MISCCASH' } },
};
let site: PostingSite | null = null;
afterEach(async () => {
  await site?.close();
  site = null;
});

async function open() {
  site = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }] });
  const at = site;
  const who = () => ({ actor: 'CLERK', machine: 'M', at: instantOf(at.nowMs()) });
  const approve = (
    movementKey: MovementKey,
    more: { reason?: string; directJournal?: boolean; unit?: UnitProfile } = {},
  ) =>
    at.ledger.write(approveByPerson, {
      ...who(),
      unit: more.unit ?? MISC,
      setId: 'SHARE',
      movementKey,
      seenVersion: getMovement(at.db, movementKey).version,
      allocations: [],
      post: false,
      reason: more.reason ?? null,
      confirmLinkId: null,
      linkCustomer: false,
      directJournal: more.directJournal ?? true,
    });
  const postAll = async () => {
    await at.round();
    await at.simulator.runBatch();
    at.advance(600);
    await at.round();
  };
  return { at, who, approve, postAll };
}

describe('a charge that no invoice stands behind', () => {
  it('is journalled directly, gross, in its own currency and under its own id, when a person says why', async () => {
    const { at, approve, postAll } = await open();
    const charge = at.charge('ch_1', 4_500, { currency: 'CAD' });
    await expect(approve(charge)).rejects.toThrow(/journalled directly, of no customer/);
    await approve(charge, { reason: 'donation' });
    await postAll();
    expect(at.states()).toEqual({ ch_1: 'confirmed' });
    expect(at.books()).toMatchObject([
      { amount: '45', currency: 'CAD', externalId: 'ch_1', custId: '', status: 'posted' },
    ]);
    expect(getMovement(at.db, charge).state).toBe('posted');
    expect(at.violations()).toEqual([]);
  });

  it('is refused where the unit does not allow it, or an invoice of Stripe’s stands behind it', async () => {
    const { at, approve } = await open();
    const charge = at.charge('ch_1', 4_500);
    await expect(approve(charge, { reason: 'x', unit: UNIT })).rejects.toThrow(/does not journal charges directly/);
    at.db
      .prepare(
        `INSERT INTO stripe_invoice_payment (account, invoice_payment_id, invoice_id, status, charge_id) VALUES ('acct_1', 'inpay_1', 'in_1', 'paid', 'ch_1')`,
      )
      .run();
    await expect(approve(charge, { reason: 'x' })).rejects.toThrow(/invoice in_1 stands behind/);
  });

  it('takes its refund with it by the same template, and undo and redo keep it a journal', async () => {
    const { at, who, approve, postAll } = await open();
    const charge = at.charge('ch_1', 4_500);
    await approve(charge, { reason: 'donation' });
    await at.ledger.write(undoByPerson, { ...who(), movementKey: null });
    await at.ledger.write(redoByPerson, { ...who(), units: [MISC], setId: 'SHARE' });
    await postAll();
    const refund = at.charge('re_1', -1_500, { kind: 'refund', chargeId: 'ch_1' });
    await approve(refund, { directJournal: false });
    await postAll();
    expect(at.states()).toEqual({ ch_1: 'confirmed', re_1: 'confirmed' });
    expect(at.books().map(({ amount, custId }) => [amount, custId])).toEqual([
      ['45', ''],
      ['-15', ''],
    ]);
    expect(at.vouchers()).toBe(0);
    expect(at.violations()).toEqual([]);
  });
});
