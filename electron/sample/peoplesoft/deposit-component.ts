import { nextDepositId, paymentSortKey } from './books-schema.ts';
import type {
  BufferRow,
  ComponentDefinition,
  FieldType,
  LevelDefinition,
  PropertyDefinition,
  SaveContext,
  SaveEdit,
} from './component.ts';
import { MESSAGES, type CatalogMessage } from './message-catalog.ts';
import { prepared } from './prepared.ts';
import { fitsDecimals, formatThousandths } from './thousandths.ts';

const key = (length: number): FieldType => ({ kind: 'char', length, upper: true });
const text = (length: number): FieldType => ({ kind: 'char', length });
const number = (digits: number): FieldType => ({ kind: 'number', digits });
const AMOUNT: FieldType = { kind: 'decimal', digits: 28, decimals: 3 };
const DATE: FieldType = { kind: 'date' };
const UNIT_PROMPT = 'SELECT 1 FROM business_unit WHERE business_unit = :deposit_bu';
const BANK_PROMPT = 'SELECT 1 FROM bank_account WHERE bank_cd = :bank_cd';
const ACCOUNT_PROMPT = `SELECT 1 FROM bank_account WHERE bank_cd = :bank_cd AND bank_acct_key = :bank_acct_key AND acct_status = 'A'`;
const CURRENCY_PROMPT = (column: string) => `SELECT 1 FROM currency WHERE currency_cd = :${column}`;
const CUSTOMER_PROMPT = `SELECT 1 FROM customer JOIN business_unit USING (setid)
  WHERE business_unit = :deposit_bu AND cust_id = :cust_id AND cust_status = 'A'`;

const ITEMS: LevelDefinition = {
  name: 'COLL_PAYMENT_ITEM',
  table: 'payment_id_item',
  autoColumn: 'id_seq_num',
  // No prompt edits: Oracle checks an item reference only when Receivables Update posts it.
  properties: [
    { name: 'BUSINESS_UNIT', column: 'business_unit', type: key(5), required: true },
    { name: 'CUST_ID_0', column: 'cust_id', type: key(15), required: true },
    { name: 'ITEM', column: 'item', type: key(30), required: true },
    { name: 'ITEM_LINE', column: 'item_line', type: number(6), defaultValue: () => 0 },
    { name: 'PAY_AMT', column: 'pay_amt', type: AMOUNT, defaultValue: () => 0 },
    { name: 'X_ENTRY_TYPE', column: 'entry_type', type: key(5), defaultValue: () => '' },
  ],
  collections: [],
};

const CUSTOMERS: LevelDefinition = {
  name: 'COLL_PAYMENT_CUST',
  table: 'payment_id_cust',
  autoColumn: 'id_seq_num',
  properties: [{ name: 'CUST_ID', column: 'cust_id', type: key(15), required: true, prompt: CUSTOMER_PROMPT }],
  collections: [],
};

const TEMPLATE_PROMPT = `SELECT 1 FROM acctg_template WHERE acctg_template = :acctg_template AND eff_status = 'A'`;

const PAYMENT_PROPERTIES: readonly PropertyDefinition[] = [
  { name: 'KEYPROP_PAYMENT_SEQ_NUM', column: 'payment_seq_num', type: number(6), key: true, required: true },
  { name: 'PAYMENT_ID', column: 'payment_id', type: key(15), required: true },
  { name: 'PAYMENT_AMT', column: 'payment_amt', type: AMOUNT, required: true },
  {
    name: 'PAYMENT_CURRENCY',
    column: 'payment_currency',
    type: key(3),
    required: true,
    prompt: CURRENCY_PROMPT('payment_currency'),
  },
  {
    name: 'PAYMENT_METHOD',
    column: 'payment_method',
    type: key(3),
    defaultValue: () => 'CHK',
    translate: ['CHK', 'CC', 'DD', 'EC', 'EFT', 'GE', 'WIR', 'ACH'],
  },
  { name: 'ACCOUNTING_DT_0', column: 'accounting_dt', type: DATE, required: true },
  { name: 'X_EXTERNAL_ID', column: 'x_external_id', type: text(64), defaultValue: () => '' },
  { name: 'X_APPROVED_BY', column: 'x_approved_by', type: text(30), defaultValue: () => '' },
  {
    name: 'MISC_PAYMENT',
    column: 'misc_payment',
    type: key(1),
    defaultValue: () => 'N',
    translate: ['Y', 'N'],
  },
  {
    name: 'X_ACCTG_TEMPLATE',
    column: 'acctg_template',
    type: key(10),
    defaultValue: () => '',
    prompt: TEMPLATE_PROMPT,
  },
];

const DEPOSIT_PROPERTIES: readonly PropertyDefinition[] = [
  { name: 'KEYPROP_DEPOSIT_BU', column: 'deposit_bu', type: key(5), key: true, required: true, prompt: UNIT_PROMPT },
  { name: 'KEYPROP_DEPOSIT_ID', column: 'deposit_id', type: key(15), key: true, required: true },
  { name: 'BANK_CD', column: 'bank_cd', type: key(5), required: true, prompt: BANK_PROMPT },
  { name: 'BANK_ACCT_KEY', column: 'bank_acct_key', type: key(4), required: true, prompt: ACCOUNT_PROMPT },
  {
    name: 'FORMAT_CURRENCY',
    column: 'format_currency',
    type: key(3),
    required: true,
    prompt: CURRENCY_PROMPT('format_currency'),
  },
  { name: 'ACCOUNTING_DT', column: 'accounting_dt', type: DATE, required: true },
  { name: 'RECEIVED_DT', column: 'received_dt', type: DATE, defaultValue: (today) => today },
  { name: 'DEPOSIT_TYPE', column: 'deposit_type', type: key(1), defaultValue: () => 'O' },
  { name: 'CONTROL_AMT', column: 'control_amt', type: AMOUNT, required: true },
  { name: 'CONTROL_CNT', column: 'control_cnt', type: number(6), required: true },
];

/**
 * The deposit service as a site would build it over Oracle's express deposit page (PAYMENT_EXPRESS): deposit control at
 * level 0, payments below it, paying customers and item references below a payment. Field lengths are Oracle's.
 */
export const DEPOSIT_COMPONENT: ComponentDefinition = {
  name: 'X_AR_DEPOSIT_CI',
  root: {
    name: 'X_AR_DEPOSIT_CI',
    table: 'deposit_control',
    properties: DEPOSIT_PROPERTIES,
    collections: [
      { name: 'COLL_PAYMENT', table: 'payment', properties: PAYMENT_PROPERTIES, collections: [CUSTOMERS, ITEMS] },
    ],
  },
  keys: ['deposit_bu', 'deposit_id'],
  findKeys: ['deposit_bu', 'deposit_id', 'bank_cd'],
  findList: ['deposit_bu', 'deposit_id', 'bank_cd', 'accounting_dt'],
  autoNumber: {
    column: 'deposit_id',
    next: (context) => (context.depositIds === 'given' ? null : nextDepositId(context.books)),
  },
  stamp: stampDeposit,
  saveEdit: editDeposit,
};

function stampDeposit(
  level: string,
  values: Readonly<Record<string, string | number>>,
  context: SaveContext,
): Record<string, string | number> {
  if (level === DEPOSIT_COMPONENT.name)
    return { oprid: context.user, origin: 'tieout service', saved_at_ms: context.nowMs };
  if (level !== 'COLL_PAYMENT') return {};
  const sortKey = paymentSortKey(
    String(values['deposit_bu']),
    String(values['deposit_id']),
    Number(values['payment_seq_num']),
  );
  return { saved_at_ms: context.nowMs, sort_key: sortKey };
}

function editDeposit(deposit: BufferRow, mode: 'create' | 'update', context: SaveContext): SaveEdit {
  const payments = deposit.collections.get('COLL_PAYMENT') ?? [];
  const refusals: CatalogMessage[] = [];
  if (payments.length === 0) refusals.push(MESSAGES.depositEmpty());
  refusals.push(...payments.flatMap(editDirectJournal));
  refusals.push(...editPeriods(deposit, payments, context), ...editDecimals(payments, context));
  if (mode === 'update' && isApplied(deposit, context)) refusals.push(MESSAGES.depositApplied());
  const imbalance = findImbalance(deposit, payments);
  if (imbalance === null) return { refusals, warnings: markBalance(deposit, 'I', mode, context) };
  if (mode === 'create') return { refusals: [...refusals, MESSAGES.controlTotals(imbalance)], warnings: [] };
  return { refusals, warnings: [...markBalance(deposit, 'O', mode, context), MESSAGES.outOfBalance()] };
}

/** What is journalled directly needs its template and names nobody's items; a template alone journals nothing. */
function editDirectJournal(payment: BufferRow): CatalogMessage[] {
  const isDirect = payment.values['misc_payment'] === 'Y';
  const template = String(payment.values['acctg_template'] ?? '');
  const paymentId = String(payment.values['payment_id']);
  if (isDirect === (template === '')) return [MESSAGES.journalTemplate(paymentId)];
  const named = ['COLL_PAYMENT_CUST', 'COLL_PAYMENT_ITEM'].some(
    (name) => (payment.collections.get(name) ?? []).length > 0,
  );
  return isDirect && named ? [MESSAGES.journalReferences(paymentId)] : [];
}

function editPeriods(deposit: BufferRow, payments: readonly BufferRow[], context: SaveContext): CatalogMessage[] {
  const dates = new Set([deposit, ...payments].map((row) => String(row.values['accounting_dt'])));
  const isOpen = prepared(
    context.books,
    `SELECT 1 FROM open_period WHERE business_unit = ? AND ? BETWEEN from_dt AND to_dt AND open_flag = 'Y'`,
  );
  return [...dates].filter((date) => !isOpen.get(deposit.values['deposit_bu'], date)).map(MESSAGES.periodClosed);
}

function editDecimals(payments: readonly BufferRow[], context: SaveContext): CatalogMessage[] {
  const decimalsOf = prepared<{ decimals: number }>(
    context.books,
    'SELECT decimals FROM currency WHERE currency_cd = ?',
  );
  for (const payment of payments) {
    const currency = String(payment.values['payment_currency']);
    const decimals = decimalsOf.get(currency)?.decimals ?? 3;
    const references = payment.collections.get('COLL_PAYMENT_ITEM') ?? [];
    const amounts = [payment.values['payment_amt'], ...references.map((row) => row.values['pay_amt'])].map(Number);
    const bad = amounts.find((amount) => !fitsDecimals(amount, decimals));
    if (bad !== undefined) return [MESSAGES.decimals(formatThousandths(bad, 'trimmed'), currency)];
  }
  return [];
}

function findImbalance(deposit: BufferRow, payments: readonly BufferRow[]): string | null {
  const entered = payments.reduce((sum, payment) => sum + Number(payment.values['payment_amt']), 0);
  const control = Number(deposit.values['control_amt']);
  const count = Number(deposit.values['control_cnt']);
  if (entered !== control)
    return `amount ${formatThousandths(control, 'trimmed')} against ${formatThousandths(entered, 'trimmed')} entered`;
  return count === payments.length ? null : `count ${count} against ${payments.length} entered`;
}

function isApplied(deposit: BufferRow, context: SaveContext): boolean {
  return (
    prepared(
      context.books,
      `SELECT 1 FROM payment WHERE deposit_bu = ? AND deposit_id = ? AND payment_status <> 'U' LIMIT 1`,
    ).get(deposit.values['deposit_bu'], deposit.values['deposit_id']) !== undefined
  );
}

function markBalance(deposit: BufferRow, status: 'I' | 'O', mode: 'create' | 'update', context: SaveContext): [] {
  // On create the column's default says "in balance": an unbalanced one is refused.
  if (mode === 'update')
    prepared(context.books, 'UPDATE deposit_control SET bal_status = ? WHERE deposit_bu = ? AND deposit_id = ?').run(
      status,
      deposit.values['deposit_bu'],
      deposit.values['deposit_id'],
    );
  return [];
}
