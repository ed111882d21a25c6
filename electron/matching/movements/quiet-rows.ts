import { REFERENCE } from '../rules.ts';
import type { Decisions } from './decisions.ts';
import type { RuleContext } from './rule.ts';
import { amountTolerance } from './rules/amount-tolerance.ts';
import { chargesOfOneItem } from './rules/charges-of-one-item.ts';
import type { Snapshot } from './snapshot.ts';

/** Rules that count all open items of a customer, also those that are claimed, search only up to so many. */
export const QUIET_ITEMS_MOST = Math.min(
  chargesOfOneItem.parameters['itemLimit'] ?? 0,
  amountTolerance.parameters['itemLimit'] ?? 0,
);

/** Which rows, by index, the other rows of their customer have no part in. */
export interface QuietRows {
  movement(at: number): boolean;
  item(at: number): boolean;
}

/**
 * The rows that are settled by what they name: whatever comes for their customer changes nothing about them, and they change nothing for
 * it, unless it names them or what they name, is of the same amount, or speaks of the same payment. Charges that are decided, compete with
 * nobody, or have a match by their references; refunds and disputes, which go by their charge; items on which nothing is open, or which
 * such a charge claims before rules by amount are heard. None of a customer with more items than rules by amount look at.
 */
export function quietRows({ snapshot, decisions }: RuleContext): QuietRows {
  const { movements, items } = snapshot;
  const itemsOf = new Uint32Array(snapshot.customers.length);
  for (const customer of items.customer) if (customer >= 0) itemsOf[customer] = (itemsOf[customer] ?? 0) + 1;
  const isLarge = (customer: number): boolean => (itemsOf[customer] ?? 0) > QUIET_ITEMS_MOST;
  const settled = new Uint8Array(movements.key.length);
  const claimed = new Uint8Array(items.key.length);
  for (let at = 0; at < settled.length; at++) {
    if (!isSettledByName(snapshot, decisions, at)) continue;
    settled[at] = 1;
    for (const { item } of decisions.shares[at] ?? []) claimed[item] = 1;
  }
  return {
    movement: (at) => !isLarge(movements.customer[at] ?? -1) && (settled[at] === 1 || !mayTakePart(snapshot, at)),
    item: (at) => !isLarge(items.customer[at] ?? -1) && (claimed[at] === 1 || (items.available[at] ?? 0) === 0),
  };
}

/** Whether what is open for its customer may be for this movement. */
function mayTakePart({ movements }: Snapshot, at: number): boolean {
  const gate = movements.gate[at];
  return movements.kind[at] === 'charge' && gate !== 'decided' && gate !== 'failed' && gate !== 'notEvaluated';
}

function isSettledByName(snapshot: Snapshot, decisions: Readonly<Decisions>, at: number): boolean {
  const verdict = decisions.verdict[at];
  return (
    decisions.rule[at] === REFERENCE &&
    (verdict === 'automatic' || verdict === 'proposed') &&
    (decisions.shares[at]?.length ?? 0) > 0 &&
    !looksForSlips(snapshot, at)
  );
}

/**
 * Whether numbers that are nearly those of its customer's items are looked for in the texts of a movement: then any item of the customer may
 * be one of them.
 */
export function looksForSlips(snapshot: Snapshot, at: number): boolean {
  const { movements, items } = snapshot;
  if (!mayTakePart(snapshot, at) || (movements.customer[at] ?? -1) < 0) return false;
  const own = movements.references[at]?.own ?? [];
  let open = 0;
  for (const item of own) if (items.currency[item] === movements.currency[at]) open += items.available[item] ?? 0;
  return own.length === 0 || open < (movements.amount[at] ?? 0);
}
