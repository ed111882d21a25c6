import type { DepositService } from '../../../shared/contract/profile.ts';
import { formatDecimal } from '../../../shared/domain/money.ts';
import { withParentKeys } from './parent-keys.ts';
import type { CiDocument, GroupShape } from './soap/schema-model.ts';
import type { DepositDocument, PaymentDocument } from './types.ts';

/** A deposit in the property names of the site's component interface. Parent keys that its collections repeat are filled in from above. */
export function mapDeposit(deposit: DepositDocument, service: DepositService, request: GroupShape): CiDocument {
  const names = service.properties;
  const document: Record<string, string | readonly CiDocument[]> = {
    [names.depositBu]: deposit.depositBu,
    [names.depositId]: deposit.depositId,
    [names.bankCode]: deposit.bankCode,
    [names.bankAccountKey]: deposit.bankAccountKey,
    [names.currency]: deposit.currency,
    [names.accountingDate]: deposit.accountingDate,
    [names.controlAmount]: formatDecimal(deposit.control),
    [names.controlCount]: String(deposit.controlCount),
    [names.payments]: deposit.payments.map((payment) => mapPayment(payment, service)),
  };
  if (names.receivedDate !== undefined) document[names.receivedDate] = deposit.accountingDate;
  return withParentKeys(document, request);
}

/**
 * Entry types that the mapping has no property for, one sentence each: PeopleSoft would use its default instead, which may make a voucher
 * for money that Stripe has paid already.
 */
export function lostEntryTypes(deposit: DepositDocument, { properties }: DepositService): readonly string[] {
  if (properties.itemEntryType !== undefined) return [];
  const lost = new Set(deposit.payments.flatMap(({ items }) => items.flatMap(({ entryType }) => entryType ?? [])));
  return [...lost].map(
    (entryType) => `entry type ${entryType} of money that goes out has no property: map “Entry type of the item” first`,
  );
}

/** Accounting templates that the mapping cannot send, one sentence each: without them PeopleSoft would take the payment for a customer's. */
export function lostTemplates(deposit: DepositDocument, { properties }: DepositService): readonly string[] {
  if (properties.accountingTemplate !== undefined) return [];
  const lost = new Set(deposit.payments.flatMap(({ accountingTemplate }) => accountingTemplate ?? []));
  return [...lost].map(
    (template) => `accounting template ${template} has no property: map “Accounting template” first`,
  );
}

function mapPayment(payment: PaymentDocument, { properties: names }: DepositService): CiDocument {
  const row: Record<string, string | readonly CiDocument[]> = {
    [names.paymentSeq]: String(payment.paymentSeq),
    [names.paymentId]: payment.paymentId,
    [names.paymentAmount]: formatDecimal(payment.amount),
    [names.paymentCurrency]: payment.amount.currency,
    [names.paymentMethod]: payment.paymentMethod,
    [names.paymentAccountingDate]: payment.accountingDate,
    [names.externalId]: payment.externalId,
    [names.items]: payment.items.map((item) => ({
      [names.itemBusinessUnit]: item.businessUnit,
      [names.itemCustId]: item.custId,
      [names.item]: item.item,
      [names.itemLine]: String(item.itemLine),
      [names.itemAmount]: formatDecimal(item.amount),
      ...(names.itemEntryType === undefined || item.entryType === undefined
        ? {}
        : { [names.itemEntryType]: item.entryType }),
    })),
  };
  if (names.approvedBy !== undefined) row[names.approvedBy] = payment.approvedBy;
  if (payment.accountingTemplate !== undefined) {
    if (names.directJournal !== undefined) row[names.directJournal] = 'Y';
    if (names.accountingTemplate !== undefined) row[names.accountingTemplate] = payment.accountingTemplate;
  }
  if (payment.custId === null) return row;
  if (names.customers === undefined) row[names.custId] = payment.custId;
  else row[names.customers] = [{ [names.custId]: payment.custId }];
  return row;
}
