import type { WritableLedger } from '../../../electron/ledger/operation.ts';
import type { Instant, LinkId, MovementKey } from '../../../shared/domain/ids.ts';

/** Paid by a cheque before Tieout came: a payment any valid read must show. */
export const FOREIGN_RECEIPT = { item: 'INV-OLD', amount: '10.00', currency: 'USD', custId: 'C100' } as const;

const DAY = '2026-10-05T10:00:00.000Z';

/** A succeeded charge that settles in dollars, unmatched. */
export function insertCharge(
  db: WritableLedger,
  charge: {
    readonly objectId: string;
    readonly amountMinor: number;
    readonly currency?: string;
    readonly exponent?: number;
    readonly date?: string;
    readonly kind?: string;
    /** Of a refund or dispute. */
    readonly chargeId?: string;
  },
): MovementKey {
  const { currency = 'USD', exponent = 2, date = '2026-10-15', kind = 'charge', chargeId = null } = charge;
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO movement (account, livemode, kind, object_id, charge_id, unit, amount_minor, exponent, currency, settlement_currency, occurred_at,
         accounting_date, accounting_date_basis, source_status, state, state_changed_at)
       VALUES ('acct_1', 0, ?, ?, ?, 'US', ?, ?, ?, 'USD', ?, ?, 'balanceTransaction', 'succeeded', 'unmatched', ?)`,
    )
    .run(kind, charge.objectId, chargeId, charge.amountMinor, exponent, currency, DAY, date, DAY);
  return Number(lastInsertRowid) as MovementKey;
}

/** An open AR item as PeopleSoft showed it. */
export function insertItem(
  db: WritableLedger,
  item: {
    readonly item: string;
    readonly custId: string;
    readonly currency: string;
    readonly exponent: number;
    readonly balanceMinor: number;
  },
  at: Instant,
): void {
  db.prepare(
    `INSERT INTO ar_item (business_unit, cust_id, item, item_line, status, balance_minor, original_minor, exponent, currency, item_date,
       entry_type, seen_run, read_at) VALUES ('US001', ?, ?, 1, 'open', ?, ?, ?, ?, '2026-10-01', 'IN', 1, ?)`,
  ).run(item.custId, item.item, item.balanceMinor, item.balanceMinor, item.exponent, item.currency, at);
}

export function insertCustomer(db: WritableLedger, custId: string): void {
  db.prepare(
    `INSERT INTO ps_customer (set_id, cust_id, name, exact_name, status, seen_run) VALUES ('SHARE', ?, ?, ?, 'active', 1)`,
  ).run(custId, `Customer ${custId}`, `customer ${custId}`);
}

/** A payment that a whole read of PeopleSoft has shown. */
export function insertReceipt(db: WritableLedger, paymentId: string): number {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
         bank_account_key, entered_by, status, seen_run)
       VALUES ('US001', '1', 1, ?, 1000, 2, 'USD', '2026-10-02', 'STRPE', 'US01', 'ANNA', 'posted', 1)`,
    )
    .run(paymentId);
  return Number(lastInsertRowid);
}

/** A customer link between a Stripe customer and C100. */
export function insertLink(db: WritableLedger, state: 'proposed' | 'confirmed' | 'rejected', custId = 'C100'): LinkId {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO crosswalk_link (account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at)
       VALUES ('acct_1', 'cus_1', 'SHARE', ?, ?, 'exactName', '{}', 'h', ?)`,
    )
    .run(custId, state, DAY);
  return Number(lastInsertRowid) as LinkId;
}
