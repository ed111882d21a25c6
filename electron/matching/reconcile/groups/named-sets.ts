import type { AmountLine } from '../model.ts';
import { ratioBin } from '../ratio-bins.ts';
import type { Option } from '../option.ts';
import { NAME, nameSignal, type Signal } from '../pair-signals.ts';
import { holders } from '../vocabulary.ts';
import { exactSums, poolOf } from './exact-sums.ts';
import { groupOption, isCreditOf, isOfKind, type Facing } from './facing.ts';
import { discountedSizes, discounts } from './discounts.ts';
import { logHit, membersWorth, oddsOf } from './group-odds.ts';
import { sumOf, type GroupSearch } from './group-search.ts';

/** A code that more rows have names no document: it is that of a customer, or of a batch. */
const MOST_HOLDERS = 2;
const MOST_LOG_RATIO = Math.log(5);

/** Rows that share a rare code with a target and are free: it names them, or they name it. */
export function namedMembers(facing: Facing, target: number): number[] {
  return namedRows(facing, target, isOfKind);
}

/** Rows that a target names by the very number and that take something off: credit memos beside an invoice. */
export function namedCredits(facing: Facing, target: number): readonly number[] {
  return ofItsParty(facing, target, namedRows(facing, target, isCreditOf, facing.pair.firstNear));
}

function namedRows(
  facing: Facing,
  target: number,
  isWanted: (facing: Facing, target: number, member: number) => boolean,
  mostToken = Infinity,
): number[] {
  const { pair, targets, members, isOpenMember, isLeftTarget } = facing;
  const name: Signal = { kind: 0, share: 1, token: -1 };
  const found = new Set<number>();
  for (let at = targets.codes.start[target] ?? 0; at < (targets.codes.start[target + 1] ?? 0); at++) {
    const token = targets.codes.tokens[at] ?? 0;
    const isNear = token >= pair.firstNear;
    if (token >= mostToken) continue;
    if ((pair.isRare[token] !== 1 && !isNear) || holders(members.codes, token) > MOST_HOLDERS) continue;
    for (let each = members.codes.rowStart[token] ?? 0; each < (members.codes.rowStart[token + 1] ?? 0); each++) {
      const member = members.codes.rows[each] ?? 0;
      if (isOpenMember[member] === 0 || !isWanted(facing, target, member)) continue;
      // A number that is only near is another customer's number, where the names say so.
      if (isNear) nameSignal(pair, isLeftTarget ? target : member, isLeftTarget ? member : target, name);
      if (!isNear || !isOtherName(name.kind)) found.add(member);
    }
  }
  return [...found].sort((one, other) => one - other);
}

/** Whether two rows say whose they are, and hardly the same. */
function isOtherName(kind: number): boolean {
  return kind === NAME.other || kind === NAME.little;
}

/** Those members whose names do not speak against the target. */
function ofItsParty({ pair, isLeftTarget }: Facing, target: number, members: readonly number[]): readonly number[] {
  const name: Signal = { kind: 0, share: 1, token: -1 };
  return members.filter((member) => {
    nameSignal(pair, isLeftTarget ? target : member, isLeftTarget ? member : target, name);
    return !isOtherName(name.kind);
  });
}

/**
 * Groups whose members the target names: all of them where their sum fits, at a discount if need be; those of them that
 * fit precisely; or all of them with others of the same party that make up the rest. Precise ones only.
 */
export function namedSets(
  search: GroupSearch,
  facing: Facing,
  target: number,
  named: readonly number[],
  party: readonly number[],
): Option[] {
  if (named.length === 0) return [];
  const { grain, scorer } = search;
  const { model } = search.learned;
  const { members, targets } = facing;
  const size = targets.size[target] ?? Number.NaN;
  const sum = sumOf(members.size, named);
  const option = (rows: readonly number[], logChance: number, amounts: Option['amounts']): Option =>
    groupOption(facing, target, rows, {
      logOdds: oddsOf(logChance, membersWorth(facing, scorer, target, rows)),
      rule: 'named-set',
      amounts,
    });
  const sizes = named.map((row) => members.size[row] ?? 0);
  if (named.length > 1 && sum === size) return [option(named, logHit(sizes, named.length, size, grain), 'exact')];
  const options: Option[] = [];
  if (named.length > 1) {
    if (isDiscounted(facing, target, named, model.lines))
      options.push(option(named, logHit(sizes, named.length, size, 10 * grain), 'exact'));
    for (const found of exactSums(poolOf(named, members.size), size, grain))
      options.push(option(found.rows, found.logChance, 'exact'));
  }
  const others = party.filter((row) => !named.includes(row));
  for (const each of [PLAIN, ...discounts(model.lines)]) {
    const worth = discountedSizes(facing, each.factor);
    const rest = worth.target(size) - sumOf(worth.sizes, named);
    if (rest <= 0) continue;
    for (const found of exactSums(poolOf(others, worth.sizes), rest, grain, 1))
      options.push(option([...named, ...found.rows], found.logChance + Math.max(0, -each.share - 1), 'exact'));
  }
  return options;
}

/** All rows that the target names, whose sum is another: with a deduction, or paid in part. Rows of another party are named by mistake. */
export function deductedSet(
  { learned, scorer }: GroupSearch,
  facing: Facing,
  target: number,
  named: readonly number[],
): Option[] {
  const rows = ofItsParty(facing, target, named);
  const size = facing.targets.size[target] ?? Number.NaN;
  const sum = sumOf(facing.members.size, rows);
  const logRatio = facing.isLeftTarget ? Math.log(sum / size) : Math.log(size / sum);
  if (rows.length < 2 || !(Math.abs(logRatio) < MOST_LOG_RATIO)) return [];
  const logChance = -(learned.model.ratio[ratioBin(logRatio)] ?? 0) - 1;
  const logOdds = oddsOf(logChance, membersWorth(facing, scorer, target, rows));
  return [groupOption(facing, target, rows, { logOdds, rule: 'named-set', amounts: 'near' })];
}

const PLAIN: AmountLine = { factor: 1, fixed: 0, share: 0 };

/** Whether all rows together fit by a rule without a fixed sum, such as two percent off, to a grain a row. */
function isDiscounted(facing: Facing, target: number, rows: readonly number[], lines: readonly AmountLine[]): boolean {
  return discounts(lines).some(({ factor }) => {
    const worth = discountedSizes(facing, factor);
    return Math.abs(worth.target(facing.targets.size[target] ?? 0) - sumOf(worth.sizes, rows)) <= rows.length;
  });
}
