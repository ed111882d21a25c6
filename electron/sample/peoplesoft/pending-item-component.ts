import type {
  BufferRow,
  ComponentDefinition,
  FieldType,
  LevelDefinition,
  PropertyDefinition,
  SaveContext,
  SaveEdit,
} from './component.ts';
import { ENTRY_TYPES } from './entry-types.ts';
import { MESSAGES, type CatalogMessage } from './message-catalog.ts';
import { prepared } from './prepared.ts';
import { fitsDecimals, formatThousandths } from './thousandths.ts';

const key = (length: number): FieldType => ({ kind: 'char', length, upper: true });
const text = (length: number): FieldType => ({ kind: 'char', length });
const number = (digits: number): FieldType => ({ kind: 'number', digits });
const AMOUNT: FieldType = { kind: 'decimal', digits: 28, decimals: 3 };
const DATE: FieldType = { kind: 'date' };
const CURRENCY_PROMPT = (column: string) => `SELECT 1 FROM currency WHERE currency_cd = :${column}`;
const UNIT_PROMPT = (column: string) => `SELECT 1 FROM business_unit WHERE business_unit = :${column}`;
const CUSTOMER_PROMPT = `SELECT 1 FROM customer JOIN business_unit USING (setid)
  WHERE business_unit = :business_unit AND cust_id = :cust_id AND cust_status = 'A'`;
const blank = (): string => '';

const DISTRIBUTION: LevelDefinition = {
  name: 'COLL_PENDING_DST',
  table: 'pending_dst',
  properties: [
    { name: 'KEYPROP_DST_SEQ_NUM', column: 'dst_seq_num', type: number(6), key: true, required: true },
    { name: 'ACCOUNT', column: 'account', type: key(10), required: true },
    { name: 'MONETARY_AMOUNT', column: 'monetary_amount', type: AMOUNT, required: true },
  ],
  collections: [],
};

const ITEM_PROPERTIES: readonly PropertyDefinition[] = [
  { name: 'KEYPROP_GROUP_SEQ_NUM', column: 'group_seq_num', type: number(6), key: true, required: true },
  {
    name: 'BUSINESS_UNIT',
    column: 'business_unit',
    type: key(5),
    required: true,
    prompt: UNIT_PROMPT('business_unit'),
  },
  { name: 'CUST_ID', column: 'cust_id', type: key(15), required: true, prompt: CUSTOMER_PROMPT },
  { name: 'ITEM', column: 'item', type: key(30), required: true },
  { name: 'ITEM_LINE', column: 'item_line', type: number(6), defaultValue: () => 0 },
  {
    name: 'ENTRY_TYPE',
    column: 'entry_type',
    type: key(5),
    required: true,
    translate: ENTRY_TYPES.map(([code]) => code),
  },
  { name: 'ENTRY_REASON', column: 'entry_reason', type: key(5), defaultValue: blank },
  { name: 'ENTRY_AMT', column: 'entry_amt', type: AMOUNT, required: true },
  {
    name: 'ENTRY_CURRENCY',
    column: 'entry_currency',
    type: key(3),
    required: true,
    prompt: CURRENCY_PROMPT('entry_currency'),
  },
  { name: 'ACCOUNTING_DT_0', column: 'accounting_dt', type: DATE, required: true },
  { name: 'DUE_DT', column: 'due_dt', type: DATE, defaultValue: blank },
  { name: 'PO_REF', column: 'po_ref', type: text(30), defaultValue: blank },
  { name: 'X_EXTERNAL_ID', column: 'x_external_id', type: text(64), defaultValue: blank },
  { name: 'X_APPROVED_BY', column: 'x_approved_by', type: text(30), defaultValue: blank },
];

/**
 * The service of a site that takes items from outside: a group of pending items with its control totals, as on Oracle's external groups
 * page (GROUP_CONTROL, PENDING_ITEM, PENDING_DST). Field lengths are Oracle's. Distribution is checked only when the group is posted.
 */
export const PENDING_ITEM_COMPONENT: ComponentDefinition = {
  name: 'X_AR_PENDING_ITEM_CI',
  root: {
    name: 'X_AR_PENDING_ITEM_CI',
    table: 'item_group',
    properties: [
      {
        name: 'KEYPROP_GROUP_BU',
        column: 'group_bu',
        type: key(5),
        key: true,
        required: true,
        prompt: UNIT_PROMPT('group_bu'),
      },
      { name: 'KEYPROP_GROUP_ID', column: 'group_id', type: key(10), key: true, required: true },
      { name: 'GROUP_TYPE', column: 'group_type', type: key(1), defaultValue: () => 'B' },
      { name: 'ACCOUNTING_DT', column: 'accounting_dt', type: DATE, required: true },
      { name: 'CONTROL_AMT', column: 'control_amt', type: AMOUNT, required: true },
      { name: 'CONTROL_CNT', column: 'control_cnt', type: number(6), required: true },
      {
        name: 'CONTROL_CURRENCY',
        column: 'control_currency',
        type: key(3),
        required: true,
        prompt: CURRENCY_PROMPT('control_currency'),
      },
    ],
    collections: [
      { name: 'COLL_PENDING_ITEM', table: 'pending_item', properties: ITEM_PROPERTIES, collections: [DISTRIBUTION] },
    ],
  },
  keys: ['group_bu', 'group_id'],
  findKeys: ['group_bu', 'group_id'],
  findList: ['group_bu', 'group_id', 'accounting_dt'],
  stamp: (level, _values, context) =>
    level === PENDING_ITEM_COMPONENT.name ? { oprid: context.user, saved_at_ms: context.nowMs } : {},
  saveEdit: editGroup,
};

function editGroup(group: BufferRow, mode: 'create' | 'update', context: SaveContext): SaveEdit {
  const items = group.collections.get('COLL_PENDING_ITEM') ?? [];
  const refusals: CatalogMessage[] = [];
  if (items.length === 0) refusals.push(MESSAGES.groupEmpty());
  if (mode === 'update' && isPosted(group, context)) refusals.push(MESSAGES.groupPosted());
  refusals.push(...editPeriods(group, items, context), ...editDecimals(items, context));
  const imbalance = findImbalance(group, items);
  if (imbalance !== null) refusals.push(MESSAGES.groupControl(imbalance));
  return { refusals, warnings: [] };
}

function editPeriods(group: BufferRow, items: readonly BufferRow[], context: SaveContext): CatalogMessage[] {
  const dates = new Set([group, ...items].map((row) => String(row.values['accounting_dt'])));
  const isOpen = prepared(
    context.books,
    `SELECT 1 FROM open_period WHERE business_unit = ? AND ? BETWEEN from_dt AND to_dt AND open_flag = 'Y'`,
  );
  return [...dates].filter((date) => !isOpen.get(group.values['group_bu'], date)).map(MESSAGES.periodClosed);
}

function editDecimals(items: readonly BufferRow[], context: SaveContext): CatalogMessage[] {
  const decimalsOf = prepared<{ decimals: number }>(
    context.books,
    'SELECT decimals FROM currency WHERE currency_cd = ?',
  );
  for (const item of items) {
    const currency = String(item.values['entry_currency']);
    const decimals = decimalsOf.get(currency)?.decimals ?? 3;
    const amounts = [item, ...(item.collections.get('COLL_PENDING_DST') ?? [])].map((row) =>
      Number(row.values['entry_amt'] ?? row.values['monetary_amount']),
    );
    const bad = amounts.find((amount) => !fitsDecimals(amount, decimals));
    if (bad !== undefined) return [MESSAGES.decimals(formatThousandths(bad, 'trimmed'), currency)];
  }
  return [];
}

function findImbalance(group: BufferRow, items: readonly BufferRow[]): string | null {
  const entered = items.reduce((sum, item) => sum + Number(item.values['entry_amt']), 0);
  const control = Number(group.values['control_amt']);
  const count = Number(group.values['control_cnt']);
  if (entered !== control)
    return `amount ${formatThousandths(control, 'trimmed')} against ${formatThousandths(entered, 'trimmed')} entered`;
  return count === items.length ? null : `count ${count} against ${items.length} entered`;
}

function isPosted(group: BufferRow, context: SaveContext): boolean {
  const row = prepared<{ post_status: string }>(
    context.books,
    'SELECT post_status FROM item_group WHERE group_bu = ? AND group_id = ?',
  ).get(group.values['group_bu'], group.values['group_id']);
  return row?.post_status === 'P';
}
