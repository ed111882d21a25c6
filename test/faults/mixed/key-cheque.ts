import type { PlainDate } from '../../../shared/domain/ids.ts';
import { decimalText, type ApprovedPayment } from '../posting/approved-payments.ts';
import type { MixedWorld } from './mixed-world.ts';

/** Somebody in PeopleSoft books a cheque on an item; answers in words what came of it. */
export function keyCheque(
  world: MixedWorld,
  payment: ApprovedPayment,
  item: string,
  minor: number,
  paymentId: string,
): string {
  const { custId, currency, exponent } = payment;
  const balance = world.peopleSoft.site.books
    .prepare<[string], number>('SELECT bal_amt FROM item WHERE item = ?')
    .pluck()
    .get(item);
  const amount = decimalText(minor, exponent);
  if (balance === undefined || balance < Number(amount) * 1_000) return 'nothing open';
  world.peopleSoft.keyReceipt({
    depositBu: 'US001',
    paymentId,
    custId,
    amount,
    currency,
    accountingDate: '2026-10-21' as PlainDate,
    bankCode: 'STRPE',
    bankAccountKey: 'US01',
    enteredBy: 'ANNA',
    comment: null,
    items: [{ businessUnit: 'US001', custId, item, itemLine: 1, amount }],
  });
  return `${paymentId} for ${item}`;
}
