import { REFERENCE } from '../../rules.ts';
import { isActiveCharge, isRejected, overLink, rule, type Decisions } from '../decisions.ts';
import type { References, Snapshot } from '../snapshot.ts';
import { claimOf, currencyOf, type Claim } from './reference-claim.ts';

/** A charge that names an item of a customer it is not linked to. */
interface Stranger {
  readonly movement: number;
  readonly item: number;
}
const SHOWN = 2;

/**
 * Charges that name items of their linked customer. Every claim is made first, then each item hears all of its claims at
 * once: when they ask for more than is open, none of them gets it. Nobody is first.
 */
export function applyReferenceRule(snapshot: Snapshot, decisions: Decisions): void {
  const claims: Claim[] = [];
  const strangers: Stranger[] = [];
  for (let movement = 0; movement < snapshot.movements.key.length; movement++) {
    const references = snapshot.movements.references[movement];
    if (references === null || references === undefined) continue;
    if (!isActiveCharge(snapshot, decisions, movement)) continue;
    const amount = snapshot.movements.amount[movement] ?? 0;
    if (references.own.length === 0) {
      // A stranger that names an item and pays exactly what is open on it is a rival, though it cannot win.
      for (const item of references.foreign)
        if (snapshot.items.available[item] === amount) strangers.push({ movement, item });
      continue;
    }
    const claim = claimOf(snapshot, movement, references);
    if (claim === null) refuse(snapshot, decisions, movement, references);
    else if (claim.shares.length > 0 && isRejected(snapshot, movement, claim.shares))
      rule(snapshot, decisions, movement, {
        rule: REFERENCE,
        verdict: 'unmatched',
        attention: 'noItem',
        note: 'A person said that it does not pay the items it names.',
      });
    else claims.push(claim);
  }
  settle(snapshot, decisions, claims, strangers);
}

/** It names items, and none of them can take money. */
function refuse(snapshot: Snapshot, decisions: Decisions, movement: number, references: References): void {
  const { items } = snapshot;
  const names = [...new Set(references.own.map((item) => items.item[item] ?? ''))].sort().join(', ');
  const sameCurrency = references.own.some((item) => items.currency[item] === snapshot.movements.currency[movement]);
  const taken = references.own.some((item) => items.taken[item] === true);
  const note = !sameCurrency
    ? `It names ${names}, which is in another currency than ${currencyOf(snapshot, movement)}.`
    : taken
      ? `It names ${names}, which another charge already pays.`
      : `It names ${names}, which has nothing open.`;
  const attention = !sameCurrency ? 'amountDiffers' : taken ? 'possibleDuplicate' : 'noItem';
  rule(snapshot, decisions, movement, { rule: REFERENCE, verdict: 'unmatched', attention, note });
}

/** What is known of all who name one contested item; enough to speak about them without walking them again for each. */
interface Rivals {
  count: number;
  readonly amounts: Map<number, number>;
  /** The first few object ids in text order, for the words only. */
  readonly shown: string[];
}

function settle(
  snapshot: Snapshot,
  decisions: Decisions,
  claims: readonly Claim[],
  strangers: readonly Stranger[],
): void {
  const { items } = snapshot;
  const asked = new Float64Array(items.key.length);
  for (const claim of claims)
    for (const share of claim.asks) {
      asked[share.item] = (asked[share.item] ?? 0) + share.amount;
      decisions.claimed[share.item] = 1;
    }
  for (const { item } of strangers)
    if (asked[item] !== 0) asked[item] = (asked[item] ?? 0) + (items.available[item] ?? 0);
  const isContested = (item: number): boolean => (asked[item] ?? 0) > (items.available[item] ?? 0);
  const rivals = new Map<number, Rivals>();
  for (const { movement, item } of strangers) if (isContested(item)) addRival(snapshot, rivals, item, movement);
  for (const claim of claims)
    for (const share of claim.asks) if (isContested(share.item)) addRival(snapshot, rivals, share.item, claim.movement);
  for (const claim of claims) {
    const contested = claim.asks.filter((share) => isContested(share.item)).map((share) => share.item);
    if (contested.length > 0) contest(snapshot, decisions, claim, contested, rivals);
    else accept(snapshot, decisions, claim);
  }
}

function accept(snapshot: Snapshot, decisions: Decisions, claim: Claim): void {
  const { movement, shares, asks, note } = claim;
  if (shares.length > 0) {
    const link = overLink(snapshot, movement, claim.automatic, claim.attention);
    rule(snapshot, decisions, movement, { rule: REFERENCE, ...link, note, shares });
    return;
  }
  const alternatives = asks.map((share) => [share]);
  rule(snapshot, decisions, movement, {
    rule: REFERENCE,
    verdict: 'unmatched',
    attention: claim.attention,
    note,
    alternatives,
  });
}

function addRival(snapshot: Snapshot, rivals: Map<number, Rivals>, item: number, movement: number): void {
  let entry = rivals.get(item);
  if (entry === undefined) rivals.set(item, (entry = { count: 0, amounts: new Map(), shown: [] }));
  const amount = snapshot.movements.amount[movement] ?? 0;
  entry.count += 1;
  entry.amounts.set(amount, (entry.amounts.get(amount) ?? 0) + 1);
  entry.shown.push(snapshot.movements.objectId[movement] ?? '');
  entry.shown.sort().splice(SHOWN + 1);
}

function contest(
  snapshot: Snapshot,
  decisions: Decisions,
  claim: Claim,
  contested: readonly number[],
  rivals: ReadonlyMap<number, Rivals>,
): void {
  const { movements, items } = snapshot;
  const amount = movements.amount[claim.movement] ?? 0;
  const self = movements.objectId[claim.movement];
  const against = contested.flatMap((item) => rivals.get(item) ?? []);
  const same = against.some((each) => (each.amounts.get(amount) ?? 0) > 1);
  const count = Math.max(...against.map((each) => each.count - 1));
  const shown = [...new Set(against.flatMap((each) => each.shown))].filter((id) => id !== self).slice(0, SHOWN);
  const more = count > shown.length ? ` and ${count - shown.length} more` : '';
  const names = [...new Set(contested.map((item) => items.item[item] ?? ''))].sort();
  rule(snapshot, decisions, claim.movement, {
    rule: REFERENCE,
    verdict: 'ambiguous',
    attention: same ? 'possibleDuplicate' : 'severalCandidates',
    note: `${names.join(', ')} is also named by ${shown.join(', ')}${more}; together they are more than is open.`,
    shares: claim.shares.length > 0 ? claim.shares : claim.asks,
  });
}
