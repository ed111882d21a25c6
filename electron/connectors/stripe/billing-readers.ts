import type { z } from 'zod';
import type { Money } from '../../../shared/domain/money.ts';
import { amountOf, instantOf, partOf, Refusal, type Reader } from './reading.ts';
import * as schema from './schema.ts';
import type { StripeAddress, StripeCustomerFact } from './types.ts';

/** Reads a customer that is not deleted. */
export const readCustomer: Reader = (value) => {
  const head = schema.customerSchema.parse(value);
  const { balance, currency } = head;
  const hasBalance = balance !== null && balance !== undefined && currency !== null && currency !== undefined;
  return {
    head,
    fact: {
      type: 'customer',
      name: head.name ?? null,
      email: head.email ?? null,
      deleted: false,
      balance: hasBalance ? partOf(balance, currency) : null,
      metadata: head.metadata ?? {},
      address: addressOf(head.address),
      phone: head.phone ?? null,
      ...taxIdsOf(head.tax_ids),
    },
  };
};

type CustomerHead = z.infer<typeof schema.customerSchema>;

function addressOf(address: CustomerHead['address']): StripeAddress | null {
  if (address === null || address === undefined) return null;
  return {
    street: address.line1 ?? null,
    street2: address.line2 ?? null,
    city: address.city ?? null,
    postalCode: address.postal_code ?? null,
    region: address.state ?? null,
    country: address.country ?? null,
  };
}

/** In the order of their content: Stripe lists the newest first, which says nothing of the party. */
function taxIdsOf(list: CustomerHead['tax_ids']): Pick<StripeCustomerFact, 'taxIds'> {
  if (list === null || list === undefined) return {};
  const said = list.data.map(({ type, value }) => ({ type, value }));
  return { taxIds: said.toSorted((a, b) => (`${a.type} ${a.value}` < `${b.type} ${b.value}` ? -1 : 1)) };
}

/** Reads an invoice. */
export const readInvoice: Reader = (value) => {
  const head = schema.invoiceSchema.parse(value);
  const { currency, ending_balance: ending } = head;
  return {
    head,
    fact: {
      type: 'invoice',
      number: head.number,
      customer: head.customer,
      status: head.status ?? 'draft',
      total: amountOf(head.total, currency),
      tax: taxOf(head),
      amountPaid: partOf(head.amount_paid, currency),
      paidElsewhere: partOf(head.amount_paid_off_stripe ?? 0, currency),
      credited: partOf(
        (head.pre_payment_credit_notes_amount ?? 0) + (head.post_payment_credit_notes_amount ?? 0),
        currency,
      ),
      startingBalance: partOf(head.starting_balance, currency),
      endingBalance: ending === null ? null : partOf(ending, currency),
      dueAt: head.due_date === null || head.due_date === undefined ? null : instantOf(head.due_date),
      finalizedAt:
        head.status_transitions.finalized_at === null ? null : instantOf(head.status_transitions.finalized_at),
      metadata: head.metadata ?? {},
    },
  };
};

/** Reads a payment of an invoice. */
export const readInvoicePayment: Reader = (value) => {
  const head = schema.invoicePaymentSchema.parse(value);
  return {
    head,
    fact: {
      type: 'invoice_payment',
      invoice: head.invoice,
      status: head.status,
      amountPaid: head.amount_paid === null ? null : amountOf(head.amount_paid, head.currency),
      paymentIntent: head.payment.payment_intent ?? null,
      charge: head.payment.charge ?? null,
    },
  };
};

/** Reads a credit note. */
export const readCreditNote: Reader = (value) => {
  const head = schema.creditNoteSchema.parse(value);
  const tax = taxOf(head);
  if (tax === null) throw new Refusal('it does not tell its tax');
  return {
    head,
    fact: {
      type: 'credit_note',
      number: head.number,
      invoice: head.invoice,
      customer: head.customer,
      status: head.status,
      total: amountOf(head.total, head.currency),
      tax,
      reason: head.reason ?? null,
      customerBalanceTransaction: head.customer_balance_transaction ?? null,
      refunds: (head.refunds ?? []).flatMap(({ refund }) => refund ?? []),
    },
  };
};

/** Reads a change of a customer's balance. */
export const readCustomerBalanceTransaction: Reader = (value) => {
  const head = schema.customerBalanceTransactionSchema.parse(value);
  return {
    head,
    fact: {
      type: 'customer_balance_transaction',
      customer: head.customer,
      cause: head.type,
      amount: partOf(head.amount, head.currency),
      endingBalance: partOf(head.ending_balance, head.currency),
      invoice: head.invoice ?? null,
      creditNote: head.credit_note ?? null,
    },
  };
};

/** Reads a change of the money a customer has sent by bank transfer. */
export const readCashBalanceTransaction: Reader = (value) => {
  const head = schema.cashBalanceTransactionSchema.parse(value);
  const payment = head.applied_to_payment ?? head.unapplied_from_payment;
  const transfer = head.transferred_to_balance ?? head.adjusted_for_overdraft;
  return {
    head,
    fact: {
      type: 'customer_cash_balance_transaction',
      customer: head.customer,
      cause: head.type,
      net: partOf(head.net_amount, head.currency),
      endingBalance: partOf(head.ending_balance, head.currency),
      paymentIntent: payment?.payment_intent ?? null,
      refund: head.refunded_from_payment?.refund ?? null,
      balanceTransaction: transfer?.balance_transaction ?? null,
    },
  };
};

/**
 * Tax within a total (Stripe API reference, `total_taxes` and `total_excluding_tax` of invoices and credit notes); null where neither is
 * given. Two that differ are not believed.
 */
function taxOf(head: {
  readonly total: number;
  readonly total_excluding_tax?: number | null | undefined;
  readonly total_taxes?: readonly { readonly amount: number }[] | null | undefined;
  readonly currency: string;
}): Money | null {
  const { total, total_excluding_tax: net, total_taxes: taxes, currency } = head;
  const summed = taxes === null || taxes === undefined ? null : taxes.reduce((sum, each) => sum + each.amount, 0);
  const left = net === null || net === undefined ? null : total - net;
  if (summed !== null && left !== null && summed !== left) return null;
  const minor = left ?? summed;
  return minor === null ? null : partOf(minor, currency);
}
