import { PART_SEPARATOR } from '../queries/query-definition.ts';
import type { QueryKey } from '../queries/definitions.ts';
import type { PromptValues } from '../queries/query-client.ts';
import type { QueryRow } from '../queries/result-reader.ts';

/** Business units to try the queries with; without them the columns of those queries are checked only where rows come without. */
export interface ProbeUnits {
  readonly businessUnits: readonly string[];
  readonly depositBus: readonly string[];
  /** Entry types that the units send refunds out under. */
  readonly refundEntryTypes?: readonly string[];
  /** Entry types that the units make items under, e.g. of Stripe's invoices. */
  readonly itemEntryTypes?: readonly string[];
  /** Accounting templates that the units' direct journals name. */
  readonly accountingTemplates?: readonly string[];
}
export interface ProbeValues {
  readonly setId: string;
  readonly probe: ProbeUnits;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** First rows seen so far: their keys make the by-key queries answer rows. */
  readonly samples: ReadonlyMap<QueryKey, QueryRow>;
}

/** Before the first row of any site. */
const LONG_AGO = '1900-01-01';

/** Prompt values worth trying, one entry a business unit where the query has one; always at least one, blank where nothing is known. */
export function promptTries(key: QueryKey, values: ProbeValues): readonly PromptValues[] {
  const { setId: SETID, today } = values;
  const forUnits = (more: PromptValues) =>
    orBlank(values.probe.businessUnits).map((unit) => ({ BUSINESS_UNIT: unit, ...more }));
  const forDeposits = (more: PromptValues) =>
    orBlank(values.probe.depositBus).map((unit) => ({ DEPOSIT_BU: unit, ...more }));
  switch (key) {
    case 'customers':
      return [{ SETID, AFTER_KEY: '' }];
    case 'customerTotals':
    case 'entryTypes':
    case 'accountingTemplates':
      return [{ SETID }];
    case 'openItems':
      return forUnits({ AFTER_KEY: '' });
    case 'openItemTotals':
      return forUnits({});
    case 'openPeriods':
      return forUnits({ ACCOUNTING_DT: today });
    case 'itemActivity':
    case 'journalLines':
      return forUnits({ FROM_DATE: LONG_AGO, AFTER_KEY: '' });
    case 'ledgerBalances':
      return forUnits({ FISCAL_YEAR: today.slice(0, 4), ACCOUNTING_PERIOD: String(Number(today.slice(5, 7))) });
    case 'payments':
    case 'deposits':
      return forDeposits({ FROM_DATE: LONG_AGO, AFTER_KEY: '' });
    case 'paymentTotals':
      return forDeposits({ FROM_DATE: LONG_AGO });
    case 'batchStatus':
    case 'database':
      return [{}];
    case 'pendingItems':
      return forUnits({ ITEMS: promptable(values.samples.get('openItems')?.get('ITEM') ?? '') });
    case 'itemsByKey':
    case 'customersById':
    case 'paymentsById':
    case 'staging':
    case 'loadErrors':
    case 'bankAccounts':
      return [byKeyPrompts(key, values)];
  }
}

function byKeyPrompts(
  key: 'itemsByKey' | 'customersById' | 'paymentsById' | 'staging' | 'loadErrors' | 'bankAccounts',
  { setId: SETID, probe, samples }: ProbeValues,
): PromptValues {
  const sample = (from: QueryKey, ...fields: readonly string[]) =>
    fields.map((field) => samples.get(from)?.get(field) ?? '');
  switch (key) {
    case 'itemsByKey': {
      const parts = sample('openItems', 'BUSINESS_UNIT', 'CUST_ID', 'ITEM', 'ITEM_LINE');
      return { ITEM_KEYS: promptable(parts.join(PART_SEPARATOR)) };
    }
    case 'customersById':
      return { SETID, CUST_IDS: promptable(sample('customers', 'CUST_ID')[0] ?? '') };
    case 'bankAccounts': {
      const [bank = '', account = ''] = sample('payments', 'BANK_CD', 'BANK_ACCT_KEY');
      return { BANK_CD: bank, BANK_ACCT_KEY: account };
    }
    case 'paymentsById':
    case 'staging':
    case 'loadErrors': {
      const [unit = '', id = ''] = sample('payments', 'DEPOSIT_BU', 'PAYMENT_ID');
      return { DEPOSIT_BU: unit || (probe.depositBus[0] ?? ''), PAYMENT_IDS: promptable(id) };
    }
  }
}

function orBlank(values: readonly string[]): readonly string[] {
  return values.length === 0 ? [''] : values;
}

function promptable(value: string): string {
  return value.includes(',') || value.includes(';') ? '' : value;
}
