import type { PeopleSoftProfile } from '../../../../shared/contract/profile.ts';
import type { ExponentOf } from '../exponents.ts';
import type { ArItem, PaymentApplication, PeopleSoftCustomer, PeopleSoftPayment } from '../types.ts';
import { readParticulars } from './customer-columns.ts';
import { fieldOf } from './definitions.ts';
import { PAYMENT_CUST_ID } from './query-definition.ts';
import type { QueryRow } from './result-reader.ts';
import {
  amount,
  coded,
  optionalDate,
  optionalText,
  plainDate,
  requiredText,
  rowName,
  RowRefused,
  wholeNumber,
  type ReadRows,
} from './row-values.ts';

export const CUSTOMER_KEYS = ['SETID', 'CUST_ID'] as const;
export const ITEM_KEYS = ['BUSINESS_UNIT', 'CUST_ID', 'ITEM', 'ITEM_LINE'] as const;
export const PAYMENT_KEYS = ['DEPOSIT_BU', 'DEPOSIT_ID', 'PAYMENT_SEQ_NUM'] as const;

const CUSTOMER_STATUS = { A: 'active', I: 'inactive', T: 'template' } as const;
const ITEM_STATUS = { O: 'open', C: 'closed' } as const;
const PAYMENT_STATUS = { U: 'unapplied', W: 'worksheet', A: 'applied', P: 'posted', E: 'error' } as const;

/** One customer. Throws `RowRefused`. */
export function readCustomer(
  row: QueryRow,
  { externalIdField, sharedIdField }: Pick<PeopleSoftProfile['queries'], 'externalIdField' | 'sharedIdField'>,
): PeopleSoftCustomer {
  const particulars = readParticulars(row, sharedIdField === undefined ? null : fieldOf(sharedIdField));
  return {
    setId: requiredText(row, 'SETID'),
    custId: requiredText(row, 'CUST_ID'),
    name: requiredText(row, 'NAME1'),
    status: coded(row, 'CUST_STATUS', CUSTOMER_STATUS),
    externalId: externalIdField === undefined ? null : optionalText(row, fieldOf(externalIdField)),
    ...(particulars === undefined ? {} : { particulars }),
  };
}

/** One item. Throws `RowRefused`. */
export function readItem(row: QueryRow, exponentOf: ExponentOf): ArItem {
  return {
    businessUnit: requiredText(row, 'BUSINESS_UNIT'),
    custId: requiredText(row, 'CUST_ID'),
    item: requiredText(row, 'ITEM'),
    itemLine: wholeNumber(row, 'ITEM_LINE'),
    status: coded(row, 'ITEM_STATUS', ITEM_STATUS),
    balance: amount(row, 'BAL_AMT', 'BAL_CURRENCY', exponentOf),
    original: amount(row, 'ORIG_ITEM_AMT', 'BAL_CURRENCY', exponentOf),
    itemDate: plainDate(row, 'ITEM_DT'),
    dueDate: optionalDate(row, 'DUE_DT'),
    poReference: optionalText(row, 'PO_REF'),
    entryType: optionalText(row, 'ENTRY_TYPE') ?? '',
  };
}

/** Key of the payment a row belongs to. */
export function paymentKeyOf(row: QueryRow): string {
  return rowName(row, PAYMENT_KEYS);
}

/**
 * Puts payments together from their rows, one row a payment and item reference, wherever in `rows` they stand. A payment with
 * any row that does not read, or whose rows contradict each other, is refused as a whole: half of its items would be a wrong picture.
 */
export function readPayments(rows: readonly QueryRow[], exponentOf: ExponentOf): ReadRows<PeopleSoftPayment> {
  const byPayment = Map.groupBy(rows, paymentKeyOf);
  const values: PeopleSoftPayment[] = [];
  const refused: { row: string; reason: string }[] = [];
  for (const [key, own] of byPayment) {
    try {
      values.push(readPayment(own, exponentOf));
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      refused.push({ row: `${key}|${own[0]?.get('PAYMENT_ID') ?? ''}`, reason: error.message });
    }
  }
  return { values, refused };
}

function readPayment(rows: readonly QueryRow[], exponentOf: ExponentOf): PeopleSoftPayment {
  const [first, ...rest] = rows;
  if (first === undefined) throw new RowRefused('it has no rows');
  for (const field of ['PAYMENT_ID', 'PAYMENT_AMT', 'PAYMENT_CURRENCY', 'PAYMENT_STATUS', 'ACCOUNTING_DT'])
    if (rest.some((row) => row.get(field) !== first.get(field)))
      throw new RowRefused(`its rows disagree about ${field}`);
  return {
    depositBu: requiredText(first, 'DEPOSIT_BU'),
    depositId: requiredText(first, 'DEPOSIT_ID'),
    paymentSeq: wholeNumber(first, 'PAYMENT_SEQ_NUM'),
    paymentId: requiredText(first, 'PAYMENT_ID'),
    amount: amount(first, 'PAYMENT_AMT', 'PAYMENT_CURRENCY', exponentOf),
    accountingDate: plainDate(first, 'ACCOUNTING_DT'),
    bankCode: optionalText(first, 'BANK_CD') ?? '',
    bankAccountKey: optionalText(first, 'BANK_ACCT_KEY') ?? '',
    enteredBy: optionalText(first, 'OPRID') ?? '',
    comment: optionalText(first, 'COMMENTS'),
    status: coded(first, 'PAYMENT_STATUS', PAYMENT_STATUS),
    statusText: optionalText(first, 'STATUS_TEXT'),
    application: rows.map((row) => readApplication(row, exponentOf)).filter((one) => one !== null),
    ...directJournal(first),
    ...accountOf(rows),
  };
}

/** A site that posts no direct journals need not have the columns. */
function directJournal(row: QueryRow): Pick<PeopleSoftPayment, 'journalTemplate'> {
  const flag = row.get('DIRECT_JOURNAL');
  if (flag === undefined) return {};
  return { journalTemplate: flag === 'Y' ? (row.get('ACCTG_TEMPLATE') ?? '') : null };
}

/** Whose account keeps the cash on account; rows that differ name all of them, so that nothing is taken for the approved customer. */
function accountOf(rows: readonly QueryRow[]): Pick<PeopleSoftPayment, 'onAccountOf'> {
  const named = rows.flatMap((row) => row.get(PAYMENT_CUST_ID) ?? []);
  return named.length === 0 ? {} : { onAccountOf: [...new Set(named)].filter((each) => each !== '').join(' and ') };
}

function readApplication(row: QueryRow, exponentOf: ExponentOf): PaymentApplication | null {
  if (optionalText(row, 'REF_ITEM') === null) return null;
  return {
    businessUnit: requiredText(row, 'REF_BUSINESS_UNIT'),
    custId: requiredText(row, 'REF_CUST_ID'),
    item: requiredText(row, 'REF_ITEM'),
    itemLine: wholeNumber(row, 'REF_ITEM_LINE'),
    amount: amount(row, 'REF_AMT', 'PAYMENT_CURRENCY', exponentOf),
  };
}
