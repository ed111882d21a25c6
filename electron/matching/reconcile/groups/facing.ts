import type { Candidates } from '../candidates.ts';
import type { Learned } from '../learn.ts';
import type { Option, OptionRule } from '../option.ts';
import { AMOUNT } from '../score-pair.ts';
import { roundedCount } from '../rounded-log.ts';
import { daysBetween, type RowPair, type Rows } from '../rows.ts';

/** One side's rows, each against several of the other. */
export interface Facing {
  readonly pair: RowPair;
  readonly targets: Rows;
  readonly members: Rows;
  readonly isLeftTarget: boolean;
  /** 1 where no pair has settled the row. */
  readonly isLooseTarget: Uint8Array;
  readonly isLooseMember: Uint8Array;
  /** 1 where no pair has settled the row precisely: it may still be one of several that are named together. */
  readonly isOpenTarget: Uint8Array;
  readonly isOpenMember: Uint8Array;
  /** How many members no pair has settled. */
  readonly looseMembers: number;
  /** How many members have an amount. */
  readonly sizeCounts: ReadonlyMap<number, number>;
}

/** Rows whose pairs are together likelier than this are not free, even where it is open which pair is the true one. */
const SETTLED = 0.5;
const NEAR_RATIO = 0.06;

/** Both ways of facing, with the rows that pairs have not settled. */
export function facings({ pair }: Learned, candidates: Candidates, likely: Float64Array): readonly [Facing, Facing] {
  const near = [new Float64Array(pair.left.count), new Float64Array(pair.right.count)] as const;
  const exact = [new Float64Array(pair.left.count), new Float64Array(pair.right.count)] as const;
  for (let at = 0; at < candidates.left.length; at++) {
    const [left, right] = [candidates.left[at] ?? 0, candidates.right[at] ?? 0];
    const ratio = (pair.right.logSize[right] ?? 0) - (pair.left.logSize[left] ?? 0);
    const isSwapped = candidates.amountKind[at] === AMOUNT.swapped;
    const isNear = candidates.amountKind[at] === AMOUNT.ratio;
    if (isNear && Math.abs(ratio) > NEAR_RATIO) continue;
    for (const into of isNear || isSwapped ? [near] : [near, exact]) {
      into[0][left] = (into[0][left] ?? 0) + (likely[at] ?? 0);
      into[1][right] = (into[1][right] ?? 0) + (likely[at] ?? 0);
    }
  }
  const free = (hope: Float64Array) => Uint8Array.from(hope, (sum) => (sum < SETTLED ? 1 : 0));
  const left = { isLoose: free(near[0]), isOpen: free(exact[0]) };
  const right = { isLoose: free(near[1]), isOpen: free(exact[1]) };
  const facing = (isLeftTarget: boolean, target: typeof left, member: typeof left): Facing => ({
    pair,
    targets: isLeftTarget ? pair.left : pair.right,
    members: isLeftTarget ? pair.right : pair.left,
    isLeftTarget,
    isLooseTarget: target.isLoose,
    isLooseMember: member.isLoose,
    isOpenTarget: target.isOpen,
    isOpenMember: member.isOpen,
    looseMembers: roundedCount(member.isLoose.reduce((sum, each) => sum + each, 0)),
    sizeCounts: sizeCounts(isLeftTarget ? pair.right : pair.left),
  });
  return [facing(true, left, right), facing(false, right, left)];
}

function sizeCounts({ size }: Rows): Map<number, number> {
  const counts = new Map<number, number>();
  for (const each of size) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

/** Days from the left row to the right one. */
export function daysOf({ pair, isLeftTarget }: Facing, target: number, member: number): number {
  return isLeftTarget ? daysBetween(pair, target, member) : daysBetween(pair, member, target);
}

/** Whether a member could be part of a target at all: currency, sign, and no more than it. */
export function isOfKind({ targets, members }: Facing, target: number, member: number): boolean {
  if (targets.currency[target] !== members.currency[member]) return false;
  return (targets.amount[target] ?? 0) * (members.amount[member] ?? 0) > 0;
}

/** Whether a member is of a target's currency and takes off what others of it come to. */
export function isCreditOf({ targets, members }: Facing, target: number, member: number): boolean {
  if (targets.currency[target] !== members.currency[member]) return false;
  return (targets.amount[target] ?? 0) * (members.amount[member] ?? 0) < 0;
}

/** An option of a target and its members. */
export function groupOption(
  { isLeftTarget }: Facing,
  target: number,
  members: readonly number[],
  found: { readonly logOdds: number; readonly rule: OptionRule; readonly amounts: Option['amounts'] },
): Option {
  const rising = members.toSorted((one, other) => one - other);
  return { lefts: isLeftTarget ? [target] : rising, rights: isLeftTarget ? rising : [target], ...found };
}

/** Takes rows out of what is free. */
export function settle(facing: Facing, lefts: readonly number[], rights: readonly number[]): void {
  const [targets, members] = facing.isLeftTarget ? [lefts, rights] : [rights, lefts];
  for (const row of targets) facing.isLooseTarget[row] = facing.isOpenTarget[row] = 0;
  for (const row of members) facing.isLooseMember[row] = facing.isOpenMember[row] = 0;
}
