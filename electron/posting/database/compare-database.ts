import type { DatabaseDifference, DatabaseFactValues, KnownDatabase } from '../../ledger/known-database-store.ts';
import type { DatabaseFacts } from '../../connectors/peoplesoft/types.ts';

/** A payment or an item of ours that PeopleSoft had posted, looked for again. */
export interface PostedDocument {
  readonly kind: 'payment' | 'item';
  readonly id: string;
  /** Of a payment its deposit business unit. */
  readonly businessUnit: string;
  readonly isThere: boolean;
}

/** In what order differences are told, and in which words. */
const FACT_WORDS: readonly (readonly [name: string, words: string])[] = [
  ['databaseName', 'database name'],
  ['guid', 'environment GUID'],
  ['localNode', 'local node'],
  ['address', 'gateway address'],
  ['node', 'node in the connection profile'],
];
const NOT_TOLD = 'not told';

/**
 * The facts that are remembered. A sample company's simulators get new ports at every start: its address says nothing.
 */
export function comparableFacts(facts: DatabaseFacts, isSample: boolean): DatabaseFactValues {
  const { address, node, databaseName, guid, localNode } = facts;
  return { address: isSample ? null : address, node, databaseName, guid, localNode };
}

/** Each fact in words, in the order of importance; null: the site does not tell. */
export function factWords(facts: DatabaseFactValues): { readonly what: string; readonly value: string | null }[] {
  return FACT_WORDS.map(([name, what]) => ({ what, value: facts[name] ?? null }));
}

/**
 * In what the database met now is not the one known; empty: in nothing that the site tells. What was not told before is no
 * difference; what was told and is not any more is one.
 */
export function compareDatabase(
  known: Pick<KnownDatabase, 'facts' | 'highestInstance'>,
  now: { readonly facts: DatabaseFactValues; readonly highestInstance: number | null },
  posted: readonly PostedDocument[],
): readonly DatabaseDifference[] {
  const differences = FACT_WORDS.flatMap(([name, what]): DatabaseDifference[] => {
    const was = known.facts[name] ?? null;
    const is = now.facts[name] ?? null;
    if (was === null || sameText(was, is)) return [];
    return [{ what, was, now: is ?? NOT_TOLD }];
  });
  const was = known.highestInstance;
  if (was !== null && (now.highestInstance === null || now.highestInstance < was))
    differences.push({
      what: 'latest process number',
      was: String(was),
      now: now.highestInstance === null ? NOT_TOLD : `${now.highestInstance}, which is older`,
    });
  for (const { kind, id, businessUnit, isThere } of posted)
    if (!isThere) differences.push({ what: `${kind} ${id} of ${businessUnit}`, was: 'posted', now: 'not to be found' });
  return differences;
}

/** Databases and nodes are named without regard to case. */
function sameText(one: string, other: string | null): boolean {
  return other !== null && one.trim().toLowerCase() === other.trim().toLowerCase();
}
