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
  const paymentKey = snapshot.receipts.key[receipt] ?? 0;
  const text = pairingText({ kind: 'alreadyKeyed', paymentKey }, snapshot.settings.hashItems);
  return rejected !== undefined && rejected.has(text);
}

/** Whether a receipt says by itself which movement it was keyed for. */
export function namesMovement(snapshot: Snapshot, movement: number, receipt: number): boolean {
  return snapshot.receipts.names[receipt]?.includes(movement) === true;
}

/** Every receipt under each movement that it names. */
export function receiptsByName({ receipts }: Snapshot): ReceiptsByName {
  const found = new Map<number, number[]>();
  for (const [receipt, names] of receipts.names.entries())
    for (const movement of names) found.set(movement, [...(found.get(movement) ?? []), receipt]);
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
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot, direction: 'in' | 'out') {
    this.#snapshot = snapshot;
    const { receipts } = snapshot;
    for (let receipt = 0; receipt < receipts.key.length; receipt++) {
      if (receipts.isOut[receipt] !== (direction === 'out') || (receipts.unit[receipt] ?? -1) < 0) continue;
      if ((receipts.names[receipt]?.length ?? 0) > 0) continue;
      const { unit, customer, currency, amount } = receipts;
      const key = keyOf(unit[receipt], customer[receipt], currency[receipt], amount[receipt]);
      const known = this.#found.get(key);
      if (known === undefined) this.#found.set(key, [receipt]);
      else known.push(receipt);
    }
  }

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** Those of this customer (-1: of none that is known) with the movement's unit, currency and amount, keyed near its day and not refused. */
  near(movement: number, customer: number): readonly number[] {
    const { movements, receipts } = this.#snapshot;
    const key = keyOf(movements.unit[movement], customer, movements.currency[movement], movements.amount[movement]);
    const day = movements.day[movement] ?? 0;
    return (this.#found.get(key) ?? []).filter(
      (receipt) =>
        Math.abs((receipts.day[receipt] ?? 0) - day) <= KEYED_WINDOW_DAYS &&
        !isRefused(this.#snapshot, movement, receipt),
    );
  }
}

function keyOf(...parts: readonly (number | undefined)[]): string {
  return parts.map((part) => part ?? -1).join('|');
}

/** The receipts that fit one movement by size, and how many movements want the first of them. */
export interface SizePair {
  readonly fitting: readonly number[];
  readonly suitors: number;
}

/** Weighs all movements and receipts of a size against each other: only a pair that is alone on both sides is one. */
export function pairBySize(fitting: ReadonlyMap<number, readonly number[]>): ReadonlyMap<number, SizePair> {
  const suitors = new Map<number, number>();
  for (const receipts of fitting.values())
    for (const receipt of receipts) suitors.set(receipt, (suitors.get(receipt) ?? 0) + 1);
  const pairs = new Map<number, SizePair>();
  for (const [movement, receipts] of fitting)
    if (receipts.length > 0) pairs.set(movement, { fitting: receipts, suitors: suitors.get(receipts[0] ?? -1) ?? 0 });
  return pairs;
}

/** Why a pair by size is no pair: several receipts, or several movements; null when both are alone. */
export function rivalsOf(snapshot: Snapshot, movement: number, { fitting, suitors }: SizePair): KeyedRuling | null {
  const kind = snapshot.movements.kind[movement] ?? 'charge';
  if (fitting.length > 1) {
    const texts = textsOf(snapshot, fitting);
    return severalReceipts(
      `${fitting.length} receipts have its amount and may be this ${kind}, keyed by hand: ${texts}.`,
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
