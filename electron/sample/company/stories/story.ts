import type { BusinessDay } from '../calendar.ts';
import { invoiceQuanta } from '../currencies.ts';
import type { Customer } from '../customers.ts';
import type { Desk, Invoice, IssueRequest } from '../desk.ts';
import { quoting, silent, type Words } from '../references.ts';

/** A small piece of business that happens on one day and leaves facts in both systems and in the truth. */
export interface Story {
  readonly name: string;
  /** The most movements it can make. */
  readonly most: number;
  tell(desk: Desk, day: BusinessDay): void;
}

/** How the company numbers an invoice whose payer will name it. */
export function drawNumbering(desk: Desk): IssueRequest['numbering'] {
  const fraction = desk.random.unit();
  if (fraction < 0.45) return 'stripe';
  return fraction < 0.85 ? 'own' : 'both';
}

/** An ordinary invoice of a customer that is paid at `paidAt`. */
export function ordinaryInvoice(desk: Desk, customer: Customer, paidAt: number): Invoice {
  const quanta = invoiceQuanta(desk.random, customer.currency);
  return desk.issue({ customer, quanta, paidAt, numbering: drawNumbering(desk) });
}

const LINKED_SHARE = 0.75;

/** How a charge names what it pays: by Stripe's own link where there is a Stripe invoice (mostly), else in words. */
export function naming(desk: Desk, invoices: readonly Invoice[]): { readonly words: Words; readonly linked: boolean } {
  const canLink = invoices.every((invoice) => invoice.stripeInvoice !== null);
  const linked = canLink && desk.random.chance(LINKED_SHARE);
  const numbers = invoices.map((invoice) => invoice.number);
  return { words: linked ? silent(desk.random) : quoting(numbers, desk.random), linked };
}
