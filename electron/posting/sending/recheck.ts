import type { PlainDate } from '../../../shared/domain/ids.ts';
import { addMoney, compareMoney, formatDecimal, subtractMoney, type Money } from '../../../shared/domain/money.ts';
import type { ArItem, PeopleSoftReader } from '../../connectors/peoplesoft/types.ts';
import type { PeriodDay } from '../../ledger/closed-day-store.ts';
import { firstOpenDay } from '../payments/first-open-day.ts';
import type { ApprovedItem, PaymentPayload } from '../payments/payment-payload.ts';

export interface RecheckedPosting {
  readonly postingId: number;
  readonly payload: PaymentPayload;
  /** What has changed about the charge since it was approved, at Stripe or in its customer link, in words. */
  readonly sourceChanges: readonly string[];
  /**
   * What our own other postings have done to each item since this one was approved (same order as `payload.itemBalances`). Anything
   * else is somebody else's change.
   */
  readonly own: readonly OwnEffects[];
}
/** `settled` is certainly gone from PeopleSoft's balance (negative: added to it); `taking` and `giving` may or may not be. */
export interface OwnEffects {
  readonly settled: Money;
  readonly taking: Money;
  readonly giving: Money;
}
export interface RecheckResult {
  readonly postingId: number;
  /** What changed at Stripe, in PeopleSoft or in the customer link since approval, in words; empty: it may be sent. */
  readonly changes: readonly string[];
}
export interface Recheck {
  readonly results: readonly RecheckResult[];
  /** The items as just read, for the ledger's own picture. */
  readonly items: readonly ArItem[];
  /** What PeopleSoft said of the days that were asked for. */
  readonly days: readonly PeriodDay[];
}

const itemKey = (each: { businessUnit: string; custId: string; item: string; itemLine: number }): string =>
  JSON.stringify([each.businessUnit, each.custId, each.item, each.itemLine]);

/**
 * Reads customers, items, cash account and period again just before sending (all lines of one deposit at once) and says per
 * posting what has changed since it was approved. Throws ConnectorError when a read fails: then nothing may be sent.
 */
export async function recheckPostings(
  reader: PeopleSoftReader,
  postings: readonly RecheckedPosting[],
  signal?: AbortSignal,
): Promise<Recheck> {
  const wantedItems = new Map<string, ApprovedItem>();
  const wantedCustomers = new Set<string>();
  for (const { payload } of postings) {
    for (const item of payload.itemBalances) wantedItems.set(itemKey(item), item);
    for (const item of payload.document.items) wantedCustomers.add(item.custId);
    if (payload.document.custId !== null) wantedCustomers.add(payload.document.custId);
  }
  const items = await reader.itemsByKey([...wantedItems.values()], signal);
  const customers = await reader.customersById([...wantedCustomers], signal);
  const itemsNow = new Map(items.map((item) => [itemKey(item), item]));
  const customersNow = new Map(customers.map((customer) => [customer.custId, customer]));
  const days = await readDays(reader, postings, signal);
  const siteNow = await readSite(reader, postings, signal);
  const templatesNow = await readTemplates(reader, postings, signal);
  const results = postings.map((posting) => ({
    postingId: posting.postingId,
    changes: [
      ...posting.sourceChanges,
      ...periodChanges(posting.payload, days),
      ...siteNow(posting.payload),
      ...templatesNow(posting.payload),
      ...customerChanges(posting.payload, customersNow),
      ...itemChanges(posting, itemsNow),
    ],
  }));
  return { results, items, days: [...days.values()].filter((day) => day !== null) };
}

const dayKey = (businessUnit: string, date: string): string => JSON.stringify([businessUnit, date]);
/** By unit and day; null: PeopleSoft does not know its period. */
type Days = ReadonlyMap<string, PeriodDay | null>;

/** Asks for every day the payments are to be booked on, and for the own day of those that were moved to the first open one. */
async function readDays(
  reader: PeopleSoftReader,
  postings: readonly RecheckedPosting[],
  signal?: AbortSignal,
): Promise<Days> {
  const days = new Map<string, PeriodDay | null>();
  const read = async (businessUnit: string, date: PlainDate, insteadOf: () => Promise<PlainDate | null>) => {
    const key = dayKey(businessUnit, date);
    if (days.has(key)) return;
    const state = await reader.openPeriod(businessUnit, date, signal);
    const firstOpenDate = state === 'closed' ? await insteadOf() : null;
    days.set(key, state === 'unknown' ? null : { businessUnit, date, state, firstOpenDate });
  };
  for (const { payload } of postings) {
    const { depositBu, accountingDate, cutOffFromDate } = payload;
    await read(depositBu, accountingDate, () => firstOpenDay(reader, depositBu, accountingDate, signal));
    if (cutOffFromDate === undefined) continue;
    // All between the two was closed when the later one was found: what is open first now follows from that one.
    const day = days.get(dayKey(depositBu, accountingDate)) ?? null;
    await read(depositBu, cutOffFromDate, async () => (day?.state === 'closed' ? day.firstOpenDate : accountingDate));
  }
  return days;
}

function periodChanges({ depositBu, accountingDate, cutOffFromDate }: PaymentPayload, days: Days): string[] {
  const day = days.get(dayKey(depositBu, accountingDate)) ?? null;
  if (day === null) return [`the period of ${accountingDate} is not known to PeopleSoft for ${depositBu}`];
  if (day.state === 'closed') {
    const where = day.firstOpenDate === null ? 'no later day is open' : `the first open day is ${day.firstOpenDate}`;
    return [`the period of ${accountingDate} is closed for ${depositBu}; ${where}`];
  }
  const own = cutOffFromDate === undefined ? null : (days.get(dayKey(depositBu, cutOffFromDate)) ?? null);
  return own?.state === 'open'
    ? [`the period of ${own.date} is open again for ${depositBu}, so it posts on its own day`]
    : [];
}

async function readSite(
  reader: PeopleSoftReader,
  postings: readonly RecheckedPosting[],
  signal?: AbortSignal,
): Promise<(payload: PaymentPayload) => string[]> {
  const answers = new Map<string, string[]>();
  const siteKey = (payload: PaymentPayload): string =>
    JSON.stringify([payload.bankCode, payload.bankAccountKey, payload.accountCurrency, payload.cashAccount]);
  for (const { payload } of postings) {
    if (answers.has(siteKey(payload))) continue;
    const { bankCode, bankAccountKey, accountCurrency } = payload;
    const cashAccounts = await reader.cashAccounts(bankCode, bankAccountKey, accountCurrency, signal);
    answers.set(siteKey(payload), bankChanges(payload, cashAccounts));
  }
  return (payload) => answers.get(siteKey(payload)) ?? [];
}

/** A direct journal has neither customer nor items; what it rests on is its accounting template. */
async function readTemplates(
  reader: PeopleSoftReader,
  postings: readonly RecheckedPosting[],
  signal?: AbortSignal,
): Promise<(payload: PaymentPayload) => string[]> {
  const wanted = new Set(postings.flatMap(({ payload }) => payload.document.accountingTemplate ?? []));
  const active = wanted.size === 0 ? [] : await reader.activeTemplates([...wanted], signal);
  return ({ document: { accountingTemplate: template } }) => {
    if (template === undefined) return [];
    if (active === null) return [`accounting template ${template} cannot be checked: the site has no query for it`];
    return active.includes(template) ? [] : [`accounting template ${template} is not active in PeopleSoft`];
  };
}

function bankChanges(payload: PaymentPayload, cashAccounts: readonly string[]): string[] {
  const bank = `bank account ${payload.bankCode}/${payload.bankAccountKey}`;
  if (cashAccounts.length === 0) return [`${bank} is not an active account in ${payload.accountCurrency}`];
  if (cashAccounts.every((account) => account === payload.cashAccount)) return [];
  const named = cashAccounts.map((account) => (account === '' ? 'none' : account)).join(' and ');
  return [`cash account of ${bank}: ${payload.cashAccount} when approved, ${named} in PeopleSoft`];
}

function customerChanges(payload: PaymentPayload, now: ReadonlyMap<string, { status: string }>): string[] {
  const { custId, items } = payload.document;
  const ids = new Set([...(custId === null ? [] : [custId]), ...items.map((item) => item.custId)]);
  return [...ids].flatMap((custId) => {
    const customer = now.get(custId);
    if (customer === undefined) return [`customer ${custId} is no longer in PeopleSoft`];
    return customer.status === 'active' ? [] : [`customer ${custId} is ${customer.status}`];
  });
}

function itemChanges({ payload, own }: RecheckedPosting, now: ReadonlyMap<string, ArItem>): string[] {
  return payload.itemBalances.flatMap((approved, index) => {
    const item = now.get(itemKey(approved));
    if (item === undefined) return [`item ${approved.item} is no longer in PeopleSoft`];
    // Money that goes out, or back, opens a closed item again; whether it was closed since is told by its balance.
    const mayBeClosed = payload.document.amount.minor < 0 || payload.reversesReference !== undefined;
    if (item.status === 'closed' && !mayBeClosed) return [`item ${approved.item} was closed`];
    if (item.balance.currency !== approved.balance.currency)
      return [`item ${approved.item} is now in ${item.balance.currency}`];
    const ours = own[index];
    const expected = ours === undefined ? approved.balance : subtractMoney(approved.balance, ours.settled);
    const lowest = ours === undefined ? expected : subtractMoney(expected, ours.taking);
    const highest = ours === undefined ? expected : addMoney(expected, ours.giving);
    if (compareMoney(item.balance, highest) <= 0 && compareMoney(item.balance, lowest) >= 0) return [];
    return [
      `open balance of item ${approved.item}: ${formatDecimal(approved.balance)} when approved, ${formatDecimal(item.balance)} now`,
    ];
  });
}
