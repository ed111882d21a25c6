import type { Attention } from '../../../../shared/contract/primitives.ts';
import { REFERENCE } from '../../rules.ts';
import { amountText } from '../../thousandths.ts';
import type { Candidate } from '../rule.ts';
import type { References, Share, Snapshot } from '../snapshot.ts';

/** What a charge asks of the items it names. */
export interface Claim extends Candidate {
  /** All it names is its customer's and open, and no part of it is paid by another charge already: but for its amount nothing speaks against it. */
  readonly isClean: boolean;
}

/**
 * The claim of one charge on the items its texts name, or null when none of them can take money: what is closed, held, or in
 * another currency is not allocated to.
 */
export function claimOf(snapshot: Snapshot, movement: number, references: References): Claim | null {
  const { items, movements } = snapshot;
  const amount = movements.amount[movement] ?? 0;
  const sameCurrency = (at: number): boolean =>
    items.currency[references.own[at] ?? -1] === movements.currency[movement];
  const positions = references.own.map((_, at) => at).filter(sameCurrency);
  const open = positions.filter((at) => (items.available[references.own[at] ?? -1] ?? 0) > 0);
  if (open.length === 0) return null;
  const full: Share[] = open.map((at) => {
    const item = references.own[at] ?? -1;
    return { item, amount: items.available[item] ?? 0 };
  });
  const total = full.reduce((sum, share) => sum + share.amount, 0);
  const stated = statedShares(references, open, full, amount);
  const clean =
    open.length === references.own.length &&
    references.unknown.length === 0 &&
    references.foreign.length === 0 &&
    !references.weak.includes(true) &&
    (stated !== null || full.every((share) => items.taken[share.item] !== true));
  const base = {
    kind: 'candidate',
    rule: REFERENCE,
    movement,
    attention: 'proposal',
    note: null,
    isClean: clean,
  } as const;
  if (stated !== null) return { ...base, shares: stated, asks: stated, isCertain: clean };
  const saidOtherwise = open.some((at) => references.stated[at] !== null && references.stated[at] !== undefined);
  if (amount === total) return { ...base, shares: full, asks: full, isCertain: clean && !saidOtherwise };
  const difference = amountText(
    Math.abs(total - amount),
    movements.exponent[movement] ?? 2,
    currencyOf(snapshot, movement),
  );
  const misspelt = amount > total ? misspeltOf(snapshot, movement, references, amount - total) : null;
  if (misspelt !== null) {
    const shares = [...full, misspelt];
    const note = `With ${items.item[misspelt.item] ?? ''}, which it names but for one slip of the pen, the sum is exact.`;
    return { ...base, shares, asks: shares, isCertain: false, note };
  }
  if (amount > total) {
    const note = `${difference} more than the items it names.`;
    return { ...base, shares: full, asks: full, isCertain: false, attention: 'amountDiffers', note };
  }
  const part = partOf(references, open, full, amount);
  if (part !== null) {
    const asks = full.length === 1 ? part.shares : full;
    const { shares, attention } = part;
    return { ...base, shares, asks, isCertain: false, attention, note: part.note ?? `${difference} short.` };
  }
  const note = `${difference} less than the ${full.length} items it names together, and no one of them fits.`;
  return { ...base, shares: [], asks: full, isCertain: false, attention: 'amountDiffers', note };
}

/** The one item that is nearly named and open for exactly what the named ones leave; null where none or several are. */
function misspeltOf(
  { items, movements }: Snapshot,
  movement: number,
  { near }: References,
  rest: number,
): Share | null {
  const fitting = near.filter(
    (item) => items.available[item] === rest && items.currency[item] === movements.currency[movement],
  );
  const [only] = fitting;
  return only === undefined || fitting.length > 1 ? null : { item: only, amount: rest };
}

/** Stripe's own split of the charge over its invoices, when it is whole and fits what is open. */
function statedShares(
  references: References,
  open: readonly number[],
  full: readonly Share[],
  amount: number,
): readonly Share[] | null {
  const shares: Share[] = [];
  let sum = 0;
  for (const [position, at] of open.entries()) {
    const stated = references.stated[at] ?? null;
    const share = full[position];
    if (stated === null || share === undefined || stated <= 0 || stated > share.amount) return null;
    shares.push({ item: share.item, amount: stated });
    sum += stated;
  }
  return sum === amount ? shares : null;
}

/** A charge smaller than what it names: the one set of items that one place names and that fits, or a part of a single item. */
function partOf(
  references: References,
  open: readonly number[],
  full: readonly Share[],
  amount: number,
): { shares: readonly Share[]; attention: Attention; note: string | null } | null {
  const only = full[0];
  if (full.length === 1 && only !== undefined)
    return { shares: [{ item: only.item, amount }], attention: 'amountDiffers', note: null };
  const fitting = new Map<string, readonly Share[]>();
  const consider = (shares: readonly Share[]): void => {
    if (shares.reduce((sum, share) => sum + share.amount, 0) === amount)
      fitting.set(shares.map((share) => share.item).join(), shares);
  };
  for (let place = 1; place <= 16; place *= 2)
    consider(full.filter((_, position) => ((references.places[open[position] ?? -1] ?? 0) & place) !== 0));
  for (const share of full) consider([share]);
  const [first] = fitting.values();
  if (fitting.size !== 1 || first === undefined) return null;
  return { shares: first, attention: 'proposal', note: 'Fits a part of the items it names.' };
}

export function currencyOf(snapshot: Snapshot, movement: number): string {
  return snapshot.currencies[snapshot.movements.currency[movement] ?? 0] ?? '';
}
