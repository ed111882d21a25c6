import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../../electron/connectors/http/clock.ts';
import {
  createPeopleSoftConnector,
  type PeopleSoftConnector,
} from '../../../../../electron/connectors/peoplesoft/peoplesoft-connector.ts';
import type { BookFact } from '../../../../../electron/sample/company/company.ts';
import type { SiteBehaviour } from '../../../../../electron/sample/peoplesoft/site-settings.ts';
import { SITE_DEPOSIT, SITE_QUERIES } from '../../../../../electron/sample/peoplesoft/site.ts';
import type { Instant } from '../../../../../shared/domain/ids.ts';
import { peopleSoftProfileSchema } from '../../../../../shared/contract/profile.ts';
import {
  item,
  receiptFact,
  SMALL_COMPANY,
  startSite,
  type RunningSite,
} from '../../../sample/peoplesoft/sample-site.ts';
import { SITE_PENDING_ITEM } from '../../../../support/site-pending-item.ts';

const OTHER_USER = { NOBODY: 'her password' };
const MANY = Array.from({ length: 20 }, (_, index) => item('C100', `MORE-${100 + index}`, '2.00'));

async function siteWith(behaviour: Partial<SiteBehaviour> = {}, more: readonly BookFact[] = []): Promise<RunningSite> {
  return startSite([...SMALL_COMPANY, ...MANY, receiptFact('receipt', 'CHK 1', 'INV-1', '40.00'), ...more], {
    behaviour,
    unauthorisedUsers: OTHER_USER,
  });
}

function connect(
  site: RunningSite,
  change: Record<string, unknown> = {},
  signIn = { user: site.user, password: site.password },
  {
    network = fetch,
    refundEntryTypes = [],
    itemEntryTypes = [],
    accountingTemplates = [],
  }: {
    readonly network?: typeof fetch;
    readonly refundEntryTypes?: readonly string[];
    readonly itemEntryTypes?: readonly string[];
    readonly accountingTemplates?: readonly string[];
  } = {},
): PeopleSoftConnector {
  return createPeopleSoftConnector({
    profile: peopleSoftProfileSchema.parse({
      soapAddress: `${site.url}/PSIGW`,
      node: site.node,
      setId: 'SHARE',
      user: { env: 'U' },
      password: { env: 'P' },
      deposit: SITE_DEPOSIT,
      queries: { ...SITE_QUERIES, maxRows: 10 },
      quietWindow: null,
      rate: { requestsPerSecond: 10_000, concurrency: 1 },
      ...change,
    }),
    exponentOf: (currency) => ({ USD: 2, JPY: 0, KWD: 3 })[currency] ?? null,
    secrets: async (credential) => ('env' in credential && credential.env === 'U' ? signIn.user : signIn.password),
    fetch: network,
    clock: { ...systemClock, sleep: async () => undefined, now: () => '2026-11-02T17:00:00.000Z' as Instant },
    probe: { businessUnits: ['US001'], depositBus: ['US001'], refundEntryTypes, itemEntryTypes, accountingTemplates },
  });
}

describe('a look at a good site', () => {
  it('finds all twenty-two queries in both forms, with rows, and misses nothing', async () => {
    const { missing, found } = await connect(await siteWith()).identify();
    expect(missing).toEqual([]);
    const queries = found.filter((line) => line.startsWith('query '));
    expect(queries).toHaveLength(22);
    expect(queries.filter((line) => line.includes('only'))).toEqual([]);
    // Nothing waits in staging, nothing was refused, no item is pending, nothing is booked in this period yet.
    expect(queries.filter((line) => line.includes('not checked yet'))).toHaveLength(4);
  });

  it('says what a site goes without that left the optional queries out', async () => {
    const site = await siteWith();
    const { entryTypes: _entryTypes, openItemTotals: _totals, ...queries } = SITE_QUERIES;
    const { missing, found } = await connect(site, { queries: { ...queries, maxRows: 10 } }).identify();
    expect(missing).toEqual([]);
    expect(found.filter((line) => line.startsWith('no query'))).toEqual([
      expect.stringMatching(
        /open items.*\(optional, peoplesoft.queries.openItemTotals\)\. Without it a list.*“not counted”/,
      ),
      expect.stringMatching(/entry types.*\(optional, peoplesoft.queries.entryTypes\)\. Without it entry types/),
    ]);
  });

  it('works in XML alone where the gateway has no JSON', async () => {
    const { missing, found } = await connect(await siteWith({ jsonQueries: false })).identify();
    expect(missing).toEqual([]);
    expect(found.filter((line) => line.includes('in XML only'))).toHaveLength(22);
  });

  it('tells a site limit below our page, and that nothing is lost by it', async () => {
    const { missing, found } = await connect(await siteWith({ queryRowCap: 4 })).identify();
    expect(missing).toEqual([]);
    expect(found.join('\n')).toMatch(
      /a site limit: query X_AR_OPEN_ITEMS gives 4 rows a call although 10 are asked for/,
    );
  });
});

describe('a look at a half-configured site', () => {
  it.each<[string, Partial<SiteBehaviour>, RegExp, RegExp, RegExp]>([
    [
      'a missing query',
      { queryFlaws: [{ query: 'X_AR_PAY_STAGING', isMissing: true }] },
      /no query X_AR_PAY_STAGING/,
      /unknown outcomes stay unknown/,
      /Create X_AR_PAY_STAGING .*prompts DEPOSIT_BU, PAYMENT_IDS and the columns PAYMENT_ID .*AR_PAYMENT_EC.*peoplesoft.queries.staging/,
    ],
    [
      'a missing column',
      { queryFlaws: [{ query: 'X_AR_OPEN_ITEMS', withoutColumns: ['A.PO_REF', 'A.DUE_DT'] }] },
      /X_AR_OPEN_ITEMS has no column DUE_DT, PO_REF/,
      /nothing to match charges to/,
      /add it to the query, under that field name/,
    ],
    [
      'a wrong prompt',
      { queryFlaws: [{ query: 'X_AR_PAYMENTS_BY_ID', promptNames: { PAYMENT_IDS: 'PAYMENT_ID' } }] },
      /refuses the prompts of query X_AR_PAYMENTS_BY_ID.*PAYMENT_IDS does not exist/,
      /cannot be read back/,
      /exactly the prompts DEPOSIT_BU, PAYMENT_IDS/,
    ],
    [
      'a list that row security cuts',
      { hiddenBusinessUnits: ['US001'] },
      /X_AR_OPEN_ITEMS gives 0 rows for US001, query X_AR_OPEN_ITEM_TOTALS counts 25/,
      /Row security hides rows/,
      /Define Unit Security/,
    ],
    [
      'a count with other criteria',
      { queryFlaws: [{ query: 'X_AR_CUSTOMERS', rowsInAll: 2 }] },
      /X_AR_CUSTOMERS gives 2 rows for SHARE, query X_AR_CUSTOMER_TOTALS counts 3/,
      /hides rows|cuts the list/,
      /criteria of both queries the same/,
    ],
  ])('names %s, why it matters and how to mend it', async (_what, behaviour, what, why, fix) => {
    const { missing, found } = await connect(await siteWith(behaviour)).identify();
    const named = missing.find((one) => what.test(one.what));
    expect(named, JSON.stringify(missing)).toBeDefined();
    expect(named?.why).toMatch(why);
    expect(named?.fix).toMatch(fix);
    expect(found.filter((line) => line.startsWith('query ')).length).toBeGreaterThan(16);
  });

  it('names sums that do not agree although as many rows come', async () => {
    const site = await siteWith();
    const otherSum: typeof fetch = async (address, init) => {
      const answer = await fetch(address, init);
      if (!answer.url.includes('X_AR_OPEN_ITEM_TOTALS')) return answer;
      const text = (await answer.text()).replaceAll('430.5', '431.5');
      return new Response(text, { status: answer.status, headers: answer.headers });
    };
    const whole = { queries: { ...SITE_QUERIES, maxRows: 100 } };
    expect((await connect(site, whole).identify()).missing).toEqual([]);
    const { missing } = await connect(site, whole, undefined, { network: otherSum }).identify();
    expect(missing).toEqual([
      {
        what: expect.stringMatching(
          /X_AR_OPEN_ITEMS gives 25 rows, .*430.50 USD.* for US001, query X_AR_OPEN_ITEM_TOTALS counts 25 rows, .*431.50 USD/,
        ) as string,
        why: expect.stringMatching(/different criteria/) as string,
        fix: expect.stringMatching(/criteria of both queries the same/) as string,
      },
    ]);
  });

  it('tells rows that cannot be read, and misses nothing because of them', async () => {
    const site = await siteWith({}, [item('C100', 'A-NO-CURRENCY', '5.00', '')]);
    const { missing, found } = await connect(site).identify();
    expect(missing).toEqual([]);
    expect(found.join('\n')).toMatch(
      /rows that cannot be read: query X_AR_OPEN_ITEMS gives 1 on its first page, such as US001\|C100\|A-NO-CURRENCY\|1: BAL_CURRENCY is blank/,
    );
  });

  it('names a right that one query lacks', async () => {
    const site = await siteWith();
    site.arm({ form: 'unauthorised', on: 'query', query: 'X_AR_BANK_ACCOUNTS', for: 10 });
    const { missing } = await connect(site).identify();
    expect(missing).toMatchObject([
      {
        what: expect.stringMatching(/may not use query X_AR_BANK_ACCOUNTS/) as string,
        why: expect.stringMatching(/lacks a permission\. Without it the cash account/) as string,
        fix: expect.stringMatching(/TIEOUT_INT the role “QAS Admin”/) as string,
      },
    ]);
  });
});

describe('a look at a broken site', () => {
  it('says that the node is wrong, once and not for every query', async () => {
    const { missing } = await connect(await siteWith(), { node: 'PSFT_HR' }).identify();
    expect(missing[0]).toMatchObject({
      what: 'the gateway does not know the node PSFT_HR',
      fix: expect.stringContaining('peoplesoft.node') as string,
    });
    expect(missing.length).toBeLessThanOrEqual(2);
  });

  it('says that the address is the portal and not the gateway', async () => {
    const site = await siteWith();
    const { missing } = await connect(site, { soapAddress: `${site.url}/psp/FSCM` }).identify();
    expect(missing[0]).toMatchObject({
      what: expect.stringMatching(/^no PeopleSoft gateway answers at http:\/\/127.*\/psp\/FSCM\/PSIGW$/) as string,
      fix: expect.stringContaining('peoplesoft.soapAddress') as string,
    });
    expect(missing.length).toBeLessThanOrEqual(2);
  });

  it('says that the user sees no query at all', async () => {
    const site = await siteWith();
    const { missing } = await connect(site, {}, { user: 'NOBODY', password: OTHER_USER.NOBODY }).identify();
    expect(missing[0]).toMatchObject({ what: expect.stringMatching(/^NOBODY sees none of the queries/) as string });
    site.arm({ form: 'unauthorised', on: 'query', for: 100 });
    const refused = await connect(site).identify();
    expect(refused.missing[0]).toMatchObject({ what: 'TIEOUT_INT may not run queries at all' });
  });

  it('stops at an expired password after one try', async () => {
    const site = await siteWith({ passwordExpired: true });
    const connector = connect(site);
    await expect(connector.identify()).rejects.toMatchObject({
      kind: 'credentials',
      message: expect.stringContaining('password') as string,
      nextStep: expect.stringContaining('Replace user or password') as string,
    });
  });
});

describe('the entry types that refunds go out under', () => {
  const lookAt = async (entryTypes: readonly string[], change: Record<string, unknown> = {}) =>
    connect(await siteWith(), change, undefined, { refundEntryTypes: entryTypes }).identify();

  it('are there and active, or are missing in words an administrator can act on', async () => {
    const { found, missing } = await lookAt(['CO', 'ZZ', 'CO']);
    expect(found).toContain('entry type CO for refunds');
    expect(missing.map(({ what, fix }) => [what, fix])).toEqual([
      ['entry type ZZ for refunds', expect.stringContaining('units.refunds.entryType') as string],
    ]);
  });

  it('need a property of the service, else none is sent', async () => {
    const { itemEntryType: _none, ...properties } = SITE_DEPOSIT.properties;
    const { missing } = await lookAt(['CO'], { deposit: { ...SITE_DEPOSIT, properties } });
    expect(missing).toEqual([
      {
        what: `a property of ${SITE_DEPOSIT.service} for the entry type of an item`,
        why: expect.stringContaining('CO') as string,
        fix: expect.stringContaining('Mapping') as string,
      },
    ]);
  });
});

describe('the accounting templates that direct journals go out under', () => {
  const lookAt = async (accountingTemplates: readonly string[], change: Record<string, unknown> = {}) =>
    connect(await siteWith(), change, undefined, { accountingTemplates }).identify();

  it('are there and active, or are missing in words an administrator can act on', async () => {
    const { found, missing } = await lookAt(['STRIPEFEE', 'OLDFEES', 'NOWHERE']);
    expect(found).toContain('accounting template STRIPEFEE for direct journals');
    expect(missing.map(({ what, fix }) => [what, fix])).toEqual(
      ['OLDFEES', 'NOWHERE'].map((template) => [
        `accounting template ${template} for direct journals`,
        expect.stringContaining('units.bookings') as string,
      ]),
    );
  });

  it('need a property of the service, else none is sent', async () => {
    const { accountingTemplate: _none, ...properties } = SITE_DEPOSIT.properties;
    const { missing } = await lookAt(['STRIPEFEE'], { deposit: { ...SITE_DEPOSIT, properties } });
    expect(missing.map(({ what }) => what)).toEqual([
      `a property of ${SITE_DEPOSIT.service} for the accounting template of a direct journal`,
    ]);
  });
});

describe('the service that items go through', () => {
  const lookAt = async (change: Record<string, unknown> = {}, itemEntryTypes: readonly string[] = []) =>
    connect(await siteWith(), { pendingItem: SITE_PENDING_ITEM, ...change }, undefined, { itemEntryTypes }).identify();
  const mapped = (properties: Record<string, string | undefined>) => ({
    pendingItem: { ...SITE_PENDING_ITEM, properties: { ...SITE_PENDING_ITEM.properties, ...properties } },
  });

  it('is read, held against its mapping and knocked at, as the deposits’ is', async () => {
    const { found, missing } = await lookAt({}, ['IN', 'CR']);
    expect(missing).toEqual([]);
    expect(found.join('\n')).toMatch(
      /service CI_X_AR_PENDING_ITEM_CI with Create, .*\nall 26 mapped properties of CI_X_AR_PENDING_ITEM_CI\nSOAP sign-in as TIEOUT_INT at .*, for CI_X_AR_PENDING_ITEM_CI/,
    );
    expect(found).toEqual(expect.arrayContaining(['entry type IN for items', 'entry type CR for items']));
  });

  it('is missing where the site has none of that name, with what goes without it', async () => {
    const { missing } = await lookAt({ pendingItem: { ...SITE_PENDING_ITEM, service: 'CI_NOT_THERE' } });
    expect(missing).toEqual([
      {
        what: expect.stringMatching(/service CI_NOT_THERE/) as string,
        why: expect.stringMatching(/not active.*Without it no item of an invoice or a charge can be sent\.$/) as string,
        fix: expect.stringContaining('connection profile') as string,
      },
    ]);
  });

  it('names properties that are not there, cannot hold the value or are taken twice, one line each', async () => {
    const { missing, found } = await lookAt(
      mapped({ account: 'GL_ACCOUNT', controlAmount: 'GROUP_TYPE', entryReason: 'ENTRY_TYPE' }),
    );
    expect(missing.map(({ what }) => what)).toEqual([
      'property GL_ACCOUNT (peoplesoft.pendingItem.properties.account)',
      'property GROUP_TYPE (peoplesoft.pendingItem.properties.controlAmount)',
      'property ENTRY_TYPE (peoplesoft.pendingItem.properties.entryReason)',
    ]);
    expect(missing[0]?.fix).toMatch(/^Choose one of the names its schema offers there: .*ACCOUNT/);
    expect(missing[1]?.why).toContain('is too short for the 16 characters of Control amount');
    expect(missing[2]?.why).toContain('cannot take both Entry type and Entry reason');
    expect(found.join('\n')).not.toContain('mapped properties of CI_X_AR_PENDING_ITEM_CI');
  });

  it('names what the service requires and nothing fills', async () => {
    const { missing } = await lookAt(mapped({ itemSeq: undefined }));
    expect(missing).toEqual([
      {
        what: 'property KEYPROP_GROUP_SEQ_NUM',
        why: expect.stringContaining('is required, and nothing fills it') as string,
        fix: expect.stringContaining('peoplesoft.pendingItem.properties') as string,
      },
    ]);
  });

  it('is of no use without the query that items are read back by', async () => {
    const { pendingItems: _none, ...queries } = SITE_QUERIES;
    const { missing } = await lookAt({ queries: { ...queries, maxRows: 10 } });
    expect(missing.map(({ what, why }) => [what, why])).toEqual([
      [
        'the query for pending items (peoplesoft.queries.pendingItems)',
        expect.stringContaining('none is sent although peoplesoft.pendingItem names their service') as string,
      ],
    ]);
  });

  it('needs its entry types active', async () => {
    const { missing } = await lookAt({}, ['IN', 'ZZ']);
    expect(missing).toMatchObject([
      { what: 'entry type ZZ for items', fix: expect.stringContaining('units.stripeInvoices') as string },
    ]);
  });
});

describe('the other roads that the profile names', () => {
  const componentOf = (service: string) => service.replace(/^CI_/, '');
  const deposit = { ...SITE_DEPOSIT, service: componentOf(SITE_DEPOSIT.service) };
  const pendingItem = { ...SITE_PENDING_ITEM, service: componentOf(SITE_PENDING_ITEM.service) };
  const components = [deposit.service, pendingItem.service];
  const portal = (site: RunningSite) => `${site.url}/psc/ps/EMPLOYEE/ERP`;
  const linesOf = (found: readonly string[]) => found.filter((line) => /REST|SOAP/.test(line));

  it('are knocked at where services go by REST: address, version and path of the site’s own service', async () => {
    const site = await siteWith();
    const good = await connect(site, { deposit, pendingItem, restCi: { components } }).identify();
    expect(good.missing).toEqual([]);
    expect(linesOf(good.found)).toEqual(
      components.flatMap((component) => [
        expect.stringMatching(`^service ${component} by REST with Create`) as string,
        expect.stringMatching(
          `^REST service CIRT_${component} at http.*/CIRT_${component}\\.v1; whether POST is granted`,
        ) as string,
      ]),
    );
    const wrong = await connect(site, { deposit, restCi: { components: [deposit.service], version: 'v7' } }).identify();
    expect(wrong.missing).toMatchObject([
      {
        what: expect.stringMatching(/^no REST service CIRT_X_AR_DEPOSIT_CI answers at .*v7: HTTP 404/) as string,
        why: expect.stringContaining('Without it no payment can be sent.') as string,
        fix: expect.stringContaining('createPath of peoplesoft.restCi') as string,
      },
    ]);
  });

  it('name the REST address where that is the wrong one', async () => {
    const site = await siteWith();
    const restAddress = `${site.url}/psp/FSCM`;
    const { missing } = await connect(site, {
      restAddress,
      deposit,
      restCi: { components: [deposit.service] },
    }).identify();
    expect(missing.map(({ fix }) => fix).join('\n')).toContain('Check peoplesoft.restAddress');
    expect(missing.map(({ fix }) => fix).join('\n')).toContain('Set peoplesoft.restAddress');
  });

  it('are read where services go by SOAPToCI, and its sign-in page or a missing component is told', async () => {
    const site = await siteWith();
    const soapToCi = { address: portal(site), components, dateFormat: 'YYYY-MM-DD' };
    const good = await connect(site, { deposit, pendingItem, soapToCi }).identify();
    expect(good.missing).toEqual([]);
    expect(linesOf(good.found)).toEqual(
      components.map((component) => expect.stringMatching(`^service ${component} by SOAPToCI with Create`) as string),
    );
    const gone = { ...pendingItem, service: 'NOT_THERE' };
    const half = await connect(site, {
      deposit,
      pendingItem: gone,
      soapToCi: { ...soapToCi, components: [deposit.service, 'NOT_THERE'] },
    }).identify();
    expect(half.missing).toMatchObject([
      { what: expect.stringContaining('NOT_THERE') as string, why: expect.stringContaining('no item of') as string },
    ]);
  });

  it('are looked at also where nothing goes through them, and a name that was meant for a service in use is pointed out', async () => {
    const site = await siteWith();
    const soapToCi = {
      address: portal(site),
      components: [pendingItem.service, 'NOT_THERE'],
      dateFormat: 'YYYY-MM-DD',
    };
    const { found, missing } = await connect(site, { soapToCi }).identify();
    expect(found).toContain(
      `component interface ${pendingItem.service} by SOAPToCI; nothing of Tieout goes through it`,
    );
    expect(missing).toMatchObject([{ what: expect.stringContaining('NOT_THERE') as string }]);
    const meant = { ...soapToCi, components: [deposit.service] };
    expect((await connect(site, { soapToCi: meant }).identify()).missing).toMatchObject([
      {
        what: `${deposit.service} of peoplesoft.soapToCi.components is not used`,
        why: `peoplesoft.deposit.service is ${SITE_DEPOSIT.service}, which goes by SOAP: nothing goes by SOAPToCI.`,
      },
    ]);
  });
});
