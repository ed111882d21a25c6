import type { ChosenTerms } from '../../../matching/reconcile/chosen-terms.ts';
import { NO_DAY, type ReconcileSide } from '../../../matching/reconcile/side.ts';
import { foldText } from '../../../matching/text/fold-text.ts';

/** A row of the other file that comes near to one which stays alone, and what speaks against it, a sentence each. */
export interface NearRow {
  readonly row: number;
  readonly against: readonly string[];
}
export interface NearestOf {
  readonly sides: readonly [ReconcileSide, ReconcileSide];
  readonly chosen: ChosenTerms;
  /** An amount in the smallest unit as a person reads it. */
  readonly amountText: (amount: number) => string;
  /** Which row of the first file a row already belongs to, by its id; null: to none. */
  readonly takenBy: (row: number) => string | null;
}

const MOST_SHOWN = 5;
const MOST_COMPARED = 200;
/** Days that weigh as much as an amount that is off by half. */
const DAYS_OF_HALF = 20;

/**
 * The rows of the other file that come nearest to one by amount, days and words, those of the same reference before all
 * others, with what speaks against each under the terms of the run. Only what stands in the rows counts; of equally near ones those come first that stand first, which is only where they are
 * shown.
 */
export function nearestRows(side: 0 | 1, row: number, of: NearestOf): NearRow[] {
  const other = side === 0 ? 1 : 0;
  const theirs = of.sides[other];
  const words = wordsOf(of.sides[side], row);
  const sameReference = foldText(of.sides[side].reference[row] ?? '');
  const far = Float64Array.from({ length: theirs.count }, (_, at) => distance(side, row, at, of));
  const isNamed = (at: number) => sameReference !== '' && foldText(theirs.reference[at] ?? '') === sameReference;
  const byDistance = Array.from(far, (_, at) => at)
    .filter((at) => (far[at] ?? 0) < 2)
    .sort((one, next) => (far[one] ?? 0) - (far[next] ?? 0) || one - next)
    .slice(0, MOST_COMPARED);
  const named =
    sameReference === ''
      ? []
      : Array.from(far, (_, at) => at)
          .filter(isNamed)
          .slice(0, MOST_COMPARED);
  return [...new Set([...named, ...byDistance])]
    .map((at) => ({ at, shared: sharedPart(words, wordsOf(theirs, at)), isNamed: isNamed(at) }))
    .map((each) => ({ ...each, total: (far[each.at] ?? 0) - each.shared }))
    .sort((one, next) => Number(next.isNamed) - Number(one.isNamed) || one.total - next.total || one.at - next.at)
    .slice(0, MOST_SHOWN)
    .map(({ at, shared }) => ({ row: at, against: against(side, row, at, shared, of) }));
}

/** 0 where amount and days are the same, growing without a bound. */
function distance(side: 0 | 1, row: number, at: number, of: NearestOf): number {
  const [left, right] = side === 0 ? [row, at] : [at, row];
  const { off, larger } = amountsApart(left, right, of);
  const amount = Number.isNaN(off) ? 0.5 : larger === 0 ? 0 : off / larger;
  const days = daysOutside(left, right, of);
  return amount + (days === null ? 0.25 : days.outside / (2 * DAYS_OF_HALF));
}

/** By how much the amounts differ once their signs are read as the run read them. */
function amountsApart(left: number, right: number, { sides, chosen }: NearestOf): { off: number; larger: number } {
  const [mine = Number.NaN, theirs = Number.NaN] = [sides[0].amount[left], sides[1].amount[right]];
  const larger = Math.max(Math.abs(mine), Math.abs(theirs));
  if (chosen.signs === 'ignored') return { off: Math.abs(Math.abs(mine) - Math.abs(theirs)), larger };
  return { off: Math.abs(mine - (chosen.signs === 'opposite' ? -theirs : theirs)), larger };
}

function daysOutside(
  left: number,
  right: number,
  { sides, chosen }: NearestOf,
): { readonly days: number; readonly outside: number } | null {
  const [mine = NO_DAY, theirs = NO_DAY] = [sides[0].day[left], sides[1].day[right]];
  if (mine === NO_DAY || theirs === NO_DAY) return null;
  const days = theirs - mine;
  const [least, most] = chosen.dateWindowDays;
  return { days, outside: Math.max(0, least - days, days - most) };
}

function against(side: 0 | 1, row: number, at: number, shared: number, of: NearestOf): string[] {
  const { sides, chosen, amountText, takenBy } = of;
  const [left, right] = side === 0 ? [row, at] : [at, row];
  const { off, larger } = amountsApart(left, right, of);
  const { amountTolerance } = chosen;
  const allowed = amountTolerance.kind === 'absolute' ? amountTolerance.amount : amountTolerance.share * larger;
  const days = daysOutside(left, right, of);
  const [least, most] = chosen.dateWindowDays;
  const [mine = '', theirs = ''] = [sides[0].currency[left], sides[1].currency[right]];
  const owner = takenBy(at);
  const found = [
    ...(owner === null ? [] : [`It belongs to ${owner}.`]),
    ...(mine === theirs || mine === '' || theirs === '' ? [] : [`${mine} against ${theirs}.`]),
    ...(Number.isNaN(off) ? ['An amount is missing.'] : []),
    ...(off > allowed
      ? [`The amounts differ by ${amountText(off)}, ${amountText(Math.floor(allowed))} is allowed.`]
      : []),
    ...(days === null || days.outside === 0 ? [] : [daysSentence(days.days, least, most)]),
    ...(shared === 0 && hasWords(sides[0], left) && hasWords(sides[1], right) ? ['No word in common.'] : []),
  ];
  return found.length > 0 ? found : ['Nothing but chance: rows like these meet without belonging together.'];
}

function daysSentence(days: number, least: number, most: number): string {
  const apart = `${days} ${Math.abs(days) === 1 ? 'day' : 'days'} from left to right`;
  return least === most ? `${apart}, only ${least} is allowed.` : `${apart}, ${least} to ${most} are allowed.`;
}

function hasWords(side: ReconcileSide, row: number): boolean {
  return wordsOf(side, row).size > 0;
}

function wordsOf({ party, reference, text }: ReconcileSide, row: number): Set<string> {
  const told = [party[row], reference[row], text[row]].map((each) => foldText(each ?? '')).join(' ');
  return new Set(told.split(' ').filter((word) => word.length > 1));
}

/** The words in common as a share of those of the shorter text. */
function sharedPart(mine: ReadonlySet<string>, theirs: ReadonlySet<string>): number {
  const least = Math.min(mine.size, theirs.size);
  if (least === 0) return 0;
  let shared = 0;
  for (const word of mine) if (theirs.has(word)) shared += 1;
  return shared / least;
}
