import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  brokerFault,
  connectorOf,
  PASSWORD,
  sampleDeposit,
  startTestSite,
  USER,
  type TestSite,
} from './site/test-site.ts';

const OLD = 'old-word-2025';
const oldHeader = `Basic ${Buffer.from(`${USER}:${OLD}`).toString('base64')}`;
const noRows = { type: 'application/json', body: '{"status":"success","data":{"query":{"numrows":0,"rows":[]}}}' };

let site: TestSite;
let secrets: { PS_USER: string; PS_PASSWORD: string };
beforeEach(async () => {
  site = await startTestSite();
  secrets = { PS_USER: USER, PS_PASSWORD: OLD };
});
afterEach(() => site.close());

/** Reads wait for `answer` when they carry the old password; all others are answered at once. */
function holdOldReads(): { readonly held: Promise<ServerResponse> } {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  site.onQuery = (_query, request) => (request.headers.authorization === oldHeader ? { raw: resolve } : noRows);
  return { held: promise };
}

describe('a late answer to a request with words that have been replaced since', () => {
  it('does not stop the new, right password', async () => {
    const { held } = holdOldReads();
    const connector = connectorOf(site, {}, secrets);
    const late = connector.customers(null).catch((error: unknown) => error);
    const response = await held;
    secrets.PS_PASSWORD = PASSWORD;
    connector.resetSignIn();
    expect(await connector.customers(null)).toMatchObject({ rows: [] });
    response.writeHead(401).end();
    expect(await late).toMatchObject({ kind: 'credentials' });
    expect(await connector.customers(null)).toMatchObject({ rows: [] });
  });

  it('does not lock the connection either when nothing has been read with the new one yet', async () => {
    const { held } = holdOldReads();
    const connector = connectorOf(site, {}, secrets);
    const late = connector.customers(null).catch((error: unknown) => error);
    const response = await held;
    connector.resetSignIn();
    response.writeHead(401).end();
    expect(await late).toMatchObject({ kind: 'credentials' });
    secrets.PS_PASSWORD = PASSWORD;
    expect(await connector.customers(null)).toMatchObject({ rows: [] });
  });

  it('is kept without the password that was sent, though another one is in use by now', async () => {
    const { promise: held, resolve } = Promise.withResolvers<ServerResponse>();
    site.onSoap = () => ({ raw: resolve });
    site.onQuery = () => noRows;
    const connector = connectorOf(site, {}, secrets);
    const late = connector.createDeposit(sampleDeposit());
    const response = await held;
    secrets.PS_PASSWORD = PASSWORD;
    connector.resetSignIn();
    await connector.customers(null);
    response.writeHead(500, { 'content-type': 'text/xml' }).end(brokerFault(`${OLD} is odd. (180,236)`));
    expect(JSON.stringify(await late)).not.toContain(OLD);
  });
});

describe('words that PeopleSoft has refused', () => {
  it('are never sent again, and replaced ones go out by themselves', async () => {
    site.onQuery = (_query, request) => (request.headers.authorization === oldHeader ? { status: 401 } : noRows);
    const connector = connectorOf(site, {}, secrets);
    for (let turn = 0; turn < 3; turn += 1)
      await expect(connector.customers(null)).rejects.toMatchObject({ kind: 'credentials' });
    expect(site.seen).toHaveLength(1);
    secrets.PS_PASSWORD = PASSWORD;
    expect(await connector.customers(null)).toMatchObject({ rows: [] });
  });
});
