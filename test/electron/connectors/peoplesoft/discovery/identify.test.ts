import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  QUERY_DEFINITIONS,
  requiredColumns,
  type QueryKey,
} from '../../../../../electron/connectors/peoplesoft/queries/definitions.ts';
import {
  brokerFault,
  ciFault,
  connectorOf,
  PASSWORD,
  profileOf,
  startTestSite,
  type Reply,
  type TestSite,
} from '../site/test-site.ts';

let site: TestSite;
beforeEach(async () => {
  site = await startTestSite();
  site.onSoap = () => ({ status: 500, body: ciFault(91, 50, 'No rows exist for the specified keys. (91,50)') });
  site.onQuery = (query, request) => (hasKey(request.url) ? noRow : oneRow(query));
});
afterEach(() => site.close());

const keyOf = (query: string): QueryKey => {
  const { queries } = profileOf(site);
  const key = (Object.keys(QUERY_DEFINITIONS) as QueryKey[]).find((one) => queries[one] === query);
  if (key === undefined) throw new Error(`no query ${query}`);
  return key;
};
/** A page after the one row there is. */
const hasKey = (url: URL) => /AFTER_KEY/.test(url.search) && !/prompt_fieldvalue=[^&]*,(&|$)/.test(url.search);
const noRow: Reply = {
  type: 'application/json',
  body: '{"status":"success","data":{"query":{"numrows":0,"rows":[]}}}',
};
const oneRow = (query: string, without: readonly string[] = []): Reply => {
  const fields = requiredColumns(keyOf(query), profileOf(site).queries).filter((field) => !without.includes(field));
  return {
    type: 'application/json',
    body: JSON.stringify({
      status: 'success',
      data: { query: { numrows: 1, rows: [Object.fromEntries(fields.map((field) => [`A.${field}`, 'X']))] } },
    }),
  };
};

describe('identifying a PeopleSoft site', () => {
  it('finds version, service, mapping, sign-in and all eleven queries', async () => {
    const identity = await connectorOf(site).identify();
    expect(identity).toMatchObject({ toolsVersion: '8.61.07', node: 'PSFT_EP', signIn: 'TIEOUT_INT', missing: [] });
    expect(identity.found.join('\n')).toMatch(
      /service CI_X_DEPOSIT_CI with Create, Get\nall 26 mapped properties[\s\S]*SOAP sign-in as TIEOUT_INT/,
    );
    expect(identity.found.filter((line) => line.startsWith('query '))).toHaveLength(11);
    expect(JSON.stringify(identity)).not.toContain(PASSWORD);
  });

  it.each([403, 404])('calls the version unknown where the status page answers %i', async (status) => {
    site.onOther = (request) => (request.url.pathname.endsWith('/PeopleSoftListeningConnector') ? { status } : null);
    expect(await connectorOf(site).identify()).toMatchObject({ toolsVersion: 'unknown', missing: [] });
  });

  it('names each mapped property the service lacks, with the choices', async () => {
    const { deposit } = profileOf(site);
    const properties = { ...deposit.properties, externalId: 'X_STRIPE', items: 'DESCR', bankCode: 'BANK' };
    const { missing } = await connectorOf(site, { deposit: { ...deposit, properties } }).identify();
    expect(missing.map((one) => one.what)).toEqual([
      'property BANK (peoplesoft.deposit.properties.bankCode)',
      'property X_STRIPE (peoplesoft.deposit.properties.externalId)',
      'property DESCR (peoplesoft.deposit.properties.items)',
    ]);
    expect(missing[1]?.fix).toContain('REF_VALUE');
    expect(missing[2]?.fix).toContain('COLL_ITEM');
  });

  it('names a missing service, query and column, and goes on', async () => {
    site.onOther = (request) => (request.url.pathname.endsWith('.wsdl') ? { status: 404 } : null);
    site.onQuery = (query, request) =>
      hasKey(request.url)
        ? noRow
        : query === 'Q_STAGE'
          ? { status: 404 }
          : oneRow(query, query === 'Q_ITEMS' ? ['PO_REF'] : []);
    const { missing, found } = await connectorOf(site).identify();
    expect(missing.map((one) => one.what)).toEqual([
      expect.stringMatching(/service CI_X_DEPOSIT_CI/),
      expect.stringMatching(/Q_ITEMS has no column PO_REF/),
      expect.stringMatching(/query Q_STAGE/),
    ]);
    expect(missing.every((one) => one.why !== '' && one.fix !== '')).toBe(true);
    expect(found.filter((line) => line.startsWith('query '))).toHaveLength(9);
  });

  it('reads a protected WSDL with Basic, once it is asked to', async () => {
    site.onOther = (request) =>
      /\.(wsdl|xsd)$/.test(request.url.pathname) && request.headers.authorization === undefined
        ? { status: 401 }
        : null;
    expect((await connectorOf(site).identify()).missing).toEqual([]);
  });

  it('says which SOAP door is shut: not granted, not routed', async () => {
    site.onSoap = () => ({
      status: 500,
      body: brokerFault('User T not authorized to invoke Service Operation G. (158,536)'),
    });
    const granted = await connectorOf(site).identify();
    expect(granted.missing).toEqual([]);
    expect(granted.found.join()).toContain('Get is not granted');
    site.onSoap = () => ({ status: 404, type: 'text/html', body: '<html>gone</html>' });
    expect((await connectorOf(site).identify()).missing).toMatchObject([
      { what: expect.stringContaining('HTTP 404') as string },
    ]);
  });

  it('ends at once when the sign-in is refused or nothing answers', async () => {
    site.onSoap = () => ({ status: 500, body: brokerFault('User password failed. (158,45)') });
    const connector = connectorOf(site);
    await expect(connector.identify()).rejects.toMatchObject({ kind: 'credentials' });
    await expect(connector.batchStatus()).rejects.toMatchObject({ kind: 'credentials' });
    await site.close();
    await expect(connectorOf(site).identify()).rejects.toMatchObject({ kind: 'unreachable' });
    site = await startTestSite();
  });
});
