import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { peopleSoftProfileSchema, type PeopleSoftProfile } from '../../../../../shared/contract/profile.ts';
import type { PlainDate } from '../../../../../shared/domain/ids.ts';
import { money } from '../../../../../shared/domain/money.ts';
import type { FetchPort } from '../../../../../electron/connectors/http/fetch-port.ts';
import { systemClock, type Clock } from '../../../../../electron/connectors/http/clock.ts';
import {
  createPeopleSoftConnector,
  type PeopleSoftConnector,
} from '../../../../../electron/connectors/peoplesoft/peoplesoft-connector.ts';
import type { DepositDocument } from '../../../../../electron/connectors/peoplesoft/types.ts';
import { DEPOSIT_SPEC, wsdlDocument, xsdDocument, type ServiceSpec, type SiteNames } from './ci-documents.ts';

export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
export type Reply =
  | {
      readonly status?: number;
      readonly type?: string;
      readonly body?: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly raw: (response: ServerResponse) => void };
export interface TestSite {
  readonly origin: string;
  readonly seen: SeenRequest[];
  names: SiteNames;
  /** Answers of SOAP posts and of queries; set by each test. */
  onSoap: (request: SeenRequest, site: TestSite) => Reply;
  onQuery: (query: string, request: SeenRequest) => Reply;
  onOther: (request: SeenRequest) => Reply | null;
  posts(): readonly SeenRequest[];
  close(): Promise<void>;
}

export const USER = 'TIEOUT_INT';
export const PASSWORD = 'p&ss<word>Ünïque-7731';
/** Waits nowhere, so that retries and pace cost a test no time. */
export const impatientClock: Clock = { ...systemClock, sleep: async () => undefined };

export function randomNames(version = 'V1'): SiteNames {
  const message = () => `M${String(Math.floor(100_000 + Math.random() * 9_000_000))}.${version}`;
  return {
    createRequest: message(),
    createResponse: message(),
    getRequest: message(),
    getResponse: message(),
    base: 'http://xmlns.oracle.com/Enterprise/Tools/schemas',
    createAction: `CI_ALIAS_${version === 'V1' ? 'A' : 'B'}_C.${version}`,
    getAction: `CI_ALIAS_G.${version}`,
    internal: 'psft-internal.invalid:8000',
  };
}

/** A gateway on loopback that speaks the documented forms; what it answers to posts and queries is the test's choice. */
export async function startTestSite(spec: ServiceSpec = DEPOSIT_SPEC): Promise<TestSite> {
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const site: TestSite = {
    origin,
    seen: [],
    names: randomNames(),
    onSoap: (_request, self) => ({ body: savedAnswer(self.names, []) }),
    onQuery: () => ({ status: 404 }),
    onOther: () => null,
    posts: () => site.seen.filter((request) => request.method === 'POST'),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const seen: SeenRequest = {
      method: request.method ?? '',
      url: new URL(request.url ?? '/', origin),
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    site.seen.push(seen);
    const reply = site.onOther(seen) ?? replyTo(site, spec, seen);
    if ('raw' in reply) return reply.raw(response);
    response.writeHead(reply.status ?? 200, { 'content-type': reply.type ?? 'text/xml', ...reply.headers });
    response.end(reply.body ?? '');
  };
  return site;
}

function replyTo(site: TestSite, spec: ServiceSpec, seen: SeenRequest): Reply {
  if (seen.method === 'POST') return site.onSoap(seen, site);
  const path = seen.url.pathname;
  const query = /\/ExecuteQuery\.v1\/public\/([^/]+)\//.exec(path);
  if (query !== null) return site.onQuery(query[1] ?? '', seen);
  if (path.endsWith(`${spec.service}.1.wsdl`)) return { body: wsdlDocument(spec, site.names) };
  const ns = (message: string) => `${site.names.base}/${message}`;
  if (path.endsWith(`${site.names.createRequest}.xsd`))
    return { body: xsdDocument(ns(site.names.createRequest), `Create__CompIntfc__${spec.ci}`, spec.create) };
  if (path.endsWith(`${site.names.getRequest}.xsd`))
    return { body: xsdDocument(ns(site.names.getRequest), `Get__CompIntfc__${spec.ci}`, spec.get) };
  const empty = [site.names.createResponse, site.names.getResponse].find((message) => path.endsWith(`${message}.xsd`));
  if (empty !== undefined)
    return {
      body: xsdDocument(
        ns(empty),
        `${empty === site.names.createResponse ? 'Create' : 'Get'}__CompIntfc__${spec.ci}Response`,
        [{ name: 'notification', type: 'int:1' }],
      ),
    };
  if (path.endsWith('/PeopleSoftListeningConnector'))
    return {
      type: 'text/html',
      body: '<html><body><h3>PeopleSoft Integration Gateway</h3><b>PeopleSoft Listening Connector</b><br>Tools version : <i>8.61.07</i><br>Status: ACTIVE</body></html>',
    };
  return { status: 404, type: 'text/html', body: '<html><title>404 Not Found</title></html>' };
}

/** A Create response; `keys` are the leaves of its detail. */
export function savedAnswer(
  names: SiteNames,
  keys: readonly (readonly [string, string])[],
  more: { notification?: string; messages?: string; prefix?: string } = {},
): string {
  const prefix = more.prefix ?? 'm38';
  const detail =
    keys.length === 0
      ? ''
      : `<${prefix}:detail><${prefix}:X_DEPOSIT_CI>${keys.map(([name, value]) => `<${prefix}:${name}>${value}</${prefix}:${name}>`).join('')}</${prefix}:X_DEPOSIT_CI></${prefix}:detail>`;
  return `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><${prefix}:Create__CompIntfc__X_DEPOSIT_CIResponse xmlns:${prefix}="${names.base}/${names.createResponse}"><${prefix}:notification>${more.notification ?? '1'}</${prefix}:notification>${detail}${more.messages ?? ''}</${prefix}:Create__CompIntfc__X_DEPOSIT_CIResponse></soapenv:Body></soapenv:Envelope>`;
}

/** Integration Broker's own fault, as a real gateway sends it. */
export function brokerFault(text: string, messageId = '', parameter = ''): string {
  return `<?xml version="1.0"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Server</faultcode><faultstring>null</faultstring><detail>${bareBroker(text, messageId, parameter)}</detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
}

export function bareBroker(text: string, messageId = '', parameter = ''): string {
  return `<IBResponse xmlns="" type="error"><DefaultTitle>Integration Broker Response</DefaultTitle><StatusCode>20</StatusCode><MessageID>${messageId}</MessageID><DefaultMessage><![CDATA[${text}]]></DefaultMessage><MessageParameters><Parameter><![CDATA[${parameter}]]></Parameter></MessageParameters></IBResponse>`;
}

/** A component interface's fault with the keys it names. */
export function ciFault(set: number, number: number, text: string, keys = '', nested = false): string {
  const inner = `<CIFault xmlns="urn:x/M558296.V1"><IBResponse type="error"><DefaultTitle>CI</DefaultTitle><StatusCode>20</StatusCode><MessageSetID>${set}</MessageSetID><MessageID>${number}</MessageID><DefaultMessage>${text}</DefaultMessage><MessageParameters><keyinformation>${keys}</keyinformation></MessageParameters></IBResponse></CIFault>`;
  return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Server</faultcode><faultstring>null</faultstring><detail>${nested ? `<f:Wrapper xmlns:f="urn:f">${inner}</f:Wrapper>` : inner}</detail></e:Fault></e:Body></e:Envelope>`;
}

export function profileOf(site: { readonly origin: string }, change: Record<string, unknown> = {}): PeopleSoftProfile {
  return peopleSoftProfileSchema.parse({
    soapAddress: `${site.origin}/PSIGW`,
    node: 'PSFT_EP',
    setId: 'SHARE',
    user: { env: 'PS_USER' },
    password: { env: 'PS_PASSWORD' },
    readTimeoutSeconds: 5,
    writeTimeoutSeconds: 5,
    rate: { requestsPerSecond: 100, concurrency: 2 },
    quietWindow: null,
    deposit: {
      service: DEPOSIT_SPEC.service,
      depositIds: 'given',
      properties: {
        depositBu: 'DEPOSIT_BU',
        depositId: 'KEYPROP_DEPOSIT_ID',
        bankCode: 'BANK_CD',
        bankAccountKey: 'BANK_ACCT_KEY',
        currency: 'FORMAT_CURRENCY',
        accountingDate: 'ACCOUNTING_DT',
        receivedDate: 'RECEIVED_DT',
        controlAmount: 'CONTROL_AMT',
        controlCount: 'CONTROL_CNT',
        payments: 'COLL_PAYMENT',
        paymentSeq: 'PAYMENT_SEQ_NUM',
        paymentId: 'PAYMENT_ID',
        paymentAmount: 'PAYMENT_AMT',
        paymentCurrency: 'PAYMENT_CURRENCY',
        paymentMethod: 'PAYMENT_METHOD',
        paymentAccountingDate: 'ACCOUNTING_DT_0',
        externalId: 'REF_VALUE',
        approvedBy: 'DESCR',
        customers: 'COLL_CUST',
        custId: 'CUST_ID',
        items: 'COLL_ITEM',
        itemBusinessUnit: 'BUSINESS_UNIT',
        itemCustId: 'CUST_ID',
        item: 'ITEM',
        itemLine: 'ITEM_LINE',
        itemAmount: 'PAY_AMT',
      },
    },
    queries: {
      maxRows: 10,
      customers: 'Q_CUST',
      openItems: 'Q_ITEMS',
      itemsByKey: 'Q_ITEMS_KEY',
      customersById: 'Q_CUST_ID',
      payments: 'Q_PAY',
      paymentsById: 'Q_PAY_ID',
      staging: 'Q_STAGE',
      loadErrors: 'Q_ERR',
      bankAccounts: 'Q_BANK',
      openPeriods: 'Q_PERIOD',
      batchStatus: 'Q_BATCH',
      externalIdField: 'STRIPE_ID',
    },
    ...change,
  });
}

export function connectorOf(
  site: { readonly origin: string },
  change: Record<string, unknown> = {},
  secrets: Record<string, string> = { PS_USER: USER, PS_PASSWORD: PASSWORD },
  fetchPort: FetchPort = fetch,
): PeopleSoftConnector {
  return createPeopleSoftConnector({
    profile: profileOf(site, change),
    exponentOf: (currency) => ({ USD: 2, EUR: 2, JPY: 0, KWD: 3 })[currency] ?? null,
    secrets: async (credential) => {
      const value = 'env' in credential ? secrets[credential.env] : undefined;
      if (value === undefined) throw new Error('not set');
      return value;
    },
    fetch: fetchPort,
    clock: impatientClock,
    probe: { businessUnits: ['US001'], depositBus: ['US001'] },
  });
}

export function sampleDeposit(change: Partial<DepositDocument> = {}): DepositDocument {
  const accountingDate = '2026-10-15' as PlainDate;
  return {
    depositBu: 'US001',
    depositId: 'D0123456789ABCD',
    bankCode: 'STRPE',
    bankAccountKey: 'US01',
    currency: 'USD',
    accountingDate,
    control: money(1_250, 2, 'USD'),
    controlCount: 1,
    payments: [
      {
        paymentSeq: 1,
        paymentId: 'T0123456789ABCD',
        amount: money(1_250, 2, 'USD'),
        accountingDate,
        paymentMethod: 'EFT',
        custId: '1001',
        externalId: 'ch_3Abc',
        approvedBy: 'anna',
        items: [
          { businessUnit: 'US001', custId: '1001', item: 'INV-<1>&"é"', itemLine: 1, amount: money(1_250, 2, 'USD') },
        ],
      },
    ],
    ...change,
  };
}
