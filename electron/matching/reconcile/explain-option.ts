import type { Option } from './option.ts';
import { LATER_ODDS } from './paid-twice.ts';
import { CODE, NAME } from './pair-signals.ts';
import { daysBetween, netOf, type RowPair } from './rows.ts';
import { AMOUNT, type Scorer } from './score-pair.ts';

const AMOUNT_WORDS: Readonly<Record<number, string>> = {
  [AMOUNT.absent]: 'an amount is missing',
  [AMOUNT.same]: 'same amount',
  [AMOUNT.line]: 'amount by a fee that many pairs show',
  [AMOUNT.ratio]: 'amounts differ',
  [AMOUNT.swapped]: 'amounts differ by two digits the wrong way round',
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

/** Beyond this a likelihood of six decimals is 0 or 1. */
const MOST_POINTS = 30;

/**
 * Why rows belong together, for a person, with points: natural logarithms of odds, rounded to hundredths. They add up to the odds behind the
 * score `likely`: what two rows taken at random would have, what these two say, and what rows that want the same take off.
 */
export function explain(pair: RowPair, scorer: Scorer, option: Option, likely: number): string {
  const said = own(pair, scorer, option);
  const rivals = capped(Math.log(likely / (1 - likely))) - capped(option.logOdds);
  return Math.abs(rivals) < 0.005 ? said : `${said}; others for the same rows ${points(rivals)}`;
}

function own(pair: RowPair, scorer: Scorer, { lefts, rights, rule, logOdds, isLater = false }: Option): string {
  const [left] = lefts;
  const [right] = rights;
  if (rule === 'offset') return `cancels another row of the same file ${points(logOdds)}`;
  if (left === undefined || right === undefined) return '';
  if (lefts.length + rights.length > 2) {
    const members = Math.max(lefts.length, rights.length);
    return `${members} rows against one, ${sumWords(pair, lefts, rights)} ${points(logOdds)}`;
  }
  scorer.rate(left, right);
  const { amount, amountKind, delay, code, codeKind, name, nameKind } = scorer.score;
  const days = daysBetween(pair, left, right);
  const [codeWords, nameWords] = [CODE_WORDS[codeKind], NAME_WORDS[nameKind]];
  const later = isLater ? LATER_ODDS : 0;
  const silent = (codeWords === undefined ? code : 0) + (nameWords === undefined ? name : 0);
  return [
    `${AMOUNT_WORDS[amountKind] ?? ''} ${points(amount)}`,
    ...(Number.isNaN(days) ? [] : [`${days} days ${points(delay)}`]),
    ...(codeWords === undefined ? [] : [`${codeWords} ${points(code)}`]),
    ...(nameWords === undefined ? [] : [`${nameWords} ${points(name)}`]),
    ...(isLater ? [`an earlier row names the same ${points(LATER_ODDS)}`] : []),
    `any two rows ${points(logOdds - later - amount - delay - code - name + silent)}`,
  ].join('; ');
}

function capped(logOdds: number): number {
  return Math.max(-MOST_POINTS, Math.min(MOST_POINTS, logOdds));
}

function sumWords(pair: RowPair, lefts: readonly number[], rights: readonly number[]): string {
  const mine = netOf(pair.left, lefts);
  const theirs = netOf(pair.right, rights);
  if (mine === theirs) return 'same sum';
  return `sums differ by ${((Math.abs(mine - theirs) / Math.max(mine, theirs)) * 100).toFixed(1)} %`;
}

function points(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
}
