import type { IncomingHttpHeaders } from 'node:http';
import { payAsColleague } from './colleague-payments.ts';
import { showFailure, type Perform } from './failure-forms.ts';
import { moveRows } from './moving-rows.ts';
import { readQueryRequest, serveQuery, type QueryRequest } from './query-access.ts';
import { restTargetOf, serveRest } from './rest-ci-service.ts';
import { htmlReply, xmlReply, type Reply } from './reply.ts';
import { writeSchema } from './schema-document.ts';
import { faultShape, requestShape, responseShape } from './message-shape.ts';
import { SITE_QUERIES } from './site.ts';
import type { Site } from './site-state.ts';
import { isSoapToCi, serveSoapToCi } from './soap-to-ci-service.ts';
import { readSoapAction, serveSoap, type SoapRequest } from './soap-service.ts';
import type { Failure } from './switches.ts';
import { writeWsdl, type SchemaLocation } from './wsdl-document.ts';

const CONNECTOR = '/PSIGW/PeopleSoftServiceListeningConnector';
const STATUS_PAGE = '/PSIGW/PeopleSoftListeningConnector';
const NOT_FOUND = htmlReply(404, '<html><body><h1>Error 404--Not Found</h1></body></html>');
/** Failures of a query that is answered all the same. */
const ANSWERED_FORMS: readonly Failure['form'][] = ['hideRows', 'reportingLag', 'moveRows'];
const READ_BACK_QUERIES: readonly string[] = [
  SITE_QUERIES.payments,
  SITE_QUERIES.paymentsById,
  SITE_QUERIES.pendingItems ?? '',
];

/** A request after the HTTP layer. */
export interface GatewayRequest {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly url: URL;
  readonly body: string;
}

/** Serves one request of the integration gateway: status page, WSDL and schemas, SOAP, queries. */
export async function serveGateway(site: Site, { method, headers, url, body }: GatewayRequest): Promise<Reply> {
  commitDue(site);
  if (url.pathname === STATUS_PAGE) return method === 'GET' ? statusPage(site) : NOT_FOUND;
  if (isSoapToCi(url)) return method === 'POST' ? serveSoapToCi(site, headers, body) : NOT_FOUND;
  const rest = restTargetOf(method, url);
  if (rest !== null) return serveRest(site, rest, headers, body);
  const query = readQueryRequest(url, headers.authorization);
  if (query) return method === 'GET' ? answerQuery(site, query) : htmlReply(405, 'Method Not Allowed');
  const isConnector = url.pathname === CONNECTOR || url.pathname.startsWith(`${CONNECTOR}/`);
  if (!isConnector) return NOT_FOUND;
  if (method === 'GET') return answerDocument(site, url);
  if (method !== 'POST') return htmlReply(405, 'Method Not Allowed');
  const header = headers['soapaction'];
  const soapAction = readSoapAction(typeof header === 'string' ? header : undefined, headers['content-type']);
  return answerSoap(site, { soapAction, node: nodeOf(url), body });
}

function statusPage({ behaviour, settings }: Site): Reply {
  if (behaviour.gatewayPage !== 200)
    return htmlReply(behaviour.gatewayPage, `<html><body>${behaviour.gatewayPage}</body></html>`);
  return htmlReply(
    200,
    `<html><head><title>PeopleSoft Integration Gateway</title></head><body><h2>PeopleSoft Integration Gateway</h2>
<h3>PeopleSoft Listening Connector</h3><p>Tools version : ${settings.toolsVersion}</p><p>Status: ACTIVE</p></body></html>`,
  );
}

/** The node is the path part behind the connector, unless that is a document's name. */
function nodeOf(url: URL): string | null {
  const parts = url.pathname
    .slice(CONNECTOR.length)
    .split('/')
    .filter((part) => part !== '');
  const node = parts.find((part) => !/\.(wsdl|xsd)$/i.test(part));
  return node === undefined ? null : decodeURIComponent(node);
}

async function answerSoap(site: Site, request: SoapRequest): Promise<Reply> {
  const target = site.catalog.byAction(request.soapAction);
  const perform: Perform = (atMs = site.now()) => {
    if (target?.operation.action === 'Create') payAsColleague(site.books, atMs, null);
    return serveSoap({ ...site, now: () => atMs }, request);
  };
  const failure = target ? site.switches.take(target.operation.action) : null;
  if (!failure || !target) return perform();
  return showFailure(site, failure, { ...target, behaviour: site.behaviour }, perform);
}

async function answerQuery(site: Site, request: QueryRequest): Promise<Reply> {
  const failure = site.switches.take('query', request.query);
  const perform = () => performQuery(site, request, failure);
  return failure === null || ANSWERED_FORMS.includes(failure.form)
    ? perform()
    : showFailure(site, failure, null, perform);
}

function performQuery(site: Site, request: QueryRequest, failure: Failure | null): Reply {
  if (request.query === SITE_QUERIES.itemsByKey)
    payAsColleague(site.books, site.now(), [...request.parameters.values()].join(';'));
  const allUnits = failure?.form === 'hideRows' ? (failure.businessUnits ?? ['US001', 'DE001']) : [];
  const reply = serveQuery(site, request, {
    hiddenBusinessUnits: [...site.behaviour.hiddenBusinessUnits, ...allUnits],
    reportingLagSeconds: failure?.form === 'reportingLag' ? failure.seconds : site.behaviour.reportingLagSeconds,
  });
  if (failure?.form === 'moveRows') moveRows(site.books, site.now(), failure.businessUnits?.[0] ?? 'US001');
  if (READ_BACK_QUERIES.includes(request.query)) commitHeldBack(site);
  return reply;
}

/** Work that was held back until a read-back had not seen it is committed now; nobody waits for its answer any more. */
function commitHeldBack(site: Site): void {
  for (const perform of site.heldBack.splice(0)) perform();
}

/** Commits what application servers have finished by now, each as at its own time. */
export function commitDue({ later, now }: Pick<Site, 'later' | 'now'>): void {
  for (const work of later.splice(0)) {
    if (work.dueMs <= now()) work.perform(work.dueMs);
    else later.push(work);
  }
}

async function answerDocument(site: Site, url: URL): Promise<Reply> {
  const failure = site.switches.take('wsdl');
  const perform = () => findDocument(site, url) ?? NOT_FOUND;
  return failure ? showFailure(site, failure, null, perform) : perform();
}

function findDocument(site: Site, url: URL): Reply | null {
  const operation = url.searchParams.get('Operation');
  if (operation === 'GetWSDL') {
    const location: SchemaLocation = (message) => `?Operation=GetSchema&xsd=${message.name}`;
    return wsdl(site, url.searchParams.get('wsdl') ?? '', location);
  }
  if (operation === 'GetSchema') return schema(site, url.searchParams.get('xsd') ?? '');
  const file = url.pathname.split('/').at(-1) ?? '';
  const node = nodeOf(url);
  if (node !== null && node !== site.settings.node) return null;
  if (file.endsWith('.wsdl')) return wsdl(site, file.slice(0, -5), (message) => `${message.name}.xsd`);
  return file.endsWith('.xsd') ? schema(site, file.slice(0, -4)) : null;
}

function wsdl(site: Site, nameAndVersion: string, location: SchemaLocation): Reply | null {
  const service = site.catalog.services.find(({ name, version }) => nameAndVersion === `${name}.${version}`);
  if (!service) return null;
  return xmlReply(200, service.files?.wsdl ?? writeWsdl(service, site.settings, location));
}

function schemaFile(site: Site, name: string): Reply | null {
  for (const { files } of site.catalog.services) {
    const text = files?.schemas.get(name) ?? files?.schemas.get(`${name}.xsd`);
    if (text !== undefined) return xmlReply(200, text);
  }
  return null;
}

function schema(site: Site, name: string): Reply | null {
  const file = schemaFile(site, name);
  if (file) return file;
  const found = site.catalog.byMessage(name);
  if (!found) return null;
  const { operation, service } = found;
  const { component } = service;
  if (operation.request.name === name)
    return xmlReply(200, writeSchema(requestShape(component, operation), operation.request.namespace));
  if (operation.response.name === name)
    return xmlReply(200, writeSchema(responseShape(component, operation), operation.response.namespace));
  return xmlReply(200, writeSchema(faultShape(component), operation.fault.namespace));
}
