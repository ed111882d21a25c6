import type { ConnectorError } from '../../http/connector-error.ts';
import type { ExponentOf } from '../exponents.ts';
import type { Gateway } from '../gateway.ts';
import { fieldOf, QUERY_DEFINITIONS, QUERY_KEYS, type QueryKey } from '../queries/definitions.ts';
import type { PromptValues, QueryClient, QueryForm } from '../queries/query-client.ts';
import type { QueryRow } from '../queries/result-reader.ts';
import { checkListWhole } from './check-list.ts';
import { isOneChecksAffair, type Notes } from './notes.ts';
import { promptTries, type ProbeUnits } from './probe-prompts.ts';
import { noQueryAnswers, queryTrouble, type Trouble } from './query-trouble.ts';

export interface QueryCheck {
  readonly gateway: Gateway;
  readonly client: QueryClient;
  readonly exponentOf: ExponentOf;
  readonly probe: ProbeUnits;
  readonly today: () => string;
  /** Operator id, for the words of a missing right. */
  readonly user: string;
}

/** In this order: their first rows give the keys to try the by-key queries with, and tell early when nothing answers at all. */
const LISTS_FIRST = ['customers', 'openItems', 'payments'] as const;
/** So many queries failing alike say that the fault is not in the queries. */
const ENOUGH_ALIKE = LISTS_FIRST.length;

/**
 * Tries every query the profile names, in both forms, and notes what is missing, why it matters and how to put it right. An
 * optional query that is not named is noted with what goes without it. Throws `ConnectorError` only when the sign-in fails.
 */
export async function checkQueries(check: QueryCheck, notes: Notes, signal?: AbortSignal): Promise<void> {
  const samples = new Map<QueryKey, QueryRow>();
  const troubles: Trouble[] = [];
  const { client, gateway, probe } = check;
  const order: ReadonlySet<QueryKey> = new Set([...LISTS_FIRST, ...QUERY_KEYS]);
  for (const key of order) {
    if (!client.isSetUp(key)) {
      const { purpose, without } = QUERY_DEFINITIONS[key];
      notes.found.push(`no query for ${purpose} (optional, peoplesoft.queries.${key}). ${without}`);
      continue;
    }
    const tries = promptTries(key, { setId: gateway.profile.setId, probe, today: check.today(), samples });
    const answer = await tryForms(client, key, tries, signal);
    if ('error' in answer) {
      troubles.push({ key, error: answer.error });
      if (troubles.length === ENOUGH_ALIKE && samples.size === 0) {
        const verdict = noQueryAnswers(check, troubles);
        if (verdict !== null) return void notes.missing.unshift(verdict);
      }
      continue;
    }
    // A query without rows answered as well: from here on the fault is in single queries.
    samples.set(key, answer.row ?? new Map());
    notes.found.push(foundWords(client.nameOf(key), key, answer, gateway.profile.queries));
    if (key === 'database' && answer.row !== null) notes.found.push(databaseWords(answer.row));
    if (isList(key)) await checkListWhole(check, key, tries, notes, signal);
  }
  notes.missing.push(...troubles.map((trouble) => queryTrouble(check, trouble)));
}

function isList(key: QueryKey): key is (typeof LISTS_FIRST)[number] {
  return LISTS_FIRST.some((list) => list === key);
}

interface Answer {
  readonly row: QueryRow | null;
  readonly forms: readonly QueryForm[];
}

/** The first row in whatever form works, and which forms those are; the error of JSON when none does. */
async function tryForms(
  client: QueryClient,
  key: QueryKey,
  tries: readonly PromptValues[],
  signal?: AbortSignal,
): Promise<Answer | { readonly error: ConnectorError }> {
  const json = await firstRow(client, 'JSON', key, tries, signal);
  // Absent, not granted or not answering: another form would meet the same.
  if ('error' in json && json.error.kind !== 'malformed' && json.error.kind !== 'refused') return json;
  const xmlTries = 'error' in json ? tries : [json.prompts];
  const xml = await firstRow(client, 'XMLP', key, xmlTries, signal);
  if ('error' in json) return 'error' in xml ? json : { row: xml.row, forms: ['XMLP'] };
  return { row: json.row, forms: 'error' in xml ? ['JSON'] : ['JSON', 'XMLP'] };
}

async function firstRow(
  client: QueryClient,
  form: QueryForm,
  key: QueryKey,
  tries: readonly PromptValues[],
  signal?: AbortSignal,
): Promise<{ readonly row: QueryRow | null; readonly prompts: PromptValues } | { readonly error: ConnectorError }> {
  let last: PromptValues = {};
  try {
    for (const prompts of tries) {
      last = prompts;
      const [row] = (await client.runAs(form, key, prompts, 1, signal)).rows;
      if (row !== undefined) return { row, prompts };
    }
    return { row: null, prompts: last };
  } catch (error) {
    if (!isOneChecksAffair(error)) throw error;
    return { error };
  }
}

/** Which database it is, for the person who connects to it the first time. */
function databaseWords(row: QueryRow): string {
  const told = (field: string, words: string) => {
    const value = row.get(field) ?? '';
    return value === '' ? [] : [`${words} ${value}`];
  };
  const words = [
    ...told('DBNAME', 'database'),
    ...told('GUID', 'environment GUID'),
    ...told('LOCAL_NODE', 'local node'),
    ...told('LAST_INSTANCE', 'latest process'),
  ];
  return words.length === 0 ? 'the database does not tell which one it is' : words.join(', ');
}

function foundWords(
  name: string,
  key: QueryKey,
  { row, forms }: Answer,
  queries: Gateway['profile']['queries'],
): string {
  const only = forms.length === 2 ? '' : forms[0] === 'JSON' ? ', in JSON only' : ', in XML only';
  const unproven = row === null ? '; it gave no row, so its columns are not checked yet' : '';
  return `query ${name} (${QUERY_DEFINITIONS[key].purpose})${only}${unproven}${row === null ? '' : lackedWords(key, row, queries)}`;
}

/** Optional columns that the query of a site does not have, with what goes without them. */
function lackedWords(key: QueryKey, row: QueryRow, queries: Gateway['profile']['queries']): string {
  const lacked = QUERY_DEFINITIONS[key].columns.filter(({ isOptional, field }) => isOptional && !row.has(field));
  const { sharedIdField } = queries;
  const isShared = key !== 'customers' || sharedIdField === undefined || row.has(fieldOf(sharedIdField));
  return [
    ...lacked.map(({ field, meaning }) => `; no column ${field} (optional): ${meaning}`),
    ...(isShared
      ? []
      : [`; no column ${sharedIdField} (queries.sharedIdField): ids shared with Stripe are not compared`]),
  ].join('');
}
