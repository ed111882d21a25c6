import type { Option } from '../option.ts';
import { exactSums, poolOf } from './exact-sums.ts';
import { groupOption, type Facing } from './facing.ts';
import { sumOf, type GroupSearch } from './group-search.ts';
import { logHit, membersWorth, oddsOf } from './group-odds.ts';

/**
 * Groups in which credits lessen what is paid: what the target names comes to it precisely once the credits that it names are taken off (a payment
 * for an invoice less a credit memo), with others of its party that make up the rest if need be.
 */
export function creditSets(
  { grain, scorer }: GroupSearch,
  facing: Facing,
  target: number,
  {
    named,
    credits,
    party,
  }: { readonly named: readonly number[]; readonly credits: readonly number[]; readonly party: readonly number[] },
): Option[] {
  if (credits.length === 0) return [];
  const { members, targets } = facing;
  const whole = (targets.size[target] ?? Number.NaN) + sumOf(members.size, credits);
  const option = (rows: readonly number[], logChance: number, amounts: Option['amounts']): Option =>
    groupOption(facing, target, [...rows, ...credits], {
      logOdds: oddsOf(logChance, membersWorth(facing, scorer, target, [...rows, ...credits])),
      rule: 'named-set',
      amounts,
    });
  const sizes = [...named, ...credits].map((row) => members.size[row] ?? 0);
  const rest = whole - sumOf(members.size, named);
  if (named.length > 0 && rest === 0) return [option(named, logHit(sizes, sizes.length, whole, grain), 'exact')];
  if (!(rest > 0)) return [];
  const others = party.filter((row) => !named.includes(row));
  return exactSums(poolOf(others, members.size), rest, grain, 1).map((found) =>
    // Which of its rows it pays is not said, and one of them may be settled already: a person decides.
    option([...named, ...found.rows], found.logChance, 'near'),
  );
}
