import { pairingText } from '../../pairing.ts';
import { KEYED_WINDOW_DAYS } from '../../rules.ts';
import { compareText } from '../compare-text.ts';
import { overLink, type Ruling } from '../decisions.ts';
import type { Snapshot } from '../snapshot.ts';

export type KeyedRuling = Omit<Ruling, 'rule'>;

/** Receipts by the movements they name, and what they say of each: the same for money that came in and money that went out. */
export type ReceiptsByName = ReadonlyMap<number, readonly number[]>;

/** Whether a person has said that this receipt is not of this movement. */
export function isRefused(snapshot: Snapshot, movement: number, receipt: number): boolean {
  const rejected = snapshot.rejected.get(movement);
  if (rejected === undefined) return false;
  const paymentKey = snapshot.receipts.key[receipt] ?? 0;
  const text = pairingText({ kind: 'alreadyKeyed', paymentKey }, snapshot.settings.hashItems);
  return rejected.has(text);
}

/** Whether a receipt says by itself which movement it was keyed for. */
export function namesMovement(snapshot: Snapshot, movement: number, receipt: number): boolean {
  return snapshot.receipts.names[receipt]?.includes(movement) === true;
}

/** Every receipt under each movement that it names. */
export function receiptsByName({ receipts }: Snapshot): ReceiptsByName {
  const found = new Map<number, number[]>();
  for (const [receipt, names] of receipts.names.entries())
    for (const movement of names) {
      const mine = found.get(movement);
      if (mine === undefined) found.set(movement, [receipt]);
      else mine.push(receipt);
    }
  return found;
}

/**
 * What the receipts that name a movement make of it; null when none does, or a person refused them all. One that names several is of each
 * of them when together they are exactly its amount; several that name one movement are for a person.
 */
export function rulingByName(snapshot: Snapshot, byName: ReceiptsByName, movement: number): KeyedRuling | null {
  const { movements, receipts } = snapshot;
  const mine = (byName.get(movement) ?? []).filter((receipt) => !isRefused(snapshot, movement, receipt));
  const [receipt] = mine;
  if (receipt === undefined) return null;
  const kind = movements.kind[movement] ?? 'charge';
  if (mine.length > 1) return severalReceipts(`${mine.length} receipts name this ${kind}: ${textsOf(snapshot, mine)}.`);
  const group = receipts.names[receipt] ?? [];
  const sum = group.reduce((total, each) => total + (movements.amount[each] ?? 0), 0);
  const whole =
    sum === receipts.amount[receipt] &&
    group.every((each) => movements.currency[each] === receipts.currency[receipt]) &&
    group.every((each) => byName.get(each)?.length === 1);
  const isInError = receipts.status[receipt] === 'error';
  const inPlace = receipts.unit[receipt] === movements.unit[movement] && !isInError;
  const text = receipts.text[receipt] ?? '';
  if (!whole)
    return {
      verdict: 'proposed',
      attention: 'amountDiffers',
      receipt,
      note: `Receipt ${text} names this ${kind} with another amount.`,
    };
  if (!inPlace) {
    const trouble = isInError ? 'is in error' : 'lies in another bank account';
    const note = `Receipt ${text} names this ${kind}, but ${trouble}.`;
    return { verdict: 'proposed', attention: 'proposal', receipt, note };
  }
  const isOfCustomer = [-1, movements.customer[movement] ?? -1].includes(receipts.customer[receipt] ?? -1);
  const note = `Already in PeopleSoft as receipt ${text}.`;
  return { ...overLink(snapshot, movement, isOfCustomer), receipt, note };
}

/** Receipts in a clearing account that name no movement, by what a movement must agree in with them. */
export class ReceiptsBySize {
  readonly #found = new Map<string, number[]>();
  readonly #crowded = new Set<string>();
  readonly #amounts = new Set<number>();
  readonly #snapshot: Snapshot;

  /** `listedUnder`: the customers (-1: none) whose movements a receipt may be for; left out: the one whose items it pays. */
  constructor(
    snapshot: Snapshot,
    direction: 'in' | 'out',
    listedUnder: (receipt: number) => readonly number[] = (receipt) => [snapshot.receipts.customer[receipt] ?? -1],
  ) {
    this.#snapshot = snapshot;
    const { receipts } = snapshot;
    for (let receipt = 0; receipt < receipts.key.length; receipt++) {
      if (receipts.isOut[receipt] !== (direction === 'out') || (receipts.unit[receipt] ?? -1) < 0) continue;
      if ((receipts.names[receipt]?.length ?? 0) > 0) continue;
      const { unit, currency, amount } = receipts;
      for (const customer of listedUnder(receipt)) {
        const key = keyOf(unit[receipt], customer, currency[receipt], amount[receipt]);
        this.#amounts.add(amount[receipt] ?? 0);
        const known = this.#found.get(key);
        if (known === undefined) this.#found.set(key, [receipt]);
        else known.push(receipt);
      }
    }
    for (const known of this.#found.values())
      known.sort(
        (left, right) =>
          (receipts.day[left] ?? 0) - (receipts.day[right] ?? 0) ||
          compareText(receipts.text[left] ?? '', receipts.text[right] ?? ''),
      );
  }

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** Whether any of them, whosever it is, has the amount of a movement: few receipts are keyed by hand, and most amounts are those of none. */
  hasAmountOf(movement: number): boolean {
    return this.#amounts.has(this.#snapshot.movements.amount[movement] ?? 0);
  }

  /**
   * Those of this customer (-1: of none that is known) with the movement's unit, currency and amount, keyed near its day, not refused, and for
   * which `fits` holds; earliest first and `CROWD` at most. Of very many that do not fit the first that was not looked at counts as one that does.
   */
  near(movement: number, customer: number, fits: (receipt: number) => boolean = () => true): readonly number[] {
    const { movements, receipts } = this.#snapshot;
    if (!this.hasAmountOf(movement)) return NONE;
    const key = this.#keyOf(movement, customer);
    const day = movements.day[movement] ?? 0;
    const known = this.#found.get(key) ?? [];
    const found: number[] = [];
    const first = firstFrom(receipts.day, known, day - KEYED_WINDOW_DAYS);
    for (let at = first; at < known.length; at++) {
      const receipt = known[at] ?? -1;
      if ((receipts.day[receipt] ?? 0) > day + KEYED_WINDOW_DAYS) break;
      const isLast = at - first >= LOOKED_MOST;
      if (!isLast && (isRefused(this.#snapshot, movement, receipt) || !fits(receipt))) continue;
      found.push(receipt);
      if (found.length < CROWD && !isLast) continue;
      this.#crowded.add(key);
      break;
    }
    return found;
  }

  /** Whether some movement of this one's size had so many receipts that not all of them were listed; once `near` was asked for all. */
  isCrowded(movement: number, customer: number): boolean {
    return this.#crowded.size > 0 && this.#crowded.has(this.#keyOf(movement, customer));
  }

  #keyOf(movement: number, customer: number): string {
    const { movements } = this.#snapshot;
    return keyOf(movements.unit[movement], customer, movements.currency[movement], movements.amount[movement]);
  }
}

const NONE: readonly number[] = [];

/** Receipts of one size that are listed for one movement: so many tell nothing apart. */
export const CROWD = 100;

/** Receipts of one size that are looked at for one movement. */
const LOOKED_MOST = 1_000;

/** Position of the first of these, which are in the order of their days, that is of this day or later. */
function firstFrom(days: readonly number[], sorted: readonly number[], day: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[sorted[middle] ?? 0] ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keyOf(...parts: readonly (number | undefined)[]): string {
  return parts.map((part) => part ?? -1).join('|');
}

/** The receipts that fit one movement by size, and how many movements want the first of them. */
export interface SizePair {
  readonly fitting: readonly number[];
  readonly suitors: number;
}

/**
 * Weighs all movements and receipts of a size against each other: only a pair that is alone on both sides is one. `isCrowded`: more receipts may
 * be wanted by others than `fitting` lists.
 */
export function pairBySize(
  fitting: ReadonlyMap<number, readonly number[]>,
  isCrowded: (movement: number) => boolean,
): ReadonlyMap<number, SizePair> {
  const suitors = new Map<number, number>();
  for (const receipts of fitting.values())
    for (const receipt of receipts) suitors.set(receipt, (suitors.get(receipt) ?? 0) + 1);
  const pairs = new Map<number, SizePair>();
  for (const [movement, receipts] of fitting)
    if (receipts.length > 0) {
      const known = suitors.get(receipts[0] ?? -1) ?? 0;
      pairs.set(movement, { fitting: receipts, suitors: isCrowded(movement) ? Math.max(2, known) : known });
    }
  return pairs;
}

/** Why a pair by size is no pair: several receipts, or several movements; null when both are alone. */
export function rivalsOf(snapshot: Snapshot, movement: number, { fitting, suitors }: SizePair): KeyedRuling | null {
  const kind = snapshot.movements.kind[movement] ?? 'charge';
  if (fitting.length > 1) {
    const texts = textsOf(snapshot, fitting);
    return severalReceipts(
      `${fitting.length < CROWD ? '' : 'At least '}${fitting.length} receipts have its amount and may be this ${kind}, keyed by hand: ${texts}.`,
    );
  }
  if (suitors <= 1) return null;
  return severalReceipts(`Receipt ${textsOf(snapshot, fitting)} fits this ${kind} and others of the same amount.`);
}

function severalReceipts(note: string): KeyedRuling {
  return { verdict: 'ambiguous', attention: 'severalCandidates', note };
}

const SHOWN = 3;
/** The first few receipts in text order, for the words only. */
function textsOf({ receipts }: Snapshot, of: readonly number[]): string {
  return of
    .map((receipt) => receipts.text[receipt] ?? '')
    .sort(compareText)
    .slice(0, SHOWN)
    .join('; ');
}

/** Whether a receipt's comment names an item that the charge names too. */
export function namesSameItem(snapshot: Snapshot, movement: number, receipt: number): boolean {
  return snapshot.receipts.commentMeets[receipt]?.includes(movement) === true;
}
