import { isLoose, numberOf, rowsOf, withDefaults, type Loose } from './loose.ts';

/**
 * An invoice as the pinned version has it. Earlier ones: `date` for `created` (2019-03-14); `paid`, `closed` and `forgiven` for a
 * status (2018-11-08); `tax` and `total_tax_amounts` for `total_taxes` (2025-03-31). An open one that was closed stays open: Stripe only
 * stopped asking for its money. Source: Stripe API changelog.
 */
export function olderInvoice(value: Loose): Loose {
  const finalisedAt = value['finalized_at'] ?? (hasBeenIssued(value) ? (value['webhooks_delivered_at'] ?? null) : null);
  return withDefaults(value, {
    created: value['date'],
    number: null,
    customer: null,
    status: statusOfInvoice(value),
    amount_paid: value['paid'] === true ? (value['amount_due'] ?? value['total']) : 0,
    starting_balance: 0,
    ending_balance: null,
    status_transitions: { finalized_at: finalisedAt },
    ...taxesOf(value),
  });
}

function statusOfInvoice(value: Loose): string {
  if (value['paid'] === true) return 'paid';
  if (value['forgiven'] === true) return 'uncollectible';
  return hasBeenIssued(value) ? 'open' : 'draft';
}

function hasBeenIssued(value: Loose): boolean {
  return value['paid'] === true || value['attempted'] === true || value['closed'] === true;
}

/**
 * A credit note as the pinned version has it; earlier ones named one refund and gave its tax as `tax_amounts`. Without either its tax is
 * what stands between total and subtotal.
 */
export function olderCreditNote(value: Loose): Loose {
  const refund = value['refund'] ?? null;
  const total = numberOf(value['total']);
  const subtotal = numberOf(value['subtotal_excluding_tax']) ?? numberOf(value['subtotal']);
  const taxes = taxesOf({ total_tax_amounts: value['tax_amounts'], ...value });
  const known =
    value['total_taxes'] !== undefined || value['total_excluding_tax'] !== undefined || 'total_taxes' in taxes;
  return withDefaults(value, {
    number: null,
    customer: null,
    ...taxes,
    ...(known || total === null || subtotal === null ? {} : { total_excluding_tax: subtotal }),
    ...(refund === null ? {} : { refunds: [{ refund }] }),
  });
}

function taxesOf(value: Loose): Loose {
  const amounts = value['total_tax_amounts'];
  if (Array.isArray(amounts)) return { total_taxes: rowsOf(amounts).filter(isLoose) };
  if (value['tax'] === null) return { total_taxes: [] };
  const tax = numberOf(value['tax']);
  return tax === null ? {} : { total_taxes: [{ amount: tax }] };
}

/** A customer as the pinned version has it; `balance` was `account_balance` until 2019-10-17. */
export function olderCustomer(value: Loose): Loose {
  return withDefaults(value, { balance: value['account_balance'] ?? null });
}
