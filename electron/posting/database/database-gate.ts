import { knownDatabase } from '../../ledger/known-database-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import {
  otherDatabaseStop,
  recogniseDatabase,
  type RecogniserPorts,
  type RecogniserScope,
} from './recognise-database.ts';
import { refusal } from '../decisions/refusal.ts';
import { stopFor, type Stop } from '../sending/stop.ts';

/**
 * Whether PeopleSoft is still the database that the books are about. Nothing is sent, and nothing is read into the books, without having
 * passed it. Null: go on; else why not, in words. A failure that is no connector's is thrown.
 */
export interface DatabaseGate {
  /** Asks PeopleSoft now. */
  ask(signal?: AbortSignal): Promise<Stop | null>;
  /** An answer of the last minutes that was good is good enough, where nothing is sent. */
  askLately(signal?: AbortSignal): Promise<Stop | null>;
}

const RECOGNISED_FOR_MS = 300_000;

/** One gate for one connection; `monotonicMs` runs forward only, whatever happens to the clock on the wall. */
export function createDatabaseGate(
  ports: RecogniserPorts & { readonly monotonicMs: () => number },
  scope: () => RecogniserScope,
): DatabaseGate {
  let recognisedAtMs: number | null = null;
  const ask = async (signal?: AbortSignal) => {
    const stop = await recogniseDatabase(ports, scope(), signal).catch(stopFor);
    recognisedAtMs = stop === null ? ports.monotonicMs() : null;
    return stop;
  };
  const isRecent = () => recognisedAtMs !== null && ports.monotonicMs() - recognisedAtMs <= RECOGNISED_FOR_MS;
  return { ask, askLately: async (signal) => (isRecent() ? null : ask(signal)) };
}

/** The same gate for several rounds that belong together: PeopleSoft is asked at most once in all of them. */
export function askedOnce(gate: DatabaseGate): DatabaseGate {
  let asked: Promise<Stop | null> | null = null;
  return {
    ask: (signal) => (asked ??= gate.ask(signal)),
    askLately: (signal) => asked ?? gate.askLately(signal),
  };
}

/** The last word before a send, in its own transaction: refuses while the books say that another database was met. */
export function requireKnownDatabase(db: ReadableLedger): void {
  const { differences = [] } = knownDatabase(db, 'inForce') ?? {};
  if (differences.length === 0) return;
  const { message, nextStep } = otherDatabaseStop(differences);
  throw refusal('CONNECTION_OTHER_DATABASE', message, nextStep);
}
