import { nearTexts } from './near-tokens.ts';
import { codesOf, referencePrefixes } from './row-words.ts';
import type { ReconcileSide } from './side.ts';
import { aloneTokens, tokenLists, vocabularyOf, type TokenLists, type Vocabulary } from './vocabulary.ts';

const NEAR_CODE_LEAST = 5;

export interface CodeLists {
  readonly left: TokenLists;
  readonly right: TokenLists;
  readonly size: number;
  readonly firstNear: number;
  /** Of each near token, how many codes of the other side its code is near to. */
  readonly fan: readonly number[];
}

/** Codes of the rows of both sides, with a token more for each two codes that differ by one slip. */
export function codeLists(left: ReconcileSide, right: ReconcileSide): CodeLists {
  const of = (side: ReconcileSide, other: ReconcileSide) => {
    const prefixes = referencePrefixes(other.reference);
    return Array.from({ length: side.count }, (_, row) => {
      const [reference = '', text = '', party = ''] = [side.reference[row], side.text[row], side.party[row]];
      return codesOf({ reference, text, party }, prefixes);
    });
  };
  const vocabulary = vocabularyOf(of(left, right), of(right, left));
  const alone = aloneTokens(vocabulary);
  const near = nearTexts(alone.left.map(slipText(vocabulary)), alone.right.map(slipText(vocabulary)), NEAR_CODE_LEAST);
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

/** The text of a token in which a slip may be; of a number of few digits none, since its neighbours are numbers, too. */
function slipText({ texts }: Vocabulary): (token: number) => string {
  return (token) => (texts[token]?.includes(' ') === true ? '' : (texts[token] ?? ''));
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
