import { otherDatabaseStop, recogniseDatabase } from '../posting/database/recognise-database.ts';
import type { KnownDatabase } from '../ledger/known-database-store.ts';
import { readKnownDatabase } from '../ledger/operations.ts';
import { factWords } from '../posting/database/compare-database.ts';
import { isConnectorFailure } from '../../shared/errors/connector-failure.ts';
import type { ConnectionCheck } from './engine-types.ts';
import type { EngineContext } from './handlers/engine-context.ts';
import { recogniserScope } from './rounds/posting-round.ts';

/**
 * Adds to a check of PeopleSoft whether this is the database that is known; the first one met is remembered. A check that did not get
 * in stays as it is, and so does Stripe's.
 */
export async function withDatabaseCheck(context: EngineContext, check: ConnectionCheck): Promise<ConnectionCheck> {
  if (check.system !== 'peoplesoft' || check.signIn === 'failed') return check;
  const { ledger, company, nowMs, options } = context;
  const ports = { ledger, peopleSoft: company.peopleSoft, now: nowMs, machine: options.machine };
  const scope = recogniserScope({ company, isSample: options.sample });
  try {
    const stop = await recogniseDatabase(ports, scope);
    const { inForce } = await ledger.read(readKnownDatabase, null);
    if (stop === null) return { ...check, found: [...check.found, knownWords(inForce)] };
    const { message, nextStep } = otherDatabaseStop(inForce?.differences ?? []);
    const missing = [...check.missing, { what: 'another database', why: message, fix: nextStep }];
    return { ...check, ok: false, missing };
  } catch (error) {
    if (!isConnectorFailure(error)) throw error;
    const missing = [...check.missing, { what: 'which database this is', why: error.message, fix: error.nextStep }];
    return { ...check, ok: false, missing };
  }
}

function knownWords(known: KnownDatabase | null): string {
  const told = factWords(known?.facts ?? {}).flatMap(({ what, value }) => (value === null ? [] : [`${what} ${value}`]));
  const untold = (known?.facts['databaseName'] ?? known?.facts['guid'] ?? null) === null;
  const beside = untold
    ? '; PeopleSoft does not tell which database it is, so a copy at the same address is noticed only when a posted payment or item is gone'
    : '';
  return `the database that is known: ${told.join(', ')}${beside}`;
}
