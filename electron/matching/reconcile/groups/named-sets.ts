import type { Learned } from '../learn.ts';
import { ratioBin } from '../ratio-bins.ts';
import type { Option } from '../option.ts';
import { holders } from '../vocabulary.ts';
import { exactSums, poolOf } from './exact-sums.ts';
import { groupOption, isOfKind, type Facing } from './facing.ts';
import { datesOdds, logHit, oddsOf } from './group-odds.ts';

const MOST_HOLDERS = 80;
const CODE_WORTH = 5;
const MOST_CODE_WORTH = 18;
const LEAST_RATIO = Math.log(0.5);
const MOST_RATIO = Math.log(1.35);

/** Rows that share a rare code with a target and are free: it names them, or they name it. */
export function namedMembers(facing: Facing, target: number): number[] {
  const { pair, targets, members, isLooseMember } = facing;
  const found = new Set<number>();
  for (let at = targets.codes.start[target] ?? 0; at < (targets.codes.start[target + 1] ?? 0); at++) {
    const token = targets.codes.tokens[at] ?? 0;
    const isNear = token >= pair.firstNear;
    if ((pair.isRare[token] !== 1 && !isNear) || holders(members.codes, token) > (isNear ? 2 : MOST_HOLDERS)) continue;
    for (let each = members.codes.rowStart[token] ?? 0; each < (members.codes.rowStart[token + 1] ?? 0); each++) {
      const member = members.codes.rows[each] ?? 0;
      if (isLooseMember[member] === 1 && isOfKind(facing, target, member)) found.add(member);
    }
  }
  return [...found].sort((one, other) => one - other);
}

/**
 * Groups whose members the target names: all of them where their sum fits, at a discount or a deduction if need be; those of them that
 * fit precisely; or all of them with others of the same party that make up the rest.
 */
export function namedSets(
  { model, reach }: Learned,
  facing: Facing,
  target: number,
  named: readonly number[],
  party: readonly number[],
  grain: number,
): Option[] {
  if (named.length === 0) return [];
  const { members, targets } = facing;
  const size = targets.size[target] ?? Number.NaN;
  const sum = named.reduce((total, row) => total + (members.size[row] ?? 0), 0);
  const worth = Math.min(MOST_CODE_WORTH, CODE_WORTH * named.length);
  const option = (rows: readonly number[], logChance: number, more: number, isExact: boolean): Option =>
    groupOption(facing, target, rows, {
      logOdds: oddsOf(logChance, more + datesOdds(facing, model, reach, target, rows)),
      rule: 'named-set',
      isExact,
    });
  const sizes = named.map((row) => members.size[row] ?? 0);
  if (named.length > 1 && sum === size) return [option(named, logHit(sizes, named.length, size, grain), worth, true)];
  const options: Option[] = [];
  if (named.length > 1) {
    options.push(...discounted(facing, target, named, model.lines).map((isFit) => option(named, isFit, worth, true)));
    for (const found of exactSums(poolOf(named, members.size), size, grain))
      options.push(
        option(found.rows, found.logChance, Math.min(MOST_CODE_WORTH, CODE_WORTH * found.rows.length), true),
      );
  }
  if (sum < size) {
    const others = party.filter((row) => !named.includes(row));
    for (const found of exactSums(poolOf(others, members.size), size - sum, grain, 1))
      options.push(option([...named, ...found.rows], found.logChance, worth, true));
  }
  const logRatio = facing.isLeftTarget ? Math.log(sum / size) : Math.log(size / sum);
  if (options.length === 0 && named.length > 1 && logRatio > LEAST_RATIO && logRatio < MOST_RATIO)
    options.push(option(named, -(model.ratio[ratioBin(logRatio)] ?? 0) - 1, worth, false));
  return options;
}

/** Logarithm of the chance of a sum that fits by a rule without a fixed sum, such as two percent off; empty where none fits. */
function discounted(
  { isLeftTarget, targets, members }: Facing,
  target: number,
  rows: readonly number[],
  lines: Learned['model']['lines'],
): number[] {
  const size = targets.size[target] ?? 0;
  return lines
    .filter(({ fixed }) => Math.abs(fixed) <= 2)
    .flatMap(({ factor }) => {
      const expected = isLeftTarget
        ? size * factor - rows.reduce((sum, row) => sum + (members.size[row] ?? 0), 0)
        : rows.reduce((sum, row) => sum + Math.round(factor * (members.size[row] ?? 0)), 0) - size;
      return Math.abs(expected) <= rows.length ? [Math.log((2 * rows.length + 1) / (0.1 * size + 10))] : [];
    })
    .slice(0, 1);
}
