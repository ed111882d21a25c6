import { mergedLinkSql } from '../../ledger/crosswalk-store.ts';

/** Its own confirmed link, else that of a customer it is merged with. */
const LINK = `LEFT JOIN crosswalk_link l ON l.set_id = @setId AND l.link_id = coalesce(
    (SELECT o.link_id FROM crosswalk_link o WHERE o.account = d.account AND o.customer_id = d.customer_id AND o.state = 'confirmed'),
    ${mergedLinkSql('d.account', 'd.customer_id')})
  LEFT JOIN stripe_customer c ON c.account = d.account AND c.customer_id = d.customer_id`;
const ENDED = "('rejected', 'reversed', 'withdrawn')";
const keyOf = (id: string, effect: string) => `d.account || '|' || @mode || '|' || ${id} || '|${effect}'`;
const noLive = (id: string, effect: string) =>
  `NOT EXISTS (SELECT 1 FROM posting p WHERE p.effect_key = ${keyOf(id, effect)} AND p.state NOT IN ${ENDED})`;
const last = (id: string, effect: string, column: string) =>
  `(SELECT p.${column} FROM posting p WHERE p.effect_key = ${keyOf(id, effect)} ORDER BY p.generation DESC LIMIT 1)`;

/** An item of the same number, customer, currency and amount that somebody else entered: then there is nothing to post. */
const ALREADY_THERE = `EXISTS (SELECT 1 FROM ar_item a WHERE a.business_unit = @businessUnit AND a.item IN (d.number, upper(d.number)) AND a.cust_id = l.cust_id
  AND a.currency = d.currency AND a.original_minor * pow(10, 6 - a.exponent) = d.total_minor * pow(10, 6 - d.exponent))`;

/** Every account that has one of these documents, stepped to in the key of the table. */
const accountsOf = (table: string) => `(WITH RECURSIVE accounts (account) AS (SELECT (SELECT min(account) FROM ${table})
  UNION ALL SELECT (SELECT min(account) FROM ${table} WHERE account > a.account) FROM accounts a WHERE a.account IS NOT NULL)
  SELECT account FROM accounts WHERE account IS NOT NULL)`;
/** One document is found by its key, all are walked: one condition for both would walk for the one too. */
type Reach = 'all' | 'one';
const reached = (reach: Reach, table: string, id: string) =>
  reach === 'all' ? 'true' : `d.account IN ${accountsOf(table)} AND d.${id} = @objectId`;

const invoices = (
  reach: Reach,
) => `SELECT 'invoice' AS kind, d.account, d.invoice_id AS objectId, d.number, d.invoice_id AS invoiceId, d.customer_id AS customerId, c.name AS customerName, l.cust_id AS custId,
    d.number AS invoiceNumber, d.total_minor AS invoiceTotalMinor, d.total_minor AS totalMinor, d.tax_minor AS taxMinor, d.exponent, d.currency,
    d.finalized_at AS at, d.due_at AS dueAt, NULL AS parentId, NULL AS parentState, NULL AS reversesId, NULL AS reversesEffect,
    ${last('d.invoice_id', 'item', 'state')} AS lastState, ${last('d.invoice_id', 'item', 'state_reason')} AS lastReason
  FROM stripe_invoice d ${LINK}
  WHERE (@kind IS NULL OR @kind = 'invoice') AND ${reached(reach, 'stripe_invoice', 'invoice_id')} AND ${reach === 'one' ? '+' : ''}d.finalized_at >= @from
    AND d.status IN ('open', 'paid', 'uncollectible') AND d.total_minor <> 0 AND d.currency IN (SELECT value FROM json_each(@currencies))
    AND ${noLive('d.invoice_id', 'item')} AND NOT ${ALREADY_THERE}`;

const parent = (column: string) =>
  `(SELECT p.${column} FROM posting p WHERE p.effect_key = ${keyOf('d.invoice_id', 'item')} ORDER BY p.generation DESC LIMIT 1)`;
const creditNotes = (
  reach: Reach,
) => `SELECT 'creditNote', d.account, d.credit_note_id, d.number, d.invoice_id, d.customer_id, c.name, l.cust_id,
    i.number, ifnull(i.total_minor, 0), d.total_minor, d.tax_minor, d.exponent, d.currency, d.issued_at, NULL,
    ${parent('posting_id')}, ${parent('state')}, NULL, NULL,
    ${last('d.credit_note_id', 'credit', 'state')}, ${last('d.credit_note_id', 'credit', 'state_reason')}
  FROM stripe_credit_note d LEFT JOIN stripe_invoice i ON i.account = d.account AND i.invoice_id = d.invoice_id ${LINK}
  WHERE (@kind IS NULL OR @kind = 'creditNote') AND ${reached(reach, 'stripe_credit_note', 'credit_note_id')} AND ${reach === 'one' ? '+' : ''}d.issued_at >= @from
    AND d.status = 'issued' AND d.total_minor <> 0 AND d.currency IN (SELECT value FROM json_each(@currencies))
    AND ${noLive('d.credit_note_id', 'credit')}
    AND NOT EXISTS (SELECT 1 FROM ar_item a WHERE a.business_unit = @businessUnit AND a.item IN (d.number, upper(d.number)) AND a.cust_id = l.cust_id
      AND a.currency = d.currency AND a.original_minor * pow(10, 6 - a.exponent) = -d.total_minor * pow(10, 6 - d.exponent))`;

/** One field of the item that posting `p` entered. */
const entered = (field: string) => `json_extract(p.payload_json, '$.document.items[0].${field}')`;
const ENTERED_ITEM = `a.business_unit = ${entered('businessUnit')} AND a.cust_id = ${entered('custId')} AND a.item = ${entered('item')} AND a.item_line = ${entered('itemLine')}`;
/**
 * A clerk has it in hand: an order is open, or a person has closed one and the item was not read since. A later read that shows it open
 * says more than she did.
 */
const IN_HAND = `EXISTS (SELECT 1 FROM work_order w WHERE w.kind = 'closeByHand' AND w.subject = p.subject
  AND (w.closed_at IS NULL OR (w.closed_by <> 'Tieout' AND w.closed_at >= ifnull((SELECT a.read_at FROM ar_item a WHERE ${ENTERED_ITEM}), ''))))`;

/**
 * What was posted of a document that Stripe shows as void by now: to be taken back by one of the same size and the other sign, unless its item
 * is closed already.
 */
const voids = (reach: Reach, table: string, id: string, effect: 'item' | 'credit', tax: string) =>
  `SELECT 'void', d.account, d.${id}, d.number, d.invoice_id, d.customer_id, c.name, ${entered('custId')},
    d.number, 0, abs(p.amount_minor), d.${tax}, d.exponent, d.currency, p.state_changed_at, NULL, NULL, NULL, p.posting_id, '${effect}',
    r.state, r.state_reason
  FROM ${table} d CROSS JOIN posting p ON p.effect_key = ${keyOf(`d.${id}`, effect)} AND p.unit = @unit AND p.state = 'confirmed' ${LINK}
    LEFT JOIN posting r ON r.posting_id = (SELECT max(o.posting_id) FROM posting o WHERE o.reverses = p.posting_id)
  WHERE (@kind IS NULL OR @kind = 'void') AND ${reached(reach, table, id)} AND d.status = 'void' AND @setId <> ''
    AND (r.posting_id IS NULL OR r.state IN ${ENDED})
    AND NOT EXISTS (SELECT 1 FROM ar_item a WHERE ${ENTERED_ITEM} AND a.status = 'closed') AND (@alsoOrdered OR NOT ${IN_HAND})`;

const receivables = (reach: Reach) => `SELECT * FROM (${invoices(reach)} UNION ALL ${creditNotes(reach)}
  UNION ALL ${voids(reach, 'stripe_invoice', 'invoice_id', 'item', 'tax_minor')}
  UNION ALL ${voids(reach, 'stripe_credit_note', 'credit_note_id', 'credit', 'tax_minor')})
  WHERE (@afterAt IS NULL OR (at, objectId) > (@afterAt, @afterId)) ORDER BY at, objectId LIMIT @limit`;

/** Every Stripe document of a unit that is to be in Receivables and is not, in the shape of `ReceivableRecord`. */
export const RECEIVABLES_SQL = receivables('all');
/** The same of the document `@objectId` alone, found by its key. */
export const RECEIVABLE_SQL = receivables('one');
