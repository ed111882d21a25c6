import { pairingText } from '../../pairing.ts';
import { KEYED, KEYED_WINDOW_DAYS } from '../../rules.ts';
import { isActiveCharge, overLink, rule, type Decisions } from '../decisions.ts';
import type { Snapshot } from '../snapshot.ts';

/**
 * Receipts that somebody keyed into PeopleSoft for a Stripe charge. A charge with one is never posted again, so this rule
 * comes first. A receipt that names the charge is automatic, and one that names the charge's invoice when both are alone: each only
 * over a confirmed customer link, as every automatic decision. One of the same customer, amount and days only proposes.
 */
export function applyKeyedRule(snapshot: Snapshot, decisions: Decisions): void {
  const claimed = new Uint8Array(snapshot.receipts.key.length);
  byName(snapshot, decisions, claimed);
  bySize(snapshot, decisions, claimed);
}

/** Whether a person has said that this receipt is not of this movement. */
export function isRefused(snapshot: Snapshot, movement: number, receipt: number): boolean {
  const rejected = snapshot.rejected.get(movement);
  const paymentKey = snapshot.receipts.key[receipt] ?? 0;
  const text = pairingText({ kind: 'alreadyKeyed', paymentKey }, snapshot.settings.hashItems);
  return rejected !== undefined && rejected.has(text);
}

function byName(snapshot: Snapshot, decisions: Decisions, claimed: Uint8Array): void {
  const { movements, receipts } = snapshot;
  const receiptsOf = new Map<number, number[]>();
  for (const [receipt, names] of receipts.names.entries())
    for (const movement of names) {
      claimed[receipt] = 1;
      receiptsOf.set(movement, [...(receiptsOf.get(movement) ?? []), receipt]);
    }
  for (const [movement, all] of receiptsOf) {
    if (!isActiveCharge(snapshot, decisions, movement)) continue;
    const mine = all.filter((receipt) => !isRefused(snapshot, movement, receipt));
    const receipt = mine[0];
    if (receipt === undefined) continue;
    if (mine.length > 1) {
      const texts = mine.map((each) => receipts.text[each] ?? '').sort();
      const note = `${mine.length} receipts name this charge: ${texts.slice(0, 3).join('; ')}.`;
      rule(snapshot, decisions, movement, { rule: KEYED, verdict: 'ambiguous', attention: 'severalCandidates', note });
      continue;
    }
    const group = receipts.names[receipt] ?? [];
    const sum = group.reduce((total, each) => total + (movements.amount[each] ?? 0), 0);
    const whole =
      sum === receipts.amount[receipt] &&
      group.every((each) => movements.currency[each] === receipts.currency[receipt]) &&
      group.every((each) => receiptsOf.get(each)?.length === 1);
    const inPlace = receipts.unit[receipt] === movements.unit[movement] && receipts.status[receipt] !== 'error';
    const text = receipts.text[receipt] ?? '';
    const note = !whole
      ? `Receipt ${text} names this charge with another amount.`
      : inPlace
        ? `Already in PeopleSoft as receipt ${text}.`
        : `Receipt ${text} names this charge, but ${receipts.status[receipt] === 'error' ? 'is in error' : 'lies in another bank account'}.`;
    if (whole && inPlace) {
      const isOfCustomer = [-1, movements.customer[movement] ?? -1].includes(receipts.customer[receipt] ?? -1);
      rule(snapshot, decisions, movement, {
        rule: KEYED,
        ...overLink(snapshot, movement, isOfCustomer),
        receipt,
        note,
      });
    } else
      rule(snapshot, decisions, movement, {
        rule: KEYED,
        verdict: 'proposed',
        attention: whole ? 'proposal' : 'amountDiffers',
        receipt,
        note,
      });
  }
}

/** Receipts into the clearing account that name no charge, paired by customer, amount and days. */
function bySize(snapshot: Snapshot, decisions: Decisions, claimed: Uint8Array): void {
  const { movements, receipts } = snapshot;
  const keyOf = (customer: number | undefined, currency: number | undefined, amount: number | undefined): string =>
    `${customer ?? -1}|${currency ?? -1}|${amount ?? -1}`;
  const bySizeKey = new Map<string, number[]>();
  for (let receipt = 0; receipt < receipts.key.length; receipt++) {
    if (
      receipts.isOut[receipt] === true ||
      claimed[receipt] === 1 ||
      (receipts.unit[receipt] ?? -1) < 0 ||
      (receipts.customer[receipt] ?? -1) < 0
    )
      continue;
    const key = keyOf(receipts.customer[receipt], receipts.currency[receipt], receipts.amount[receipt]);
    bySizeKey.set(key, [...(bySizeKey.get(key) ?? []), receipt]);
  }
  if (bySizeKey.size === 0) return;
  const pairs: { movement: number; fitting: readonly number[] }[] = [];
  const suitors = new Map<number, number>();
  for (let movement = 0; movement < movements.key.length; movement++) {
    if ((movements.customer[movement] ?? -1) < 0 || !isActiveCharge(snapshot, decisions, movement)) continue;
    const key = keyOf(movements.customer[movement], movements.currency[movement], movements.amount[movement]);
    const fitting = (bySizeKey.get(key) ?? []).filter((receipt) => fits(snapshot, movement, receipt));
    if (fitting.length === 0) continue;
    pairs.push({ movement, fitting });
    for (const receipt of fitting) suitors.set(receipt, (suitors.get(receipt) ?? 0) + 1);
  }
  for (const { movement, fitting } of pairs) {
    const receipt = fitting[0] ?? -1;
    const text = receipts.text[receipt] ?? '';
    if (fitting.length > 1 || suitors.get(receipt) !== 1) {
      const note =
        fitting.length > 1
          ? `${fitting.length} receipts of this customer have its amount.`
          : `Receipt ${text} fits this charge and others of the same amount.`;
      rule(snapshot, decisions, movement, { rule: KEYED, verdict: 'ambiguous', attention: 'severalCandidates', note });
      continue;
    }
    const named = namesSameItem(snapshot, movement, receipt) && receipts.status[receipt] !== 'error';
    const note = named
      ? `Already in PeopleSoft as receipt ${text}, which names the same invoice.`
      : `Receipt ${text} of the same customer and amount may be this charge, keyed by hand.`;
    rule(snapshot, decisions, movement, { rule: KEYED, ...overLink(snapshot, movement, named), receipt, note });
  }
}

function fits(snapshot: Snapshot, movement: number, receipt: number): boolean {
  const { movements, receipts } = snapshot;
  const days = Math.abs((receipts.day[receipt] ?? 0) - (movements.day[movement] ?? 0));
  if (receipts.unit[receipt] !== movements.unit[movement] || days > KEYED_WINDOW_DAYS) return false;
  if (isRefused(snapshot, movement, receipt)) return false;
  // A receipt for other items than the charge names was keyed for something else.
  const namesItems = (movements.references[movement]?.own.length ?? 0) > 0;
  return !namesItems || !receipts.hasItems[receipt] || receipts.paidItemNamedBy[receipt]?.includes(movement) === true;
}

/** Whether a receipt says by itself which charge it was keyed for. */
export function namesCharge(snapshot: Snapshot, movement: number, receipt: number): boolean {
  return snapshot.receipts.names[receipt]?.includes(movement) === true;
}

/** Whether a receipt's comment names an item that the charge names too. */
export function namesSameItem(snapshot: Snapshot, movement: number, receipt: number): boolean {
  return snapshot.receipts.commentMeets[receipt]?.includes(movement) === true;
}
