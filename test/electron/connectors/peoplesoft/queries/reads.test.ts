import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlainDate } from '../../../../../shared/domain/ids.ts';
import type { PeopleSoftPage } from '../../../../../electron/connectors/peoplesoft/types.ts';
import {
  bareBroker,
  connectorOf,
  PASSWORD,
  startTestSite,
  USER,
  type Reply,
  type SeenRequest,
  type TestSite,
  profileOf,
} from '../site/test-site.ts';

let site: TestSite;
beforeEach(async () => {
  site = await startTestSite();
});
afterEach(() => site.close());

type Row = Readonly<Record<string, string | number>>;
const OCTOBER = '2026-10-01' as PlainDate;
const customer = (id: string, more: Row = {}): Row => ({
  'A.SETID': 'SHARE',
  'A.CUST_ID': id,
  'A.NAME1': `Customer ${id}`,
  'A.CUST_STATUS': 'A',
  'B.STRIPE_ID': ' ',
  SORT_KEY: `SHARE|${id}`,
  ...more,
});
const item = (line: number, more: Row = {}): Row => ({
  'A.BUSINESS_UNIT': 'US001',
  'A.CUST_ID': '1001',
  'A.ITEM': 'INV-1',
  'A.ITEM_LINE': line,
  'A.ITEM_STATUS': 'O',
  'A.BAL_AMT': 12.5,
  'A.BAL_CURRENCY': 'USD',
  'A.ORIG_ITEM_AMT': '20.00',
  'A.ITEM_DT': '2026-10-02',
  'A.DUE_DT': '',
  'A.PO_REF': '',
  'A.ENTRY_TYPE': 'IN',
  SORT_KEY: `US001|1001|INV-1|${String(line).padStart(6, '0')}`,
  ...more,
});
const payment = (seq: number, ref: number, more: Row = {}): Row => ({
  'A.DEPOSIT_BU': 'US001',
  'A.DEPOSIT_ID': 'D1',
  'A.PAYMENT_SEQ_NUM': seq,
  'A.PAYMENT_ID': `T${seq}`,
  'A.PAYMENT_AMT': '30',
  'A.PAYMENT_CURRENCY': 'USD',
  'A.ACCOUNTING_DT': '2026-10-03',
  'A.BANK_CD': 'STRPE',
  'A.BANK_ACCT_KEY': 'US01',
  'A.OPRID': 'TIEOUT',
  'A.COMMENTS': 'ch_1',
  'A.PAYMENT_STATUS': 'P',
  'A.STATUS_TEXT': '',
  'B.REF_BUSINESS_UNIT': ref === 0 ? '' : 'US001',
  'B.REF_CUST_ID': ref === 0 ? '' : '1001',
  'B.REF_ITEM': ref === 0 ? '' : `INV-${ref}`,
  'B.REF_ITEM_LINE': ref === 0 ? '' : 1,
  'B.REF_AMT': ref === 0 ? '' : 10,
  SORT_KEY: `US001|D1|${String(seq).padStart(6, '0')}|${ref}`,
  ...more,
});
const json = (rows: readonly Row[]): Reply => ({
  type: 'application/json',
  body: JSON.stringify({
    status: 'success',
    data: {
      query: {
        numrows: rows.length,
        queryname: 'Q',
        rows: rows.map((row, index) => ({ 'attr:rownumber': index + 1, ...row })),
      },
    },
  }),
});
const xml = (rows: readonly Row[]): Reply => ({
  body: `<?xml version="1.0"?><query numrows="${rows.length}" queryname="Q">${rows
    .map(
      (row, index) =>
        `<row rownumber="${index + 1}">${Object.entries(row)
          .map(([name, value]) =>
            value === ''
              ? `<${name}/>`
              : typeof value === 'number'
                ? `<${name}>${value}</${name}>`
                : `<${name}><![CDATA[${value}]]></${name}>`,
          )
          .join('')}</row>`,
    )
    .join('')}</query>`,
});
const prompts = (request: SeenRequest): Record<string, string> => {
  const raw = new Map(
    request.url.search
      .slice(1)
      .split('&')
      .map((pair) => pair.split('=') as [string, string]),
  );
  const names = (raw.get('prompt_uniquepromptname') ?? '').split(',').map(decodeURIComponent);
  const values = (raw.get('prompt_fieldvalue') ?? '').split(',').map(decodeURIComponent);
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
};
/** A list query as documented: rows after the key, in order, cut at maxrows (or at a lower cap of the site) without a word. */
const listOf =
  (rows: readonly Row[], form: (rows: readonly Row[]) => Reply = json, siteCap = Infinity) =>
  (_query: string, request: SeenRequest): Reply => {
    const after = prompts(request)['AFTER_KEY'] ?? '';
    return form(
      rows
        .filter((row) => String(row['SORT_KEY']) > after)
        .slice(0, Math.min(Number(request.url.searchParams.get('maxrows')), siteCap)),
    );
  };
const readAll = async <Value>(page: (after: string | null) => Promise<PeopleSoftPage<Value>>) => {
  const pages: PeopleSoftPage<Value>[] = [];
  for (let after: string | null = null, more = true; more; more = after !== null) {
    const read: PeopleSoftPage<Value> = await page(after);
    pages.push(read);
    after = read.next;
  }
  return { pages, rows: pages.flatMap((one) => one.rows), refused: pages.flatMap((one) => one.refused) };
};
const many = (count: number) => Array.from({ length: count }, (_, index) => customer(String(1_000 + index)));

describe('a list query', () => {
  it('asks by the documented path and parameters, signed in with Basic', async () => {
    site.onQuery = listOf([customer('1001', { 'B.STRIPE_ID': 'cus_1' })]);
    const page = await connectorOf(site).customers(null);
    expect(page).toEqual({
      rows: [{ setId: 'SHARE', custId: '1001', name: 'Customer 1001', status: 'active', externalId: 'cus_1' }],
      refused: [],
      next: null,
    });
    const [request] = site.seen;
    expect(request?.url.pathname).toBe(
      '/PSIGW/RESTListeningConnector/PSFT_EP/ExecuteQuery.v1/public/Q_CUST/JSON/NONFILE',
    );
    expect(request?.url.search).toBe(
      '?isconnectedquery=N&maxrows=10&prompt_uniquepromptname=SETID,AFTER_KEY&prompt_fieldvalue=SHARE,&json_resp=true',
    );
    expect(request?.headers.authorization).toBe(`Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`);
  });

  it.each([
    ['JSON', json],
    ['XML', xml],
  ] as const)('gives the same rows in %s', async (_name, form) => {
    site.onQuery = listOf(
      [
        item(1),
        item(2, { 'A.BAL_AMT': '-3.125', 'A.BAL_CURRENCY': 'KWD', 'A.DUE_DT': '2026-11-01', 'A.PO_REF': 'PO 7' }),
      ],
      form,
    );
    expect((await connectorOf(site).openItems('US001', null)).rows).toMatchObject([
      {
        item: 'INV-1',
        itemLine: 1,
        status: 'open',
        balance: { minor: 1_250, exponent: 2, currency: 'USD' },
        original: { minor: 2_000 },
        dueDate: null,
        poReference: null,
      },
      {
        itemLine: 2,
        balance: { minor: -3_125, exponent: 3, currency: 'KWD' },
        dueDate: '2026-11-01',
        poReference: 'PO 7',
      },
    ]);
    expect(prompts(site.seen[0] ?? ({} as SeenRequest))).toEqual({ BUSINESS_UNIT: 'US001', AFTER_KEY: '' });
  });

  it('keeps every digit of a JSON number', async () => {
    const body = (json([item(1)]) as { body: string }).body
      .replace('12.5', '9007199254740.99')
      .replace('"20.00"', '20.10');
    site.onQuery = (_query, request) =>
      prompts(request)['AFTER_KEY'] === '' ? { type: 'application/json', body } : json([]);
    expect((await connectorOf(site).openItems('US001', null)).rows[0]).toMatchObject({
      balance: { minor: 900_719_925_474_099 },
      original: { minor: 2_010 },
    });
  });

  it('is asked for XML where the gateway has no JSON, and stays with it', async () => {
    site.onQuery = (query, request) =>
      request.url.pathname.includes('/JSON/')
        ? { status: 500, body: bareBroker('Invalid output type (139,5)') }
        : listOf(many(2), xml)(query, request);
    const connector = connectorOf(site);
    expect((await connector.customers(null)).rows).toHaveLength(2);
    const jsonCalls = () => site.seen.filter((request) => request.url.pathname.includes('/JSON/')).length;
    expect(jsonCalls()).toBe(1);
    await connector.customers(null);
    expect(jsonCalls()).toBe(1);
  });

  it.each([0, 1, 9, 10, 11, 20, 35])('of %i rows is read whole, page by page', async (count) => {
    site.onQuery = listOf(many(count));
    const connector = connectorOf(site);
    const { rows, pages } = await readAll((after) => connector.customers(after));
    expect(rows.map((row) => row.custId)).toEqual(many(count).map((row) => row['A.CUST_ID']));
    expect(pages.every((page) => page.rows.length <= 10)).toBe(true);
  });

  it('is read whole although the site silently cuts at fewer rows than asked for', async () => {
    site.onQuery = listOf(many(23), json, 4);
    const connector = connectorOf(site);
    expect((await readAll((after) => connector.customers(after))).rows).toHaveLength(23);
  });

  it('proves a short page each time, and trusts it behind a full one of the same walk', async () => {
    site.onQuery = listOf(many(7));
    const connector = connectorOf(site);
    await connector.customers(null);
    expect(site.seen).toHaveLength(2);
    site.onQuery = listOf(many(15));
    expect((await readAll((after) => connector.customers(after))).rows).toHaveLength(15);
    expect(site.seen).toHaveLength(4);
  });

  it('is read whole although the site lowered its limit since the last read', async () => {
    const connector = connectorOf(site);
    for (const cap of [Infinity, 4, 3]) {
      site.onQuery = listOf(many(13), json, cap);
      expect((await readAll((after) => connector.customers(after))).rows).toHaveLength(13);
    }
  });

  it('is read whole although sort keys hold commas, which no prompt can carry', async () => {
    const rows = many(27).map((row, index) =>
      index % 3 === 0 ? row : { ...row, SORT_KEY: `${String(row['SORT_KEY'])},x` },
    );
    site.onQuery = listOf(rows);
    const connector = connectorOf(site);
    expect((await readAll((after) => connector.customers(after))).rows.map((row) => row.custId)).toEqual(
      rows.map((row) => row['A.CUST_ID']),
    );
  });

  it('refuses and counts single rows that do not read, and takes in the rest', async () => {
    site.onQuery = listOf([
      item(1),
      item(2, { 'A.BAL_AMT': 'n/a' }),
      item(3, { 'A.BAL_CURRENCY': 'XXX' }),
      item(4, { 'A.ITEM': ' ' }),
      item(5, { 'A.BAL_AMT': '1.005' }),
      item(6, { 'A.ITEM_DT': '10/02/2026' }),
      item(7, { 'A.ITEM_STATUS': 'Z' }),
      item(8),
    ]);
    const page = await connectorOf(site).openItems('US001', null);
    expect(page.rows.map((row) => row.itemLine)).toEqual([1, 8]);
    expect(page.refused.map((one) => one.row)).toEqual([
      'US001|1001|INV-1|2',
      'US001|1001|INV-1|3',
      'US001|1001||4',
      'US001|1001|INV-1|5',
      'US001|1001|INV-1|6',
      'US001|1001|INV-1|7',
    ]);
    expect(page.refused.map((one) => one.reason).join('; ')).toMatch(
      /BAL_AMT.*BAL_CURRENCY.*ITEM is blank.*more than 2 decimals.*ITEM_DT.*ITEM_STATUS/,
    );
  });

  it('takes the only expression column as sort key, and refuses a missing or doubled column by name', async () => {
    const renamed = many(3).map(({ SORT_KEY, ...row }) => ({ ...row, EXPR4_4: SORT_KEY ?? '' }));
    site.onQuery = (_query, request) => json(prompts(request)['AFTER_KEY'] === '' ? renamed : []);
    expect((await connectorOf(site).customers(null)).rows).toHaveLength(3);
    site.onQuery = () => json(many(1).map(({ 'A.CUST_STATUS': _gone, ...row }) => row));
    await expect(connectorOf(site).customers(null)).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringMatching(/Q_CUST.*CUST_STATUS/) as string,
    });
    site.onQuery = () => json([customer('1', { 'B.CUST_ID': '2' })]);
    await expect(connectorOf(site).customers(null)).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringMatching(/two columns/) as string,
    });
  });

  it('that never moves on is named instead of read for ever', async () => {
    site.onQuery = () => json(many(10));
    const connector = connectorOf(site);
    const { next } = await connector.customers(null);
    await expect(connector.customers(next)).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringMatching(/again/) as string,
    });
  });
});

describe('payments', () => {
  it('are put together from their rows, blank references meaning none', async () => {
    site.onQuery = listOf([payment(1, 1), payment(1, 2), payment(2, 0)]);
    const page = await connectorOf(site).payments('US001', OCTOBER, null);
    expect(page.rows).toMatchObject([
      {
        paymentId: 'T1',
        status: 'posted',
        enteredBy: 'TIEOUT',
        comment: 'ch_1',
        application: [{ item: 'INV-1', amount: { minor: 1_000 } }, { item: 'INV-2' }],
      },
      { paymentId: 'T2', application: [] },
    ]);
    expect(prompts(site.seen[0] ?? ({} as SeenRequest))).toMatchObject({
      DEPOSIT_BU: 'US001',
      FROM_DATE: '2026-10-01',
    });
  });

  it.each([Infinity, 4])('whose rows straddle pages, or fill more than one, come whole (site cap %d)', async (cap) => {
    const sizes = [3, 9, 1, 25, 2, 10, 1];
    const rows = sizes.flatMap((size, index) =>
      Array.from({ length: size }, (_, ref) =>
        payment(index + 1, ref + 1, { SORT_KEY: `${String(index).padStart(3, '0')}|${String(ref).padStart(3, '0')}` }),
      ),
    );
    site.onQuery = listOf(rows, json, cap);
    const connector = connectorOf(site);
    const all = await readAll((after) => connector.payments('US001', OCTOBER, after));
    expect(all.rows.map((row) => [row.paymentSeq, row.application.length])).toEqual(
      sizes.map((size, index) => [index + 1, size]),
    );
  });

  it('with one unreadable row are refused as a whole', async () => {
    site.onQuery = listOf([payment(1, 1), payment(1, 2, { 'B.REF_AMT': 'x' }), payment(2, 1)]);
    const page = await connectorOf(site).payments('US001', OCTOBER, null);
    expect(page.rows.map((row) => row.paymentId)).toEqual(['T2']);
    expect(page.refused).toMatchObject([{ row: 'US001|D1|1|T1' }]);
  });
});

describe('the read-back', () => {
  const tables =
    (rows: readonly Row[], staged: readonly string[] = [], errors: readonly string[] = [], cap = Infinity) =>
    (query: string, request: SeenRequest): Reply => {
      const ids = (prompts(request)['PAYMENT_IDS'] ?? '').split(';');
      if (query === 'Q_STAGE')
        return json(staged.filter((id) => ids.includes(id)).map((id) => ({ 'A.PAYMENT_ID': id })));
      if (query === 'Q_ERR')
        return json(
          errors.filter((id) => ids.includes(id)).map((id) => ({ 'A.PAYMENT_ID': id, 'A.MESSAGE_TEXT': 'Bad bank' })),
        );
      return json(rows.filter((row) => ids.includes(String(row['A.PAYMENT_ID']))).slice(0, cap));
    };
  const queries = () => site.seen.map((request) => request.url.pathname.split('/')[6]);

  it('looks in staging, then errors, then payments, with the canary in the same call', async () => {
    site.onQuery = tables([payment(1, 1), payment(9, 1)], ['T2'], ['T3']);
    const found = await connectorOf(site).findPayments('US001', ['T1', 'T2', 'T3'], 'T9');
    expect(found).toMatchObject({
      payments: [{ paymentId: 'T1' }],
      staged: ['T2'],
      errors: [{ paymentId: 'T3', text: 'Bad bank' }],
      canarySeen: true,
    });
    expect(queries()).toEqual(['Q_STAGE', 'Q_ERR', 'Q_PAY_ID', 'Q_PAY_ID']);
    expect(prompts(site.seen[2] ?? ({} as SeenRequest))['PAYMENT_IDS']).toBe('T1;T2;T3;T9');
    expect(prompts(site.seen[3] ?? ({} as SeenRequest))['PAYMENT_IDS']).toBe('T2;T3;T9');
  });

  it('says so when the canary is not seen, or there is none', async () => {
    site.onQuery = tables([]);
    expect(await connectorOf(site).findPayments('US001', ['T1'], 'T9')).toEqual({
      payments: [],
      staged: [],
      errors: [],
      canarySeen: false,
    });
    expect((await connectorOf(site).findPayments('US001', ['T1'], null)).canarySeen).toBe(false);
    site.onQuery = tables([payment(9, 0)]);
    expect((await connectorOf(site).findPayments('US001', [], 'T9')).canarySeen).toBe(true);
  });

  it('finds a payment that a silent cap of the site hid behind others', async () => {
    site.onQuery = tables(
      [payment(9, 1), ...Array.from({ length: 3 }, (_, ref) => payment(1, ref + 1)), payment(2, 1)],
      [],
      [],
      4,
    );
    const found = await connectorOf(site).findPayments('US001', ['T1', 'T2'], 'T9');
    expect(found.payments.map((one) => one.paymentId)).toEqual(['T1', 'T2']);
  });

  it('asks for fewer at a time when an answer is full, and never takes a full answer for the whole', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => payment(index + 1, 1));
    site.onQuery = tables(rows);
    const ids = rows.map((row) => String(row['A.PAYMENT_ID']));
    expect((await connectorOf(site).findPayments('US001', ids, null)).payments).toHaveLength(12);
    site.onQuery = tables(Array.from({ length: 11 }, (_, ref) => payment(1, ref + 1)));
    await expect(connectorOf(site).findPayments('US001', ['T1'], null)).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('of a deposit of 200 asks the payment table five times, the canary in each', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => payment(index + 1, 1));
    site.onQuery = tables([...rows, payment(999, 1)]);
    const ids = rows.map((row) => String(row['A.PAYMENT_ID']));
    const connector = connectorOf(site, { queries: { ...profileOf(site).queries, maxRows: 100 } });
    const found = await connector.findPayments('US001', ids, 'T999');
    expect(found).toMatchObject({ canarySeen: true });
    expect(found.payments).toHaveLength(200);
    expect(queries().filter((query) => query === 'Q_PAY_ID')).toHaveLength(5);
    expect(queries().filter((query) => query === 'Q_STAGE')).toHaveLength(4);
  });

  it('never takes an unreadable row for an absent one', async () => {
    site.onQuery = tables([payment(1, 1, { 'A.PAYMENT_STATUS': '?' })]);
    await expect(connectorOf(site).findPayments('US001', ['T1'], null)).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringMatching(/T1.*PAYMENT_STATUS/) as string,
    });
  });
});

describe('reads by key', () => {
  it('join the keys, in calls of at most fifty', async () => {
    site.onQuery = (_query, request) =>
      json(
        (prompts(request)['ITEM_KEYS'] ?? '')
          .split(';')
          .slice(0, 3)
          .map((key) => item(Number(key.split('|')[3]))),
      );
    const keys = Array.from({ length: 60 }, (_, index) => ({
      businessUnit: 'US001',
      custId: '1001',
      item: 'INV-1',
      itemLine: index + 1,
    }));
    expect((await connectorOf(site).itemsByKey(keys)).map((one) => one.itemLine)).toEqual([1, 2, 3, 51, 52, 53]);
    expect(prompts(site.seen[1] ?? ({} as SeenRequest))['ITEM_KEYS']?.split(';')[0]).toBe('US001|1001|INV-1|51');
  });

  it('refuse a key that would read as two', async () => {
    const key = { businessUnit: 'US001', custId: '1001', item: 'A;B', itemLine: 1 };
    await expect(connectorOf(site).itemsByKey([key])).rejects.toMatchObject({ kind: 'mapping' });
    await expect(connectorOf(site).itemsByKey([{ ...key, item: 'A|B' }])).rejects.toMatchObject({ kind: 'mapping' });
    await expect(connectorOf(site).customersById(['1,2'])).rejects.toMatchObject({ kind: 'mapping' });
    expect(site.seen).toHaveLength(0);
  });

  it('answer bank account, period and batch', async () => {
    const answers: Record<string, readonly Row[]> = {
      Q_BANK: [
        {
          'A.BANK_CD': 'STRPE',
          'A.BANK_ACCT_KEY': 'US01',
          'A.CURRENCY_CD': 'USD',
          'A.ACCT_STATUS': 'A',
          'A.ACCOUNT': '101100',
        },
      ],
      Q_PERIOD: [{ 'A.BUSINESS_UNIT': 'US001', 'A.ACCOUNTING_DT': '2026-10-01', 'A.OPEN_FLAG': 'N' }],
      Q_BATCH: [{ 'A.LAST_RUN_DTTM': '2026-10-01T02:00:00', 'A.GROUPS_IN_ERROR': 2 }],
    };
    site.onQuery = (query) => json(answers[query] ?? []);
    const connector = connectorOf(site);
    expect(await connector.cashAccounts('STRPE', 'US01', 'USD')).toEqual(['101100']);
    expect(await connector.cashAccounts('STRPE', 'US01', 'EUR')).toEqual([]);
    expect(await connector.cashAccounts('STRPE', 'US02', 'USD')).toEqual([]);
    expect(await connector.openPeriod('US001', OCTOBER)).toBe('closed');
    expect(await connector.openPeriod('US002', OCTOBER)).toBe('unknown');
    expect(await connector.batchStatus()).toEqual({
      lastRunAt: '2026-10-01T02:00:00',
      nextRunAt: null,
      groupsInError: 2,
    });
    answers['Q_BATCH'] = [];
    await expect(connector.batchStatus()).rejects.toMatchObject({
      kind: 'malformed',
      message: 'query Q_BATCH gave no row',
    });
  });
});

describe('a read that fails', () => {
  it('is tried again after busy answers and lost connections, and only then', async () => {
    const replies: Reply[] = [
      { status: 503, headers: { 'retry-after': '1' } },
      { raw: (response) => response.destroy() },
    ];
    site.onQuery = (query, request) => replies.shift() ?? listOf([])(query, request);
    expect((await connectorOf(site).customers(null)).rows).toEqual([]);
    expect(site.seen).toHaveLength(3);
  });

  it.each<readonly [string, Reply, string, RegExp]>([
    ['busy for good', { status: 503 }, 'unreachable', /503/],
    [
      'a sign-in page',
      { type: 'text/html', body: '<!doctype html><html><title>Oracle PeopleSoft Sign-in</title></html>' },
      'malformed',
      /web page.*Sign-in/,
    ],
    ['a redirect', { status: 302, headers: { location: 'https://sso.example/' } }, 'malformed', /redirect/],
    ['a missing query', { status: 404, body: '' }, 'notFound', /Q_CUST/],
    [
      'a missing query with words',
      { status: 500, body: bareBroker('Query Q_CUST does not exist. (139,510)') },
      'notFound',
      /139,510/,
    ],
    ['a missing right', { status: 403, type: 'text/html', body: '<html>no</html>' }, 'rights', /Q_CUST/],
    ['an error that says 200', { status: 200, body: bareBroker('Query failed (139,99)') }, 'refused', /139,99/],
    [
      'an error in JSON',
      { status: 200, type: 'application/json', body: '{"status":"error","message":"bad prompt"}' },
      'refused',
      /bad prompt/,
    ],
    [
      'truncated JSON',
      { type: 'application/json', body: '{"status":"success","data":{"query":{"numrows":2,"rows":[{"A.X"' },
      'malformed',
      /JSON/,
    ],
    [
      'fewer rows than it says',
      { type: 'application/json', body: '{"status":"success","data":{"query":{"numrows":2,"rows":[{"A.X":"1"}]}}}' },
      'malformed',
      /2 rows and holds 1/,
    ],
    ['truncated XML', { body: '<query numrows="1"><row>' }, 'malformed', /well-formed/],
    [
      'an entity',
      { body: '<!DOCTYPE q [<!ENTITY e SYSTEM "file:///etc/passwd">]><query numrows="0"/>' },
      'malformed',
      /DOCTYPE/,
    ],
    ['nothing', { body: '' }, 'malformed', /empty/],
  ])('names %s', async (_what, reply, kind, message) => {
    site.onQuery = () => reply;
    await expect(connectorOf(site).customers(null)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message) as string,
    });
  });

  it('with a refused sign-in is never tried again, nor is anything else', async () => {
    site.onQuery = () => ({ status: 401 });
    const connector = connectorOf(site);
    await expect(connector.customers(null)).rejects.toMatchObject({ kind: 'credentials' });
    await expect(connector.batchStatus()).rejects.toMatchObject({ kind: 'credentials' });
    expect(site.seen).toHaveLength(1);
    connector.resetSignIn();
    site.onQuery = () => json([]);
    expect(await connector.customersById(['1'])).toEqual([]);
  });

  it('can be cancelled, and is bounded in time', async () => {
    await expect(connectorOf(site).customers(null, AbortSignal.abort())).rejects.toMatchObject({ kind: 'cancelled' });
    site.onQuery = () => ({ raw: () => undefined });
    await expect(connectorOf(site, { readTimeoutSeconds: 0.1 }).customers(null)).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });
});
