import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { itemNumber } from './item-number.ts';
import type { OrderCause } from './put-work-order.ts';
import { voidsInTheWay, type ReceivableScope } from './receivable.ts';

/**
 * What only a clerk can put right in PeopleSoft, as Stripe and the books stand now, whatever orders there are or were: the same facts give
 * the same causes.
 */
export function standingCauses(db: ReadableLedger, scope: ReceivableScope): readonly OrderCause[] {
  return [...givenUp(db, scope), ...voidsByHand(db, scope)];
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
