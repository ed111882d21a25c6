import { itemBalance, type BalanceColumns } from '../../ledger/item-balance.ts';
import type { ItemRow } from '../../matching/movements/snapshot.ts';

/** Columns of `ar_item` that matching reads, of a table or alias that needs no name. */
export const ITEM_COLUMNS = `item_key, cust_id, business_unit, item, item_line, status, currency, exponent, balance_minor AS balanceMinor,
  original_minor AS originalMinor, item_date, due_date, po_reference`;

export interface ItemRecord extends Pick<BalanceColumns, 'status' | 'balanceMinor' | 'originalMinor'> {
  readonly item_key: number;
  readonly cust_id: string;
  readonly business_unit: string;
  readonly item: string;
  readonly item_line: number;
  readonly currency: string;
  readonly exponent: number;
  readonly item_date: string;
  readonly due_date: string | null;
  readonly po_reference: string | null;
}

/** The columns of `ITEM_COLUMNS`, in their order. */
export type ItemValues = [
  item_key: number,
  cust_id: string,
  business_unit: string,
  item: string,
  item_line: number,
  status: ItemRecord['status'],
  currency: string,
  exponent: number,
  balanceMinor: number,
  originalMinor: number,
  item_date: string,
  due_date: string | null,
  po_reference: string | null,
];

/** The columns by their names. */
export function itemRecordOf(values: ItemValues): ItemRecord {
  const [item_key, cust_id, business_unit, item, item_line, status, currency, exponent, ...rest] = values;
  const [balanceMinor, originalMinor, item_date, due_date, po_reference] = rest;
  return {
    item_key,
    cust_id,
    business_unit,
    item,
    item_line,
    status,
    currency,
    exponent,
    balanceMinor,
    originalMinor,
    item_date,
    due_date,
    po_reference,
  };
}

/** An item as the rules see it: what is free of it is what approving would be held to. `isTaken`: money that came in stands on it. */
export function itemRowOf(row: ItemRecord & BalanceColumns & { readonly isTaken: number }): ItemRow {
  const { freeMinor, refundableMinor } = itemBalance(row);
  return {
    key: row.item_key,
    customer: row.cust_id,
    businessUnit: row.business_unit,
    item: row.item,
    itemLine: row.item_line,
    currency: row.currency,
    exponent: row.exponent,
    availableMinor: freeMinor,
    itemDate: row.item_date,
    dueDate: row.due_date,
    poReference: row.po_reference,
    taken: row.isTaken === 1,
    refundableMinor,
    isCredit: row.originalMinor < 0,
    originalMinor: row.originalMinor,
  };
}
