import { ConnectorError } from '../http/connector-error.ts';

/** Throws `ConnectorError` for a page that says there is more and gives nothing to go on from: reading it again would never end. */
export function refuseEndless(
  what: string,
  hasMore: boolean,
  lastId: string | null,
  startingAfter: string | undefined,
): void {
  if (!hasMore || (lastId !== null && lastId !== startingAfter)) return;
  throw new ConnectorError(
    'stripe',
    'malformed',
    `a page of ${what} says there is more but holds no new id to go on from`,
    'Nothing of it was taken in; it is tried again at the next poll.',
  );
}
