import { compareText } from '../compare-text.ts';
import { compactReference } from '../reference-tokens.ts';
import { isRejected, type Decisions } from '../decisions.ts';
import type { Share, Snapshot } from '../snapshot.ts';

/** Open credit memos by what a refund must agree in with them. */
export type CreditsByAmount = ReadonlyMap<string, readonly number[]>;

const keyOf = (unit: number, customer: number, currency: number, amount: number): string =>
  `${unit}|${customer}|${currency}|${amount}`;

/** Every open credit memo under its unit, customer, currency and open amount. */
export function creditsByAmount({ items, credits }: Snapshot): CreditsByAmount {
  const found = new Map<string, number[]>();
  for (const item of credits.keys()) {
    const key = keyOf(
      items.unit[item] ?? -1,
      items.customer[item] ?? -1,
      items.currency[item] ?? -1,
      items.refundable[item] ?? 0,
    );
    found.set(key, [...(found.get(key) ?? []), item]);
  }
  return found;
}

/** Credit memos of the refund's customer with exactly its amount that nobody has ruled out for it, in the order of their content. */
export function fittingCredits(snapshot: Snapshot, byAmount: CreditsByAmount, movement: number): readonly number[] {
  const { movements } = snapshot;
  const customer = movements.customer[movement] ?? -1;
  if (customer < 0) return [];
  const amount = movements.amount[movement] ?? 0;
  const key = keyOf(movements.unit[movement] ?? -1, customer, movements.currency[movement] ?? -1, amount);
  return (byAmount.get(key) ?? [])
    .filter((item) => !isRejected(snapshot, movement, [{ item, amount }]))
    .sort((left, right) => compareItems(snapshot, left, right));
}

function compareItems({ items }: Snapshot, left: number, right: number): number {
  return (
    compareText(items.item[left] ?? '', items.item[right] ?? '') ||
    compareText(items.businessUnit[left] ?? '', items.businessUnit[right] ?? '') ||
    (items.line[left] ?? 0) - (items.line[right] ?? 0)
  );
}

/** Whether a credit memo says by itself that it is for this refund: it names the refund, its charge, or what that charge pays. */
export function namesRefund(
  snapshot: Snapshot,
  movement: number,
  credit: number,
  decisions: Readonly<Decisions>,
): boolean {
  const { movements, items, credits } = snapshot;
  const words = credits.get(credit);
  const charge = movements.charge[movement] ?? -1;
  if (words === undefined) return false;
  if (words.meets.includes(charge)) return true;
  const ids = [movements.objectId[movement], charge < 0 ? undefined : movements.objectId[charge]];
  if (ids.some((id) => id !== undefined && words.text.includes(id))) return true;
  // What a charge is only proposed to pay is no proof: then one guess would rest on another.
  const isSure = snapshot.refundSources.has(movement) || decisions.verdict[charge] === 'automatic';
  if (!isSure) return false;
  return paidByCharge(snapshot, movement, decisions).some(({ item }) =>
    words.pieces.has(compactReference(items.item[item] ?? '')),
  );
}

/** What the charge of a refund pays: as decided, else as the rules of this run propose; nothing where it is one of several. */
export function paidByCharge(snapshot: Snapshot, movement: number, decisions: Readonly<Decisions>): readonly Share[] {
  const decided = snapshot.refundSources.get(movement);
  if (decided !== undefined) return decided.pays;
  const charge = snapshot.movements.charge[movement] ?? -1;
  const isProposed = decisions.verdict[charge] === 'automatic' || decisions.verdict[charge] === 'proposed';
  return isProposed ? (decisions.shares[charge] ?? []) : [];
}

/** The refund over the items its charge pays, in their order and never more than the charge put there; null when they cannot take it. */
export function overPaidItems(
  snapshot: Snapshot,
  movement: number,
  decisions: Readonly<Decisions>,
): readonly Share[] | null {
  let left = snapshot.movements.amount[movement] ?? 0;
  const isDecided = snapshot.refundSources.has(movement);
  const shares: Share[] = [];
  const { item: numbers } = snapshot.items;
  const paid = paidByCharge(snapshot, movement, decisions).toSorted((one, other) =>
    compareText(numbers[one.item] ?? '', numbers[other.item] ?? ''),
  );
  for (const { item, amount } of paid) {
    const most = isDecided ? Math.min(amount, snapshot.items.refundable[item] ?? 0) : amount;
    const part = Math.min(left, most);
    if (part > 0) shares.push({ item, amount: part });
    left -= part;
  }
  return left === 0 ? shares : null;
}
