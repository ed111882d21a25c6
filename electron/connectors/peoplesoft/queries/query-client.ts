import { ConnectorError } from '../../http/connector-error.ts';
import { readGateway, type Gateway } from '../gateway.ts';
import { QUERY_DEFINITIONS, requiredColumns, type QueryKey } from './definitions.ts';
import { readQueryResult, ResultUnreadable, type QueryResult } from './result-reader.ts';

/** The two forms a site may answer in. JSON since PeopleTools 8.55. */
export type QueryForm = 'JSON' | 'XMLP';
export type PromptValues = Readonly<Record<string, string>>;

/** Runs the site's queries by REST (Query Access Service). */
export interface QueryClient {
  /** Rows of one run, at most `maxRows`, in the query's own order. Throws `ConnectorError`; `malformed` names query and missing column. */
  run(key: QueryKey, prompts: PromptValues, maxRows: number, signal?: AbortSignal): Promise<QueryResult>;
  /** The same in one form only, for looking at a site: what the gateway can is not remembered. */
  runAs(
    form: QueryForm,
    key: QueryKey,
    prompts: PromptValues,
    maxRows: number,
    signal?: AbortSignal,
  ): Promise<QueryResult>;
  /** False for an optional query the site has not created; running it is a defect. */
  isSetUp(key: QueryKey): boolean;
  /** Name of the query at this site, for messages. */
  nameOf(key: QueryKey): string;
}

/** True when a value can stand in a prompt: values travel in one comma-separated list, so none may hold a comma. */
export function isPromptable(value: string): boolean {
  return !value.includes(',');
}

export function createQueryClient(gateway: Gateway): QueryClient {
  const { queries } = gateway.profile;
  /** A gateway that never gave us JSON and cannot is asked for XML from then on. */
  let form: QueryForm = 'JSON';
  let isProven = false;
  const nameOf = (key: QueryKey) => queries[key] ?? `${key} (not created)`;

  const runAs = async (
    asked: QueryForm,
    key: QueryKey,
    prompts: PromptValues,
    maxRows: number,
    signal?: AbortSignal,
  ): Promise<QueryResult> => {
    const what = `query ${nameOf(key)}`;
    if (queries[key] === undefined) throw new Error(`${what} was run although the site has none`);
    const url = queryUrl(gateway, queries[key], asked, promptPairs(what, key, prompts), maxRows);
    const accept = asked === 'JSON' ? 'application/json, application/xml;q=0.9' : 'application/xml';
    const text = await readGateway(gateway, { what, url, accept, authorization: 'rest' }, signal);
    const result = readResult(what, text);
    assertColumns(what, result, requiredColumns(key, queries));
    return result;
  };
  return {
    nameOf,
    runAs,
    isSetUp: (key) => queries[key] !== undefined,
    async run(key, prompts, maxRows, signal) {
      const proven = async () => {
        const result = await runAs(form, key, prompts, maxRows, signal);
        isProven = true;
        return result;
      };
      try {
        return await proven();
      } catch (error) {
        const mayBeForm = error instanceof ConnectorError && (error.kind === 'refused' || error.kind === 'malformed');
        if (isProven || form === 'XMLP' || !mayBeForm) throw error;
        form = 'XMLP';
        try {
          return await proven();
        } catch {
          // XML fares no better, so the form was not the cause: the first error is the one to tell.
          form = 'JSON';
          throw error;
        }
      }
    },
  };
}

function promptPairs(what: string, key: QueryKey, values: PromptValues): readonly (readonly [string, string])[] {
  return QUERY_DEFINITIONS[key].prompts.map(({ name }) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`${what} was run without its prompt ${name}`);
    if (!isPromptable(value))
      throw new ConnectorError(
        'peoplesoft',
        'mapping',
        `${what} cannot be asked for ${JSON.stringify(value)}: PeopleSoft separates prompt values by commas`,
        'Look at that row in PeopleSoft itself; a key with a comma cannot be read by query.',
      );
    return [name, value] as const;
  });
}

/** Source: PeopleBooks, Reporting Web Services, "QAS_EXECUTEQRY_REST_GET"; the commas between prompts stay unencoded. */
function queryUrl(
  gateway: Gateway,
  query: string,
  form: QueryForm,
  prompts: readonly (readonly [string, string])[],
  maxRows: number,
): string {
  const { owner } = gateway.profile.queries;
  const path = `${gateway.addresses.executeQuery}/${owner}/${encodeURIComponent(query)}/${form}/NONFILE`;
  const list = (values: readonly string[]) => values.map((value) => encodeURIComponent(value)).join(',');
  const asked =
    prompts.length === 0
      ? ''
      : `&prompt_uniquepromptname=${list(prompts.map(([name]) => name))}&prompt_fieldvalue=${list(prompts.map(([, value]) => value))}`;
  return `${path}?isconnectedquery=N&maxrows=${maxRows}${asked}${form === 'JSON' ? '&json_resp=true' : ''}`;
}

function readResult(what: string, text: string): QueryResult {
  try {
    return readQueryResult(text);
  } catch (cause) {
    if (!(cause instanceof ResultUnreadable)) throw cause;
    throw new ConnectorError(
      'peoplesoft',
      'malformed',
      `the answer to ${what} cannot be used: ${cause.message}`,
      'Nothing of it was taken in. Run the query in PeopleSoft and compare.',
      { cause },
    );
  }
}

/** Every row must hold every required column; blank ones hold it empty. Throws `ConnectorError`. */
export function assertColumns(what: string, result: QueryResult, required: readonly string[]): void {
  if (result.rows.length === 0) return;
  const missing = required.filter((field) => !result.fields.has(field));
  if (missing.length > 0)
    throw new ConnectorError(
      'peoplesoft',
      'malformed',
      `${what} has no column ${missing.join(', ')}`,
      'Ask the PeopleSoft administrator to add it to the query, under that field name.',
    );
  const at = result.rows.findIndex((row) => required.some((field) => !row.has(field)));
  if (at < 0) return;
  const lacking = required.filter((field) => result.rows[at]?.has(field) !== true);
  throw new ConnectorError(
    'peoplesoft',
    'malformed',
    `row ${at + 1} of ${what} lacks the column ${lacking.join(', ')} that other rows have`,
    'Nothing of it was taken in. Run the query in PeopleSoft and compare; ask who runs the proxy in between.',
  );
}
