import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { OrderCause } from '../../ledger/work-order-store.ts';
import { itemNumber } from './item-number.ts';
import { closesChargeItems } from './take-item-back.ts';
import { voidsInTheWay, type ReceivableScope } from './receivable.ts';

/**
 * What only a clerk can put right in PeopleSoft, as Stripe and the books stand now, whatever orders there are or were: the same facts give
 * the same causes.
 */
export function standingCauses(db: ReadableLedger, scope: ReceivableScope): readonly OrderCause[] {
  return [...givenUp(db, scope), ...voidsByHand(db, scope), ...unpaidChargeItems(db, scope)];
}

interface ItemOfCause extends Omit<OrderCause, 'unit' | 'kind' | 'text'> {
  readonly number: string | null;
  readonly invoiceId: string;
}

/** Invoices that Stripe gave up and whose item is open: to be written off, by a person and never by this program. */
function givenUp(db: ReadableLedger, { unit: { unit } }: ReceivableScope): OrderCause[] {
  return statement<ItemOfCause>(
    db,
    `SELECT p.subject, d.number, d.invoice_id AS invoiceId, a.business_unit AS businessUnit, a.cust_id AS custId, a.item, a.item_line AS itemLine,
       a.balance_minor AS minor, a.exponent, a.currency
     FROM stripe_invoice d JOIN posting p ON p.subject = 'invoice/' || d.invoice_id AND p.effect = 'item' AND p.state = 'confirmed' AND p.unit = ?
       JOIN ar_item a ON a.item = json_extract(p.payload_json, '$.document.items[0].item') AND a.business_unit = json_extract(p.payload_json, '$.document.items[0].businessUnit')
         AND a.cust_id = json_extract(p.payload_json, '$.document.items[0].custId') AND a.status = 'open'
     WHERE d.status = 'uncollectible' AND d.finalized_at IS NOT NULL ORDER BY p.posting_id`,
  )
    .all(unit)
    .map(({ number, invoiceId, ...row }) => ({
      ...row,
      unit,
      kind: 'writeOff',
      text: `Stripe shows invoice ${itemNumber(number, invoiceId)} as uncollectible: decide whether its item is written off (maintenance worksheet) or still collected.`,
    }));
}

/** Void documents whose item nobody can take back whole. */
function voidsByHand(db: ReadableLedger, scope: ReceivableScope): OrderCause[] {
  const { unit } = scope.unit;
  return voidsInTheWay(db, scope).flatMap(({ reverses, obstacle }) => {
    const row = statement<Omit<OrderCause, 'unit' | 'kind' | 'text'>>(
      db,
      `SELECT subject, json_extract(payload_json, '$.document.items[0].businessUnit') AS businessUnit,
         json_extract(payload_json, '$.document.items[0].custId') AS custId, json_extract(payload_json, '$.document.items[0].item') AS item,
         json_extract(payload_json, '$.document.items[0].itemLine') AS itemLine, amount_minor AS minor, exponent, currency
       FROM posting WHERE posting_id = ?`,
    ).get(reverses);
    return row === undefined
      ? []
      : [{ ...row, unit, kind: 'closeByHand' as const, text: `Stripe shows it as void. ${obstacle}` }];
  });
}

/**
 * Items made of a charge that nothing pays: the payment was taken back, refused or paid back. No invoice stands behind such an item, so nobody
 * would look for it. One that a dispute opened again waits for the dispute.
 */
function unpaidChargeItems(db: ReadableLedger, { unit }: ReceivableScope): OrderCause[] {
  const takenBack = closesChargeItems(unit) ? ', take it back in Postings' : '';
  return statement<Omit<OrderCause, 'unit' | 'kind' | 'text'>>(
    db,
    `SELECT p.subject, a.business_unit AS businessUnit, a.cust_id AS custId, a.item, a.item_line AS itemLine, a.balance_minor AS minor, a.exponent, a.currency
     FROM posting p JOIN ar_item a ON a.business_unit = json_extract(p.payload_json, '$.document.items[0].businessUnit')
       AND a.cust_id = json_extract(p.payload_json, '$.document.items[0].custId') AND a.item = json_extract(p.payload_json, '$.document.items[0].item') AND a.item_line = 1
     WHERE p.unit = ? AND p.effect = 'item' AND p.state = 'confirmed' AND p.movement_key IS NOT NULL AND a.status = 'open' AND a.balance_minor <> 0
       AND NOT EXISTS (SELECT 1 FROM allocation l WHERE l.item_key = a.item_key AND l.hold = 'held')
       AND NOT EXISTS (SELECT 1 FROM posting r WHERE r.reverses = p.posting_id AND r.state NOT IN ('rejected', 'reversed', 'withdrawn'))
       AND NOT EXISTS (SELECT 1 FROM allocation l JOIN posting d ON d.match_id = l.match_id
         WHERE l.item_key = a.item_key AND d.effect = 'dispute' AND d.state = 'confirmed')
     ORDER BY p.posting_id`,
  )
    .all(unit.unit)
    .map((row) => ({
      ...row,
      unit: unit.unit,
      kind: 'closeByHand',
      text: `Item ${row.item} was made of a charge, and nothing pays it any more: match a charge to it${takenBack}, or close it in PeopleSoft.`,
    }));
}
