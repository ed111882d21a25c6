import type { StripeFact, StripeInvoiceLink } from '../../connectors/stripe/types.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** How the id begins of a payment of an invoice that no Stripe object of its own says; no Stripe id begins so. */
const DERIVED = 'derived:';
/** The least text that is greater than every one that begins so. */
const AFTER_DERIVED = 'derived;';

/**
 * Keeps that a payment paid an invoice as an object of before 2025-03-31 says it, unless Stripe's own invoice payment of the same two is
 * held. The amount stays open: those objects do not say how much of the payment went there.
 */
export function storeInvoiceLink(db: WritableLedger, account: string, link: StripeInvoiceLink, importId: number): void {
  statement(
    db,
    `INSERT INTO file_import_link (import_id, account, link_id, invoice_id, payment_intent_id, charge_id) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  ).run(importId, account, derivedId(link), link.invoice, link.paymentIntent, link.charge);
  if (hasOwn(db, account, link)) return;
  statement(
    db,
    `INSERT INTO stripe_invoice_payment (account, invoice_payment_id, invoice_id, status, amount_minor, exponent, currency, payment_intent_id, charge_id)
     VALUES (?, ?, ?, 'paid', NULL, NULL, NULL, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(account, derivedId(link), link.invoice, link.paymentIntent, link.charge);
}

/** Whether any payment of an invoice is held that only such objects say. */
export function hasDerivedLinks(db: ReadableLedger, account: string): boolean {
  return (
    statement(
      db,
      'SELECT 1 FROM stripe_invoice_payment WHERE account = ? AND invoice_payment_id >= ? AND invoice_payment_id < ? LIMIT 1',
    ).get(account, DERIVED, AFTER_DERIVED) !== undefined
  );
}

/** Stripe's own word for it has come: what was derived of the same two goes. */
export function replaceDerivedLink(
  db: WritableLedger,
  account: string,
  fact: Extract<StripeFact, { type: 'invoice_payment' }>,
): void {
  statement(
    db,
    `DELETE FROM stripe_invoice_payment WHERE account = ? AND invoice_id = ? AND substr(invoice_payment_id, 1, 8) = ?
       AND (payment_intent_id = ? OR charge_id = ?)`,
  ).run(account, fact.invoice, DERIVED, fact.paymentIntent, fact.charge);
}

function hasOwn(db: ReadableLedger, account: string, link: StripeInvoiceLink): boolean {
  return (
    statement(
      db,
      `SELECT 1 FROM stripe_invoice_payment WHERE account = ? AND invoice_id = ? AND substr(invoice_payment_id, 1, 8) <> ?
         AND (payment_intent_id = ? OR charge_id = ?)`,
    ).get(account, link.invoice, DERIVED, link.paymentIntent, link.charge) !== undefined
  );
}

function derivedId({ invoice, paymentIntent, charge }: StripeInvoiceLink): string {
  return `${DERIVED}${invoice}:${paymentIntent ?? charge ?? ''}`;
}

/** Takes back what one import said about payments of invoices; what other imports say stands, also where Stripe's own word has gone since. */
export function removeImportLinks(db: WritableLedger, importId: number): void {
  statement(db, 'DELETE FROM file_import_link WHERE import_id = ?').run(importId);
  statement(
    db,
    `DELETE FROM stripe_invoice_payment WHERE substr(invoice_payment_id, 1, 8) = ? AND NOT EXISTS
       (SELECT 1 FROM file_import_link l WHERE l.account = stripe_invoice_payment.account AND l.link_id = invoice_payment_id)`,
  ).run(DERIVED);
  statement(
    db,
    `INSERT INTO stripe_invoice_payment (account, invoice_payment_id, invoice_id, status, amount_minor, exponent, currency, payment_intent_id, charge_id)
     SELECT account, link_id, invoice_id, 'paid', NULL, NULL, NULL, payment_intent_id, charge_id FROM file_import_link l WHERE NOT EXISTS
       (SELECT 1 FROM stripe_invoice_payment p WHERE p.account = l.account AND p.invoice_id = l.invoice_id
          AND (p.payment_intent_id = l.payment_intent_id OR p.charge_id = l.charge_id))
     ON CONFLICT DO NOTHING`,
  ).run();
}
