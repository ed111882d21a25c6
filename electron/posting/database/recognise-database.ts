import { instantOf } from '../../../shared/domain/calendar.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { PeopleSoftReader } from '../../connectors/peoplesoft/types.ts';
import type { DatabaseDifference, DatabaseLook, KnownDatabase } from '../../ledger/known-database-store.ts';
import {
  readKnownDatabase,
  writeFirstDatabase,
  writeOtherDatabase,
  writeSameDatabase,
} from '../../ledger/operations.ts';
import { defineRead, type Ledger, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { ItemId } from '../items/item-in-use.ts';
import { comparableFacts, compareDatabase, type PostedDocument } from './compare-database.ts';
import type { Stop } from '../sending/stop.ts';

export interface RecogniserPorts {
  readonly ledger: Ledger;
  readonly peopleSoft: Pick<PeopleSoftReader, 'databaseFacts' | 'findPayments' | 'itemsByKey'>;
  readonly now: () => number;
  readonly machine: string;
}
/** Whose posted payments and items are looked for again, and whether it is the sample company. */
export interface RecogniserScope {
  readonly depositBus: readonly string[];
  /** Names of the reconciliation units. */
  readonly units: readonly string[];
  readonly isSample: boolean;
}
/** The database met now beside the one known; `known` null: none is remembered yet. */
export interface DatabaseComparison extends DatabaseLook {
  readonly known: KnownDatabase | null;
  readonly differences: readonly DatabaseDifference[];
}

/** A copy that queries read may fall behind by so much without being another database. */
const LAG_BORNE_MS = 86_400_000;

/** Our latest payment of a deposit business unit that PeopleSoft has posted, confirmed between two instants; null: none. */
export const latestConfirmedPayment = defineRead(
  'posting.latestConfirmed',
  (
    db: ReadableLedger,
    args: { readonly depositBu: string; readonly sinceAt: Instant | null; readonly untilAt: Instant },
  ): string | null =>
    statement<{ reference: string }>(
      db,
      `SELECT p.reference FROM posting p JOIN deposit d USING (deposit_key)
       WHERE p.state = 'confirmed' AND d.deposit_bu = ? AND p.state_changed_at >= coalesce(?, '') AND p.state_changed_at <= ? ORDER BY p.posting_id DESC LIMIT 1`,
    ).get(args.depositBu, args.sinceAt, args.untilAt)?.reference ?? null,
);

/** The latest item of a unit that we put into Receivables and that stands there, confirmed between two instants; null: none. */
export const latestConfirmedItem = defineRead(
  'posting.latestConfirmedItem',
  (
    db: ReadableLedger,
    args: { readonly unit: string; readonly sinceAt: Instant | null; readonly untilAt: Instant },
  ): ItemId | null =>
    statement<ItemId>(
      db,
      `SELECT json_extract(payload_json, '$.document.items[0].businessUnit') AS businessUnit, json_extract(payload_json, '$.document.items[0].custId') AS custId,
         json_extract(payload_json, '$.document.items[0].item') AS item, json_extract(payload_json, '$.document.items[0].itemLine') AS itemLine
       FROM posting WHERE unit = ? AND kind = 'pendingItem' AND state = 'confirmed' AND reverses IS NULL
         AND state_changed_at >= coalesce(?, '') AND state_changed_at <= ? ORDER BY posting_id DESC LIMIT 1`,
    ).get(args.unit, args.sinceAt, args.untilAt) ?? null,
);

/**
 * Asks PeopleSoft which database it is and holds it against the one known: what it tells about itself, the number of its latest process,
 * and the latest payment of each deposit business unit and item of each unit that it had posted a day ago or earlier. Changes nothing.
 * Throws `ConnectorError`.
 */
export async function lookAtDatabase(
  { ledger, peopleSoft, now }: Pick<RecogniserPorts, 'ledger' | 'peopleSoft' | 'now'>,
  { isSample, ...whose }: RecogniserScope,
  signal?: AbortSignal,
): Promise<DatabaseComparison> {
  const { inForce: known } = await ledger.read(readKnownDatabase, null);
  const told = await peopleSoft.databaseFacts(signal);
  const look = { facts: comparableFacts(told, isSample), highestInstance: told.highestInstance };
  if (known === null) return { ...look, known, differences: [] };
  // What was declared the same may have lost payments of before: only those it has posted itself are its own.
  const sinceAt = known.origin === 'declared' ? known.confirmedAt : null;
  const untilAt = instantOf(now() - LAG_BORNE_MS);
  const posted = await lookForPosted({ ledger, peopleSoft }, whose, { sinceAt, untilAt }, signal);
  return { ...look, known, differences: compareDatabase(known, look, posted) };
}

async function lookForPosted(
  { ledger, peopleSoft }: Pick<RecogniserPorts, 'ledger' | 'peopleSoft'>,
  { depositBus, units }: Omit<RecogniserScope, 'isSample'>,
  between: { readonly sinceAt: Instant | null; readonly untilAt: Instant },
  signal: AbortSignal | undefined,
): Promise<readonly PostedDocument[]> {
  const posted: PostedDocument[] = [];
  for (const depositBu of new Set(depositBus)) {
    const id = await ledger.read(latestConfirmedPayment, { depositBu, ...between });
    if (id === null) continue;
    const { canarySeen } = await peopleSoft.findPayments(depositBu, [], id, signal);
    posted.push({ kind: 'payment', id, businessUnit: depositBu, isThere: canarySeen });
  }
  for (const unit of units) {
    const item = await ledger.read(latestConfirmedItem, { unit, ...between });
    if (item === null) continue;
    const rows = await peopleSoft.itemsByKey([item], signal);
    const isThere = rows.some(
      (row) => row.item.toUpperCase() === item.item.toUpperCase() && row.custId === item.custId,
    );
    posted.push({ kind: 'item', id: item.item, businessUnit: item.businessUnit, isThere });
  }
  return posted;
}

/**
 * Recognises the database before anything is posted into it or read from it into the books. The first one met is remembered; the same one is noted; another one
 * stops posting, in words that say what differs. Null: go on. Throws `ConnectorError`.
 */
export async function recogniseDatabase(
  ports: RecogniserPorts,
  scope: RecogniserScope,
  signal?: AbortSignal,
): Promise<Stop | null> {
  const { ledger, now, machine } = ports;
  const { known, differences, facts, highestInstance } = await lookAtDatabase(ports, scope, signal);
  const at = instantOf(now());
  if (known === null) {
    await ledger.write(writeFirstDatabase, { facts, highestInstance, machine, at });
    return null;
  }
  if (differences.length === 0) {
    await ledger.write(writeSameDatabase, {
      version: known.version,
      facts: { ...known.facts, ...toldOf(facts) },
      highestInstance,
      machine,
      at,
    });
    return null;
  }
  await ledger.write(writeOtherDatabase, { version: known.version, differences, machine, at });
  return otherDatabaseStop(differences);
}

/** Why nothing is read from or posted into a database that is not the one known, and what an administrator may do. */
export function otherDatabaseStop(differences: readonly DatabaseDifference[]): Stop {
  const words = differences.map(({ what, was, now }) => `${what}: was ${was}, is ${now}`).join('; ');
  return {
    kind: 'otherDatabase',
    message: `This is not the PeopleSoft database that Tieout has worked with so far (${words}). Nothing is read from it or posted into it.`,
    nextStep:
      'If it is a copy, correct the address or credentials in the connection profile. If it is the same database all the same, an administrator declares so with a reason under Connections, and a second person confirms it.',
  };
}

function toldOf(facts: DatabaseLook['facts']): DatabaseLook['facts'] {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}
