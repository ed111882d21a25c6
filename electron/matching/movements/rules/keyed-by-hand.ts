import { KEYED } from '../../rules.ts';
import { isActiveCharge, overLink } from '../decisions.ts';
import { catalogued, type MatchingRule, type Remark, type RuleContext } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { weighReceipt } from '../weigh.ts';
import { keyedByNobody } from './keyed-by-nobody.ts';
import { UnsureItems } from './unsure-items.ts';
import {
  namesSameItem,
  pairBySize,
  receiptsByName,
  ReceiptsBySize,
  rivalsOf,
  rulingByName,
  type KeyedRuling,
} from './keyed-pairs.ts';
import { KEYED_WINDOW_DAYS } from '../../rules.ts';

/**
 * Receipts that somebody keyed into PeopleSoft for a Stripe charge. A charge with one is never posted again, so this rule
 * comes first. A receipt that names the charge is automatic, and one that names the charge's invoice when both are alone: each only
 * over a confirmed customer link, as every automatic decision. One of the same customer, amount and days only proposes; one of no customer
 * that is known comes after those, and proposes or casts a doubt.
 */
export const keyedByHand: MatchingRule = {
  ...catalogued(KEYED),
  parameters: { windowDays: KEYED_WINDOW_DAYS },
  *propose(context) {
    const named = byName(context);
    const sized = new Set<number>();
    const unsure = new UnsureItems(context);
    yield* unsure.of(named.values());
    for (const found of unsure.of(bySize(context, named))) {
      sized.add(found.movement);
      yield found;
    }
    yield* unsure.of(byNobody(context, (movement) => named.has(movement) || sized.has(movement)));
    yield* unsure.byAmount();
  },
  weigh: ({ snapshot }, { movement, receipt }) => weighReceipt(snapshot, movement, receipt),
};

function remark(movement: number, ruling: KeyedRuling): Remark {
  return { kind: 'remark', movement, ruling: { rule: KEYED, ...ruling } };
}

function byName({ snapshot, decisions }: RuleContext): ReadonlyMap<number, Remark> {
  const found = receiptsByName(snapshot);
  const remarks = new Map<number, Remark>();
  for (const movement of found.keys()) {
    if (!isActiveCharge(snapshot, decisions, movement)) continue;
    const ruling = rulingByName(snapshot, found, movement);
    if (ruling !== null) remarks.set(movement, remark(movement, ruling));
  }
  return remarks;
}

/** Receipts into the clearing account that name no charge, paired by customer, amount and days. */
function* bySize({ snapshot, decisions }: RuleContext, named: ReadonlyMap<number, unknown>): Iterable<Remark> {
  const { movements, receipts } = snapshot;
  const sized = new ReceiptsBySize(snapshot, 'in');
  if (sized.isEmpty) return;
  const fitting = new Map<number, readonly number[]>();
  for (let movement = 0; movement < movements.key.length; movement++) {
    const customer = movements.customer[movement] ?? -1;
    if (customer < 0 || named.has(movement) || !isActiveCharge(snapshot, decisions, movement)) continue;
    const near = sized.near(movement, customer, (receipt) => isOfItsItems(snapshot, movement, receipt));
    if (near.length > 0) fitting.set(movement, near);
  }
  for (const [movement, pair] of pairBySize(fitting, (movement) =>
    sized.isCrowded(movement, movements.customer[movement] ?? -1),
  )) {
    const rivals = rivalsOf(snapshot, movement, pair);
    if (rivals !== null) {
      yield remark(movement, rivals);
      continue;
    }
    const receipt = pair.fitting[0] ?? -1;
    const text = receipts.text[receipt] ?? '';
    const isNamed = namesSameItem(snapshot, movement, receipt) && receipts.status[receipt] !== 'error';
    const note = isNamed
      ? `Already in PeopleSoft as receipt ${text}, which names the same invoice.`
      : `Receipt ${text} of the same customer and amount may be this charge, keyed by hand.`;
    yield remark(movement, { ...overLink(snapshot, movement, isNamed), receipt, note });
  }
}

/** Receipts of no one customer, for the charges that those of their own customer say nothing of. */
function* byNobody({ snapshot, decisions }: RuleContext, isHeard: (movement: number) => boolean): Iterable<Remark> {
  const isAsked = (movement: number): boolean => !isHeard(movement) && isActiveCharge(snapshot, decisions, movement);
  const { rulings, doubts } = keyedByNobody(snapshot, isAsked);
  for (const [movement, ruling] of rulings) yield remark(movement, ruling);
  for (const [movement, doubt] of doubts) yield { kind: 'remark', movement, ruling: null, doubt };
}

/** A receipt for other items than the charge names was keyed for something else. */
function isOfItsItems({ movements, receipts }: Snapshot, movement: number, receipt: number): boolean {
  const namesItems = (movements.references[movement]?.own.length ?? 0) > 0;
  return !namesItems || !receipts.hasItems[receipt] || receipts.paidItemNamedBy[receipt]?.includes(movement) === true;
}
