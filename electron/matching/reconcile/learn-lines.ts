import type { WeightedPair } from './learn-rates.ts';
import type { AmountLine } from './model.ts';
import type { RowPair } from './rows.ts';
import { roundedLog } from './rounded-log.ts';

const MOST_LINES = 8;
const TRIES = 400;
const LEAST_ON = 6;
const LEAST_SHARE = 0.02;
const FACTOR_GRAIN = 1e-5;

/**
 * Rules by which the right amount comes of the left one, a share and a fixed sum taken off: what many pairs of amounts fit to the
 * cent. Each try draws a line through two pairs; the steps through them are fixed, so that the same pairs give the same rules.
 */
export function learnLines(pair: RowPair, pairs: readonly WeightedPair[], allPairs: number): AmountLine[] {
  let open = pairs
    .filter(({ left, right }) => pair.left.currency[left] === pair.right.currency[right])
    .map(({ left, right }) => ({ from: pair.left.size[left] ?? Number.NaN, to: pair.right.size[right] ?? Number.NaN }))
    .filter(({ from, to }) => from !== to && !Number.isNaN(from + to) && Math.abs(Math.log(to / from)) < 0.5)
    .sort((one, other) => one.from - other.from || one.to - other.to);
  const lines: AmountLine[] = [];
  while (lines.length < MOST_LINES && open.length >= LEAST_ON) {
    const best = bestLine(open);
    if (best === null || best.on < Math.max(LEAST_ON, LEAST_SHARE * open.length)) break;
    lines.push({ factor: best.factor, fixed: best.fixed, share: roundedLog(best.on / Math.max(1, allPairs)) });
    open = open.filter((each) => !isOn(best, each));
  }
  return lines;
}

interface AmountPair {
  readonly from: number;
  readonly to: number;
}
interface Line {
  readonly factor: number;
  readonly fixed: number;
}

function bestLine(open: readonly AmountPair[]): (Line & { readonly on: number }) | null {
  let best: (Line & { readonly on: number }) | null = null;
  for (let tried = 0; tried < TRIES; tried++) {
    const one = open[(tried * 7_919) % open.length];
    const other = open[(tried * 104_729 + Math.floor(open.length / 2) + tried) % open.length];
    if (one === undefined || other === undefined) continue;
    for (const line of linesThrough(one, other)) {
      let on = 0;
      for (const each of open) if (isOn(line, each)) on++;
      if (best === null || on > best.on) best = { ...line, on };
    }
  }
  return best;
}

/** The line through two pairs of amounts, and the one through the greater of them without a fixed sum. */
function linesThrough(one: AmountPair, other: AmountPair): Line[] {
  const greater = one.from > other.from ? one : other;
  const plain = { factor: grained(greater.to / greater.from), fixed: 0 };
  if (Math.abs(one.from - other.from) < 0.2 * greater.from) return [plain];
  const factor = grained((one.to - other.to) / (one.from - other.from));
  const fixed = Math.round(factor * greater.from - greater.to);
  const isLikely = factor > 0.6 && factor < 1.7 && Math.abs(fixed) < 0.3 * Math.min(one.from, other.from);
  return isLikely ? [plain, { factor, fixed }] : [plain];
}

function grained(factor: number): number {
  return Math.round(factor / FACTOR_GRAIN) * FACTOR_GRAIN;
}

function isOn({ factor, fixed }: Line, { from, to }: AmountPair): boolean {
  return Math.abs(Math.round(factor * from - fixed) - to) <= 1;
}
