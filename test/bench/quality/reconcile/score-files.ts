import type { Reconciliation } from '../../../../electron/matching/reconcile/reconcile.ts';
import type { TwoFiles } from './two-files.ts';

/** How good an answer is: shares from 0 to 1; `NaN` where there is nothing to share. */
export interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly autoPrecision: number;
  readonly autoRecall: number;
  readonly autoWrong: number;
  readonly batchRecall: number;
  /** Rows without partner that were left alone, or cancelled inside their file. */
  readonly aloneFoundLeft: number;
  readonly aloneFoundRight: number;
  readonly baselineRecall: number;
  readonly baselineF1: number;
}

/** Judges automatic and proposed allocations against the truth; ambiguous ones count as not found. */
export function scoreFiles(files: TwoFiles, { allocations }: Reconciliation): Quality {
  const found = new Set<string>();
  const auto = new Set<string>();
  const busy = [new Set<number>(), new Set<number>()] as const;
  for (const { left, right, decision } of allocations) {
    if (left === null || right === null) continue;
    if (decision === 'auto' || decision === 'proposed') {
      found.add(`${left} ${right}`);
      busy[0].add(left);
      busy[1].add(right);
    }
    if (decision === 'auto') auto.add(`${left} ${right}`);
  }
  const [all, sure, plain] = [found, auto, baseline(files)].map((each) => rates(each, files.pairs));
  const left = [...files.aloneLeft].filter((row) => !busy[0].has(row)).length;
  const right = [...files.aloneRight].filter((row) => !busy[1].has(row)).length;
  const whole = files.batches.filter((batch) => batch.every((pair) => found.has(pair))).length;
  return {
    precision: all?.precision ?? Number.NaN,
    recall: all?.recall ?? Number.NaN,
    f1: all?.f1 ?? Number.NaN,
    autoPrecision: sure?.precision ?? Number.NaN,
    autoRecall: sure?.recall ?? Number.NaN,
    autoWrong: [...auto].filter((pair) => !files.pairs.has(pair)).length,
    batchRecall: whole / files.batches.length,
    aloneFoundLeft: left / files.aloneLeft.size,
    aloneFoundRight: right / files.aloneRight.size,
    baselineRecall: plain?.recall ?? Number.NaN,
    baselineF1: plain?.f1 ?? Number.NaN,
  };
}

function rates(found: ReadonlySet<string>, truth: ReadonlySet<string>) {
  const right = [...found].filter((pair) => truth.has(pair)).length;
  const precision = found.size === 0 ? 1 : right / found.size;
  const recall = right / truth.size;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

const BASELINE_DAYS = 3;
/** What everybody does first: the same amount within a few days, the nearest in time, each row once. */
function baseline({ left, right }: TwoFiles): Set<string> {
  const byAmount = new Map<number, number[]>();
  for (const [row, amount] of right.amount.entries()) {
    const size = Math.abs(amount);
    const known = byAmount.get(size);
    if (known === undefined) byAmount.set(size, [row]);
    else known.push(row);
  }
  const used = new Set<number>();
  const found = new Set<string>();
  for (const [row, amount] of left.amount.entries()) {
    const partners = (byAmount.get(Math.abs(amount)) ?? [])
      .filter((other) => !used.has(other) && daysApart(left.day[row], right.day[other]) <= BASELINE_DAYS)
      .sort((one, other) => daysApart(left.day[row], right.day[one]) - daysApart(left.day[row], right.day[other]));
    const [nearest] = partners;
    if (nearest === undefined) continue;
    used.add(nearest);
    found.add(`${row} ${nearest}`);
  }
  return found;
}

function daysApart(one: number | undefined, other: number | undefined): number {
  return Math.abs((one ?? 0) - (other ?? 0));
}
