import type { Option } from './option.ts';
import { CODE, NAME } from './pair-signals.ts';
import { daysBetween, type RowPair } from './rows.ts';
import { AMOUNT, type Scorer } from './score-pair.ts';

const AMOUNT_WORDS: Readonly<Record<number, string>> = {
  [AMOUNT.absent]: 'an amount is missing',
  [AMOUNT.same]: 'same amount',
  [AMOUNT.line]: 'amount by a fee that many pairs show',
  [AMOUNT.ratio]: 'amounts differ',
  [AMOUNT.converted]: 'amount at the rate of the day',
};
const CODE_WORDS: Readonly<Record<number, string>> = {
  [CODE.elsewhere]: 'reference of another row',
  [CODE.near]: 'reference off by one sign',
  [CODE.same]: 'same reference',
};
const NAME_WORDS: Readonly<Record<number, string>> = {
  [NAME.other]: 'other name',
  [NAME.little]: 'few words in common',
  [NAME.half]: 'similar name',
  [NAME.same]: 'same name',
};

/** Why rows belong together, for a person; a pair with its points (natural logarithms of odds), which add up to the odds behind its score. */
export function explain(pair: RowPair, scorer: Scorer, { lefts, rights, rule, logOdds }: Option): string {
  const [left] = lefts;
  const [right] = rights;
  if (rule === 'offset') return `cancels another row of the same file (${points(logOdds)})`;
  if (left === undefined || right === undefined) return '';
  if (lefts.length + rights.length > 2) {
    const members = Math.max(lefts.length, rights.length);
    return `${members} rows against one, ${sumWords(pair, lefts, rights)} (${points(logOdds)})`;
  }
  scorer.rate(left, right);
  const { score } = scorer;
  const days = daysBetween(pair, left, right);
  return [
    `${AMOUNT_WORDS[score.amountKind] ?? ''} ${points(score.amount)}`,
    ...(Number.isNaN(days) ? [] : [`${days} days ${points(score.delay)}`]),
    ...(CODE_WORDS[score.codeKind] === undefined ? [] : [`${CODE_WORDS[score.codeKind]} ${points(score.code)}`]),
    ...(NAME_WORDS[score.nameKind] === undefined ? [] : [`${NAME_WORDS[score.nameKind]} ${points(score.name)}`]),
  ].join('; ');
}

function sumWords(pair: RowPair, lefts: readonly number[], rights: readonly number[]): string {
  const mine = lefts.reduce((sum, row) => sum + (pair.left.size[row] ?? 0), 0);
  const theirs = rights.reduce((sum, row) => sum + (pair.right.size[row] ?? 0), 0);
  if (mine === theirs) return 'same sum';
  return `sums differ by ${((Math.abs(mine - theirs) / Math.max(mine, theirs)) * 100).toFixed(1)} %`;
}

function points(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
}
