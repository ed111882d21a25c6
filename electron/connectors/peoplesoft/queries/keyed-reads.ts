import { ConnectorError } from '../../http/connector-error.ts';
import type { QueryKey } from './definitions.ts';
import { isPromptable, type PromptValues, type QueryClient } from './query-client.ts';
import { KEY_SEPARATOR, KEYS_PER_QUERY, PART_SEPARATOR } from './query-definition.ts';
import type { QueryRow } from './result-reader.ts';

export interface KeyedRead {
  readonly query: QueryKey;
  /** Prompt that takes the joined keys. */
  readonly keyPrompt: string;
  readonly prompts: PromptValues;
  readonly keys: readonly string[];
  /** Asked for again in every call, so that each call proves by itself that it can see rows. */
  readonly always?: string | null;
}

/**
 * Rows of a by-key query, one entry per call that was needed: at most 50 keys a call, and fewer wherever an answer fills
 * `maxRows`, because nothing says what a full answer left out. Throws `ConnectorError`.
 */
export async function readByKeys(
  client: QueryClient,
  read: KeyedRead,
  maxRows: number,
  signal?: AbortSignal,
): Promise<readonly (readonly QueryRow[])[]> {
  for (const key of read.keys) assertJoinable(client.nameOf(read.query), key);
  const always = read.always === undefined || read.always === null ? [] : [read.always];
  const answers: (readonly QueryRow[])[] = [];
  const waiting = chunksOf(read.keys, KEYS_PER_QUERY - always.length);
  for (let keys = waiting.shift(); keys !== undefined; keys = waiting.shift()) {
    const asked = [...new Set([...keys, ...always])];
    const { rows } = await client.run(
      read.query,
      { ...read.prompts, [read.keyPrompt]: asked.join(KEY_SEPARATOR) },
      maxRows,
      signal,
    );
    if (rows.length < maxRows) answers.push(rows);
    else if (keys.length > 1) waiting.unshift(...chunksOf(keys, Math.ceil(keys.length / 2)));
    else throw tooManyRows(client.nameOf(read.query), keys[0] ?? '', maxRows);
  }
  return answers;
}

export function chunksOf<Value>(values: readonly Value[], size: number): (readonly Value[])[] {
  const chunks: (readonly Value[])[] = [];
  for (let start = 0; start < values.length; start += size) chunks.push(values.slice(start, start + size));
  return chunks;
}

function assertJoinable(queryName: string, key: string): void {
  if (isPromptable(key) && !key.includes(KEY_SEPARATOR)) return;
  throw new ConnectorError(
    'peoplesoft',
    'mapping',
    `query ${queryName} cannot be asked for ${JSON.stringify(key)}: a key with a comma or semicolon cannot be told from two keys`,
    'Look at that row in PeopleSoft itself.',
  );
}

/** Joins the parts of one key. Throws `ConnectorError` when a part holds the separator. */
export function joinParts(queryName: string, parts: readonly string[]): string {
  if (parts.some((part) => part.includes(PART_SEPARATOR)))
    throw new ConnectorError(
      'peoplesoft',
      'mapping',
      `query ${queryName} cannot be asked for ${JSON.stringify(parts)}: a part holds ${PART_SEPARATOR}`,
      'Look at that row in PeopleSoft itself.',
    );
  return parts.join(PART_SEPARATOR);
}

function tooManyRows(queryName: string, key: string, maxRows: number): ConnectorError {
  return new ConnectorError(
    'peoplesoft',
    'malformed',
    `query ${queryName} has ${maxRows} rows or more for the one key ${JSON.stringify(key)}`,
    'Raise maxRows in the connection profile, or check that the query uses its prompts.',
  );
}
