import { findCandidates, joinCandidates, type Candidates } from './candidates.ts';
import { chosenTerms, type ChosenTerms } from './chosen-terms.ts';
import { contentOrder, reordered } from './content-order.ts';
import { decide } from './decide.ts';
import { explain } from './explain-option.ts';
import { findGroups } from './groups/find-groups.ts';
import { findOffsets } from './find-offsets.ts';
import { learn, type Learned } from './learn.ts';
import { claims, LATER_ODDS } from './paid-twice.ts';
import { marginals } from './marginals.ts';
import { haveLookAlikes } from './look-alikes.ts';
import type { Option, OptionRule } from './option.ts';
import { CODE, NAME } from './pair-signals.ts';
import { pairTable } from './pair-table.ts';
import { prepareRows, type RowPair } from './rows.ts';
import { AMOUNT, pairScorer } from './score-pair.ts';
import type { ReconcileSide, ReconcileTerms } from './side.ts';
import { allocate } from './allocate.ts';

export type Decision = 'auto' | 'proposed' | 'ambiguous' | 'left_only' | 'right_only' | 'offset';

/** One line of the answer. Rows are places in the given sides. */
export interface Allocation {
  readonly left: number | null;
  readonly right: number | null;
  /** In the smallest unit, with the sign of the left row; of the right row where there is no left one; `NaN` without amount. */
  readonly amount: number;
  readonly decision: Decision;
  /** 0 to 1. */
  readonly score: number;
  readonly rule: OptionRule | 'none';
  readonly reason: string;
  /** The row of the same side that cancels this one. */
  readonly partner: number | null;
  /** Lines of one number stand and fall together: rows against one, or rows that cancel each other. Null where a row stays alone. */
  readonly option: number | null;
}

export interface Reconciliation {
  readonly allocations: readonly Allocation[];
  readonly chosen: ChosenTerms;
}

/**
 * Reconciles two files. Every row of either is in the answer: in allocations, alone, or cancelled by another one of its file. The same rows
 * in any order give the same answer; ids are not seen here at all. What `terms` leaves open is learned from the rows.
 *
 * @testonly the command takes the steps one by one, so that it can be stopped; tests and benches take them at once
 */
export function reconcile(left: ReconcileSide, right: ReconcileSide, terms: ReconcileTerms): Reconciliation {
  const steps = reconcileSteps(left, right, terms);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `reconcile`, in steps; each says what comes next. */
export function* reconcileSteps(
  left: ReconcileSide,
  right: ReconcileSide,
  terms: ReconcileTerms,
): Generator<string, Reconciliation> {
  const orders = [contentOrder(left), contentOrder(right)] as const;
  yield 'reading words and codes';
  const given = prepareRows(reordered(left, orders[0]), reordered(right, orders[1]));
  yield 'learning from the rows';
  const learned = yield* learn(given, terms);
  yield 'weighing pairs';
  const options = yield* optionsOf(learned, terms);
  yield 'deciding';
  const { verdict, likely } = decide(options, left.count, right.count);
  const kept = options.flatMap((option, at) => {
    const each = verdict[at] ?? 'dropped';
    return each === 'dropped' ? [] : [{ option, verdict: each, likely: likely[at] ?? 0 }];
  });
  const of = (wanted: 'auto' | 'proposed') =>
    kept.filter(({ verdict: each }) => each === wanted).map(({ option }) => option);
  const chosen = chosenTerms(learned, terms, of('auto'), of('proposed'));
  return { allocations: inGivenOrder(allAllocations(given, learned, kept), orders), chosen };
}

/** Rows between two looks at whether a person wants it stopped. */
const ROWS_A_STEP = 5_000;
/** A pair this unlikely is not thought of again. */
const WORTH_KEEPING = 0.004;

function* optionsOf(learned: Learned, terms: ReconcileTerms): Generator<string, Option[]> {
  const { pair, model, reach, population, index } = learned;
  const scorer = pairScorer(pair, model, population);
  const search = { pair, index, terms, reach, model, scorer };
  const parts: Candidates[] = [];
  for (let from = 0; from < pair.left.count; from += ROWS_A_STEP) {
    const rows = Math.min(ROWS_A_STEP, pair.left.count - from);
    parts.push(
      findCandidates(
        search,
        Int32Array.from({ length: rows }, (_, at) => from + at),
      ),
    );
    yield `weighing pairs, ${from + rows} of ${pair.left.count} rows`;
  }
  const candidates = joinCandidates(parts);
  const table = pairTable(candidates, pair.left.count, pair.right.count);
  const likely = marginals(table, candidates.sum);
  const options = pairOptions(learned, candidates, likely);
  if (terms.oneToOne) return [...options, ...findOffsets(learned, candidates, likely)];
  yield 'looking for sums';
  const groups = findGroups(learned, terms, candidates, likely, options);
  return [...options, ...groups, ...findOffsets(learned, candidates, likely)];
}

function pairOptions(learned: Learned, candidates: Candidates, likely: Float64Array): Option[] {
  const options: Option[] = [];
  const claimed = claims(learned, candidates);
  const isAlike = haveLookAlikes(candidates);
  for (let at = 0; at < candidates.left.length; at++) {
    if ((likely[at] ?? 0) < WORTH_KEEPING) continue;
    const amountKind = candidates.amountKind[at] ?? 0;
    const isLater = claimed[at] === 'later';
    options.push({
      lefts: [candidates.left[at] ?? 0],
      rights: [candidates.right[at] ?? 0],
      logOdds: (candidates.sum[at] ?? 0) + (isLater ? LATER_ODDS : 0),
      rule: pairRule(amountKind, candidates.codeKind[at] ?? 0, candidates.nameKind[at] ?? 0),
      amounts:
        claimed[at] === 'alone' && isAlike[at] === 0 && !isGuess(learned, candidates, at)
          ? amountsOf(amountKind, candidates.amount[at] ?? 0, candidates.codeKind[at] ?? 0)
          : 'near',
      ...(isLater ? { isLater } : {}),
    });
  }
  return options;
}

/** Whether a pair that no number names is known by a guess at the name of one of its rows alone. */
function isGuess({ pair }: Learned, { left, right, codeKind, nameKind }: Candidates, at: number): boolean {
  if ((codeKind[at] ?? 0) >= CODE.near || (nameKind[at] ?? 0) < NAME.little) return false;
  return pair.left.isGuessed[left[at] ?? 0] === 1 || pair.right.isGuessed[right[at] ?? 0] === 1;
}

function amountsOf(kind: number, odds: number, codeKind: number): Option['amounts'] {
  if (kind === AMOUNT.swapped) return 'near';
  if (kind !== AMOUNT.ratio) return 'exact';
  if (codeKind < CODE.near) return odds < 0 ? 'weak' : 'near';
  return odds < 0 ? 'near' : 'exact';
}

function pairRule(amountKind: number, codeKind: number, nameKind: number): OptionRule {
  if (codeKind === CODE.same) return 'reference';
  if (codeKind === CODE.near) return 'reference-near';
  if (amountKind === AMOUNT.converted) return 'conversion';
  if (amountKind === AMOUNT.line) return 'fee';
  if (amountKind === AMOUNT.ratio || amountKind === AMOUNT.swapped) return 'near-amount';
  return nameKind >= NAME.half ? 'amount-name' : 'amount-date';
}

interface Kept {
  readonly option: Option;
  readonly verdict: 'auto' | 'proposed' | 'rival';
  readonly likely: number;
}

/** `given` holds the amounts as they stand in the files: a person knows them by those. */
function allAllocations(given: RowPair, learned: Learned, kept: readonly Kept[]): Allocation[] {
  const { pair, model, population } = learned;
  const scorer = pairScorer(pair, model, population);
  const allocations: Allocation[] = [];
  const isSeen = { left: new Uint8Array(pair.left.count), right: new Uint8Array(pair.right.count) };
  for (const [number, { option, verdict, likely }] of kept.entries()) {
    if (verdict === 'rival' && option.rule === 'offset') continue;
    const reason = explain(pair, scorer, option, likely);
    const parts = option.rule === 'offset' ? [] : allocate(pair, option);
    for (const { left, right, size } of parts) {
      // Several left rows say by their own signs which of them is a credit; several right ones by the sign of their part.
      const part = option.lefts.length > 1 ? Math.abs(size) : size;
      const amount = Math.sign(given.left.amount[left] ?? 0) * part;
      const decision = verdict === 'rival' ? ('ambiguous' as const) : verdict;
      const found = { decision, score: likely, rule: option.rule, reason, partner: null, option: number };
      allocations.push({ left, right, amount, ...found });
      isSeen.left[left] = 1;
      isSeen.right[right] = 1;
    }
    if (option.rule === 'offset')
      for (const each of offsetRows(given, option, likely, reason, isSeen))
        allocations.push({ ...each, option: number });
  }
  for (const side of ['left', 'right'] as const)
    for (let row = 0; row < pair[side].count; row++)
      if (isSeen[side][row] === 0) allocations.push(aloneRow(given, side, row));
  return allocations;
}

function offsetRows(
  given: RowPair,
  { lefts, rights }: Option,
  score: number,
  reason: string,
  isSeen: { readonly left: Uint8Array; readonly right: Uint8Array },
): Omit<Allocation, 'option'>[] {
  const side = lefts.length > 0 ? 'left' : 'right';
  const rows = side === 'left' ? lefts : rights;
  return rows.map((row, at) => {
    isSeen[side][row] = 1;
    return {
      left: side === 'left' ? row : null,
      right: side === 'right' ? row : null,
      amount: given[side].amount[row] ?? Number.NaN,
      decision: 'offset' as const,
      score,
      rule: 'offset' as const,
      reason,
      partner: rows[1 - at] ?? null,
    };
  });
}

function aloneRow(given: RowPair, side: 'left' | 'right', row: number): Allocation {
  return {
    left: side === 'left' ? row : null,
    right: side === 'right' ? row : null,
    amount: given[side].amount[row] ?? Number.NaN,
    decision: side === 'left' ? 'left_only' : 'right_only',
    score: 0,
    rule: 'none',
    reason: 'no row of the other file is likely enough',
    partner: null,
    option: null,
  };
}

/** Rows by their place in the files as given. */
function inGivenOrder(allocations: readonly Allocation[], orders: readonly [Int32Array, Int32Array]): Allocation[] {
  const place = (row: number | null, order: Int32Array) => (row === null ? null : (order[row] ?? row));
  return allocations.map((each) => ({
    ...each,
    left: place(each.left, orders[0]),
    right: place(each.right, orders[1]),
    partner: place(each.partner, each.left === null ? orders[1] : orders[0]),
  }));
}
