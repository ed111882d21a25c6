import { codeLists } from './code-lists.ts';
import { roundedCount } from './rounded-log.ts';
import { NO_DAY, type ReconcileSide, type Signs } from './side.ts';
import { holders, type TokenLists } from './vocabulary.ts';
import { wordLists } from './word-lists.ts';

/** One side as matching reads it, in columns. */
export interface Rows {
  readonly count: number;
  /** With the sign by which both sides compare; `NaN` where there is none. */
  readonly amount: Float64Array;
  /** Absolute amount, and its natural logarithm; `NaN` where there is none or it is zero. */
  readonly size: Float64Array;
  readonly logSize: Float64Array;
  readonly day: Int32Array;
  readonly dueDay: Int32Array;
  /** Number of the currency, the same on both sides; -1 where there is none. */
  readonly currency: Int32Array;
  readonly codes: TokenLists;
  readonly words: TokenLists;
  /** 1 where the row has a code that few rows of the other side have. */
  readonly isNamed: Uint8Array;
  /** 1 where the row has words, whether the other side has them or not. */
  readonly hasWords: Uint8Array;
  /** 1 where its words are known by guesses at short ones alone. */
  readonly isGuessed: Uint8Array;
  /** What the words of the row weigh together. */
  readonly wordsWeight: Float64Array;
}

/** Both sides, and what their tokens are worth. */
export interface RowPair {
  readonly left: Rows;
  readonly right: Rows;
  /** From this token on a code stands for two that differ by one slip. */
  readonly firstNear: number;
  /** Greatest share of rows, of either side, that a code or word may point to. */
  readonly codeShare: Float64Array;
  readonly isRare: Uint8Array;
  readonly wordShare: Float64Array;
  readonly wordWeight: Float64Array;
  readonly currencies: readonly string[];
}

/** Prepares both sides, whose rows stand in the order of their content. */
export function prepareRows(left: ReconcileSide, right: ReconcileSide): RowPair {
  const codes = codeLists(left, right);
  const words = wordLists(left, right);
  const currencies = [...new Set([...left.currency, ...right.currency])].filter((name) => name !== '').sort();
  const codeShare = new Float64Array(codes.size);
  const isRare = new Uint8Array(codes.size);
  for (let token = 0; token < codes.size; token++) {
    const [lefts, rights] = [holders(codes.left, token), holders(codes.right, token)];
    const fan = codes.fan[token - codes.firstNear] ?? 1;
    codeShare[token] = Math.min(
      1,
      fan * Math.max(lefts / roundedCount(left.count), rights / roundedCount(right.count)),
    );
    const isExact = token < codes.firstNear;
    isRare[token] =
      isExact && Math.min(lefts, rights) >= 1 && Math.min(lefts, rights) <= 3 && lefts + rights <= 80 ? 1 : 0;
  }
  const side = (
    from: ReconcileSide,
    tokens: TokenLists,
    own: TokenLists,
    said: Pick<Rows, 'hasWords' | 'isGuessed'>,
  ): Rows => {
    const size = from.amount.map((amount) => (amount === 0 ? Number.NaN : Math.abs(amount)));
    return {
      count: from.count,
      amount: from.amount,
      size,
      logSize: size.map(Math.log),
      day: from.day,
      dueDay: from.dueDay,
      currency: Int32Array.from(from.currency, (name) => currencies.indexOf(name)),
      codes: tokens,
      words: own,
      isNamed: Uint8Array.from({ length: from.count }, (_, row) => (hasRare(tokens, row, isRare) ? 1 : 0)),
      ...said,
      wordsWeight: Float64Array.from({ length: from.count }, (_, row) => weightOf(own, row, words.weight)),
    };
  };
  return {
    left: side(left, codes.left, words.left, { hasWords: words.hasLeft, isGuessed: words.guessedLeft }),
    right: side(right, codes.right, words.right, { hasWords: words.hasRight, isGuessed: words.guessedRight }),
    firstNear: codes.firstNear,
    codeShare,
    isRare,
    wordShare: words.share,
    wordWeight: words.weight,
    currencies,
  };
}

/** The same rows with the signs made comparable. */
export function withSigns(pair: RowPair, signs: Signs): RowPair {
  if (signs === 'same') return pair;
  const turned = (rows: Rows): Rows => ({
    ...rows,
    amount: signs === 'opposite' ? rows.amount.map((each) => -each) : rows.size,
  });
  return { ...pair, left: signs === 'opposite' ? pair.left : turned(pair.left), right: turned(pair.right) };
}

/** What rows come to together, without sign: credits among them are taken off. */
export function netOf(rows: Rows, of: readonly number[]): number {
  return Math.abs(of.reduce((sum, row) => sum + (rows.amount[row] ?? Number.NaN), 0));
}

/** Days from the left row to the right one; `NaN` where either has no date. */
export function daysBetween(pair: RowPair, left: number, right: number): number {
  const from = pair.left.day[left] ?? NO_DAY;
  const to = pair.right.day[right] ?? NO_DAY;
  return from === NO_DAY || to === NO_DAY ? Number.NaN : to - from;
}

function weightOf(words: TokenLists, row: number, weight: Float64Array): number {
  let sum = 0;
  for (let at = words.start[row] ?? 0; at < (words.start[row + 1] ?? 0); at++)
    sum += weight[words.tokens[at] ?? 0] ?? 0;
  return sum;
}

function hasRare(codes: TokenLists, row: number, isRare: Uint8Array): boolean {
  for (let at = codes.start[row] ?? 0; at < (codes.start[row + 1] ?? 0); at++)
    if (isRare[codes.tokens[at] ?? 0] === 1) return true;
  return false;
}
