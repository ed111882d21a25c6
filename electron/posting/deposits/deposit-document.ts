import { addMoney, money } from '../../../shared/domain/money.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { DepositDocument } from '../../connectors/peoplesoft/types.ts';
import type { PaymentPayload } from '../payments/payment-payload.ts';

/** Place of a deposit: everything but its payments. */
export interface DepositHead {
  readonly depositBu: string;
  readonly depositId: string;
  readonly bankCode: string;
  readonly bankAccountKey: string;
  readonly currency: string;
  readonly accountingDate: string;
}

/** The deposit as it leaves: payments numbered from 1 in the given order, control total and count over them. */
export function depositDocument(head: DepositHead, payloads: readonly PaymentPayload[]): DepositDocument {
  const exponent = payloads.reduce((most, payload) => Math.max(most, payload.document.amount.exponent), 0);
  const control = payloads.reduce(
    (sum, payload) => addMoney(sum, payload.document.amount),
    money(0, exponent, head.currency),
  );
  return {
    depositBu: head.depositBu,
    depositId: head.depositId,
    bankCode: head.bankCode,
    bankAccountKey: head.bankAccountKey,
    currency: head.currency,
    accountingDate: head.accountingDate as PlainDate,
    control,
    controlCount: payloads.length,
    payments: payloads.map((payload, index) => ({ ...payload.document, paymentSeq: index + 1 })),
  };
}
