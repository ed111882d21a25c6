import { localDate } from './calendar.ts';
import { amountText } from './currencies.ts';
import type { BookItem } from './company.ts';
import type { Invoice } from './desk.ts';

/** How the company's clerks keep their credit memos: most name the invoice, some nothing, and some are for something else. */
type Habit = 'named' | 'unnamed' | 'stray' | 'none';
const HABITS: readonly Habit[] = [
  ...Array.from({ length: 14 }, () => 'named' as const),
  'unnamed',
  'unnamed',
  'stray',
  'stray',
  'none',
  'none',
];

/** Follows from the refund's id alone, so that the rest of the company does not depend on it. */
function habitOf(refundId: string): Habit {
  const sum = refundId.split('').reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return HABITS[sum % HABITS.length] ?? 'none';
}

export interface CreditMemo {
  readonly item: BookItem;
  /** False: the same customer and amount, but a rebate that has nothing to do with the refund. */
  readonly isOfRefund: boolean;
}

/** The open credit memo in PeopleSoft that stands beside a refund of this invoice; null where nobody wrote one. */
export function creditMemoFor(
  invoice: Invoice,
  refund: { readonly id: string; readonly at: number; readonly quanta: number },
): CreditMemo | null {
  const habit = habitOf(refund.id);
  if (invoice.item === null || habit === 'none') return null;
  const { customer, number } = invoice;
  const itemDate = localDate(refund.at, customer.unit.zone);
  const item: BookItem = {
    businessUnit: invoice.item.businessUnit,
    custId: invoice.item.custId,
    item: `CR-${refund.id.slice(-10).toUpperCase()}`,
    itemLine: 0,
    amount: amountText(customer.currency, -refund.quanta),
    currency: customer.currency.code,
    itemDate,
    dueDate: itemDate,
    poReference: habit === 'named' ? number : habit === 'stray' ? 'REBATE' : null,
    entryType: 'CR',
  };
  return { item, isOfRefund: habit !== 'stray' };
}
