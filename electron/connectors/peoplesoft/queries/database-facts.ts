import { ConnectorError } from '../../http/connector-error.ts';
import { gatewayBase } from '../gateway-address.ts';
import type { Gateway } from '../gateway.ts';
import type { DatabaseFacts } from '../types.ts';
import type { QueryClient } from './query-client.ts';
import type { QueryRow } from './result-reader.ts';
import { optionalText, RowRefused, wholeNumber } from './row-values.ts';

/**
 * Which database answers. Where the site has no query for it only the address and the node are known, which is a valid answer.
 * Throws `ConnectorError`; `malformed` for anything but the one row that was agreed.
 */
export async function readDatabaseFacts(
  { profile }: Gateway,
  client: QueryClient,
  signal?: AbortSignal,
): Promise<DatabaseFacts> {
  const place = { address: gatewayBase(profile.soapAddress), node: profile.node };
  if (!client.isSetUp('database'))
    return { ...place, databaseName: null, guid: null, localNode: null, highestInstance: null };
  const { rows } = await client.run('database', {}, 2, signal);
  const [row] = rows;
  const name = client.nameOf('database');
  if (row === undefined || rows.length > 1)
    throw unusable(name, `it gives ${rows.length === 0 ? 'no row' : 'more than one row'}`);
  try {
    return { ...place, ...factsOf(row) };
  } catch (cause) {
    if (!(cause instanceof RowRefused)) throw cause;
    throw unusable(name, cause.message, cause);
  }
}

function factsOf(row: QueryRow): Omit<DatabaseFacts, 'address' | 'node'> {
  return {
    databaseName: optionalText(row, 'DBNAME'),
    guid: optionalText(row, 'GUID'),
    localNode: optionalText(row, 'LOCAL_NODE'),
    highestInstance: optionalText(row, 'LAST_INSTANCE') === null ? null : wholeNumber(row, 'LAST_INSTANCE'),
  };
}

function unusable(name: string, why: string, cause?: unknown): ConnectorError {
  return new ConnectorError(
    'peoplesoft',
    'malformed',
    `query ${name} does not tell which database this is: ${why}`,
    'Ask the PeopleSoft administrator to let it answer exactly one row.',
    cause === undefined ? {} : { cause },
  );
}
