import { describe, expect, it } from 'vitest';
import type { ArItem, PeopleSoftReader } from '../../../../electron/connectors/peoplesoft/types.ts';
import type { PaymentPayload } from '../../../../electron/posting/payments/payment-payload.ts';
import { recheckPostings, type RecheckedPosting } from '../../../../electron/posting/sending/recheck.ts';
import type { PlainDate } from '../../../../shared/domain/ids.ts';
import { money } from '../../../../shared/domain/money.ts';

const DATE = '2026-10-15' as PlainDate;
const usd = (minor: number) => money(minor, 2, 'USD');
const ITEM = { businessUnit: 'US001', custId: 'C100', item: 'INV-1', itemLine: 1 };
const payload = {
  document: { custId: 'C100', amount: usd(5_000), items: [{ ...ITEM, amount: usd(5_000) }] },
  depositBu: 'US001',
  bankCode: 'STRPE',
  bankAccountKey: 'US01',
  cashAccount: '101100',
  accountCurrency: 'USD',
  accountingDate: DATE,
  itemBalances: [{ ...ITEM, balance: usd(10_000) }],
} as unknown as PaymentPayload;
const posting = (settled = 0, taking = 0, giving = 0): RecheckedPosting => ({
  postingId: 7,
  payload,
  sourceChanges: [],
  own: [{ settled: usd(settled), taking: usd(taking), giving: usd(giving) }],
});
const there = (change: Partial<ArItem> = {}): ArItem => ({
  ...ITEM,
  status: 'open',
  balance: usd(10_000),
  original: usd(10_000),
  itemDate: DATE,
  dueDate: null,
  poReference: null,
  entryType: 'IN',
  ...change,
});
interface Site {
  readonly items?: readonly ArItem[];
  readonly customer?: 'active' | 'inactive' | 'template' | 'gone';
  readonly period?: 'open' | 'closed' | 'unknown';
  readonly accounts?: readonly string[];
}
const changes = async (site: Site, ...postings: RecheckedPosting[]): Promise<readonly string[]> => {
  const { customer = 'active', period = 'open', accounts = ['101100'], items = [there()] } = site;
  const name = { setId: 'SHARE', custId: 'C100', name: 'Customer', externalId: null };
  const reader: Pick<PeopleSoftReader, 'itemsByKey' | 'customersById' | 'openPeriod' | 'cashAccounts'> = {
    itemsByKey: async () => items,
    customersById: async () => (customer === 'gone' ? [] : [{ ...name, status: customer }]),
    openPeriod: async () => period,
    cashAccounts: async () => accounts,
  };
  const { results } = await recheckPostings(reader as PeopleSoftReader, postings.length === 0 ? [posting()] : postings);
  return results.flatMap((result) => result.changes);
};

describe('what has changed since approval', () => {
  it('nothing: it may be sent', async () => {
    expect(await changes({})).toEqual([]);
    expect(await changes({ items: [there({ balance: money(100_000, 3, 'USD') })] })).toEqual([]);
  });

  it.each<[string, Site]>([
    ['item INV-1 is no longer in PeopleSoft', { items: [] }],
    ['item INV-1 was closed', { items: [there({ status: 'closed', balance: usd(0) })] }],
    ['item INV-1 is now in CAD', { items: [there({ balance: money(10_000, 2, 'CAD') })] }],
    ['open balance of item INV-1: 100.00 when approved, 99.99 now', { items: [there({ balance: usd(9_999) })] }],
    ['open balance of item INV-1: 100.00 when approved, 120.00 now', { items: [there({ balance: usd(12_000) })] }],
    ['customer C100 is no longer in PeopleSoft', { customer: 'gone' }],
    ['customer C100 is inactive', { customer: 'inactive' }],
    ['customer C100 is template', { customer: 'template' }],
    ['the period of 2026-10-15 is closed for US001; no later day is open', { period: 'closed' }],
    ['the period of 2026-10-15 is not known to PeopleSoft for US001', { period: 'unknown' }],
    ['bank account STRPE/US01 is not an active account in USD', { accounts: [] }],
    ['cash account of bank account STRPE/US01: 101100 when approved, 101300 in PeopleSoft', { accounts: ['101300'] }],
    [
      'cash account of bank account STRPE/US01: 101100 when approved, 101100 and 101300 in PeopleSoft',
      { accounts: ['101100', '101300'] },
    ],
    ['cash account of bank account STRPE/US01: 101100 when approved, none in PeopleSoft', { accounts: [''] }],
  ])('%s', async (text, site) => {
    expect(await changes(site)).toEqual([text]);
  });

  it('every change is named at once', async () => {
    expect(await changes({ items: [], customer: 'inactive', period: 'closed', accounts: [] })).toHaveLength(4);
  });
});

describe('our own other payments of the item', () => {
  it.each([
    ['a refund that is confirmed has given back for certain', -2_000, 0, 0, 12_000, true],
    ['so the balance before it is somebody’s change', -2_000, 0, 0, 10_000, false],
    ['one on its way may have given back', 0, 0, 2_000, 12_000, true],
    ['or not yet', 0, 0, 2_000, 10_000, true],
    ['and nothing beyond it', 0, 0, 2_000, 12_001, false],
    ['a payment and a refund on their way may each have come first', 0, 3_000, 2_000, 7_000, true],
  ])('%s', async (_what, settled, taking, giving, balance, isFine) => {
    const found = await changes({ items: [there({ balance: usd(balance) })] }, posting(settled, taking, giving));
    expect(found.length === 0).toBe(isFine);
  });

  it.each([
    ['confirmed ones are gone for certain', 3_000, 0, 7_000, true],
    ['so an untouched balance is somebody’s change', 3_000, 0, 10_000, false],
    ['ones on their way may be gone', 0, 3_000, 7_000, true],
    ['or not yet', 0, 3_000, 10_000, true],
    ['or in part', 0, 3_000, 8_000, true],
    ['but nothing beyond them', 0, 3_000, 6_999, false],
    ['both together', 2_000, 3_000, 5_000, true],
    ['and nothing beyond both', 2_000, 3_000, 4_999, false],
  ])('%s', async (_what, settled, inFlight, balance, isFine) => {
    const found = await changes({ items: [there({ balance: usd(balance) })] }, posting(settled, inFlight));
    expect(found.length === 0).toBe(isFine);
  });
});
