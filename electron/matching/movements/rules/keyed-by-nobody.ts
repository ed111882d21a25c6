import { KEYED_WINDOW_DAYS } from '../../rules.ts';
import { NO_ITEMS } from '../comment-items.ts';
import { overLink } from '../decisions.ts';
import type { Snapshot } from '../snapshot.ts';
import {
  CROWD,
  isRefused,
  namesSameItem,
  pairBySize,
  ReceiptsBySize,
  rivalsOf,
  type KeyedRuling,
} from './keyed-pairs.ts';

/** What receipts of no single customer make of charges. */
export interface KeyedByNobody {
  readonly rulings: ReadonlyMap<number, KeyedRuling>;
  /** Why a charge is not to be decided without a person, whatever it names. */
  readonly doubts: ReadonlyMap<number, string>;
}

/**
 * Weighs charges against the receipts in the clearing account of their unit that PeopleSoft shows for no customer, most of them not applied yet: who
 * paid is not known, so none is automatic. One that names what a charge names is proposed for it. Of the others, amount and days alone make a
 * pair where neither side has another choice; where one has, each such charge is in doubt. A receipt that names another document or
 * another charge is for that. All charges are heard before any is answered. `isAsked`: whether a movement is a charge to be weighed.
 */
export function keyedByNobody(snapshot: Snapshot, isAsked: (movement: number) => boolean): KeyedByNobody {
  const rulings = new Map<number, KeyedRuling>();
  const doubts = new Map<number, string>();
  const loose = new ReceiptsBySize(snapshot, 'in', (receipt) => listedUnder(snapshot, receipt));
  if (loose.isEmpty) return { rulings, doubts };
  const named = namedFor(snapshot, isAsked);
  const spoken = new Set<number>();
  for (const [movement, pair] of pairBySize(named, () => false)) {
    const rivals = rivalsOf(snapshot, movement, pair);
    const [receipt = -1] = pair.fitting;
    // The number of a shop or a terminal names no charge: each keeps what its rules find, for a person.
    const naming = pair.fitting.filter((each) => namesItem(snapshot, movement, each));
    if (rivals !== null && naming.length === 0)
      doubts.set(movement, rivals.note ?? doubtOf(snapshot, pair.fitting, pair.fitting.length));
    else rulings.set(movement, rivals ?? proposed(snapshot, movement, receipt));
    for (const each of naming) spoken.add(each);
  }
  const isNamed = new Set([...named.values()].flat());
  const wanted = new Map<number, Wanted>();
  const suitors = new Map<number, number>();
  for (let movement = 0; movement < snapshot.movements.key.length; movement++) {
    if (!loose.hasAmountOf(movement) || named.has(movement) || !isAsked(movement)) continue;
    const found = alike(snapshot, loose, movement, spoken);
    for (const receipt of found) suitors.set(receipt, (suitors.get(receipt) ?? 0) + 1);
    // Very many charges may have very many receipts: only what is said of them is kept.
    if (found.length > 0) wanted.set(movement, { shown: found.slice(0, SHOWN), count: found.length });
  }
  for (const [movement, { shown, count }] of wanted) {
    const [first = -1] = shown;
    const isCrowded = listsOf(snapshot, movement).some((customer) => loose.isCrowded(movement, customer));
    if (count === 1 && suitors.get(first) === 1 && !isCrowded && !isNamed.has(first))
      rulings.set(movement, proposed(snapshot, movement, first));
    else doubts.set(movement, doubtOf(snapshot, shown, count));
  }
  return { rulings, doubts };
}

interface Wanted {
  readonly shown: readonly number[];
  readonly count: number;
}

/** Receipts that a sentence names at most. */
const SHOWN = 3;

/** Whose charges a receipt may be for: those of customers whose items it pays or names; where it does neither, anybody's (-1). */
function listedUnder({ receipts, items }: Snapshot, receipt: number): readonly number[] {
  if ((receipts.customer[receipt] ?? -1) >= 0 || receipts.quotesId[receipt] === true) return [];
  const payers = receipts.payers[receipt] ?? [];
  if (payers.length > 0) return payers;
  const { whole, digits } = receipts.commentItems[receipt] ?? NO_ITEMS;
  if (whole.length === 0) return [-1];
  return [...new Set([...whole, ...digits].map((item) => items.customer[item] ?? -1))];
}

/** By charge: the receipts of its size that name what it names. */
function namedFor(snapshot: Snapshot, isAsked: (movement: number) => boolean): ReadonlyMap<number, readonly number[]> {
  const { receipts, movements } = snapshot;
  const found = new Map<number, number[]>();
  for (const [receipt, meets] of receipts.commentMeets.entries()) {
    if (
      (receipts.customer[receipt] ?? -1) >= 0 ||
      receipts.isOut[receipt] === true ||
      receipts.quotesId[receipt] === true
    )
      continue;
    for (const movement of meets) {
      const isOfSize =
        receipts.amount[receipt] === movements.amount[movement] &&
        receipts.currency[receipt] === movements.currency[movement] &&
        (receipts.unit[receipt] ?? -1) >= 0 &&
        receipts.unit[receipt] === movements.unit[movement] &&
        Math.abs((receipts.day[receipt] ?? 0) - (movements.day[movement] ?? 0)) <= KEYED_WINDOW_DAYS;
      if (!isOfSize || !isAsked(movement) || isRefused(snapshot, movement, receipt)) continue;
      const mine = found.get(movement);
      if (mine === undefined) found.set(movement, [receipt]);
      else mine.push(receipt);
    }
  }
  return found;
}

/** Whether a receipt names an item that a charge names: then it is for no other one. A word that both have may be a postcode. */
function namesItem({ receipts, movements }: Snapshot, movement: number, receipt: number): boolean {
  const references = movements.references[movement] ?? null;
  const { whole, digits } = receipts.commentItems[receipt] ?? NO_ITEMS;
  const isNamed = (item: number): boolean =>
    references !== null && (references.own.includes(item) || references.foreign.includes(item));
  return receipts.paidItemNamedBy[receipt]?.includes(movement) === true || whole.some(isNamed) || digits.some(isNamed);
}

/** The lists that a charge is looked for in. */
function listsOf({ movements }: Snapshot, movement: number): readonly number[] {
  const customer = movements.customer[movement] ?? -1;
  return customer < 0 ? [-1] : [customer, -1];
}

/** Receipts of a charge's size that nothing says are for something else. */
function alike(
  snapshot: Snapshot,
  loose: ReceiptsBySize,
  movement: number,
  spoken: ReadonlySet<number>,
): readonly number[] {
  const fits = (receipt: number): boolean => !spoken.has(receipt) && !isOfOthers(snapshot, movement, receipt);
  return listsOf(snapshot, movement).flatMap((customer) => loose.near(movement, customer, fits));
}

/** Whether a receipt pays, or names in its comment, other items than those that a charge names, and none of these. */
function isOfOthers({ receipts, movements, items }: Snapshot, movement: number, receipt: number): boolean {
  const references = movements.references[movement] ?? null;
  const named = references === null ? [] : [...references.own, ...references.foreign];
  if (named.length === 0) return false;
  if (receipts.hasItems[receipt] === true && receipts.paidItemNamedBy[receipt]?.includes(movement) !== true)
    return true;
  const { whole, digits } = receipts.commentItems[receipt] ?? NO_ITEMS;
  const customer = movements.customer[movement] ?? -1;
  const known = [...whole, ...digits.filter((item) => items.customer[item] === customer)];
  return known.length > 0 && !known.some((item) => named.includes(item));
}

function proposed(snapshot: Snapshot, movement: number, receipt: number): KeyedRuling {
  const text = snapshot.receipts.text[receipt] ?? '';
  const note = namesSameItem(snapshot, movement, receipt)
    ? `Receipt ${text} of no one customer names the same invoice and may be this charge, keyed by hand.`
    : `Receipt ${text} of no one customer has its amount and may be this charge, keyed by hand.`;
  return { ...overLink(snapshot, movement, false), receipt, note };
}

function doubtOf({ receipts }: Snapshot, shown: readonly number[], count: number): string {
  const texts = shown.map((receipt) => receipts.text[receipt] ?? '').join('; ');
  if (count === 1)
    return `Receipt ${texts} of no one customer may be this charge, keyed by hand, or another of the same amount.`;
  const many = `${count < CROWD ? '' : 'At least '}${count}`;
  return `${many} receipts of no one customer have its amount and may be this charge, keyed by hand: ${texts}.`;
}
