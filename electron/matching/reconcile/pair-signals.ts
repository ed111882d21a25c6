import type { RowPair } from './rows.ts';

/**
 * How the codes of two rows relate. `absent`: one has none · `unlinked`: both have some, none is known to the other file ·
 * `elsewhere`: one names a row of the other file, and not this one · `near`: one slip apart · `same`.
 */
export const CODE = { absent: 0, unlinked: 1, elsewhere: 2, near: 3, same: 4 } as const;
/** How the words of two rows relate, by the weight of those they share. `unlinked`: the other file knows none of a row's words. */
export const NAME = { absent: 0, unlinked: 1, other: 2, little: 3, half: 4, same: 5 } as const;
export const CLASSES = 6;

/** A class, and the greatest share of rows that the rarest common token points to (1 where there is none). */
export interface Signal {
  kind: number;
  share: number;
  token: number;
}

const LITTLE = 0.35;
const HALF = 0.8;

/** Tells how the codes of two rows relate; writes into `found`, so that no object is made for each pair. */
export function codeSignal(pair: RowPair, left: number, right: number, found: Signal): void {
  const { codes: mine, isNamed } = pair.left;
  const { codes: theirs } = pair.right;
  found.share = 1;
  found.token = -1;
  let i = mine.start[left] ?? 0;
  let j = theirs.start[right] ?? 0;
  const iEnd = mine.start[left + 1] ?? 0;
  const jEnd = theirs.start[right + 1] ?? 0;
  if (i === iEnd || j === jEnd) {
    found.kind = CODE.absent;
    return;
  }
  while (i < iEnd && j < jEnd) {
    const one = mine.tokens[i] ?? 0;
    const other = theirs.tokens[j] ?? 0;
    if (one === other) {
      const share = pair.codeShare[one] ?? 1;
      // A code that is literally the same is worth more than one that is near, as rare as that may be.
      const isBetter =
        found.token < 0 ||
        (one < pair.firstNear ? share < found.share : found.token >= pair.firstNear && share < found.share);
      if (isBetter) {
        found.share = share;
        found.token = one;
      }
    }
    if (one <= other) i++;
    if (other <= one) j++;
  }
  const isNamedElsewhere = isNamed[left] === 1 || pair.right.isNamed[right] === 1;
  if (found.token < 0) found.kind = isNamedElsewhere ? CODE.elsewhere : CODE.unlinked;
  else if (found.token >= pair.firstNear) found.kind = CODE.near;
  else if (pair.isRare[found.token] === 0 && isNamedElsewhere) found.kind = CODE.elsewhere;
  else found.kind = CODE.same;
}

/** Tells how the words of two rows relate; writes into `found`. */
export function nameSignal(pair: RowPair, left: number, right: number, found: Signal): void {
  found.share = 1;
  found.token = -1;
  if (pair.left.hasWords[left] === 0 || pair.right.hasWords[right] === 0) {
    found.kind = NAME.absent;
    return;
  }
  const mine = pair.left.words;
  const theirs = pair.right.words;
  let i = mine.start[left] ?? 0;
  let j = theirs.start[right] ?? 0;
  const iEnd = mine.start[left + 1] ?? 0;
  const jEnd = theirs.start[right + 1] ?? 0;
  if (i === iEnd || j === jEnd) {
    found.kind = NAME.unlinked;
    return;
  }
  let shared = 0;
  while (i < iEnd && j < jEnd) {
    const one = mine.tokens[i] ?? 0;
    const other = theirs.tokens[j] ?? 0;
    if (one === other) {
      shared += pair.wordWeight[one] ?? 0;
      const share = pair.wordShare[one] ?? 1;
      if (share < found.share || found.token < 0) {
        found.share = share;
        found.token = one;
      }
    }
    if (one <= other) i++;
    if (other <= one) j++;
  }
  if (found.token < 0) {
    found.kind = NAME.other;
    return;
  }
  const whole = Math.min(pair.left.wordsWeight[left] ?? 0, pair.right.wordsWeight[right] ?? 0);
  const part = whole === 0 ? 1 : shared / whole;
  found.kind = part < LITTLE ? NAME.little : part < HALF ? NAME.half : NAME.same;
}
