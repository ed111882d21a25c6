import { nearTexts } from './near-tokens.ts';
import { codesOf, wordsOf } from './row-words.ts';
import { NO_DAY, type ReconcileSide, type Signs } from './side.ts';
import { holders, tokenLists, vocabularyOf, type TokenLists, type Vocabulary } from './vocabulary.ts';

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

const NEAR_CODE_LEAST = 5;
const NEAR_WORD_LEAST = 5;

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
    codeShare[token] = Math.min(1, fan * Math.max(lefts / left.count, rights / right.count));
    const isExact = token < codes.firstNear;
    isRare[token] =
      isExact && Math.min(lefts, rights) >= 1 && Math.min(lefts, rights) <= 3 && lefts + rights <= 80 ? 1 : 0;
  }
  const side = (from: ReconcileSide, tokens: TokenLists, own: TokenLists, hasWords: Uint8Array): Rows => {
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
      hasWords,
    };
  };
  return {
    left: side(left, codes.left, words.left, words.hasLeft),
    right: side(right, codes.right, words.right, words.hasRight),
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

/** Days from the left row to the right one; `NaN` where either has no date. */
export function daysBetween(pair: RowPair, left: number, right: number): number {
  const from = pair.left.day[left] ?? NO_DAY;
  const to = pair.right.day[right] ?? NO_DAY;
  return from === NO_DAY || to === NO_DAY ? Number.NaN : to - from;
}

function hasRare(codes: TokenLists, row: number, isRare: Uint8Array): boolean {
  for (let at = codes.start[row] ?? 0; at < (codes.start[row + 1] ?? 0); at++)
    if (isRare[codes.tokens[at] ?? 0] === 1) return true;
  return false;
}

interface CodeLists {
  readonly left: TokenLists;
  readonly right: TokenLists;
  readonly size: number;
  readonly firstNear: number;
  /** Of each near token, how many codes of the other side its code is near to. */
  readonly fan: readonly number[];
}

function codeLists(left: ReconcileSide, right: ReconcileSide): CodeLists {
  const of = (side: ReconcileSide) =>
    Array.from({ length: side.count }, (_, row) =>
      codesOf(side.reference[row] ?? '', side.text[row] ?? '', side.party[row] ?? ''),
    );
  const vocabulary = vocabularyOf(of(left), of(right));
  const alone = aloneTokens(vocabulary);
  const near = nearTexts(
    alone.left.map((token) => vocabulary.texts[token] ?? ''),
    alone.right.map((token) => vocabulary.texts[token] ?? ''),
    NEAR_CODE_LEAST,
  );
  const more = [new Map<number, number[]>(), new Map<number, number[]>()] as const;
  for (const [number, [one, other]] of near.entries()) {
    push(more[0], alone.left[one] ?? 0, vocabulary.size + number);
    push(more[1], alone.right[other] ?? 0, vocabulary.size + number);
  }
  const size = vocabulary.size + near.length;
  const extended = (lists: TokenLists, added: ReadonlyMap<number, readonly number[]>) =>
    tokenLists(
      Array.from({ length: lists.start.length - 1 }, (_, row) => {
        const own = Array.from(lists.tokens.subarray(lists.start[row] ?? 0, lists.start[row + 1] ?? 0));
        return [...own, ...own.flatMap((token) => added.get(token) ?? [])];
      }),
      size,
    );
  const fan = near.map(([one, other]) =>
    Math.max(more[0].get(alone.left[one] ?? 0)?.length ?? 1, more[1].get(alone.right[other] ?? 0)?.length ?? 1),
  );
  return {
    left: extended(vocabulary.left, more[0]),
    right: extended(vocabulary.right, more[1]),
    size,
    firstNear: vocabulary.size,
    fan,
  };
}

interface WordLists {
  readonly left: TokenLists;
  readonly right: TokenLists;
  readonly hasLeft: Uint8Array;
  readonly hasRight: Uint8Array;
  readonly share: Float64Array;
  readonly weight: Float64Array;
}

/** Words that both sides have; one that a side lacks counts as the one word of it that differs by a slip, if there is one. */
function wordLists(left: ReconcileSide, right: ReconcileSide): WordLists {
  const of = (side: ReconcileSide) =>
    Array.from({ length: side.count }, (_, row) => wordsOf(side.party[row] ?? '', side.text[row] ?? ''));
  const given = [of(left), of(right)] as const;
  const vocabulary = vocabularyOf(given[0], given[1]);
  const meant = meantWords(vocabulary);
  const renamed = (rows: readonly (readonly string[])[], lists: TokenLists) =>
    rows.map((_, row) =>
      Array.from(
        lists.tokens.subarray(lists.start[row] ?? 0, lists.start[row + 1] ?? 0),
        (token) => meant[token] ?? -1,
      ).filter((token) => token >= 0),
    );
  const lists = [
    tokenLists(renamed(given[0], vocabulary.left), vocabulary.size),
    tokenLists(renamed(given[1], vocabulary.right), vocabulary.size),
  ] as const;
  const share = new Float64Array(vocabulary.size);
  const weight = new Float64Array(vocabulary.size);
  for (let token = 0; token < vocabulary.size; token++) {
    const [lefts, rights] = [holders(lists[0], token), holders(lists[1], token)];
    share[token] = Math.max(lefts / left.count, rights / right.count);
    weight[token] = lefts + rights === 0 ? 0 : Math.log((left.count + right.count + 1) / (lefts + rights));
  }
  const some = (rows: readonly (readonly string[])[]) => Uint8Array.from(rows, (words) => (words.length > 0 ? 1 : 0));
  return { left: lists[0], right: lists[1], hasLeft: some(given[0]), hasRight: some(given[1]), share, weight };
}

/** Number of the word that each one stands for; -1 for those that only one side has. */
function meantWords(vocabulary: Vocabulary): Int32Array {
  const meant = Int32Array.from({ length: vocabulary.size }, (_, token) =>
    holders(vocabulary.left, token) > 0 && holders(vocabulary.right, token) > 0 ? token : -1,
  );
  const text = (token: number) => vocabulary.texts[token] ?? '';
  const alone = aloneTokens(vocabulary);
  for (const [mine, others] of [
    [alone.left, vocabulary.right],
    [alone.right, vocabulary.left],
  ] as const) {
    const theirs = Array.from({ length: vocabulary.size }, (_, token) => token).filter(
      (token) => holders(others, token) > 0,
    );
    const near = new Map<number, number[]>();
    for (const [one, other] of nearTexts(mine.map(text), theirs.map(text), NEAR_WORD_LEAST))
      push(near, mine[one] ?? 0, theirs[other] ?? 0);
    for (const [token, found] of near) {
      const [only] = found;
      if (found.length !== 1 || only === undefined) continue;
      meant[token] = only;
      meant[only] = only;
    }
  }
  return meant;
}

/** Tokens that only one of the sides has. */
function aloneTokens(vocabulary: Vocabulary): { readonly left: number[]; readonly right: number[] } {
  const left: number[] = [];
  const right: number[] = [];
  for (let token = 0; token < vocabulary.size; token++) {
    if (holders(vocabulary.right, token) === 0) left.push(token);
    else if (holders(vocabulary.left, token) === 0) right.push(token);
  }
  return { left, right };
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
