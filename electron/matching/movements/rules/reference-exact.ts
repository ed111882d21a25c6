import { judgeCharge } from '../pair-conditions.ts';
import { REFERENCE } from '../../rules.ts';
import { isActiveCharge, isRejected, type Ruling } from '../decisions.ts';
import {
  catalogued,
  type Candidate,
  type Contest,
  type Contested,
  type Finding,
  type MatchingRule,
  type Remark,
} from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import type { References, Snapshot } from '../snapshot.ts';
import { weighReference } from '../weigh.ts';
import { joinParts } from './named-parts.ts';
import { claimOf, type Claim } from './reference-claim.ts';

const SHOWN = 2;

/**
 * Charges that name items of their linked customer: by number, by Stripe's own invoice, or by purchase order. A claim is certain when the
 * named items are open to the cent, or Stripe itself says which part went where, or all charges that name one item are together what is open on it.
 */
export const referenceExact: MatchingRule = {
  ...catalogued(REFERENCE),
  parameters: {},
  propose,
  weigh: ({ snapshot }, { movement, shares, group }) => weighReference(snapshot, movement, shares, group),
  contested,
  judge: ({ snapshot }, movement, item) => {
    const failing = judgeCharge(snapshot, movement, item);
    const references = snapshot.movements.references[movement] ?? null;
    const claim = references === null ? null : claimOf(snapshot, movement, references);
    const isNamed =
      references?.own.includes(item) === true || claim?.asks.some((share) => share.item === item) === true;
    if (!isNamed) failing.push({ kind: 'notNamed' });
    if (snapshot.items.currency[item] !== snapshot.movements.currency[movement])
      failing.push({ kind: 'otherCurrency' });
    return failing;
  },
};

function* propose({ snapshot, decisions }: RuleContext): Iterable<Finding> {
  const paid = receiptsOfNamedItems(snapshot);
  const claims: Claim[] = [];
  const namedByStrangers = new Set<number>();
  for (let movement = 0; movement < snapshot.movements.key.length; movement++) {
    const references = snapshot.movements.references[movement];
    const receipt = paid.get(movement);
    if (receipt !== undefined && (references?.own.length ?? 0) === 0 && isActiveCharge(snapshot, decisions, movement)) {
      const text = snapshot.receipts.text[receipt] ?? '';
      yield unmatched(
        movement,
        'possibleDuplicate',
        `What it names was paid by receipt ${text}, and nothing of it is open.`,
      );
      continue;
    }
    if (references === null || references === undefined) continue;
    if (!isActiveCharge(snapshot, decisions, movement)) continue;
    for (const item of references.foreign) namedByStrangers.add(item);
    const amount = snapshot.movements.amount[movement] ?? 0;
    if (references.own.length === 0) {
      // A stranger that names an item and pays exactly what is open on it is a rival, though it cannot win.
      for (const item of references.foreign)
        if (snapshot.items.available[item] === amount) yield strangerTo(movement, item, amount);
      continue;
    }
    // What is in another currency is a later rule's.
    if (references.own.every((item) => snapshot.items.currency[item] !== snapshot.movements.currency[movement]))
      continue;
    const claim = claimOf(snapshot, movement, references);
    if (claim === null) yield refused(snapshot, movement, references);
    else if (claim.shares.length > 0 && isRejected(snapshot, movement, claim.shares))
      yield unmatched(movement, 'noItem', 'A person said that it does not pay the items it names.');
    else claims.push(claim);
  }
  yield* joinParts(snapshot, claims, namedByStrangers);
}

/** By charge: a receipt of its customer that pays an item which the charge names; the first by its text where there are several. */
function receiptsOfNamedItems({ receipts, movements }: Snapshot): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [receipt, named] of receipts.paidItemNamedBy.entries())
    for (const movement of named) {
      const customer = movements.customer[movement] ?? -1;
      if (customer < 0 || receipts.customer[receipt] !== customer || receipts.isOut[receipt] === true) continue;
      const known = found.get(movement);
      if (known === undefined || (receipts.text[receipt] ?? '') < (receipts.text[known] ?? ''))
        found.set(movement, receipt);
    }
  return found;
}

function strangerTo(movement: number, item: number, amount: number): Candidate {
  const shares = [{ item, amount }];
  return {
    kind: 'candidate',
    rule: REFERENCE,
    movement,
    shares,
    asks: shares,
    isCertain: false,
    attention: 'noItem',
    note: null,
    isStranger: true,
  };
}

function unmatched(movement: number, attention: Ruling['attention'], note: string): Remark {
  return { kind: 'remark', movement, ruling: { rule: REFERENCE, verdict: 'unmatched', attention, note } };
}

/** It names items, and none of them can take money. */
function refused(snapshot: Snapshot, movement: number, references: References): Remark {
  const { items } = snapshot;
  const names = [...new Set(references.own.map((item) => items.item[item] ?? ''))].sort().join(', ');
  const taken = references.own.some((item) => items.taken[item] === true);
  if (taken) return unmatched(movement, 'possibleDuplicate', `It names ${names}, which another charge already pays.`);
  return unmatched(movement, 'noItem', `It names ${names}, which has nothing open.`);
}

function contested({ snapshot }: RuleContext, { mine, against, rivals, isSameAmount }: Contest): Contested {
  const { movements, items } = snapshot;
  const [claim] = mine;
  const shown = [...new Set(against.map((each) => movements.objectId[each.movement] ?? ''))].sort().slice(0, SHOWN);
  const more = rivals > shown.length ? ` and ${rivals - shown.length} more` : '';
  const wanted = new Set(against.flatMap(({ asks }) => asks.map(({ item }) => item)));
  const contestedItems = (claim?.asks ?? []).filter(({ item }) => wanted.has(item));
  const names = [...new Set(contestedItems.map(({ item }) => items.item[item] ?? ''))].sort();
  return {
    attention: isSameAmount ? 'possibleDuplicate' : 'severalCandidates',
    note: `${names.join(', ')} is also named by ${shown.join(', ')}${more}; together they are more than is open.`,
    shares: claim === undefined ? [] : claim.shares.length > 0 ? claim.shares : claim.asks,
  };
}
