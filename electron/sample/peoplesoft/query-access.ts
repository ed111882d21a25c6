import { GatewayRefusal, MESSAGES } from './message-catalog.ts';
import { CLOSE_QUERIES } from './close-queries.ts';
import { ITEM_QUERIES } from './item-queries.ts';
import { PAYMENT_QUERIES } from './payment-queries.ts';
import type { QueryColumn, QueryDefinition, QueryValue } from './query-definition.ts';
import { flawedQuery } from './query-flaws.ts';
import { REFERENCE_QUERIES } from './reference-queries.ts';
import { jsonReply, xmlReply, type Reply } from './reply.ts';
import { bareIbResponse } from './soap-answers.ts';
import type { Site } from './site-state.ts';
import { formatThousandths } from './thousandths.ts';
import { TOTAL_QUERIES } from './total-queries.ts';
import { cdata } from './xml.ts';

const QUERIES: ReadonlyMap<string, QueryDefinition> = new Map(
  [...REFERENCE_QUERIES, ...ITEM_QUERIES, ...PAYMENT_QUERIES, ...TOTAL_QUERIES, ...CLOSE_QUERIES].map((query) => [
    query.name,
    query,
  ]),
);

/** A request to run a query, taken apart from its address. */
export interface QueryRequest {
  readonly node: string;
  readonly owner: string;
  readonly query: string;
  readonly outResultType: string;
  readonly file: string;
  readonly parameters: URLSearchParams;
  readonly authorization: string | undefined;
}

/** What a switch changes for one query request. */
export interface QueryLimits {
  readonly hiddenBusinessUnits: readonly string[];
  readonly reportingLagSeconds: number;
}

const PATH = /^\/PSIGW\/RESTListeningConnector\/([^/]+)\/ExecuteQuery\.v1\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\/?$/;

/** Takes an ExecuteQuery address apart; null when it is none. */
export function readQueryRequest(url: URL, authorization: string | undefined): QueryRequest | null {
  const parts = PATH.exec(url.pathname)?.slice(1).map(decodeURIComponent);
  if (!parts) return null;
  const [node = '', owner = '', query = '', outResultType = '', file = ''] = parts;
  return { node, owner, query, outResultType, file, parameters: url.searchParams, authorization };
}

/**
 * Runs a query as Query Access Service does: HTTP Basic, prompts in two parallel comma lists, rows cut off silently at
 * maxrows. JSON needs `json_resp=true`, else XML comes. Refusals are an `IBResponse` with a telling HTTP status.
 */
export function serveQuery(site: Site, request: QueryRequest, limits: QueryLimits): Reply {
  try {
    const user = site.signIn.byHeader(request.authorization);
    const known = QUERIES.get(request.query);
    const definition = known === undefined ? null : flawedQuery(known, site.behaviour.queryFlaws);
    if (request.node !== site.settings.node) return refuse(404, MESSAGES.nodeUnknown(request.node));
    if (!site.isAuthorised(user) || request.owner !== 'public' || !definition)
      return refuse(404, MESSAGES.queryUnknown(request.query));
    if (request.file !== 'NONFILE') return badRequest(`result ${request.file} is not available, use NONFILE`);
    const maxRows = Number(request.parameters.get('maxrows') ?? Number.NaN);
    if (!Number.isInteger(maxRows) || maxRows < 1) return badRequest('maxrows is required');
    const prompts = readPrompts(definition, request.parameters);
    if (typeof prompts === 'string') return badRequest(prompts);
    const rows = fetchRows(site, definition, prompts, maxRows, limits);
    return writeAnswer(site, request, definition, rows);
  } catch (error) {
    if (error instanceof RangeError) return badRequest(error.message);
    if (!(error instanceof GatewayRefusal)) throw error;
    const reply = bareIbResponse(401, error.entry, error.parameters);
    return { ...reply, headers: { 'WWW-Authenticate': 'Basic realm="PeopleSoft"' } };
  }
}

function fetchRows(
  site: Site,
  definition: QueryDefinition,
  prompts: Readonly<Record<string, string>>,
  maxRows: number,
  limits: QueryLimits,
): QueryValue[][] {
  const nowMs = site.now();
  const { databaseName, environmentGuid } = site.behaviour;
  const context = {
    books: site.books,
    nowMs,
    visibleUntilMs: nowMs - limits.reportingLagSeconds * 1_000,
    database: { databaseName, environmentGuid, node: site.settings.node },
  };
  const rows = definition.run(context, prompts, Math.min(maxRows, site.behaviour.queryRowCap));
  const unitAt = definition.columns.findIndex((column) => column.heading === definition.unitHeading);
  if (unitAt < 0 || limits.hiddenBusinessUnits.length === 0) return rows;
  return rows.filter((row) => !limits.hiddenBusinessUnits.includes(String(row[unitAt])));
}

function readPrompts(definition: QueryDefinition, parameters: URLSearchParams): Record<string, string> | string {
  const listed = (name: string) => {
    const text = parameters.get(name) ?? '';
    return text === '' && definition.prompts.length === 0 ? [] : text.split(',');
  };
  const names = listed('prompt_uniquepromptname');
  const values = listed('prompt_fieldvalue');
  const unknown = names.find((name) => !definition.prompts.includes(name));
  if (unknown !== undefined) return `prompt ${unknown} does not exist in ${definition.name}`;
  const missing = definition.prompts.find((name) => !names.includes(name));
  if (missing !== undefined) return `prompt ${missing} is missing`;
  if (names.length !== values.length) return `${names.length} prompts but ${values.length} values`;
  return Object.fromEntries(names.map((name, index) => [name, (values[index] ?? '').trim()]));
}

function writeAnswer(
  site: Site,
  request: QueryRequest,
  definition: QueryDefinition,
  rows: readonly QueryValue[][],
): Reply {
  const type = request.outResultType.toUpperCase();
  if (type === 'JSON' && !site.behaviour.jsonQueries) return badRequest('result type JSON is not available');
  if (type !== 'JSON' && type !== 'XMLP' && type !== 'WEBROWSET')
    return badRequest(`result type ${request.outResultType} is not available`);
  const texts = rows.map((row) =>
    definition.columns.map((column, index) => writeValue(site, column, row[index] ?? null)),
  );
  if (type === 'JSON' && request.parameters.get('json_resp') === 'true') {
    const nameKey = site.behaviour.oddQueryNameKey ? 'queryname=' : 'queryname';
    const query = { numrows: rows.length, [nameKey]: definition.name, rows: texts.map(jsonRow(definition.columns)) };
    return jsonReply(200, { status: 'success', data: { query } });
  }
  const body = texts.map(xmlRow(definition.columns)).join('');
  return xmlReply(
    200,
    `<?xml version="1.0"?><query numrows="${rows.length}" queryname="${definition.name}">${body}</query>`,
  );
}

function jsonRow(
  columns: readonly QueryColumn[],
): (texts: readonly string[], index: number) => Record<string, unknown> {
  return (texts, index) => {
    const row: Record<string, unknown> = { 'attr:rownumber': index + 1 };
    for (const [at, column] of columns.entries()) row[column.heading] = texts[at] ?? '';
    return row;
  };
}

function xmlRow(columns: readonly QueryColumn[]): (texts: readonly string[], index: number) => string {
  return (texts, index) => {
    const fields = columns.map(({ heading, type }, at) => {
      const text = texts[at] ?? '';
      if (text === '') return `<${heading}/>`;
      return `<${heading}>${type === 'char' ? cdata(text) : text}</${heading}>`;
    });
    return `<row rownumber="${index + 1}">${fields.join('')}</row>`;
  };
}

function writeValue(site: Site, column: QueryColumn, value: QueryValue): string {
  if (value === null || value === '') return '';
  if (column.type === 'amount') return formatThousandths(Number(value), site.behaviour.decimals);
  const text = String(value);
  return column.type === 'char' && site.behaviour.blanksAroundValues ? ` ${text} ` : text;
}

function badRequest(reason: string): Reply {
  return refuse(400, MESSAGES.queryRequest(reason));
}

function refuse(status: number, message: ReturnType<typeof MESSAGES.queryRequest>): Reply {
  return bareIbResponse(status, message, []);
}
