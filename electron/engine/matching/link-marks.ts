import { hash } from 'node:crypto';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { partyKey } from '../../matching/customers/party-key.ts';
import type { ProposedLinks } from '../../matching/customers/propose-links.ts';
import { customerKey } from './scope-keys.ts';

/** Of each Stripe customer: its own mark, the key of the PeopleSoft customer its link leads to (0: none), the mark of all that is said of it. */
const WORDS = 3;

function markOf(text: string): number {
  return hash('sha256', text, 'buffer').readUInt32LE(0);
}

function* marks({
  usable,
  ended,
  notes,
}: ProposedLinks): Generator<readonly [party: string, customer: number, said: number]> {
  for (const [party, link] of usable)
    yield [
      party,
      customerKey(link.custId),
      markOf(JSON.stringify([link.custId, link.linkId, link.strength, link.note, ...(ended.get(party) ?? [])])),
    ];
  for (const [party, note] of notes) yield [party, 0, markOf(JSON.stringify([note, ...(ended.get(party) ?? [])]))];
}

/** The links as matching used them, packed: to be told from those of the next run. */
export function packLinks(links: ProposedLinks): Uint8Array {
  const words = new Uint32Array(WORDS * (links.usable.size + links.notes.size));
  let at = 0;
  for (const [party, customer, said] of marks(links)) {
    words.set([markOf(party), customer, said], at);
    at += WORDS;
  }
  return new Uint8Array(words.buffer);
}

/**
 * Stripe customers (as `partyKey`) that are linked otherwise than they were, with the keys of the PeopleSoft customers they were and are
 * linked to. Null when one of those that were there is gone: what was its, nothing says any more.
 */
export function changedLinks(
  before: Uint8Array,
  links: ProposedLinks,
): { readonly parties: readonly string[]; readonly keys: readonly number[] } | null {
  const words = new Uint32Array(Uint8Array.from(before).buffer);
  const known = new Map<number, number>();
  for (let at = 0; at < words.length; at += WORDS) known.set(words[at] ?? 0, at);
  const seen = new Set<number>();
  const parties: string[] = [];
  const keys: number[] = [];
  for (const [party, customer, said] of marks(links)) {
    const mark = markOf(party);
    seen.add(mark);
    const at = known.get(mark);
    if (at !== undefined && words[at + 1] === customer && words[at + 2] === said) continue;
    parties.push(party);
    for (const key of [customer, at === undefined ? 0 : (words[at + 1] ?? 0)]) if (key !== 0) keys.push(key);
  }
  for (const mark of known.keys()) if (!seen.has(mark)) return null;
  return { parties, keys };
}

/** Row keys of the movements of these Stripe customers. */
export function movementsOfParties(db: ReadableLedger, parties: readonly string[]): readonly number[] {
  const wanted = new Set(parties);
  const movements = statement<{ key: number; account: string }>(
    db,
    'SELECT movement_key AS key, account FROM movement WHERE customer_id = ?',
  );
  const customers = new Set(parties.map((party) => party.slice(party.indexOf('|') + 1)));
  return [...customers].flatMap((customer) =>
    movements.all(customer).flatMap(({ key, account }) => (wanted.has(partyKey(account, customer)) ? [key] : [])),
  );
}
