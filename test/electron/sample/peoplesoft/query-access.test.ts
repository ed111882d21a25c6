import { describe, expect, it } from 'vitest';
import { createDeposit, textsOf } from './soap-client.ts';
import { basic, queryUrl, runQuery } from './query-client.ts';
import { item, receiptFact, SMALL_COMPANY, startSite, type RunningSite } from './sample-site.ts';

const get = (site: RunningSite, address: string) => fetch(address, { headers: basic(site) });
const OPEN = { BUSINESS_UNIT: 'US001', AFTER_KEY: '' };

describe('an answer', () => {
  it('is JSON with ALIAS.FIELD names and row numbers, all values as text', async () => {
    const site = await startSite();
    const answer = await get(site, queryUrl(site, 'X_AR_OPEN_ITEMS', OPEN, { maxRows: 1 }));
    expect(await answer.json()).toEqual({
      status: 'success',
      data: {
        query: {
          numrows: 1,
          queryname: 'X_AR_OPEN_ITEMS',
          rows: [
            {
              'attr:rownumber': 1,
              'A.BUSINESS_UNIT': 'US001',
              'A.CUST_ID': 'C100',
              'A.ITEM': 'INV-1',
              'A.ITEM_LINE': '1',
              'A.ITEM_STATUS': 'O',
              'A.BAL_AMT': '100.000',
              'A.BAL_CURRENCY': 'USD',
              'A.ORIG_ITEM_AMT': '100.000',
              'A.ITEM_DT': '2026-10-01',
              'A.DUE_DT': '2026-10-31',
              'A.PO_REF': '',
              'A.ENTRY_TYPE': 'IN',
              'A.SORT_KEY': 'US001|C100|INV-1|1',
              EXPR14_14: '2',
            },
          ],
        },
      },
    });
  });

  it('is XML with CDATA for characters, bare numbers and self-closed blanks', async () => {
    const site = await startSite();
    const body = await (await get(site, queryUrl(site, 'X_AR_OPEN_ITEMS', OPEN, { type: 'XMLP', maxRows: 1 }))).text();
    expect(body).toContain('<query numrows="1" queryname="X_AR_OPEN_ITEMS"><row rownumber="1">');
    expect(body).toContain('<A.ITEM><![CDATA[INV-1]]></A.ITEM><A.ITEM_LINE>1</A.ITEM_LINE>');
    expect(body).toContain('<A.PO_REF/>');
    expect(textsOf(body, 'A.BAL_AMT')).toEqual(['100.000']);
  });

  it('may have blanks around values, trimmed decimals and an odd name key', async () => {
    const behaviour = { blanksAroundValues: true, decimals: 'trimmed', oddQueryNameKey: true } as const;
    const site = await startSite(undefined, { behaviour });
    const text = await (await get(site, queryUrl(site, 'X_AR_OPEN_ITEMS', OPEN))).text();
    expect(text).toContain('"queryname=":"X_AR_OPEN_ITEMS"');
    expect(text).toContain('"A.ITEM":" INV-2 "');
    expect(text).toContain('"A.BAL_AMT":"250.5"');
  });
});

describe('paging', () => {
  it.each<[string, Record<string, string>]>([
    ['X_AR_OPEN_ITEMS', OPEN],
    ['X_AR_CUSTOMERS', { SETID: 'SHARE', AFTER_KEY: '' }],
    ['X_AR_PAYMENTS', { DEPOSIT_BU: 'US001', FROM_DATE: '2026-10-01', AFTER_KEY: '' }],
  ])('walks %s by its sort key, row by row, without gap or repetition', async (query, prompts) => {
    const more = [9, 10, 11].map((number) => item('C100', `INV-${number}`, '1.00'));
    const site = await startSite([...SMALL_COMPANY, ...more, receiptFact('receipt', 'CHK 1', 'INV-1', '40.00')]);
    await createDeposit(site, [
      { id: 'T1', amount: '1.00', item: 'INV-9' },
      { id: 'T2', amount: '1.00' },
    ]);
    const whole = (await runQuery(site, query, prompts)).map((row) => row['SORT_KEY'] ?? '');
    expect(whole.length).toBeGreaterThan(2);
    expect(whole.toSorted()).toEqual(whole);
    const walked: string[] = [];
    for (;;) {
      const [row] = await runQuery(site, query, { ...prompts, AFTER_KEY: walked.at(-1) ?? '' }, 1);
      if (!row) break;
      walked.push(row['SORT_KEY'] ?? '');
    }
    expect(walked).toEqual(whole);
  });

  it('cuts rows off silently at maxrows and at the site’s own limit', async () => {
    const site = await startSite(undefined, { behaviour: { queryRowCap: 2 } });
    expect(await runQuery(site, 'X_AR_OPEN_ITEMS', OPEN, 1)).toHaveLength(1);
    expect(await runQuery(site, 'X_AR_OPEN_ITEMS', OPEN, 100)).toHaveLength(2);
  });
});

describe('the site’s queries', () => {
  it('gives one row a payment and item reference, and leaves older payments out', async () => {
    const site = await startSite([...SMALL_COMPANY, receiptFact('receipt', 'CHK 1', 'INV-1', '40.00')]);
    await createDeposit(site, [{ id: 'T1', amount: '60.00', item: 'INV-1' }]);
    const since = (date: string) =>
      runQuery(site, 'X_AR_PAYMENTS', { DEPOSIT_BU: 'US001', FROM_DATE: date, AFTER_KEY: '' });
    expect(await since('2026-10-01')).toHaveLength(2);
    const [row] = await since('2026-10-06');
    expect(row).toMatchObject({
      DEPOSIT_BU: 'US001',
      PAYMENT_SEQ_NUM: '1',
      PAYMENT_ID: 'T1',
      PAYMENT_AMT: '60.000',
      PAYMENT_CURRENCY: 'USD',
      ACCOUNTING_DT: '2026-10-15',
      BANK_CD: 'STRPE',
      BANK_ACCT_KEY: 'US01',
      OPRID: site.user,
      COMMENTS: 'ch_T1',
      PAYMENT_STATUS: 'U',
      STATUS_TEXT: '',
      REF_BUSINESS_UNIT: 'US001',
      REF_CUST_ID: 'C100',
      REF_ITEM: 'INV-1',
      REF_ITEM_LINE: '1',
      REF_AMT: '60.000',
    });
  });

  it('reads items by key, open or not, and customers by id, active or not', async () => {
    const site = await startSite();
    const items = await runQuery(site, 'X_AR_ITEMS_BY_KEY', { ITEM_KEYS: 'US001|C200|INV-3|1;US001|C100|NONE|1' });
    expect(items.map((row) => row['ITEM'])).toEqual(['INV-3']);
    const customers = await runQuery(site, 'X_AR_CUSTOMERS_BY_ID', { SETID: 'SHARE', CUST_IDS: 'C300;C100' });
    expect(customers.map((row) => `${row['CUST_ID']} ${row['CUST_STATUS']}`)).toEqual(['C100 A', 'C300 I']);
    expect(customers[0]?.['NAME1']).toBe('Customer C100 & Co');
  });

  it('knows bank accounts, open periods, staging and load errors', async () => {
    const site = await startSite();
    const bank = (BANK_CD: string, BANK_ACCT_KEY: string) =>
      runQuery(site, 'X_AR_BANK_ACCOUNTS', { BANK_CD, BANK_ACCT_KEY });
    expect(await bank('STRPE', 'DE01')).toMatchObject([{ CURRENCY_CD: 'EUR', ACCT_STATUS: 'A', ACCOUNT: '101200' }]);
    expect(await bank('OLDBK', 'OLD1')).toMatchObject([{ ACCT_STATUS: 'I' }]);
    expect(await bank('', '')).toHaveLength(3);
    const isOpen = async (date: string) => {
      const [row] = await runQuery(site, 'X_AR_OPEN_PERIODS', { BUSINESS_UNIT: 'DE001', ACCOUNTING_DT: date });
      return row?.['OPEN_FLAG'];
    };
    expect(await Promise.all(['2026-09-30', '2026-10-01', '2026-11-30', '2026-12-01'].map(isOpen))).toEqual([
      'N',
      'Y',
      'Y',
      'N',
    ]);
    const ids = { DEPOSIT_BU: 'US001', PAYMENT_IDS: 'T1' };
    expect(await runQuery(site, 'X_AR_PAY_STAGING', ids)).toEqual([]);
    expect(await runQuery(site, 'X_AR_PAY_LOAD_ERRORS', ids)).toEqual([]);
  });
});

describe('a query request', () => {
  it('wants HTTP Basic', async () => {
    const site = await startSite();
    const answer = await fetch(queryUrl(site, 'X_AR_OPEN_ITEMS', OPEN));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Basic');
    expect(await answer.text()).toContain('(158,45)');
  });

  it.each([
    ['an unknown query', (url: string) => url.replace('X_AR_OPEN_ITEMS', 'X_NONE'), 404, 'Query X_NONE does not exist'],
    ['a query of another owner', (url: string) => url.replace('/public/', '/private/'), 404, 'does not exist'],
    ['another node', (url: string) => url.replace('/PSFT_EP/', '/PSFT_HR/'), 404, 'Node PSFT_HR'],
    ['no maxrows', (url: string) => url.replace(/&maxrows=\d+/, ''), 400, 'maxrows is required'],
    [
      'a prompt in the wrong case',
      (url: string) => url.replace('BUSINESS_UNIT', 'business_unit'),
      400,
      'does not exist',
    ],
    ['a missing value', (url: string) => url.replace('US001,', 'US001'), 400, '2 prompts but 1 values'],
    ['a result file', (url: string) => url.replace('/NONFILE', '/FILE'), 400, 'use NONFILE'],
  ])('is refused with %s', async (_what, spoil, status, text) => {
    const site = await startSite();
    const answer = await get(site, spoil(queryUrl(site, 'X_AR_OPEN_ITEMS', OPEN)));
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(text);
  });

  it('is refused with more than fifty item keys', async () => {
    const site = await startSite();
    const keys = Array.from({ length: 51 }, (_, index) => `US001|C100|INV-${index}|1`).join(';');
    await expect(runQuery(site, 'X_AR_ITEMS_BY_KEY', { ITEM_KEYS: keys })).rejects.toThrow('at most 50');
  });
});
