import type { Candidates } from './candidates.ts';
import type { Learned } from './learn.ts';
import { roundedCount } from './rounded-log.ts';
import type { Rows } from './rows.ts';
import type { Option } from './option.ts';
import { NO_DAY } from './side.ts';

const FARTHEST_DAYS = 60;
/** Days after which a reversal is half as likely. */
const HALF_LIFE_DAYS = 7;
const PRIOR = Math.log(0.03);
const OPEN = 0.5;
const SAME_CODE = 6;
const SAME_WORDS = 1;
const OTHER_WORDS = -3;

/** Rows of one side that cancel each other: the same amount with the other sign, near in time, and free so far. */
export function findOffsets({ pair, model }: Learned, candidates: Candidates, likely: Float64Array): Option[] {
  // Where signs are not compared, both sides hold absolute amounts by now: nothing can cancel.
  if (model.signs === 'ignored') return [];
  const hope = { left: new Float64Array(pair.left.count), right: new Float64Array(pair.right.count) };
  for (let at = 0; at < candidates.left.length; at++) {
    const [left, right] = [candidates.left[at] ?? 0, candidates.right[at] ?? 0];
    hope.left[left] = (hope.left[left] ?? 0) + (likely[at] ?? 0);
    hope.right[right] = (hope.right[right] ?? 0) + (likely[at] ?? 0);
  }
  const option = (side: 'left' | 'right', rows: readonly number[], logOdds: number): Option => ({
    lefts: side === 'left' ? rows : [],
    rights: side === 'right' ? rows : [],
    logOdds,
    rule: 'offset',
    amounts: 'exact',
  });
  return (['left', 'right'] as const).flatMap((side) =>
    offsetsOf(pair[side], hope[side], pair.codeShare, pair.wordWeight).map(({ rows, logOdds }) =>
      option(side, rows, logOdds),
    ),
  );
}

function offsetsOf(
  rows: Rows,
  hope: Float64Array,
  codeShare: Float64Array,
  wordWeight: Float64Array,
): { readonly rows: readonly number[]; readonly logOdds: number }[] {
  const byAmount = new Map<string, number[]>();
  for (let row = 0; row < rows.count; row++) {
    const amount = rows.amount[row] ?? Number.NaN;
    if (Number.isNaN(amount) || amount === 0) continue;
    const key = `${rows.currency[row] ?? -1} ${amount}`;
    const found = byAmount.get(key);
    if (found === undefined) byAmount.set(key, [row]);
    else found.push(row);
  }
  const found: { rows: readonly number[]; logOdds: number }[] = [];
  for (let row = 0; row < rows.count; row++) {
    const amount = rows.amount[row] ?? Number.NaN;
    if (!(amount > 0) || (hope[row] ?? 0) >= OPEN) continue;
    const others = (byAmount.get(`${rows.currency[row] ?? -1} ${-amount}`) ?? []).filter(
      (other) => (hope[other] ?? 0) < OPEN,
    );
    const chance = Math.log(others.length / roundedCount(rows.count));
    for (const other of others) {
      const logOdds = PRIOR - chance + textOdds(rows, row, other, codeShare, wordWeight) + daysOdds(rows, row, other);
      if (logOdds > 0) found.push({ rows: [row, other], logOdds });
    }
  }
  return found;
}

function daysOdds(rows: Rows, one: number, other: number): number {
  const [mine, theirs] = [rows.day[one] ?? NO_DAY, rows.day[other] ?? NO_DAY];
  if (mine === NO_DAY || theirs === NO_DAY) return 0;
  const days = Math.abs(mine - theirs);
  return days > FARTHEST_DAYS ? -Infinity : 1 - (days / HALF_LIFE_DAYS) * Math.LN2;
}

function textOdds(rows: Rows, one: number, other: number, codeShare: Float64Array, wordWeight: Float64Array): number {
  const code = rarestShared(rows.codes, one, other, (token) => 1 - (codeShare[token] ?? 1));
  if (code > 0.98) return SAME_CODE;
  if (rows.words.start[one] === rows.words.start[one + 1] || rows.words.start[other] === rows.words.start[other + 1])
    return 0;
  const word = rarestShared(rows.words, one, other, (token) => wordWeight[token] ?? 0);
  return word > 0 ? Math.min(5, SAME_WORDS + word) : OTHER_WORDS;
}

function rarestShared(lists: Rows['codes'], one: number, other: number, worth: (token: number) => number): number {
  const mine = new Set(lists.tokens.subarray(lists.start[one] ?? 0, lists.start[one + 1] ?? 0));
  let best = 0;
  for (const token of lists.tokens.subarray(lists.start[other] ?? 0, lists.start[other + 1] ?? 0))
    if (mine.has(token)) best = Math.max(best, worth(token));
  return best;
}
