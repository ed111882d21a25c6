import { getMovement } from '../../../../electron/ledger/movement-store.ts';
import { approveByPerson, type Decided } from '../../../../electron/posting/decisions/decide.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { MovementKey } from '../../../../shared/domain/ids.ts';
import type { InvoiceSite } from './invoice-site.ts';

/** A charge of `cus_1`, whom the site links to C100. */
export function linkedCharge(site: InvoiceSite, objectId: string, amountMinor: number): MovementKey {
  const movementKey = site.charge(objectId, amountMinor);
  site.db.prepare("UPDATE movement SET customer_id = 'cus_1' WHERE movement_key = ?").run(movementKey);
  return movementKey;
}

/** A person decides a charge that no item takes. */
export function decideCharge(
  site: InvoiceSite,
  movementKey: MovementKey,
  form: 'makeItem' | 'onAccount',
): Promise<Decided> {
  return site.ledger.write(approveByPerson, {
    actor: 'CLERK',
    machine: 'M',
    at: instantOf(site.nowMs()),
    unit: site.scope().unit,
    setId: 'SHARE',
    movementKey,
    seenVersion: getMovement(site.db, movementKey).version,
    allocations: [],
    post: false,
    reason: 'sold without an invoice',
    confirmLinkId: null,
    linkCustomer: false,
    [form]: true,
  });
}
