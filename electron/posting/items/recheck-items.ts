import { equalMoney, formatDecimal, negateMoney } from '../../../shared/domain/money.ts';
import type { ArItem, PeopleSoftReader, PendingItemReader, PendingItemRow } from '../../connectors/peoplesoft/types.ts';
import type { PeriodDay } from '../../ledger/closed-day-store.ts';
import { firstOpenDay } from '../payments/first-open-day.ts';
import type { DueItem } from './due-items.ts';
import { itemOf } from './item-payload.ts';

export interface ItemRecheck {
  readonly postingId: number;
  /** PeopleSoft holds its group already although the ledger has not sent it: it is read back and never sent again. */
  readonly isThere: boolean;
  /** What stands against sending it, in words; empty: it may go. */
  readonly changes: readonly string[];
}
export interface ItemRecheckRead {
  readonly results: readonly ItemRecheck[];
  /** What PeopleSoft said of the days that were asked for. */
  readonly days: readonly PeriodDay[];
}
type Reader = Pick<PeopleSoftReader, 'customersById' | 'itemsByKey' | 'openPeriod'> &
  Pick<PendingItemReader, 'findPendingItems' | 'activeEntryTypes'>;

const sameId = (left: string, right: string): boolean => left.toUpperCase() === right.toUpperCase();
const dayKey = (businessUnit: string, date: string): string => `${businessUnit}|${date}`;

/**
 * Reads customer, period, entry type and number again just before items leave, all of a chunk at once, and says per item what stands
 * against it. Throws ConnectorError when a read fails: then nothing may be sent.
 */
export async function recheckItems(
  reader: Reader,
  due: readonly DueItem[],
  signal?: AbortSignal,
): Promise<ItemRecheckRead> {
  const items = due.map(({ payload }) => itemOf(payload.document));
  const customers = await reader.customersById([...new Set(items.map(({ custId }) => custId))], signal);
  const status = new Map(customers.map((each) => [each.custId, each.status]));
  const entryTypes = await reader.activeEntryTypes(signal);
  const days = await readDays(reader, due, signal);
  const pending = await readPending(reader, due, signal);
  const open = await reader.itemsByKey(items, signal);
  const results = due.map((each): ItemRecheck => {
    const { document, source } = each.payload;
    const item = itemOf(document);
    const same = pending.filter((row) => row.businessUnit === item.businessUnit && sameId(row.item, item.item));
    if (same.some((row) => sameId(row.groupId, document.groupId)))
      return { postingId: each.postingId, isThere: true, changes: [] };
    const there = open.find((one) => sameId(one.item, item.item) && one.custId === item.custId);
    const customer = status.get(item.custId);
    const day = days.get(dayKey(document.groupBu, document.accountingDate)) ?? null;
    const changes = [
      ...each.sourceChanges,
      ...(customer === 'active' ? [] : [`customer ${item.custId} is ${customer ?? 'no longer in PeopleSoft'}`]),
      ...(entryTypes === null || entryTypes.includes(item.entryType)
        ? []
        : [`entry type ${item.entryType} is not active in PeopleSoft`]),
      ...dayChanges(day, document.groupBu, document.accountingDate),
      ...(each.takesBack ? takeBackChanges(each, there, same) : numberChanges(item.item, there, same)),
    ];
    return {
      postingId: each.postingId,
      isThere: false,
      changes: source.kind === 'void' ? changes : [...new Set(changes)],
    };
  });
  return { results, days: [...days.values()].filter((day) => day !== null) };
}

async function readPending(reader: Reader, due: readonly DueItem[], signal?: AbortSignal): Promise<PendingItemRow[]> {
  const byUnit = Map.groupBy(due, ({ payload }) => itemOf(payload.document).businessUnit);
  const rows: PendingItemRow[] = [];
  for (const [businessUnit, own] of byUnit) {
    const wanted = [...new Set(own.map(({ payload }) => itemOf(payload.document).item))];
    rows.push(...(await reader.findPendingItems(businessUnit, wanted, null, signal)).rows);
  }
  return rows;
}

async function readDays(
  reader: Reader,
  due: readonly DueItem[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, PeriodDay | null>> {
  const days = new Map<string, PeriodDay | null>();
  for (const { payload } of due) {
    const { groupBu, accountingDate: date } = payload.document;
    if (days.has(dayKey(groupBu, date))) continue;
    const state = await reader.openPeriod(groupBu, date, signal);
    const firstOpenDate = state === 'closed' ? await firstOpenDay(reader, groupBu, date, signal) : null;
    days.set(dayKey(groupBu, date), state === 'unknown' ? null : { businessUnit: groupBu, date, state, firstOpenDate });
  }
  return days;
}

function dayChanges(day: PeriodDay | null, businessUnit: string, date: string): string[] {
  if (day === null) return [`the period of ${date} is not known to PeopleSoft for ${businessUnit}`];
  if (day.state === 'open') return [];
  const where = day.firstOpenDate === null ? 'no later day is open' : `the first open day is ${day.firstOpenDate}`;
  return [`the period of ${date} is closed for ${businessUnit}; ${where}`];
}

/** The number must be free, as an item and as a pending one. */
function numberChanges(item: string, there: ArItem | undefined, same: readonly PendingItemRow[]): string[] {
  if (there !== undefined)
    return [`PeopleSoft has an item ${item} already, over ${formatDecimal(there.original)} ${there.original.currency}`];
  const [other] = same;
  return other === undefined ? [] : [`group ${other.groupId} in PeopleSoft holds a pending item ${item} already`];
}

/** What is taken back must still stand there whole, and nothing else may be on its way to it. */
function takeBackChanges(each: DueItem, there: ArItem | undefined, same: readonly PendingItemRow[]): string[] {
  const { item, amount } = itemOf(each.payload.document);
  if (there === undefined) return [`item ${item} is no longer in PeopleSoft`];
  const whole = negateMoney(amount);
  if (!equalMoney(there.balance, whole))
    return [`open balance of item ${item}: ${formatDecimal(there.balance)} instead of ${formatDecimal(whole)}`];
  const waiting = same.find((row) => row.status === 'waiting');
  return waiting === undefined ? [] : [`group ${waiting.groupId} in PeopleSoft is on its way to item ${item}`];
}
