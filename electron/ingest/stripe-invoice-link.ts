import type { StripeFact, StripeInvoiceLink } from '../connectors/stripe/types.ts';
import type { ReadableLedger, WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';

/** How the id begins of a payment of an invoice that no Stripe object of its own says; no Stripe id begins so. */
const DERIVED = 'derived:';

/**
 * Keeps that a payment paid an invoice as an object of before 2025-03-31 says it, unless Stripe's own invoice payment of the same two is
 * held. The amount stays open: those objects do not say how much of the payment went there.
 */
export function storeInvoiceLink(db: WritableLedger, account: string, link: StripeInvoiceLink): void {
  if (hasOwn(db, account, link)) return;
  statement(
    db,
    `INSERT INTO stripe_invoice_payment (account, invoice_payment_id, invoice_id, status, amount_minor, exponent, currency, payment_intent_id, charge_id)
     VALUES (?, ?, ?, 'paid', NULL, NULL, NULL, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(account, derivedId(link), link.invoice, link.paymentIntent, link.charge);
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
